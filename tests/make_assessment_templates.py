"""Makes the workbook templates of an assessment: the Deviation Request Form and the Risk Exposure Table."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.form_layouts_assessment import (
    CORRECTED,
    DEVIATION_GROUPS,
    DEVIATION_LABELS,
    DEVIATION_RULES,
    DEVIATIONS,
    EXPOSED,
    RET_LABELS,
    RET_RULES,
)
from tests.template_sheets import (
    DATE,
    DEEP,
    NOTE,
    changes,
    dress,
    group_band,
    instructions,
    labelled,
    lists,
    page,
    table,
)


def deviation_request() -> Workbook:
    """The Deviation Request Form, version 2.1 of its layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions(book, "Instructions", "Vulnerability Deviation Request Form", DEVIATION_RULES, DEVIATIONS)
    sheet = book.create_sheet("DR Sheet")
    sheet["A1"], sheet["A5"] = "Deviation Requests", "Points of contact"
    for place in ("A1", "A5"):
        sheet[place].font = Font(name="Arial", size=12, bold=True, color=DEEP)
    for row, labels in DEVIATION_LABELS:
        for column, label in enumerate(labels, start=1):
            if label:
                labelled(sheet, row, column, label)
    sheet["E3"].number_format = DATE
    _groups(sheet)
    table(sheet, DEVIATIONS, header_row=10, first_row=12, first_column=1)
    for column, field in enumerate(DEVIATIONS, start=1):
        sheet.cell(11, column).value = field.explanation
        dress(sheet.cell(11, column), fill=NOTE)
    sheet.row_dimensions[11].height = 40
    sheet.freeze_panes = "C12"
    page(sheet, rows="10:10", columns="A:B", wide=6)
    lists(book.create_sheet("Data Dictionary - Do Not Remove"), DEVIATIONS)
    changes(book)
    book.active = 1
    return book


def risk_exposure_table() -> Workbook:
    """SAR Appendix A, version 2.4 of its layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions(book, "RET Completion Guide", "Risk Exposure Table (SAR Appendix A)", RET_RULES, EXPOSED)
    tables = (("Risk Exposure Table (RET)", "RET Date", EXPOSED), ("Risks Corrected During Testing ", "RCDT Date", CORRECTED))
    for name, day, fields in tables:
        sheet = book.create_sheet(name)
        sheet["A1"] = name.strip()
        for place in ("A1", "B1"):
            sheet[place].font = Font(name="Arial", size=11, bold=True, color=DEEP)
        # every page across repeats column A, and would cut a title that runs out of it
        sheet["A1"].alignment, sheet.row_dimensions[1].height = Alignment(wrap_text=True, vertical="top"), 48
        sheet["B1"].alignment = Alignment(vertical="top")
        for column, label in enumerate((*RET_LABELS, day), start=1):
            labelled(sheet, 2, column, label)
        sheet["D3"].number_format = DATE
        table(sheet, fields, header_row=5, first_row=6, first_column=1)
        sheet.freeze_panes = "B6"
        page(sheet, rows="5:5", columns="A:A", wide=2)
    changes(book)
    book.active = 1
    return book


def _groups(sheet: Worksheet) -> None:
    start = 1
    for group, span in DEVIATION_GROUPS:
        if group:
            group_band(sheet, 9, start, span, group)
        start += span
