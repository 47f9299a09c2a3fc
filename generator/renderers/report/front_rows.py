"""What the front page of the report shows, decided and in words: its template only loops."""

import msgspec
from markupsafe import Markup

from generator.renderers.crosscheck.rows import OscalRow
from generator.renderers.requirements.rows import AreaRow, AreaStateCount


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """One number that a reader wants to know first."""

    number: str
    label: str
    note: str
    href: str
    style: str = ""
    """`bad`, `warn`, `good` or nothing."""


class Urgent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that should not wait."""

    what: str
    why: str
    href: str


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table with bars."""

    label: str
    href: str
    number: str
    share: str
    """Of the longest bar, in percent."""
    style: str = ""


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """A table with bars."""

    title: str
    head: str
    count: str
    """Heading of the numbers."""
    rows: tuple[Bar, ...]
    more: str = ""
    """Says how many rows are left out."""


class LinkStates(msgspec.Struct, frozen=True, kw_only=True):
    """One link of all chains."""

    title: str
    cells: tuple[AreaStateCount, ...]


class FrontPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The picture that the front page shows."""

    title: str
    caption: str
    svg: Markup
    href: str
    """Where it can be zoomed and asked."""


class DocumentLink(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the package."""

    title: str
    href: str
    file: str


class FrontPage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    about: tuple[tuple[str, str], ...]
    """What system it is: label and value, as system.yaml states it."""
    lead: str
    tiles: tuple[Tile, ...]
    urgent: tuple[Urgent, ...]
    areas: tuple[AreaRow, ...]
    states: tuple[AreaStateCount, ...]
    severities: Bars
    checks: Bars
    due: Markup | None
    indicators: Markup | None
    """The Key Security Indicators over time; None without FedRAMP 20x, and before anything was recorded."""
    ages: Bars
    links: tuple[LinkStates, ...]
    link_states: tuple[AreaStateCount, ...]
    picture: FrontPicture | None
    gaps: Bars
    evidence: Bars
    oscal: tuple[OscalRow, ...]
    documents: tuple[DocumentLink, ...]
    """Everything else that was written, but the pages of this report."""
