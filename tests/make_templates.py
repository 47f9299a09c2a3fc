"""Makes the workbook and Word templates in `templates/` (run by `make templates`).

The results are committed, so that a build does not depend on it; a test compares them with what this makes.
"""

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.stable_zip import stabilise
from tests.form_layouts import (
    INVENTORY,
    INVENTORY_GROUPS,
    INVENTORY_RULES,
    OPEN_ITEMS,
    OTHER_ITEMS,
    PL2_FINDINGS,
    POAM_LABELS,
    POAM_RULES,
    Field,
)
from tests.make_word_template import appendix_a

DATED = dt.date(2026, 1, 1)  # the date inside the template files; a filled file carries its own
ROOT = Path(__file__).resolve().parent.parent / "templates"

_LAST = 5_000  # rows prepared for people who add items by hand
_DATE = "mm-dd-yy"
_DEEP, _PALE, _STRIPE, _NOTE = "1F3A5F", "DCE6F1", "F3F6FA", "FFF8E1"
_EDGE = Side(style="thin", color="B7C3D0")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TOP = Alignment(wrap_text=True, vertical="top")
_TABLOID = 3


def templates() -> Mapping[str, bytes]:
    """Every template this project makes, by its path below `templates/`."""
    return {
        "xlsx/inventory.xlsx": _saved(inventory()),
        "xlsx/poam.xlsx": _saved(poam()),
        "docx/appendix-a.docx": stabilise(appendix_a(), date=DATED),
    }


def inventory() -> Workbook:
    """SSP Appendix M as it is handed in: groups in row 1, headers in row 2, assets from row 3."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _instructions(book, "INSTRUCTIONS ", "Integrated Inventory Workbook (SSP Appendix M)", INVENTORY_RULES, INVENTORY)
    sheet = book.create_sheet("Inventory")
    start = 1
    for group, span in INVENTORY_GROUPS:
        end = start + span - 1
        sheet.merge_cells(start_row=1, end_row=1, start_column=start, end_column=end)
        for column in range(start, end + 1):
            _dress(sheet.cell(1, column), fill=_PALE, bold=True, center=True)
        sheet.cell(1, start).value = group
        start = end + 1
    _table(sheet, INVENTORY, header_row=2, first_row=3, first_column=1)
    sheet.freeze_panes = "B3"
    _page(sheet, rows="1:2", columns="A:A", wide=2)
    _changes(book)
    book.active = 1
    return book


def poam() -> Workbook:
    """SSP Appendix O, version 3.0 of its layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _instructions(book, "Instructions", "Plan of Action and Milestones (SSP Appendix O)", POAM_RULES, OPEN_ITEMS)
    _open_items(book.create_sheet("Open POA&M Items"))
    for name in ("Closed POA&M Items", "Configuration Findings"):
        sheet = book.create_sheet(name)
        _table(sheet, OTHER_ITEMS, header_row=2, first_row=3, first_column=1)
        sheet["A1"] = name
        sheet["A1"].font = Font(name="Arial", size=12, bold=True, color=_DEEP)
        sheet.freeze_panes = "B3"
        _page(sheet, rows="2:2", columns="A:A", wide=3)
    sheet = book.create_sheet("PL-2 Findings")
    _table(sheet, PL2_FINDINGS, header_row=1, first_row=5, first_column=2)
    _guide(sheet, PL2_FINDINGS, first_row=2)
    sheet.freeze_panes = "C2"
    _page(sheet, rows="1:1", columns="", wide=1)
    _changes(book)
    book.active = 1
    return book


def _open_items(sheet: Worksheet) -> None:
    sheet["A1"] = "Plan of Action and Milestones (POA&M)"
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=_DEEP)
    sheet.merge_cells("A1:F1")
    sheet["A3"] = "Guidance"
    _dress(sheet["A3"], fill=_NOTE, bold=True)
    for column, (label, guidance) in enumerate(POAM_LABELS, start=2):
        sheet.cell(2, column).value, sheet.cell(3, column).value = label, guidance
        _dress(sheet.cell(2, column), fill=_DEEP, bold=True, color="FFFFFF")
        _dress(sheet.cell(3, column), fill=_NOTE)
        _dress(sheet.cell(4, column))
    sheet["E4"].number_format = _DATE
    _table(sheet, OPEN_ITEMS, header_row=5, first_row=9, first_column=2)
    _guide(sheet, OPEN_ITEMS, first_row=6)
    sheet.row_dimensions[3].height = 28
    sheet.freeze_panes = "C6"
    _page(sheet, rows="5:5", columns="A:B", wide=3)


