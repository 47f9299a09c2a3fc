"""Reading a workbook that people edited: whatever can be read is, and whatever cannot is refused with its cell."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from prerequisites import need, shared

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.cell_values import parsed_day
from generator.ledger.workbook import WrittenBook, read_workbook
from tests.ledger.books import ROW, V2_1, V3_0, book, saved

OFFICIAL = shared("reference/fedramp/templates")


@pytest.mark.parametrize("headers", [V3_0, V2_1], ids=["v3.0", "v2.1"])
def test_rows_of_all_sheets_are_read_by_header(headers: tuple[str, ...]) -> None:
    row = {**ROW, "Owner team": "blue"}
    found = read_workbook(
        saved(book([row], [{**ROW, c.ID: "V-2"}], [{**ROW, c.ID: "V-3"}], headers=headers, extra=["Owner team"])), path="b"
    )
    assert [(one.sheet, one.number, one.poam_id) for one in found.rows] == [
        ("Open POA&M Items", 9, "V-1"), ("Closed POA&M Items", 3, "V-2"), ("Configuration Findings", 3, "V-3"),
    ]  # fmt: skip
    (first,) = found.open
    assert first.cells == {**{key: value for key, value in ROW.items() if value}, "Owner team": "blue"}
    assert first.at(c.ASSETS) == "Open POA&M Items!H9"
    assert found.extra == ("Owner team",)


@pytest.mark.parametrize("name", ["FedRAMP-POAM-Template-v3.0.xlsx", "FedRAMP-POAM-Template-v2.1.xlsx"])
def test_the_blank_official_template_has_no_item(name: str) -> None:
    found = read_workbook(need(OFFICIAL / name).read_bytes(), path=name)
    assert (found.rows, found.deficiencies) == ((), ())


def test_our_own_blank_template_has_no_item() -> None:
    data = (Path(__file__).parents[2] / "templates" / "xlsx" / "poam.xlsx").read_bytes()
    assert read_workbook(data, path="own").rows == ()


def test_sorted_filtered_and_hidden_rows_are_all_read() -> None:
    found = book([{**ROW, c.ID: f"V-{number}"} for number in (3, 1, 2)])
    sheet = found["Open POA&M Items"]
    sheet.auto_filter.ref = "B5:AB11"
    sheet.row_dimensions[10].hidden = True
    sheet.column_dimensions["D"].hidden = True
    assert [one.poam_id for one in read_workbook(saved(found), path="b").open] == ["V-3", "V-1", "V-2"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2026, 1, 5), "2026-01-05"),
        (dt.datetime(2026, 1, 5, 13, 30), "2026-01-05"),
        ("2026-01-05", "2026-01-05"),
        ("1/5/2026", "2026-01-05"),
        ("01/05/26", "2026-01-05"),
        ("5 January 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        (46027, "2026-01-05"),
    ],
)
def test_dates_are_read_however_they_were_typed(value: object, day: str) -> None:
    (row,) = read_workbook(saved(book([{**ROW, c.DETECTED: value}])), path="b").open
    assert row.cells[c.DETECTED] == day


@pytest.mark.parametrize("word", [b"1", b"true"])
def test_dates_of_the_other_calendar_are_the_same_days(word: bytes) -> None:
    found = book([{**ROW, c.DETECTED: dt.date(2026, 1, 5)}])
    found.epoch = dt.datetime(1904, 1, 1)
    data = rewritten(saved(found), "xl/workbook.xml", lambda xml: xml.replace(b'date1904="1"', b'date1904="' + word + b'"'))
    (row,) = read_workbook(data, path="b").open
    assert row.cells[c.DETECTED] == "2026-01-05"


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "31/31/2026", "Q1"])
def test_what_is_no_date_is_refused_with_its_cell(text: str) -> None:
    assert parsed_day(text) is None
    with pytest.raises(ConfigError, match="is not a date") as caught:
        read_workbook(saved(book([{**ROW, c.DETECTED: text}])), path="b")
    assert "Open POA&M Items!L9" in str(caught.value)
    assert "next:" in caught.value.diagnostics()


def test_an_id_that_stands_twice_is_refused_with_both_cells() -> None:
    with pytest.raises(ConfigError, match=r"Open POA&M Items!B9 and in Closed POA&M Items!A3"):
        read_workbook(saved(book([ROW], [ROW])), path="b")


def test_a_renamed_header_is_refused_with_its_cell() -> None:
    headers = tuple("Point of contact (new)" if name == c.CONTACT else name for name in V3_0)
    with pytest.raises(ConfigError, match=r"Point of Contact are missing; cell I5 says 'Point of contact \(new\)'"):
        read_workbook(saved(book([ROW], headers=headers)), path="b")


def read(found: Workbook) -> WrittenBook:
    return read_workbook(saved(found), path="b")


def column_of(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[5] if cell.value == header)


def test_a_known_header_that_stands_twice_is_refused_with_both_cells() -> None:
    with pytest.raises(ConfigError, match="duplicate column 'Comments': in Y5 and in AC5") as caught:
        read(book([ROW], extra=["  COMMENTS "]))
    assert "Open POA&M Items" in str(caught.value)


def test_a_column_that_was_put_between_the_others_comes_back() -> None:
    found = book([ROW])
    sheet = found["Open POA&M Items"]
    place = column_of(sheet, c.RESOURCES)
    sheet.insert_cols(place)
    sheet.cell(5, place).value, sheet.cell(9, place).value = "Ticket\nnumber", "JIRA-7"
    what = read(found)
    (row,) = what.open
    assert (row.cells["Ticket number"], row.cells[c.PLAN], what.extra) == ("JIRA-7", "Turn it off.", ("Ticket number",))


def test_columns_that_share_a_header_and_headers_that_are_numbers_come_back() -> None:
    found = book([ROW], extra=["Owner", "Owner", "x"])
    sheet = found["Open POA&M Items"]
    for column, value in ((29, "blue"), (30, "green"), (31, "done")):
        sheet.cell(9, column).value = value
    sheet.cell(5, 31).value = 2026
    (row,) = read(found).open
    assert [row.cells[name] for name in ("Owner", "Owner (2)", "2026")] == ["blue", "green", "done"]


def test_what_stands_under_no_header_comes_back_and_is_told_with_its_cell() -> None:
    found = book([ROW, {**ROW, c.ID: "V-2"}])
    sheet = found["Open POA&M Items"]
    sheet["A10"], sheet["AD9"] = "urgent", "ask Kim"
    what = read(found)
    first, second = what.open
    assert (first.cells["Column AD"], second.cells["Column A"]) == ("ask Kim", "urgent")
    assert [one.place for one in what.notices] == ["Open POA&M Items!A10", "Open POA&M Items!AD9"]


def test_what_is_scribbled_beside_the_table_is_told_with_its_cell() -> None:
    found = book([ROW])
    found["Open POA&M Items"]["AK40"] = "sum of all"
    what = read(found)
    assert len(what.open) == 1
    assert [one.place for one in what.notices] == ["Open POA&M Items!AK40"]


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1/1/1969"])
def test_a_day_that_nobody_can_mean_is_refused_with_its_cell(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a date") as caught:
        read(book([{**ROW, c.DETECTED: text}]))
    assert "Open POA&M Items!L9" in str(caught.value)


def test_words_in_a_date_that_is_made_anew_are_told() -> None:
    what = read(book([{**ROW, c.DUE: "TBD by board", c.TRACKING_DUE: "n/a"}]))
    assert [(one.place, one.what[:14]) for one in what.notices] == [("Open POA&M Items!M9", "'TBD by board'")]


def test_headers_may_differ_in_case_and_spaces() -> None:
    headers = tuple(f" {name.upper()}\n" for name in V3_0)
    rows = [{f" {key.upper()}\n": value for key, value in ROW.items()}]
    assert len(read_workbook(saved(book(rows, headers=headers)), path="b").open) == 1


def test_merged_cells_over_rows_are_refused_with_their_place() -> None:
    found = book([ROW, {**ROW, c.ID: "V-2"}])
    found["Open POA&M Items"].merge_cells("I9:I10")
    with pytest.raises(ConfigError, match="merged cells") as caught:
        read_workbook(saved(found), path="b")
    assert "I9:I10" in str(caught.value)


@pytest.mark.parametrize(("value", "what"), [("#REF!", "the error #REF!"), ("=I1&I2", "a formula that was never calculated")])
def test_errors_and_formulas_without_a_value_are_refused_with_their_cell(value: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read_workbook(saved(book([{**ROW, c.CONTACT: value}])), path="b")
    assert "Open POA&M Items!I9" in str(caught.value)


def test_a_formula_counts_as_the_value_stored_with_it() -> None:
    data = saved(book([{**ROW, c.CONTACT: "=I1&I2", c.DUE: "=L9+30"}]))
    stored = {
        b"<f>I1&amp;I2</f><v></v>": b"<f>I1&amp;I2</f><v>R. Moss</v>",
        b"<f>L9+30</f><v></v>": b"<f>L9+30</f><v>46057</v>",
    }

    def calculated(xml: bytes) -> bytes:
        for old, new in stored.items():
            assert old in xml
            xml = xml.replace(old, new)
        return xml.replace(b'<c r="I9"', b'<c r="I9" t="str"')

    (row,) = read_workbook(rewritten(data, "xl/worksheets/sheet1.xml", calculated), path="b").open
    assert row.cells[c.CONTACT] == "R. Moss"
    assert row.cells[c.DUE] == "2026-02-04"


def test_a_used_range_of_a_million_rows_costs_little() -> None:
    data = saved(book([ROW]))
    empty = b"".join(b'<row r="%d"><c r="B%d" s="0"/></row>' % (number, number) for number in range(10, 200_000))
    far = b'<row r="1048576"><c r="B1048576" s="0"/></row>'
    changed = rewritten(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", empty + far + b"</sheetData>")
    )
    assert len(read_workbook(changed, path="b").open) == 1


def rewritten(data: bytes, name: str, change: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)  # type: ignore[operator]
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "not a readable Office file"),
        (b"PK\x03\x04junk", "not a readable Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted or old binary"),
    ],
)
def test_what_is_no_workbook_is_said_in_words(data: bytes, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read_workbook(data, path="previous/2026-01-31/poam.xlsx")
    assert "previous/2026-01-31/poam.xlsx" in str(caught.value)


def test_a_workbook_with_macros_is_refused() -> None:
    out = io.BytesIO(saved(book([ROW])))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(ConfigError, match="macros"):
        read_workbook(out.getvalue(), path="b")


def test_a_workbook_of_something_else_names_its_sheets() -> None:
    found = book()
    found["Open POA&M Items"].title = "Items"
    with pytest.raises(ConfigError, match="there is no sheet 'Open POA&M Items'; it has 'Items'"):
        read_workbook(saved(found), path="b")


def with_deficiencies(*rows: Sequence[object]) -> Workbook:
    found = load_workbook(io.BytesIO((Path(__file__).parents[2] / "templates" / "xlsx" / "poam.xlsx").read_bytes()))
    sheet = found["PL-2 Findings"]
    for number, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=2):
            sheet.cell(number, column).value = value  # type: ignore[assignment]
    return found


@pytest.mark.parametrize(
    ("rows", "what", "cell"),
    [
        ([("P-1", "Diagram"), ("P-1", "Text")], "duplicate PL-2 finding 'P-1'", "PL-2 Findings!B6"),
        ([(None, "Diagram")], "without its id", "PL-2 Findings!B5"),
        ([("P-1", "Diagram", "d", "p", "soon")], "'soon' is not a date", "PL-2 Findings!F5"),
    ],
)
def test_a_deficiency_that_could_get_lost_is_refused_with_its_cell(rows: list[Sequence[object]], what: str, cell: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read(with_deficiencies(*rows))
    assert cell in str(caught.value)


def test_a_renamed_header_of_the_deficiencies_is_refused() -> None:
    found = with_deficiencies(("P-1", "Diagram"))
    found["PL-2 Findings"]["C1"] = "Name"
    with pytest.raises(ConfigError, match="the columns Deficiency Name are missing") as caught:
        read(found)
    assert caught.value.next_step == "give the header the text that the template has"


def test_what_stands_beside_a_deficiency_is_told() -> None:
    what = read(with_deficiencies(("P-1", "Diagram", "d", "p", None, "ask Kim")))
    assert [one.place for one in what.notices] == ["PL-2 Findings!G5"]


def test_deficiencies_of_the_documents_are_read() -> None:
    found = with_deficiencies(("PL-2.1", "Diagram", "Two are missing.", "Drawn.", dt.date(2026, 2, 1)))
    (one,) = read_workbook(saved(found), path="b").deficiencies
    assert (one.id, one.name, one.plan, one.remediated) == ("PL-2.1", "Diagram", "Drawn.", dt.date(2026, 2, 1))


def test_what_stands_beside_the_table_is_carried_over_under_its_place_and_told() -> None:
    found = book([ROW])
    sheet = found["Open POA&M Items"]
    place = sheet.cell(9, sheet.max_column + 1, "Ask the vendor.").coordinate
    read = read_workbook(saved(found), path="b")
    (notice,) = read.notices
    (header,) = (name for name, text in read.open[0].cells.items() if text == "Ask the vendor.")
    assert notice.place.startswith("Open POA&M Items!")
    assert notice.what == f"this stands in a column without a header; it is carried over under {header!r}"
    assert notice.next_step == "give the column a header"
    assert header in read.extra
    assert place.rstrip("0123456789") in notice.place
