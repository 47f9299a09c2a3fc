"""What people write about controls: text by part, and who reviewed and approved it. Only a named person makes a text final."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from generator.model.identifiers import ControlId


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    CODE = "code"


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A run of text of one look. A line break in it is a line break on the page."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A paragraph, an item of a list, or lines of code."""

    kind: BlockKind = BlockKind.PARAGRAPH
    spans: tuple[Span, ...]
    level: int = 0
    """How deep an item is nested: 0 to 3."""
    number: int = field(default=1, compare=False)
    """Of a numbered item. Numbers follow from the order, so that two items differ by their text alone."""


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table; its first row is the header."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]


Content = TextBlock | Grid


class NarrativeStatus(StrEnum):
    """How far a text has come. Nothing but a named approver and a day makes it final."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    FINAL = "final"


class PartText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one part of a control."""

    letter: str
    """Empty where the control has no parts."""
    content: tuple[Content, ...]


class Narrative(msgspec.Struct, frozen=True, kw_only=True):
    """`narratives/CM-8.md`."""

    file: str
    """Path in the workspace."""
    control: ControlId
    parts: tuple[PartText, ...] = ()
    """Those with text, in the order of the control."""
    statuses: tuple[str, ...] = ()
    """OSCAL values: `implemented`, `partial`."""
    originations: tuple[str, ...] = ()
    """OSCAL values, and `hybrid` and `shared`, which the Word form has."""
    role: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    """(label as in SSP Appendix A, value), in the order of the control."""
    inherited_from: str | None = None
    """The authorization that the control is inherited from."""
    customer: str | None = None
    """What is left to the customer: the Customer Responsibility Matrix (SSP Appendix J)."""
    reviewed_by: str | None = None
    approver: str | None = None
    date: dt.date | None = None
    """Of the approval; of the review where there is no approval."""
    approves: str = ""
    """Hash of the text, status and parameters that were approved; empty where none was written."""
    approves_evidence: str = ""
    """Hash of the states of the requirements behind it when it was approved."""
    doubts: tuple[str, ...] = ()
    """Why a text that names an approver is no final text all the same."""

    @property
    def standing(self) -> NarrativeStatus:
        """How far the text has come."""
        if self.approver and self.date and not self.doubts:
            return NarrativeStatus.FINAL
        return NarrativeStatus.REVIEWED if self.reviewed_by else NarrativeStatus.DRAFT

    def text(self, letter: str) -> tuple[Content, ...]:
        """Of one part; empty where nothing is written."""
        return next((part.content for part in self.parts if part.letter == letter), ())

    def parameter(self, label: str) -> str | None:
        """The value of one parameter, as Appendix A names its row or, inside a choice, as OSCAL does."""
        return dict(self.parameters).get(label)
