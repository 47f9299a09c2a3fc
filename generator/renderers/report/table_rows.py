"""What a page with a table shows, decided and in words: its template and its script only loop.

Rows are structs written as arrays, since a page may hold tens of thousands of them: a cell of plain text is that text.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
from markupsafe import Markup

_MOST_CHOICES = 60
"""Words of a column from which its rows are narrowed; more are searched for."""


class SecondLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of its own below the text of a cell."""

    text: str
    href: str = ""
    style: str = ""
    """`soft`, `id` (in letters of equal width), or nothing."""
    more: str = ""
    """What unfolds below the text; found by the search as it is."""


class TableCell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A cell with more than text."""

    text: str
    href: str = ""
    style: str = ""
    """`good`, `warn`, `bad`, `soft`, `id`, or nothing."""
    lines: tuple[SecondLine, ...] = ()


Shown = str | TableCell


class TableRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One row."""

    key: str
    """Its name in the page, which other places lead to."""
    cells: tuple[Shown, ...]


class TableColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column."""

    key: str
    """As the address of the page names it: `rating`."""
    title: str
    kind: Literal["text", "number", "day", "id"] = "text"
    order: tuple[str, ...] = ()
    """Words from first to last, where sorting by letters would be wrong."""
    choice: bool = False
    """Few enough words to choose one."""
    wide: bool = False
    """Holds sentences."""


class TableFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader can narrow a table to, by one column."""

    key: str
    title: str
    options: tuple[tuple[str, str], ...]
    """Word, and how many rows have it."""


class TablePage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    title: str
    lead: str
    about: tuple[str, ...]
    """Paragraphs that say what the columns mean and who asks for them."""
    singular: str
    many: str
    """What a row is: `item`, `items`."""
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    charts: tuple[Markup, ...] = ()
    none: str = "None."
    """Said where there are no rows."""


def choices(page: TablePage) -> tuple[TableFilter, ...]:
    """Words of the columns that have few of them, with counts."""
    return tuple(
        TableFilter(key=column.key, title=column.title, options=options)
        for index, column in enumerate(page.columns)
        if column.choice and 1 < len(options := _options(page.rows, index, column.order)) <= _MOST_CHOICES
    )


def text_of(cell: Shown) -> str:
    """What a cell is sorted and narrowed by."""
    return cell if isinstance(cell, str) else cell.text


def _options(rows: Sequence[TableRow], index: int, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
    options: dict[str, int] = {}
    for row in rows:
        text = text_of(row.cells[index])
        options[text] = options.get(text, 0) + 1
    places = {word: place for place, word in enumerate(order)}
    words = sorted((word for word in options if word), key=lambda word: (places.get(word, len(places)), word))
    return tuple((word, f"{options[word]:,}") for word in words)
