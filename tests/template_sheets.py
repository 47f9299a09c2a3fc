"""What the sheets of our own workbook templates have in common: tables, guidance, instructions, pages."""

import datetime as dt
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.stable_zip import stabilise
from tests.form_layouts import Field

DATED = dt.date(2026, 1, 1)  # the date inside the template files; a filled file carries its own

_LAST = 5_000  # rows prepared for people who add items by hand
DATE = "mm-dd-yy"
DEEP, PALE, _STRIPE, NOTE = "1F3A5F", "DCE6F1", "F3F6FA", "FFF8E1"
_EDGE = Side(style="thin", color="B7C3D0")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TOP = Alignment(wrap_text=True, vertical="top")
TABLOID = 3
TITLE_COLUMN = 3
"""Width of a column before the table, from which the title runs: columns that every page repeats would cut it."""


def labelled(sheet: Worksheet, row: int, column: int, label: str) -> None:
    """A label, and the cell below it for its value."""
    sheet.cell(row, column).value = label
    dress(sheet.cell(row, column), fill=DEEP, bold=True, color="FFFFFF")
    dress(sheet.cell(row + 1, column))


def lists(sheet: Worksheet, fields: tuple[Field, ...]) -> None:
    """What may be chosen, column by column."""
    for column, field in enumerate((one for one in fields if one.choices), start=1):
        sheet.cell(1, column).value = field.header
        dress(sheet.cell(1, column), fill=DEEP, bold=True, color="FFFFFF", center=True)
        sheet.column_dimensions[get_column_letter(column)].width = 22
        for row, choice in enumerate(field.choices, start=3):
            sheet.cell(row, column).value = choice
            dress(sheet.cell(row, column))
    page(sheet, rows="", columns="", wide=2)


def table(sheet: Worksheet, fields: tuple[Field, ...], *, header_row: int, first_row: int, first_column: int) -> None:
    last = first_column + len(fields) - 1
    for column, field in enumerate(fields, start=first_column):
        letter = get_column_letter(column)
        header, pattern = sheet.cell(header_row, column), sheet.cell(first_row, column)
        header.value = field.header
        dress(header, fill=DEEP, bold=True, color="FFFFFF", center=True)
        dress(pattern)
        if field.date:
            pattern.number_format = DATE
        sheet.column_dimensions[letter].width = field.width
        if field.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(field.choices)}"', allow_blank=True)
            rule.add(f"{letter}{first_row}:{letter}{_LAST}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[header_row].height = 44
    area = f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last)}{_LAST}"
    stripe = PatternFill(bgColor=_STRIPE, fill_type="solid")
    empty = f"{get_column_letter(first_column)}{first_row}"
    sheet.conditional_formatting.add(area, FormulaRule(formula=[f'AND(MOD(ROW(),2)=0,${empty}<>"")'], fill=stripe))


def guide(sheet: Worksheet, fields: tuple[Field, ...], *, first_row: int) -> None:
    sheet.column_dimensions["A"].width = 14
    for offset, label in enumerate(("Guidance", "Examples", "Mandatory or Situational")):
        cell = sheet.cell(first_row + offset, 1)
        cell.value = label
        dress(cell, fill=NOTE, bold=True)
    for column, field in enumerate(fields, start=2):
        for offset, value in enumerate((field.explanation, field.example, field.needed)):
            cell = sheet.cell(first_row + offset, column)
            cell.value = value
            dress(cell, fill=NOTE)
            if isinstance(value, dt.date):
                cell.number_format = DATE
    for offset, height in enumerate((66, 40, 28)):
        sheet.row_dimensions[first_row + offset].height = height


def instructions(book: Workbook, name: str, title: str, rules: tuple[tuple[str, str], ...], fields: tuple[Field, ...]) -> None:
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 96
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=DEEP)
    lines = (*rules, ("Columns, one by one", ""), *explained(fields)) if fields else rules
    for row, (label, text) in enumerate(lines, start=3):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = label, text
        fill = "" if text else PALE
        dress(sheet.cell(row, 1), bold=True, fill=fill)
        dress(sheet.cell(row, 2), fill=fill)
    page(sheet, rows="", columns="", wide=1)


def explained(fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    for field in fields:
        needed = "" if field.needed in {"", "Situational"} else f"{field.needed}. "
        yield field.header.replace("\n", " ").strip(), needed + field.explanation


def changes(book: Workbook) -> None:
    sheet = book.create_sheet("Record of Changes")
    sheet["B2"] = "Record of Changes"
    sheet["B2"].font = Font(name="Arial", size=12, bold=True, color=DEEP)
    sheet.merge_cells("B2:E2")
    for column, (header, width) in enumerate((("Date", 14), ("Description", 70), ("Version", 12), ("Author", 26)), start=2):
        sheet.cell(3, column).value = header
        dress(sheet.cell(3, column), fill=DEEP, bold=True, color="FFFFFF")
        sheet.column_dimensions[get_column_letter(column)].width = width
        dress(sheet.cell(4, column))
    sheet["B4"].number_format = DATE
    sheet.column_dimensions["A"].width = 3
    page(sheet, rows="", columns="", wide=1)


def page(sheet: Worksheet, *, rows: str, columns: str, wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = TABLOID if wide > 1 else 1
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = rows or None, columns or None
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
    sheet.sheet_view.showGridLines = False


def dress(cell: Cell | MergedCell, *, fill: str = "", bold: bool = False, color: str = "222222", center: bool = False) -> None:
    cell.font = Font(name="Arial", size=9, bold=bold, color=color)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center") if center else _TOP
    cell.border = _BOX
    if fill:
        cell.fill = PatternFill(fill_type="solid", fgColor=fill)


def group_band(sheet: Worksheet, row: int, start: int, span: int, name: str) -> None:
    """The name of a group above its columns. They are not merged: a merged cell is printed past the last column of a page."""
    for column in range(start, start + span):
        cell = sheet.cell(row, column)
        dress(cell, fill=PALE, bold=True)
        cell.alignment = Alignment(vertical="center", horizontal="left")
        first, last = column == start, column == start + span - 1
        cell.border = Border(left=_EDGE if first else None, right=_EDGE if last else None, top=_EDGE, bottom=_EDGE)
    sheet.cell(row, start).value = name


def saved(book: Workbook) -> bytes:
    book.properties.creator, book.properties.title = "atopack", ""
    buffer = io.BytesIO()
    book.save(buffer)
    return stabilise(buffer.getvalue(), date=DATED)
