"""What the page about images shows, decided and in words: its template only loops."""

import msgspec

from generator.model.identifiers import AssetId
from generator.renderers.crosscheck.rows import CountLine, EvidencePlace


class ChainCell(msgspec.Struct, frozen=True, kw_only=True):
    """One link of one image in the overview."""

    word: str
    style: str


class OverviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One image with the states of all its links."""

    asset_id: AssetId
    anchor: str
    """Empty where the image is not shown in full below."""
    cells: tuple[ChainCell, ...]


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One link of one image."""

    title: str
    question: str
    state: str
    style: str
    text: str
    controls: str
    origin: str
    judged_by: str
    """The requirements whose verdict it has; empty where it is written from the same facts as the package."""
    places: tuple[EvidencePlace, ...]


class FactRow(msgspec.Struct, frozen=True, kw_only=True):
    """One statement about how an image is hardened."""

    label: str
    value: str
    style: str = ""
    verdict: str = ""
    """Of the requirement that asks about it, with its reason; empty where none does."""


class ResultRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one tool measured."""

    tool: str
    benchmark: str
    fits: str
    passed: str
    failed: str
    not_reviewed: str
    other: str
    day: str
    place: EvidencePlace


class ImageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One image in full."""

    asset_id: AssetId
    anchor: str
    digests: tuple[str, ...]
    picture: str
    """SVG, every text in it escaped."""
    links: tuple[LinkRow, ...]
    facts: tuple[FactRow, ...]
    results: tuple[ResultRow, ...]
    items: str
    """Identifiers of its POA&M items."""


class ValidationRow(msgspec.Struct, frozen=True, kw_only=True):
    """What an assessor validated, or has not yet."""

    what: str
    text: str
    style: str
    sha256: str


class ChainsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    lead: str
    tallies: tuple[CountLine, ...]
    headings: tuple[str, ...]
    overview: tuple[OverviewRow, ...]
    images: tuple[ImageRow, ...]
    more: str
    """Says how many images are not shown in full; empty where all are."""
    validations: tuple[ValidationRow, ...]
