"""How a weakness stands on an asset: who sees it there, how a scanner looked, and why it is no longer open.

A ledger has hundreds of thousands of these records, which the garbage collector need not walk (`gc=False`).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from generator.model.identifiers import AssetId, Sha256


class ClosureReason(StrEnum):
    """Why an item, or an asset of an item, is no longer open."""

    REMEDIATED = "remediated"
    """A scan as good as the one that saw it no longer saw it."""
    RETIRED = "retired"
    """The asset no longer exists: nothing runs the image."""
    FALSE_POSITIVE = "false-positive"
    """The authorizing official approved that it is none."""
    BY_A_PERSON = "closed-by-a-person"
    """A person moved it to the sheet of closed items."""
    DUPLICATE = "duplicate"
    """An older item has the same weakness on the same assets: nothing was remediated, and it counts as no closure."""


class AssetDisposition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The disposition of one asset of an item, or (`asset_id` is None) of the item."""

    asset_id: AssetId | None = None
    reason: ClosureReason
    day: date
    because: str
    """A sentence that names the evidence."""
    path: str = ""
    """The evidence file; empty where it is a person's statement."""
    sha256: Sha256 | None = None
    digests: tuple[str, ...] = ()
    """Of an image: the digests on which the weakness was open, as far as they are known."""


class ScanCoverage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a scanner looked at an asset: what a later scan must equal before a missing weakness counts as remediated.

    FedRAMP Vulnerability Scanning Requirements, section 3: all scans in the same format, with the configuration that the
    assessor validated, authenticated where it can be.
    """

    scanner: str
    asset_id: AssetId
    object: str = ""
    """The object of the cluster, where the scanner looked at one only."""
    day: date | None
    format: str
    """Media type of the report."""
    configuration: str | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    """Of a scan that logs in: with the rights to see everything (RA-5(5))."""
    database: date | None = None
    """The day of its vulnerability database."""
    places: tuple[str, ...] = ()
    """Of an image, `cluster/namespace` of everything that ran it then, sorted."""
    digests: tuple[str, ...] = ()
    """Of an image, the digests that ran then, sorted."""
    path: str = ""
    sha256: Sha256 | None = None


class Detector(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A scanner that sees the weakness of an item, by the id that it gives it."""

    scanner: str
    identifier: str
    assets: tuple[AssetId, ...] = ()
    """Where, sorted; empty for all assets of the item."""

    @property
    def key(self) -> tuple[str, str]:
        """Scanner and identifier, as they are compared."""
        return self.scanner.casefold(), self.identifier

    def sees(self, asset_id: AssetId) -> bool:
        """It sees the weakness on the asset."""
        return not self.assets or asset_id in self.assets


class Unseen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An asset on which the weakness was not seen this time, by one of its detectors at least, and is open all the same."""

    asset_id: AssetId
    because: str
    looks: tuple[ScanCoverage, ...] = ()
    """The looks that last saw it; empty where they are not known."""


def one_each(rows: Iterable[Unseen]) -> tuple[Unseen, ...]:
    """One entry for an asset: two versions of an image may have gone into the same one."""
    entries: dict[AssetId, Unseen] = {}
    for row in rows:
        known = entries.get(row.asset_id)
        entries[row.asset_id] = row if known is None else msgspec.structs.replace(known, looks=(*known.looks, *row.looks))
    return tuple(entries.values())
