"""Small workbooks and pictures that the tests of this folder make for themselves."""

import io
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from prerequisites import need, shared

from generator.documents.workbook_opening import opened_workbook

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KEPT = 60
OFFICIAL = shared("reference/fedramp/templates")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def official(name: str) -> bytes:
    """An official template, where the reference folder lies beside the checkout."""
    return need(OFFICIAL / name).read_bytes()


@cache
def short_official(name: str) -> bytes:
    """An official workbook without its empty rows below row 60, for tests that write few items and read them back often.

    The POA&M's first sheet has 4,000 rows, each with the same styles and the same formula: opening them takes seconds. That
    those left out are like the last one kept is looked at here; tests of the form itself take it whole.
    """
    with zipfile.ZipFile(io.BytesIO(official(name))) as whole:
        members = {member: whole.read(member) for member in whole.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, _short(content) if member.startswith("xl/worksheets/sheet") else content)
    return out.getvalue()


def _short(sheet: bytes) -> bytes:
    root = etree.fromstring(sheet)
    rows = {int(row.get("r", "0")): row for row in root.iterfind(f"{_SHEET}sheetData/{_SHEET}row")}
    last = _kept_formulas(rows[_KEPT]) if _KEPT in rows else set()
    for number, row in rows.items():
        if number > _KEPT:
            values = [cell.get("r") for cell in row if cell.find(f"{_SHEET}v") is not None and cell.find(f"{_SHEET}f") is None]
            assert values == [], "a row that is left out holds something"
            assert _kept_formulas(row) <= last, "a row that is left out calculates something else"
            row.getparent().remove(row)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _kept_formulas(row: etree._Element) -> set[str]:
    return {str(cell.get("r")).rstrip("0123456789") for cell in row if cell.find(f"{_SHEET}f") is not None}


def sheet_names(data: bytes) -> list[str]:
    """Without a look at the sheets."""
    with opened_workbook(data, data_only=False) as book:
        return book.sheetnames


def rules_of(data: bytes, sheet: str) -> list[DataValidation]:
    """What the cells of a sheet may hold, without a look at its rows, which takes openpyxl seconds for 4,000."""
    with opened_workbook(data, data_only=False) as book, zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(book[sheet]._worksheet_path))
    return DataValidationList.from_tree(root.find(f"{_SHEET}dataValidations")).dataValidation


def workbook_of(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def form() -> bytes:
    """A form: label column A, a meta row, headers in row 3 from column B, guidance in row 4, data from row 5."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Open Items"
    sheet["B1"], sheet["C1"] = "Provider", "Date of form"
    for column, header in enumerate(("ID", "Found\non", "Due\u00a0 Date", "Number", "State"), start=2):
        sheet.cell(3, column).value = header
        sheet.cell(4, column).value = f"guidance {column}"
        sheet.cell(5, column).border = Border(left=Side(style="thin"))
    for column in ("B", "C"):
        sheet.column_dimensions[column].width = 10
    sheet["A4"] = "Guidance"
    sheet.freeze_panes = "A4"
    number = DataValidation(type="decimal", operator="notEqual", formula1="-1")
    number.add("E4:E8")
    state = DataValidation(type="list", formula1='"Yes,No"')
    state.add("F5:F6")
    sheet.add_data_validation(number)
    sheet.add_data_validation(state)
    stripe = FormulaRule(formula=["MOD(ROW(),2)=0"], fill=PatternFill(bgColor="EEEEEE", fill_type="solid"))
    sheet.conditional_formatting.add("B5:F6", stripe)
    other = book.create_sheet("Read me ")
    other["A1"] = "Keep this text"
    return workbook_of(book)


def picture(width: int = 8, height: int = 4) -> bytes:
    """A PNG of one color."""
    rows = b"".join(b"\x00" + b"\x1f\x3a\x5f" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
