"""A workbook of plain tables that people edit and hand back: headers and keys are protected, choices drop down.

Texts that look like formulas are stored as text (see `cells`). A hidden sheet carries what was written, for the way back.
"""

import datetime as dt
import io
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

import msgspec

from generator.documents.cells import safe_text
from generator.documents.stable_zip import stabilise

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

RECORD = "atopack"
"""Name of the hidden sheet."""
NAME_LENGTH = 31
"""Of a sheet's name in Excel."""
_CHUNK = 30_000
_SPARE = 200
"""Empty rows below the last that have choices and hints."""
_WIDE, _NARROW = 38, 18
_LIST_LENGTH = 250
"""Characters of choices that a validation of Excel holds."""


class TableField(msgspec.Struct, frozen=True, kw_only=True):
    """A column."""

    header: str
    choices: tuple[str, ...] = ()
    hint: str = ""
    """Shown where a cell is chosen."""
    wide: bool = False


class TableSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet. The first column is the key of a row, which is protected."""

    name: str
    about: str
    """One sentence above the headers."""
    fields: tuple[TableField, ...]
    rows: tuple[tuple[str, ...], ...]


def write_tables(sheets: Sequence[TableSheet], *, record: str, date: dt.date) -> bytes:
    """The workbook; the same content gives the same bytes. `record` comes back from `record_of`."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:NAME_LENGTH]), sheet)
    hidden = book.create_sheet(RECORD)
    hidden.sheet_state = "veryHidden"
    for number, start in enumerate(range(0, len(record), _CHUNK), 1):
        hidden.cell(number, 1, record[start : start + _CHUNK]).data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return stabilise(buffer.getvalue(), date=date)


def record_of(rows: Sequence[tuple[str, int, tuple[str, ...]]]) -> str:
    """What `write_tables` hid, from the rows of all sheets (`workbook_rows.sheet_texts`); empty where there is none."""
    return "".join(cells[0] for name, _, cells in rows if name == RECORD and cells)


def _fill(page: "Worksheet", sheet: TableSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page.cell(1, 1, sheet.about)
    for column, field in enumerate(sheet.fields, 1):
        page.cell(1, column).alignment = Alignment(vertical="top")  # a look of its own, or it would have that of its column
        head = page.cell(2, column, field.header)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EF")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(column)].width = _WIDE if field.wide else _NARROW
        letter, last = get_column_letter(column), len(sheet.rows) + 2 + _SPARE
        if field.choices and len(",".join(field.choices)) <= _LIST_LENGTH:
            rule = DataValidation(type="list", formula1=f'"{",".join(field.choices)}"', allow_blank=True, showErrorMessage=True)
            page.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{last}")
        elif field.hint:
            rule = DataValidation(
                allow_blank=True, showInputMessage=True, prompt=field.hint[:255], promptTitle=field.header[:32]
            )
            page.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{last}")
    _fill_rows(page, sheet)
    page.freeze_panes = "B3"
    page.protection.sheet = True
    page.protection.formatColumns = False
    page.protection.formatRows = False
    page.protection.autoFilter = False
    page.protection.sort = False


def _fill_rows(page: "Worksheet", sheet: TableSheet) -> None:
    """Rows with text as cells; how all that is below them looks, and that it may be filled in, is a property of the columns."""
    from openpyxl.styles import Alignment, Protection
    from openpyxl.utils import get_column_letter

    open_cell, wrap = Protection(locked=False), Alignment(wrap_text=True, vertical="top")
    for column in range(1, len(sheet.fields) + 1):
        below = page.column_dimensions[get_column_letter(column)]
        below.alignment = wrap
        if column > 1:
            below.protection = open_cell
    styled: dict[tuple[bool, bool], StyleArray] = {}  # as each look was first put together, which takes longer than a cell
    for number, texts in enumerate(sheet.rows, 3):
        for column, text in enumerate(texts, 1):
            safe = safe_text(text)
            cell = page.cell(number, column, safe.text or None)
            if safe.text:
                cell.data_type = "s"
            look = (column > 1, safe.quoted)
            if look in styled:
                cell._style = copy(styled[look])  # type: ignore[attr-defined] # noqa: SLF001 - as openpyxl's own copy of a sheet does
                continue
            cell.alignment, cell.quotePrefix = wrap, safe.quoted
            if column > 1:
                cell.protection = open_cell
            styled[look] = cell._style  # type: ignore[attr-defined] # noqa: SLF001
