"""The official FedRAMP forms, filled by the same code as ours. Skipped where the forms are not beside the checkout."""

import datetime as dt
import io
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from office_program import converted
from openpyxl import load_workbook
from prerequisites import needs_program

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.word import DocumentProperties
from generator.documents.word_blocks import TextRun, WordRegion, plain
from generator.documents.word_fill import FormFill, RowFill, fill_form
from generator.documents.workbook import ColumnValidation, FilledWorkbook, Formula, LabelFill, SheetColumn, SheetFill, fill
from generator.documents.workbook_opening import opened_workbook
from generator.documents.workbook_rows import read_rows
from tests.documents.office_made import TEMPLATES, official, rules_of
from tests.form_layouts import INVENTORY, OPEN_ITEMS
from tests.office_text import dump_text
from tests.word_regions import read_regions

DAY = dt.date(2026, 1, 31)
V3, V21 = "FedRAMP-POAM-Template-v3.0.xlsx", "FedRAMP-POAM-Template-v2.1.xlsx"
IIW = "SSP-Appendix-M-Integrated-Inventory-Workbook-v3.1.xlsx"
DUE = Formula(text='IF({Original Risk Rating}="High",{Original Detection Date}+30,"")', value=dt.date(2026, 2, 4))
VALUES = {
    "POAM ID": "V-1",
    "Weakness Name": "=HYPERLINK(1)",
    "Weakness Source Identifier": "CVE-2026-0001",
    "Asset Identifier": "registry.example/app/api:1.4.2\nregistry.example/app/web:2.0",
    "Original Detection Date": dt.date(2026, 1, 5),
    "Scheduled Completion Date": DUE,
    "Original Risk Rating": "High",
}


def poam(template: bytes, *, down: int, label: str = "Cloud Service Provider", count: int = 3) -> FilledWorkbook:
    columns = tuple(
        SheetColumn(
            headers=(field.header, f"Overall {field.header}"),
            validation=ColumnValidation.REMOVE if field.header == "Weakness Source Identifier" else ColumnValidation.KEEP,
        )
        for field in OPEN_ITEMS
    )
    rows = [[VALUES.get(field.header) for field in OPEN_ITEMS]] * count
    sheet = SheetFill(
        sheet="Open POA&M Items",
        columns=columns,
        rows=rows,
        first_row=9,
        labels=(LabelFill(label=label, down=down, value="Example, Inc."),),
    )
    return fill(template, [sheet], date=DAY)


@cache
def official_poam(name: str) -> FilledWorkbook:
    """The form in a version, whose 4,000 rows take a second to fill and to read."""
    down, label = {V3: (2, "Cloud Service Provider"), V21: (1, "CSP")}[name]
    return poam(official(name), down=down, label=label)


def inventory(template: bytes, **changes: object) -> FilledWorkbook:
    columns = tuple(SheetColumn(headers=(field.header,)) for field in INVENTORY)
    rows = [[f"app/image{number}:1.0", "sha256:" + "ab" * 32, *[None] * 23] for number in range(3)]
    return fill(template, [SheetFill(sheet="Inventory", columns=columns, rows=rows, first_row=3, **changes)], date=DAY)


def official_inventory() -> FilledWorkbook:
    return inventory(official(IIW), delete_rows=(3, 12), delete_first_column=True, freeze="B3")


@pytest.mark.parametrize("name", [V3, V21])
def test_both_versions_of_the_poam_take_the_same_rows(name: str) -> None:
    result = official_poam(name)
    headers = ["POAM ID", "Weakness Name", "Original Detection Date", "Scheduled Completion Date", "Weakness Source Identifier"]
    rows = read_rows(result.data, "Open POA&M Items", headers, first_row=9)
    assert [row.number for row in rows] == [9, 10, 11]
    assert list(rows[0].values.values()) == ["V-1", "=HYPERLINK(1)", dt.date(2026, 1, 5), dt.date(2026, 2, 4), "CVE-2026-0001"]
    assert result.notes == ()


@pytest.mark.parametrize(("name", "place"), [(V3, (3, 1)), (V21, (2, 0))])
def test_nothing_else_of_the_poam_changes(name: str, place: tuple[int, int]) -> None:
    before, after = official(name), official_poam(name).data
    assert_other_parts_kept(before, after)
    old, new = top_of(before, "Open POA&M Items"), top_of(after, "Open POA&M Items")
    changed = {(row, column) for row, cells in enumerate(old) for column, text in enumerate(cells) if new[row][column] != text}
    assert changed == {place}  # the provider's name and nothing else above the data


def test_formulas_below_the_filled_rows_still_calculate_and_cve_numbers_are_not_flagged() -> None:
    data = official_poam(V3).data
    with opened_workbook(data, data_only=False) as book:
        due = [formula for (formula,) in book["Open POA&M Items"].iter_rows(1, 4021, 13, 13, values_only=True)]
    assert due[9 - 1] == '=IF(R9="High",L9+30,"")'
    for row in (12, 13, 1252, 4021):
        assert f"L{row}+30" in due[row - 1]
    assert [str(rule.sqref) for rule in rules_of(data, "Open POA&M Items") if rule.type == "decimal"] == ["G1:G5"]


