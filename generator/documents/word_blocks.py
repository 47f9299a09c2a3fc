"""The content of a Word document as values: a renderer decides what to say, `word` turns it into a file.

Styles are named as Word shows them ("Heading 2", "Body Text"); a style that the template does not have becomes Normal.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec


class TextRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run of text; a line break in it is a line break in the document."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    style: str = ""  # a character style


class WordLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that leaves the document: a web or mail address, or a path inside the package such as `oscal/poam.json`."""

    text: str
    url: str
    bold: bool = False
    italic: bool = False


class BookmarkReference(msgspec.Struct, frozen=True, kw_only=True):
    """A link to a bookmark of this document; raised, it reads as a citation."""

    text: str
    bookmark: str
    raised: bool = False


class Checkbox(msgspec.Struct, frozen=True, kw_only=True):
    """A check box that a reader can tick, followed by its label."""

    label: str
    checked: bool
    tag: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A few words that belong to a person: a content control inside a line, found again after the document was edited."""

    tag: str  # at most 64 characters, Word's own limit
    title: str  # shown on the control's handle
    text: str
    prompt: str = "Write here."  # shown while there is no text


class CaptionNumber(msgspec.Struct, frozen=True, kw_only=True):
    """The number of a caption: Word counts captions of a name from the first on, and it is in the file already."""

    name: str  # `Figure`
    number: int


Inline = TextRun | WordLink | BookmarkReference | Checkbox | Field | CaptionNumber


class ListItemStyle(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a paragraph an item of a list."""

    numbered: bool
    level: int = 0  # 0 to 3
    start: int = 0  # of a numbered list that begins here; 0 for one that goes on


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph."""

    content: tuple[Inline, ...]
    style: str = "Body Text"
    bookmark: str = ""  # any text that is unique in the document
    keep_with_next: bool = False
    item: ListItemStyle | None = None


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of level 1 to 3; listed in `Contents`."""

    level: Literal[1, 2, 3]
    text: str
    bookmark: str = ""
    number: str = ""  # that its style gives it: `3.1`, `Appendix B`; for `Contents`, which shows it
    style: str = ""  # another one than `Heading 1`


class WordRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A place that belongs to a person: a content control with a tag, found again after the document was edited."""

    tag: str  # at most 64 characters, Word's own limit
    title: str  # shown on the control's handle
    blocks: "tuple[Paragraph | WordTable, ...]"
    prompt: str = "Write here."  # shown while there are no blocks
    prompt_style: str = "Body Text"
    closing: Paragraph | None = None  # stands below it and is not the person's: whatever lies before it is


class WordCell(msgspec.Struct, frozen=True, kw_only=True):
    """A table cell."""

    blocks: "tuple[CellBlock, ...]"
    span: int = 1  # grid columns it covers
    shade: str = ""  # background as RRGGBB


class WordTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table; header rows repeat on every page."""

    rows: tuple[tuple[WordCell, ...], ...]
    widths: tuple[float, ...]  # of the grid columns, in inches
    header_rows: int = 1
    style: str = "Package Table"
    description: str = ""  # alternative text


class WordPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture on its own line."""

    image: bytes  # PNG or EMF
    width: float  # inches
    description: str  # alternative text for readers who cannot see it
    style: str = "Figure"


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A table of contents: links to the headings, with the pages of those that begin a labeled section (`word_contents`)."""

    deepest: Literal[1, 2, 3] = 3


class PageBreak(msgspec.Struct, frozen=True, kw_only=True):
    """What follows starts a new page."""


FRONT_PAGES = "i"
"""Label of the pages before the first section: they have Roman numbers."""


class SectionEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above it, from the last one on, is on pages of this orientation; what follows starts a new page. As the last
    block of all it tells of the end of the document, which is upright without it."""

    landscape: bool
    label: str = ""  # of its pages: `8` for 8-1, 8-2; sections of one label that follow each other go on counting


CellBlock = Paragraph | WordRegion | WordPicture | WordTable
Block = Paragraph | Heading | WordRegion | WordTable | WordPicture | Contents | PageBreak | SectionEnd


def plain(
    text: str,
    *,
    style: str = "Body Text",
    bold: bool = False,
    italic: bool = False,
    code: bool = False,
    bookmark: str = "",
    keep_with_next: bool = False,
) -> Paragraph:
    """A paragraph of one run of text."""
    run = TextRun(text=text, bold=bold, italic=italic, code=code)
    return Paragraph(content=(run,), style=style, bookmark=bookmark, keep_with_next=keep_with_next)


def text_cell(text: str, style: str, *, span: int = 1, shade: str = "") -> WordCell:
    """A table cell of plain text."""
    return WordCell(blocks=(plain(text, style=style),), span=span, shade=shade)


def text_cells(texts: Iterable[str], style: str) -> tuple[WordCell, ...]:
    """A row of plain texts, such as the names of columns."""
    return tuple(text_cell(text, style) for text in texts)
