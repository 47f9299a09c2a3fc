"""Our own SSP Appendix J: the headers of FedRAMP's workbook v1.1 (2023-07-13) on one sheet each."""

from openpyxl import Workbook
from openpyxl.styles import Alignment

from generator.renderers.cis_crm.xlsx import CUSTOMER, HEADERS, ID, INHERITED
from tests.template_sheets import DEEP, PALE, changes, dress, page

_STATUS_COLUMNS, _LAST = 5, 12
_ROWS = 1
"""Prepared: how it looks is how every filled row looks."""


def cis_crm() -> Workbook:
    """Both sheets and the record of changes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _cis(book)
    _crm(book)
    changes(book)
    return book


def _cis(book: Workbook) -> None:
    sheet = book.create_sheet("CIS Worksheet")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=_LAST + 1)
    sheet.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)
    sheet.merge_cells(start_row=2, end_row=2, start_column=2, end_column=_STATUS_COLUMNS + 1)
    sheet.merge_cells(start_row=2, end_row=2, start_column=_STATUS_COLUMNS + 2, end_column=_LAST + 1)
    for row, column, text in ((2, 1, ID), (2, 2, "Implementation Status"), (2, _STATUS_COLUMNS + 2, "Control Origination")):
        sheet.cell(row, column).value = text
    for column, header in enumerate(HEADERS.values(), start=2):
        sheet.cell(3, column).value = header
    for column in range(1, _LAST + 2):
        dress(sheet.cell(1, column), bold=True)
        dress(sheet.cell(2, column), fill=PALE, bold=True, center=True)
        dress(sheet.cell(3, column), fill=DEEP, bold=True, color="FFFFFF", center=True)
        sheet.column_dimensions[chr(ord("A") + column - 1)].width = 12 if column == 1 else 15
    dress(sheet.cell(2, 1), fill=DEEP, bold=True, color="FFFFFF", center=True)
    sheet.row_dimensions[3].height = 78
    for row in range(4, 4 + _ROWS):
        for column in range(1, _LAST + 2):
            dress(sheet.cell(row, column), center=column > 1)
    sheet.freeze_panes = "B4"
    sheet.auto_filter.ref = f"A3:M{3 + _ROWS}"
    page(sheet, rows="1:3", columns="A:A", wide=1)


def _crm(book: Workbook) -> None:
    sheet = book.create_sheet("CRM Worksheet")
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:C2")
    sheet["A2"] = "Yes: the customer inherits it. Partial: it is shared. No: it is the customer's; column C says what to do."
    for column, (header, width) in enumerate(((ID, 12), (INHERITED, 18), (CUSTOMER, 90)), start=1):
        sheet.cell(3, column).value = header
        dress(sheet.cell(1, column), bold=True)
        dress(sheet.cell(2, column))
        dress(sheet.cell(3, column), fill=DEEP, bold=True, color="FFFFFF", center=True)
        sheet.column_dimensions[chr(ord("A") + column - 1)].width = width
    for row in range(4, 4 + _ROWS):
        for column in (1, 2, 3):
            dress(sheet.cell(row, column), center=column == 2)
            sheet.cell(row, column).alignment = Alignment(wrap_text=column == 3, vertical="top")
    sheet.freeze_panes = "B4"
    sheet.auto_filter.ref = f"A3:C{3 + _ROWS}"
    page(sheet, rows="1:3", columns="A:A", wide=1)
