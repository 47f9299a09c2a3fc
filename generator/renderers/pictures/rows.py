"""What the pictures in a page show and lead to, decided and in words: their template only loops."""

from dataclasses import dataclass

from generator.renderers.crosscheck.rows import EvidencePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """An arrow in words."""

    number: str
    source: str
    target: str
    what: str
    known_by: str
    mark: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLink:
    """An inventory row behind a shape."""

    asset_id: str
    href: str
    scanned: str
    """In words: when and by which scanner, or that it was not."""
    open_items: str
    """Of the POA&M; empty where there are none."""
    scans: tuple[EvidencePlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureParts:
    """Pictures of one page with the cards that their shapes lead to."""

    pictures: tuple[Shown, ...]
    cards: tuple[Card, ...]
    editable: str
    """Where the draw.io file is, from the page; empty where there is none."""
    others: tuple[EvidencePlace, ...] = ()
    """Further pictures, as links."""


NO_PICTURES = PictureParts(pictures=(), cards=(), editable="")
