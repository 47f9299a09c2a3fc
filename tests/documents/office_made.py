"""Small workbooks and pictures that the tests of this folder make for themselves."""

import io
import struct
import zlib
from pathlib import Path

from beside import need, shared
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

OFFICIAL = shared("reference/fedramp/templates")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def official(name: str) -> bytes:
    """An official template, where the reference folder lies beside the checkout."""
    return need(OFFICIAL / name).read_bytes()


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
