"""Filling a template: what is asked for is there, what is not stays."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

from generator.documents.bounded_zip import unpack
from generator.documents.stable_zip import pack
from generator.documents.workbook import ColumnValidation, FilledWorkbook, Formula, LabelFill, SheetColumn, SheetFill, fill
from generator.errors import ConfigError
from tests.documents.office_made import form, workbook_of

DAY = dt.date(2026, 1, 31)
DUE = Formula(text="{Found on}+30", value=dt.date(2026, 3, 2))
COLUMNS = (
    SheetColumn(headers=("ID",)),
    SheetColumn(headers=("found on",)),
    SheetColumn(headers=("Due Date",)),
    SheetColumn(headers=("Number",), validation=ColumnValidation.REMOVE),
    SheetColumn(headers=("State",), choices=("Open", "Closed")),
)
ROWS = [
    ("V-1", dt.date(2026, 1, 31), DUE, "CVE-2026-0001", "Open"),
    ("=cmd|' /C calc'!A0", dt.date(2026, 1, 31), DUE, 7, None),
    ("V-3\nsecond line", dt.date(2026, 1, 31), DUE, None, "Closed"),
    ("V-4", None, None, True, "Open"),
]


def filled(template: bytes | None = None, **changes: object) -> FilledWorkbook:
    settings: dict[str, object] = {"sheet": "open items", "columns": COLUMNS, "rows": ROWS, "first_row": 5}
    return fill(template or form(), [SheetFill(**(settings | changes))], date=DAY)


def sheet_of(result: FilledWorkbook, *, results: bool = False, name: str = "Open Items"):
    return load_workbook(io.BytesIO(result.data), data_only=results)[name]


def test_values_stand_under_their_headers() -> None:
    result = filled()
    sheet = sheet_of(result)
    assert [cell.value for cell in sheet[5]] == [None, "V-1", dt.datetime(2026, 1, 31), "=C5+30", "CVE-2026-0001", "Open"]
    assert [cell.value for cell in sheet[8]] == [None, "V-4", None, None, True, "Open"]
    assert result.notes == ()


def test_header_text_and_other_sheets_stay_as_they_are() -> None:
    before, after = unpack(form()), unpack(filled().data)
    assert before["xl/worksheets/sheet2.xml"] == after["xl/worksheets/sheet2.xml"]
    assert [cell.value for cell in sheet_of(filled())[3]] == [None, "ID", "Found\non", "Due\u00a0 Date", "Number", "State"]


def test_a_formula_carries_its_result_for_readers_that_do_not_calculate() -> None:
    sheet = sheet_of(filled(), results=True)
    assert sheet["D6"].value == dt.datetime(2026, 3, 2)
    assert (sheet["D6"].number_format, sheet["C6"].number_format) == ("mm-dd-yy", "mm-dd-yy")


def test_what_looks_like_a_formula_is_quoted_text() -> None:
    archive = unpack(filled().data)
    cell = sheet_of(filled())["B6"]
    assert cell.quotePrefix
    assert b"<f>cmd" not in archive["xl/worksheets/sheet1.xml"]
    assert b"=cmd|' /C calc'!A0" in archive["xl/sharedStrings.xml"]


def test_looks_of_the_template_row_are_carried_down() -> None:
    sheet = sheet_of(filled())
    assert sheet["B8"].border.left.style == "thin"
    assert sheet["B7"].alignment.wrap_text
    assert (sheet.row_dimensions[5].height, sheet.row_dimensions[7].height) == (25.5, 25.5)
    assert sheet.row_dimensions[8].height == 12.75


def test_validations_and_stripes_reach_the_last_row() -> None:
    sheet = sheet_of(filled())
    rules = {rule.type + str(rule.formula1): str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules == {"decimal-1": "E4", 'list"Open,Closed"': "F5:F8"}
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B5:F8"]


def test_validations_that_are_kept_grow() -> None:
    sheet = sheet_of(filled(columns=tuple(SheetColumn(headers=column.headers) for column in COLUMNS), rows=[*ROWS, *ROWS]))
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["E4:E12", "F5:F12"]


def test_a_list_is_added_where_the_template_has_none() -> None:
    book = Workbook()
    book.active.append(["ID"])
    column = SheetColumn(headers=("ID",), choices=("A", "B"))
    result = fill(workbook_of(book), [SheetFill(sheet="Sheet", columns=(column,), rows=[["A"]], first_row=2)], date=DAY)
    assert [str(rule.sqref) for rule in sheet_of(result, name="Sheet").data_validations.dataValidation] == ["A2"]


def test_labels_and_single_cells() -> None:
    labels = (
        LabelFill(label="Provider", down=1, value="Example, Inc."),
        LabelFill(label="date of form", down=1, value=DAY),
    )
    sheet = sheet_of(filled(labels=labels, cells={"H20": "far away"}))
    assert (sheet["B2"].value, sheet["C2"].value, sheet["H20"].value) == ("Example, Inc.", dt.datetime(2026, 1, 31), "far away")


def test_the_header_row_repeats_in_print_and_the_pane_can_be_set() -> None:
    sheet = sheet_of(filled(freeze="C4"))
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "C4")
    assert sheet_of(filled(repeat_header=False)).print_title_rows is None


def test_print_titles_of_the_template_win() -> None:
    book = load_workbook(io.BytesIO(form()))
    book["Open Items"].print_title_rows = "1:3"
    assert sheet_of(filled(workbook_of(book))).print_title_rows == "$1:$3"


def test_rows_can_be_filtered_from_the_row_above_them() -> None:
    assert sheet_of(filled()).auto_filter.ref == "B4:F8"
    names = unpack(filled().data)["xl/workbook.xml"].decode()
    assert "'Open Items'!$B$4:$F$8</definedName>" in names
    assert sheet_of(filled(filter=False)).auto_filter.ref is None
    assert sheet_of(filled(rows=[])).auto_filter.ref is None


def test_a_filter_or_a_table_of_the_template_stays_the_only_one() -> None:
    own = load_workbook(io.BytesIO(form()))
    own["Open Items"].auto_filter.ref = "B3:C9"
    assert sheet_of(filled(workbook_of(own))).auto_filter.ref == "B3:C9"
    tabled = load_workbook(io.BytesIO(form()))
    tabled["Open Items"].add_table(Table(displayName="Items", ref="B3:F9"))
    for column, header in enumerate(("ID", "Found on", "Due Date", "Number", "State"), start=2):
        tabled["Open Items"].cell(3, column).value = header
    result = sheet_of(filled(workbook_of(tabled)))
    assert (result.auto_filter.ref, list(result.tables)) == (None, ["Items"])


def test_guidance_rows_and_the_first_column_can_be_deleted() -> None:
    book = load_workbook(io.BytesIO(form()))
    sheet = book["Open Items"]
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("E1:F1")
    sheet.column_dimensions["D"].width = 33
    result = filled(workbook_of(book), delete_rows=(4, 4), delete_first_column=True, first_row=4, rows=ROWS[:1])
    sheet = sheet_of(result)
    assert [cell.value for cell in sheet[3]][:2] == ["ID", "Found\non"]
    assert [cell.value for cell in sheet[4]] == ["V-1", dt.datetime(2026, 1, 31), "=B4+30", "CVE-2026-0001", "Open"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"D1:E1"}
    assert sheet.column_dimensions["C"].width == 33
    assert sheet["A4"].border.left.style == "thin"


def test_formulas_stand_in_the_way_of_deleting() -> None:
    book = load_workbook(io.BytesIO(form()))
    book["Open Items"]["D9"] = "=1+1"
    with pytest.raises(ConfigError, match="rows cannot be deleted from a sheet with formulas"):
        filled(workbook_of(book), delete_rows=(4, 4))


def test_a_shared_formula_is_handed_on_when_its_first_cell_is_filled() -> None:
    members = dict(unpack(form()))
    shared = (
        '<row r="7"><c r="D7"><f t="shared" ref="D7:D11" si="0">C7+30</f></c></row>'
        '<row r="10"><c r="D10"><f t="shared" si="0"/></c></row><row r="11"><c r="D11"><f t="shared" si="0"/></c></row>'
    )
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</sheetData>", shared.encode() + b"</sheetData>")
    result = filled(pack(members))
    sheet = sheet_of(result)
    assert [sheet[f"D{row}"].value for row in (7, 10, 11)] == ["=C7+30", "=C10+30", "=C11+30"]
    assert b'ref="D10:D11"' in unpack(result.data)[name]


def test_the_calculation_chain_goes_because_its_cells_may_have_changed() -> None:
    members = dict(unpack(form()))
    members["xl/calcChain.xml"] = b"<calcChain/>"
    for part, entry in (
        ("[Content_Types].xml", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'),
        ("xl/_rels/workbook.xml.rels", b'<Relationship Id="c" Type="t" Target="calcChain.xml"/></Relationships>'),
    ):
        members[part] = members[part].replace(entry[entry.rindex(b"</") :], entry)
        assert b"calcChain" in members[part]
    assert not any(b"calcChain" in content for content in unpack(filled(pack(members)).data).values())


def test_old_rows_of_a_template_are_reported() -> None:
    book = load_workbook(io.BytesIO(form()))
    book["Open Items"]["B5"], book["Open Items"]["B50"] = "old entry", "older entry"
    notes = [f"{note.where}: {note.what}" for note in filled(workbook_of(book)).notes]
    assert notes == [
        "Open Items!A5: the template held 'old entry' in this row; it was replaced",
        "Open Items!A50: the template held 'older entry' in this row; it was kept; delete it if it is an old entry",
    ]


def test_cut_text_is_reported_with_its_cell() -> None:
    result = filled(rows=[("x" * 40_000, None, None, None, None)], see="oscal/poam.json")
    assert [(note.where, note.what) for note in result.notes] == [
        ("Open Items!B5", "7,433 characters did not fit into the cell and were cut")
    ]
    assert sheet_of(result)["B5"].value.endswith("see oscal/poam.json)")


def test_text_that_reads_like_an_escape_is_kept() -> None:
    result = filled(rows=[("_x000D_ & <b>", None, None, None, None)])
    assert b"_x005F_x000D_ &amp; &lt;b&gt;" in unpack(result.data)["xl/sharedStrings.xml"]


def test_an_optional_column_that_is_missing_is_left_out_with_a_note() -> None:
    result = filled(columns=(COLUMNS[0], SheetColumn(headers=("Service Name",), required=False)), rows=[("V-1", "All")])
    assert [note.what for note in result.notes] == ["the template has no column 'Service Name'; its values were left out"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sheet": "Closed"}, r"no sheet 'Closed'; it has 'Open Items', 'Read me '"),
        ({"columns": (*COLUMNS, SheetColumn(headers=("Owner",)))}, "missing from the best one: Owner"),
        ({"labels": (LabelFill(label="System", down=1, value="x"),)}, "no cell says 'System'"),
        ({"rows": [("one",)]}, "a row has 1 values for 5 columns"),
        ({"rows": [(Formula(text="{Owner}", value=None), *[None] * 4)]}, "a formula names a column 'Owner'"),
        ({"rows": [(dt.date(1899, 1, 1), *[None] * 4)]}, "1899-01-01 is before 1 March 1900"),
    ],
)
def test_mistakes_are_named(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        filled(**changes)


def test_other_files_are_not_workbooks() -> None:
    with pytest.raises(ConfigError, match="not an Excel workbook"):
        filled(pack({"word/document.xml": b"<a/>"}))


def test_the_same_request_gives_the_same_bytes() -> None:
    assert filled().data == filled().data
    core = zipfile.ZipFile(io.BytesIO(filled().data)).read("docProps/core.xml")
    assert core.count(b"2026-01-31T00:00:00Z") == 2


def test_no_rows_is_a_form_that_stays_empty() -> None:
    result = filled(rows=[])
    assert sheet_of(result)["B5"].value is None
    assert sheet_of(result)["B3"].value == "ID"


def test_the_zero_of_numbers_and_dates() -> None:
    sheet = sheet_of(
        filled(rows=[(0, dt.date(1900, 3, 1), Formula(text="1/3", value=0.25), 2.5, Formula(text='"a"', value="a"))])
    )
    assert [cell.value for cell in sheet[5]][1:] == [0, dt.datetime(1900, 3, 1), "=1/3", 2.5, '="a"']


def test_a_workbook_without_styles_is_refused_by_name() -> None:
    members = dict(unpack(form()))
    del members["xl/styles.xml"]
    with pytest.raises(ConfigError) as refused:
        fill(pack(members), [], date=DAY, where="templates: poam")
    assert refused.value.diagnostics().splitlines() == [
        "the workbook has no styles",
        "  where: templates: poam",
        "  next:  save it once in Excel",
    ]


def test_cells_that_do_not_say_where_they_stand_are_no_header() -> None:
    members = dict(unpack(form()))
    name = "xl/worksheets/sheet1.xml"
    assert members[name].count(b' r="B1"') == members[name].count(b' r="C1"') == 1
    members[name] = members[name].replace(b' r="B1"', b"").replace(b' r="C1"', b"")
    sheet = sheet_of(filled(pack(members)))
    assert [cell.value for cell in sheet[1]][:2] == ["Provider", "Date of form"]
    assert [sheet.cell(5, column).value for column in (2, 6)] == ["V-1", "Open"]