def _table(sheet: Worksheet, fields: tuple[Field, ...], *, header_row: int, first_row: int, first_column: int) -> None:
    last = first_column + len(fields) - 1
    for column, field in enumerate(fields, start=first_column):
        letter = get_column_letter(column)
        header, pattern = sheet.cell(header_row, column), sheet.cell(first_row, column)
        header.value = field.header
        _dress(header, fill=_DEEP, bold=True, color="FFFFFF", center=True)
        _dress(pattern)
        if field.date:
            pattern.number_format = _DATE
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


def _guide(sheet: Worksheet, fields: tuple[Field, ...], *, first_row: int) -> None:
    sheet.column_dimensions["A"].width = 14
    for offset, label in enumerate(("Guidance", "Examples", "Mandatory or Situational")):
        cell = sheet.cell(first_row + offset, 1)
        cell.value = label
        _dress(cell, fill=_NOTE, bold=True)
    for column, field in enumerate(fields, start=2):
        for offset, value in enumerate((field.explanation, field.example, field.needed)):
            cell = sheet.cell(first_row + offset, column)
            cell.value = value
            _dress(cell, fill=_NOTE)
            if isinstance(value, dt.date):
                cell.number_format = _DATE
    for offset, height in enumerate((66, 40, 28)):
        sheet.row_dimensions[first_row + offset].height = height


def _instructions(book: Workbook, name: str, title: str, rules: tuple[tuple[str, str], ...], fields: tuple[Field, ...]) -> None:
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 96
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=_DEEP)
    lines = (*rules, ("Columns, one by one", ""), *_explained(fields))
    for row, (label, text) in enumerate(lines, start=3):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = label, text
        fill = "" if text else _PALE
        _dress(sheet.cell(row, 1), bold=True, fill=fill)
        _dress(sheet.cell(row, 2), fill=fill)
    _page(sheet, rows="", columns="", wide=1)


def _explained(fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    for field in fields:
        needed = "" if field.needed in {"", "Situational"} else f"{field.needed}. "
        yield field.header.replace("\n", " ").strip(), needed + field.explanation


def _changes(book: Workbook) -> None:
    sheet = book.create_sheet("Record of Changes")
    sheet["B2"] = "Record of Changes"
    sheet["B2"].font = Font(name="Arial", size=12, bold=True, color=_DEEP)
    sheet.merge_cells("B2:E2")
    for column, (header, width) in enumerate((("Date", 14), ("Description", 70), ("Version", 12), ("Author", 26)), start=2):
        sheet.cell(3, column).value = header
        _dress(sheet.cell(3, column), fill=_DEEP, bold=True, color="FFFFFF")
        sheet.column_dimensions[get_column_letter(column)].width = width
        _dress(sheet.cell(4, column))
    sheet["B4"].number_format = _DATE
    sheet.column_dimensions["A"].width = 3
    _page(sheet, rows="", columns="", wide=1)


def _page(sheet: Worksheet, *, rows: str, columns: str, wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _TABLOID if wide > 1 else 1
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = rows or None, columns or None
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
    sheet.sheet_view.showGridLines = False


def _dress(cell: Cell | MergedCell, *, fill: str = "", bold: bool = False, color: str = "222222", center: bool = False) -> None:
    cell.font = Font(name="Arial", size=9, bold=bold, color=color)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center") if center else _TOP
    cell.border = _BOX
    if fill:
        cell.fill = PatternFill(fill_type="solid", fgColor=fill)


def _saved(book: Workbook) -> bytes:
    book.properties.creator, book.properties.title = "atopack", ""
    buffer = io.BytesIO()
    book.save(buffer)
    return stabilise(buffer.getvalue(), date=DATED)


def main() -> None:
    """Writes every template."""
    for path, data in templates().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(data)


if __name__ == "__main__":
    main()