def test_the_inventory_is_what_is_handed_in() -> None:
    result = official_inventory()
    sheet = load_workbook(io.BytesIO(result.data))["Inventory"]
    assert [cell.value for cell in sheet[2]][:25] == [field.header for field in INVENTORY]
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == [
        "All Inventories", "UNIQUE ASSET IDENTIFIER", "app/image0:1.0", "app/image1:1.0", "app/image2:1.0", None,
    ]  # fmt: skip
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:E1", "F1:N1", "O1:Q1", "R1:Y1"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$2:$2")
    assert_other_parts_kept(official(IIW), result.data)
    assert result.notes == ()


def test_appendix_a_is_filled_in_place() -> None:
    template = official("SSP-Appendix-A-Low-FedRAMP-Security-Controls.docx")
    summary, solution = "AC-1 Control Summary Information", "AC-1 What is the solution and how is it implemented?"
    rows = (
        RowFill(title=summary, label="Responsible Role:", value=(TextRun(text=" Platform team"),)),
        RowFill(title=summary, label="Implementation Status (check all that apply):", checked=("Implemented",)),
        RowFill(
            title=solution, label="Part a:", blocks=(WordRegion(tag="ac-1:a", title="AC-1 a", blocks=(plain("By policy."),)),)
        ),
        # one table holds both sections of SA-4 in this file
        RowFill(title="SA-4 What is the solution and how is it implemented?", label="Part b:", blocks=(plain("By contract."),)),
    )
    form = FormFill(rows=rows, replacements={"<Insert CSP Name>": "Example, Inc."})
    result = fill_form(template, form, properties=DocumentProperties(title="Appendix A"), date=DAY)
    assert result.notes == ()
    assert [region.paragraphs for region in read_regions(result.data) if region.tag == "ac-1:a"] == [("By policy.",)]
    before, after = dump_text(template).splitlines(), dump_text(result.data).splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 6  # the four rows, and the provider's name on the cover and in the header
    assert unpack(template)["word/media/image1.png"] == unpack(result.data)["word/media/image1.png"]


@needs_program("soffice")
@pytest.mark.parametrize("which", ["poam", "inventory"])
def test_an_office_program_opens_what_we_write(which: str, tmp_path: Path) -> None:
    """Our own templates, filled; LibreOffice calculates for itself and shows the same due date."""
    if which == "poam":
        data, shown = poam((TEMPLATES / "xlsx" / "poam.xlsx").read_bytes(), down=2).data, ["V-1", "=HYPERLINK(1)"]
    else:
        data, shown = inventory((TEMPLATES / "xlsx" / "inventory.xlsx").read_bytes()).data, ["app/image2:1.0"]
    (tmp_path / "filled.xlsx").write_bytes(data)
    converted = convert(tmp_path, "xlsx:Calc MS Excel 2007 XML")
    text = dump_text(converted)
    assert all(value in text for value in shown)
    if which == "poam":
        row = read_rows(converted, "Open POA&M Items", ["POAM ID", "Scheduled Completion Date"], first_row=9)[0]
        assert row.values["Scheduled Completion Date"] == dt.date(2026, 2, 4)


def convert(folder: Path, target: str) -> bytes:
    (saved,) = converted(folder / "out", target, folder / "filled.xlsx")
    return saved.read_bytes()


def assert_other_parts_kept(before: bytes, after: bytes) -> None:
    """Every part but the strings, the styles, the list of sheets and the filled sheet is the same, byte for byte."""
    old, new = unpack(before), unpack(after)
    rewritten = {"xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "docProps/core.xml"}
    rewritten |= {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml"}
    differing = {name for name in old if old[name] != new.get(name)} - rewritten
    assert len(differing) == 1
    assert differing.pop().startswith("xl/worksheets/sheet")
    assert {name for name in new if name.startswith("xl/media/")} == {name for name in old if name.startswith("xl/media/")}
    for part, kind in (("xl/sharedStrings.xml", "si"), ("xl/styles.xml", "xf")):
        kept = [etree.tostring(item, method="c14n") for item in items_of(old[part], kind)]
        assert kept == [etree.tostring(item, method="c14n") for item in items_of(new[part], kind)][: len(kept)]


def items_of(part: bytes, kind: str) -> list[etree._Element]:
    """The strings, or the cell formats, of a workbook."""
    root = parse_xml(part, where=kind)
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return list(root if kind == "si" else root.find(f"{main}cellXfs"))


def top_of(data: bytes, sheet: str) -> list[tuple[object, ...]]:
    """What stands above the data rows."""
    with opened_workbook(data, data_only=False) as book:
        return list(book[sheet].iter_rows(min_row=1, max_row=8, max_col=32, values_only=True))
