"""What a caller asks for when a workbook template is filled: columns by their header text, rows by value.

Nothing here knows a column letter. Templates of the same form differ in their letters (FedRAMP's POA&M v2.1 and v3.0), so
columns are found by what their header says.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import Enum

import msgspec


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """A formula and its result; the result is stored too, so that readers that do not calculate show it.

    `text` is what is typed after the equals sign, with a header in braces for the cell of that column in the same row:
    `{Original Detection Date}+30`.
    """

    text: str
    value: "str | float | dt.date | None"


CellValue = str | int | float | bool | dt.date | Formula | None


class ColumnValidation(Enum):
    """What happens to the template's own data validation of a column in the filled rows."""

    KEEP = "keep"  # extended to the last filled row
    REMOVE = "remove"  # POA&M v3.0 demands a number under "Weakness Source Identifier": every CVE id would be flagged


class SheetColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column of the table, found by its header."""

    headers: tuple[str, ...]  # the spellings that templates use, the first one present counts
    required: bool = True  # False: left out, with a note, where the template has no such column
    choices: tuple[str, ...] = ()  # a drop-down list for the filled rows, in place of the template's validation
    validation: ColumnValidation = ColumnValidation.KEEP
    add: bool = False  # where the template has no such column, it is added to the right of the last one


class LabelFill(msgspec.Struct, frozen=True, kw_only=True):
    """A single value that stands some rows below its label, such as the provider's name above a table."""

    label: str
    down: int
    value: CellValue


class SheetFill(msgspec.Struct, frozen=True, kw_only=True):
    """What goes onto one sheet. Row numbers are those of the finished sheet, after `delete_rows`."""

    sheet: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[CellValue]]  # one value for each of `columns`, in order
    first_row: int
    labels: tuple[LabelFill, ...] = ()
    cells: Mapping[str, CellValue] = msgspec.field(default_factory=dict)  # for places that have no label, such as "A1"
    examples: tuple[int, int] | None = None  # rows of the template's own examples, first to last: emptied, formats kept
    delete_rows: tuple[int, int] | None = None  # guidance and examples, first to last as the template counts them
    delete_first_column: bool = False
    freeze: str | None = None  # first cell that scrolls; None keeps the template's
    repeat_header: bool = True  # print the header row on every page
    filter: bool = True  # buttons to filter and sort the rows, on the last row above them: guidance is never sorted among them
    see: str = ""  # where a reader finds text that a cell could not hold


class FillNote(msgspec.Struct, frozen=True, kw_only=True):
    """Something a reader of the workbook should know."""

    where: str  # sheet!cell
    what: str


class FilledWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """The finished file."""

    data: bytes
    notes: tuple[FillNote, ...]


def normalize_header(text: str) -> str:
    """Headers are equal when they differ in case, line breaks, no-break or repeated spaces only."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u200b", "")).strip().casefold()
