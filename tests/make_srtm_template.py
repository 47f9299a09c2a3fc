"""Our own layout of the assessor's workbook: the columns of FedRAMP's SRTM v3.0, and the provider's beside them."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from generator.deliverables.srtm_xlsx import FAMILIES
from tests.form_layouts import Field, fields_of
from tests.template_sheets import DEEP, NOTE, changes, dress, instructions, page, table

_ROWS = fields_of(
    r"""
Control Name | 20 | | | | The control's title.
Control ID | 10 | | | | As FedRAMP writes it.
Assessment Procedure | 15 | | | | The id of the objective in SP 800-53A.
Assessment Objective | 38 | | | | NIST's sentence, where the provider has a copy of NIST's catalog.
Assessment Parameter | 28 | | | | The values that the provider stated.
Additional FedRAMP Requirements / Guidance | 22 | | | | Left blank: see FedRAMP's baseline.
Test Method | 42 | | | | Examine, interview, test, by SP 800-53A.
Observations / Test Results | 36 | | | | The assessor's.
Evidence | 24 | | | | The assessor's.
Assessment Result | 14 | | result | | The assessor's.
Identified Risk | 26 | | | | The assessor's.
Likelihood Level | 11 | | risk | | The assessor's.
Impact Level | 11 | | risk | | The assessor's.
Risk Exposure Level | 11 | | | | The assessor's.
Recommendation for Mitigation | 26 | | | | The assessor's.
SSP Implementation Differential? | 16 | | | | The assessor's.
Provider: status in the plan | 16 | | | | What the plan states of the control; in its first row.
Provider: what the evidence shows | 72 | | | | Sentences with their weight. Configuration alone shows nothing at work.
Provider: evidence (path, place, SHA-256) | 54 | | | | Where to look in the delivery, and the hash of the file there.
Provider: requirements checked, judged n of N | 46 | | | | State of each check, and how many subjects the evidence decides.
Provider: contradictions | 40 | | | | What the evidence contradicts.
Provider: population and draw | 32 | | | | What can be sampled. The sheet Draw has the members.
""",
    {"result": ("Satisfied", "Other than Satisfied", "Not Applicable"), "risk": ("High", "Moderate", "Low")},
)
_SUMMARY = fields_of(
    r"""
Control Family | 10 | | | | The family.
Control ID | 11 | | | | As FedRAMP writes it.
Control Name | 44 | | | | The control's title.
Assessment Result | 20 | | result | | The assessor's.
Risk Exposure Level | 14 | | | | The assessor's.
SSP Differential Count | 14 | | | | The assessor's.
Provider: objectives | 12 | | | | How many objectives SP 800-53A has of it.
Provider: requirements checked | 14 | | | | How many checks concern it.
Provider: contradictions | 14 | | | | How many discrepancies concern it.
Provider: open POA&M items | 14 | | | | How many open items impact it.
""",
    {"result": ("Satisfied", "Other than Satisfied", "Not Applicable")},
)
_DRAW = fields_of(
    r"""
Population | 34 | | | | Its id; index/populations.csv has all members.
Title | 44 | | | | What is in it.
Size | 8 | | | | How many members it has.
Seed | 34 | | | | The draw can be repeated with it.
Drawn member | 54 | | | | As the evidence names it.
Tested | 12 | | | | The assessor's.
Observations / Test Results | 44 | | | | The assessor's.
"""
)
_SYSTEM = fields_of(
    """
Question | 30 | | | | .
Answer | 110 | | | | .
"""
)
_RULES = (
    ("Whose document it is", "The assessor's. The provider fills in its own columns; the assessor's are blank."),
    ("Rows", "One objective of SP 800-53A. What is known of a control or a part of it stands in its first row."),
    ("No conclusion", "Nothing in the provider's columns is an assessment result. A blank cell is not a pass."),
    ("Draw", "Seed and size are the assessor's: decisions/sampling.yaml, `assessment:`. The same seed draws the same."),
)
_ASSESSORS = slice(7, 16)


def srtm() -> Workbook:
    """A sheet for each family, before them the summary, after them the draw."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions(book, "Instructions", "Security Requirements Traceability Matrix and Test Cases", _RULES, _ROWS)
    changes(book)
    sheet = book.create_sheet("System")
    sheet["A1"] = "Provider's draft, to be completed by the assessor"
    sheet.merge_cells("A1:B1")
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=DEEP)
    table(sheet, _SYSTEM, header_row=3, first_row=4, first_column=1)
    page(sheet, rows="", columns="", wide=1)
    _sheet(book, "Control Summary", _SUMMARY, wide=1)
    for family in FAMILIES:
        _mark_assessors(_sheet(book, family, _ROWS, wide=3))
    _sheet(book, "Draw", _DRAW, wide=1)
    book.active = book.sheetnames.index("System")
    return book


def _sheet(book: Workbook, name: str, fields: tuple[Field, ...], *, wide: int) -> Worksheet:
    sheet = book.create_sheet(name)
    table(sheet, fields, header_row=1, first_row=2, first_column=1)
    sheet.freeze_panes = "D2" if wide > 1 else "A2"
    page(sheet, rows="1:1", columns="A:C" if wide > 1 else "", wide=wide)
    return sheet


def _mark_assessors(sheet: Worksheet) -> None:
    """The assessor's columns in the color of cells to be filled in."""
    for cell in sheet[1][_ASSESSORS]:
        dress(cell, fill=NOTE, bold=True, center=True)
