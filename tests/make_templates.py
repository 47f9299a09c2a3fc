"""Makes the workbook and Word templates in `templates/` (run by `make templates`).

The results are committed, so that a build does not depend on it; a test compares them with what this makes.
"""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.stable_zip import stabilise
from generator.model.dod import EmassComponent
from tests.form_layouts import (
    INVENTORY,
    INVENTORY_GROUPS,
    INVENTORY_RULES,
    OPEN_ITEMS,
    OTHER_ITEMS,
    PL2_FINDINGS,
    POAM_LABELS,
    POAM_RULES,
)
from tests.make_assessment_templates import deviation_request, risk_exposure_table
from tests.make_cis_crm_template import cis_crm
from tests.make_dod_templates import cmmc_matrix, cmmc_plan, dod_additions, emass
from tests.make_srtm_template import srtm
from tests.make_ssp_templates import appendix_q, ssp
from tests.make_word_template import appendix_a, summary
from tests.template_sheets import (
    DATE,
    DATED,
    DEEP,
    NOTE,
    TITLE_COLUMN,
    changes,
    dress,
    group_band,
    guide,
    instructions,
    page,
    saved,
    table,
)

ROOT = Path(__file__).resolve().parent.parent / "templates"


def templates() -> Mapping[str, bytes]:
    """Every template this project makes, by its path below `templates/`."""
    return {
        "xlsx/inventory.xlsx": saved(inventory()),
        "xlsx/poam.xlsx": saved(poam()),
        "xlsx/deviation-request.xlsx": saved(deviation_request()),
        "xlsx/cis-crm.xlsx": saved(cis_crm()),
        "xlsx/ret.xlsx": saved(risk_exposure_table()),
        "xlsx/srtm.xlsx": saved(srtm()),
        "xlsx/cmmc-matrix.xlsx": saved(cmmc_matrix()),
        "xlsx/dod-additions.xlsx": saved(dod_additions()),
        "xlsx/cmmc-poam.xlsx": saved(cmmc_plan()),
        **{f"xlsx/emass-{component}.xlsx": saved(emass(component)) for component in EmassComponent},
        "docx/appendix-a.docx": stabilise(appendix_a(), date=DATED),
        "docx/ssp.docx": stabilise(ssp(), date=DATED),
        "docx/appendix-q.docx": stabilise(appendix_q(), date=DATED),
        "docx/executive-summary.docx": stabilise(summary(), date=DATED),
    }


def inventory() -> Workbook:
    """SSP Appendix M as it is handed in: groups in row 1, headers in row 2, assets from row 3."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions(book, "INSTRUCTIONS ", "Integrated Inventory Workbook (SSP Appendix M)", INVENTORY_RULES, INVENTORY)
    sheet = book.create_sheet("Inventory")
    start = 1
    for group, span in INVENTORY_GROUPS:
        group_band(sheet, 1, start, span, group)
        start += span
    table(sheet, INVENTORY, header_row=2, first_row=3, first_column=1)
    sheet.freeze_panes = "B3"
    page(sheet, rows="1:2", columns="A:A", wide=2)
    changes(book)
    book.active = 1
    return book


def poam() -> Workbook:
    """SSP Appendix O, version 3.0 of its layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions(book, "Instructions", "Plan of Action and Milestones (SSP Appendix O)", POAM_RULES, OPEN_ITEMS)
    _open_items(book.create_sheet("Open POA&M Items"))
    for name in ("Closed POA&M Items", "Configuration Findings"):
        sheet = book.create_sheet(name)
        table(sheet, OTHER_ITEMS, header_row=2, first_row=3, first_column=2)
        sheet["A1"] = name
        sheet["A1"].font = Font(name="Arial", size=12, bold=True, color=DEEP)
        sheet.column_dimensions["A"].width = TITLE_COLUMN
        sheet.freeze_panes = "C3"
        page(sheet, rows="2:2", columns="B:B", wide=3)
    sheet = book.create_sheet("PL-2 Findings")
    table(sheet, PL2_FINDINGS, header_row=1, first_row=5, first_column=2)
    guide(sheet, PL2_FINDINGS, first_row=2)
    sheet.freeze_panes = "C2"
    page(sheet, rows="1:1", columns="", wide=1)
    changes(book)
    book.active = 1
    return book


def _open_items(sheet: Worksheet) -> None:
    sheet["A1"] = "Plan of Action and Milestones (POA&M)"
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=DEEP)
    sheet["A3"] = "Guidance"
    dress(sheet["A3"], fill=NOTE, bold=True)
    for column, (label, guidance) in enumerate(POAM_LABELS, start=2):
        sheet.cell(2, column).value, sheet.cell(3, column).value = label, guidance
        dress(sheet.cell(2, column), fill=DEEP, bold=True, color="FFFFFF")
        dress(sheet.cell(3, column), fill=NOTE)
        dress(sheet.cell(4, column))
    sheet["E4"].number_format = DATE
    table(sheet, OPEN_ITEMS, header_row=5, first_row=9, first_column=2)
    guide(sheet, OPEN_ITEMS, first_row=6)
    sheet.row_dimensions[3].height = 28
    sheet.freeze_panes = "C6"
    page(sheet, rows="5:5", columns="B:B", wide=3)


def main() -> None:
    """Writes every template."""
    for path, data in templates().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(data)


if __name__ == "__main__":
    main()
