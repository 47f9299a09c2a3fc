"""A ledger as a whole: that of the day, and that of the prior package, with what a person should know about it."""

from datetime import date

import msgspec

from generator.ledger.asset_states import ScanCoverage
from generator.ledger.image_identity import ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.model.candidate import PoamCandidate, SeenCandidate


class Deficiency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of the sheet PL-2 Findings: a fault of the documents, as the assessor numbers it (POA&M Template v3.0)."""

    id: str
    name: str
    description: str
    plan: str
    remediated: date | None = None


class Notice(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """Something a person should know or decide about the ledger. Never stops a build."""

    path: str
    """The file it is about."""
    place: str
    """A cell, a line, or the POA&M ID."""
    what: str
    next_step: str = ""
    not_there: bool = False
    """It is about a file that a person named and that is not there."""


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger of the prior package."""

    as_of: date | None = None
    """As-of date of the prior package; None for the first."""
    items: tuple[LedgerItem, ...] = ()
    looks: tuple[ScanCoverage, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    candidates: tuple[SeenCandidate, ...] = ()
    images: tuple[ImagesOfRepository, ...] = ()
    """Images of one repository that it distinguished."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """All items, with how scanners looked at the assets this time."""

    items: tuple[LedgerItem, ...]
    """Open ones most severe first, then configuration findings, then closed ones."""
    looks: tuple[ScanCoverage, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    notices: tuple[Notice, ...] = ()
    candidates: tuple[PoamCandidate, ...] = ()
    """Conclusions of the cross-check, with what people decided about them."""
    remembered: tuple[SeenCandidate, ...] = ()
    """Since when they are candidates, for the package of next time."""
    images: tuple[ImagesOfRepository, ...] = ()
    """Images of one repository that are distinguished, for the package of next time."""
