"""What the pictures in a page show and lead to, decided and in words: their template only loops."""

import msgspec

from generator.renderers.crosscheck.rows import EvidencePlace


class FlowRow(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow in words."""

    number: str
    source: str
    target: str
    what: str
    known_by: str
    mark: str
    differs: bool


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One picture in a page."""

    name: str
    title: str
    caption: str
    alt: str
    svg: str
    """Markup of this project, to be put into the page as it is."""
    file: str
    """Where the picture is as a file, from the page."""
    flows: tuple[FlowRow, ...]


class AssetLink(msgspec.Struct, frozen=True, kw_only=True):
    """An inventory row behind a shape."""

    asset_id: str
    href: str
    scanned: str
    """In words: when and by which scanner, or that it was not."""
    open_items: str
    """Of the POA&M; empty where there are none."""
    scans: tuple[EvidencePlace, ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a shape."""

    id: str
    title: str
    kind: str
    state: str
    """Drawn and running, or what is missing; empty where nothing was compared."""
    differs: bool
    assets: tuple[AssetLink, ...]
    more_assets: str
    discrepancies: tuple[EvidencePlace, ...]
    """With the way to the check that found each."""
    more_discrepancies: str
    evidence: tuple[EvidencePlace, ...]
    picture: EvidencePlace | None = None
    """The picture that is about it alone."""


class PictureParts(msgspec.Struct, frozen=True, kw_only=True):
    """Pictures of one page with the cards that their shapes lead to."""

    pictures: tuple[Shown, ...]
    cards: tuple[Card, ...]
    editable: str
    """Where the draw.io file is, from the page; empty where there is none."""
    others: tuple[EvidencePlace, ...] = ()
    """Further pictures, as links."""


NO_PICTURES = PictureParts(pictures=(), cards=(), editable="")
