"""Makes the workbook templates for eMASS and CMMC."""

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from generator.frameworks.dod.levels import SHEETS
from generator.frameworks.emass import FIRST_ROW, HEADER_ROW, SHEET
from generator.model.dod import EmassComponent
from tests.form_layouts import Field
from tests.form_layouts_cmmc import ASSETS, MATRIX_RULES, OBJECTIVES, PREFILL, REQUIREMENTS
from tests.form_layouts_dod import CMMC, CMMC_RULES, CMMC_STANDING, EMASS_RULES, emass_fields
from tests.form_layouts_dod_levels import ADDITIONS, READINESS, RULES, STANDING
from tests.template_sheets import DATE, DEEP, TABLOID, changes, instructions, labelled, page, table

_MARKING = "***** CONTROLLED UNCLASSIFIED INFORMATION *****"


def emass(component: EmassComponent) -> Workbook:
    """The import template of a component: headers in row 7 from column B on."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    sheet["A1"] = _MARKING
    sheet["A1"].font = Font(name="Arial", size=10, bold=True, color=DEEP)
    sheet.column_dimensions["A"].width = 3
    labelled(sheet, 3, 3, "System / Project Name")
    labelled(sheet, 3, 4, "Date Exported")
    sheet["D4"].number_format = DATE
    table(sheet, emass_fields(component), header_row=HEADER_ROW, first_row=FIRST_ROW, first_column=2)
    sheet.freeze_panes = f"D{FIRST_ROW}"
    page(sheet, rows=f"{HEADER_ROW}:{HEADER_ROW}", columns="B:C", wide=4)
    named = component.replace("-", " ").title()
    instructions(book, "Instructions", f"eMASS POA&M import, columns of the {named}", EMASS_RULES, ())
    return book


def cmmc_plan() -> Workbook:
    """Our own form of the CMMC Level 2 plan of action."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _titled(book, "Standing", "CMMC Level 2: summary of status", CMMC_STANDING)
    _titled(book, "POA&M", "CMMC Level 2: plan of action and milestones", CMMC, wide=2)
    instructions(book, "Instructions", "CMMC Level 2 plan of action and milestones", CMMC_RULES, CMMC)
    changes(book)
    return book


def cmmc_matrix() -> Workbook:
    """Our own form of the matrix of requirements and objectives."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _titled(book, "Standing", "CMMC Level 2: summary of status", CMMC_STANDING)
    _titled(book, "Requirements", "CMMC Level 2: the 110 requirements of NIST SP 800-171 Rev. 2", REQUIREMENTS, tabloid=True)
    objectives = _titled(book, "Objectives", "CMMC Level 2: the 320 objectives of NIST SP 800-171A", OBJECTIVES, tabloid=True)
    for word, colour in (("support", "DDEFD9"), ("contradiction", "F8DCD6")):
        shade = PatternFill(bgColor=colour, fill_type="solid")
        objectives.conditional_formatting.add("D4:D400", FormulaRule(formula=[f'$D4="{word}"'], fill=shade))
    _titled(book, "Assets", "CMMC Level 2: assets and their categories", ASSETS)
    _titled(book, "eMASS prefill", "CMMC eMASS, sheet Requirement Objectives: columns A, B, D and L", PREFILL)
    instructions(book, "Instructions", "CMMC Level 2: matrix of requirements and objectives", MATRIX_RULES, ())
    return book


def dod_additions() -> Workbook:
    """Our own addendum for DoD impact levels, after DISA's."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _titled(book, "Standing", "DoD impact levels: summary of status", STANDING)
    for one in SHEETS:
        _titled(book, one.label, f"{one.title}: {one.source}", ADDITIONS, tabloid=True)
    _titled(book, "Readiness", "General Readiness Requirements", READINESS, tabloid=True)
    instructions(book, "Instructions", "DoD impact levels: added controls, values, readiness", RULES, ())
    return book


def _titled(
    book: Workbook, name: str, title: str, fields: tuple[Field, ...], *, wide: int = 1, tabloid: bool = False
) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=DEEP)
    table(sheet, fields, header_row=3, first_row=4, first_column=1)
    sheet.freeze_panes = "B4"
    page(sheet, rows="3:3", columns="A:A", wide=wide)
    if tabloid:
        sheet.page_setup.paperSize = TABLOID
    return sheet
