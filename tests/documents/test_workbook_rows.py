"""Reading workbooks back, edited or hostile."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from generator.documents.bounded_zip import Limits, unpack
from generator.documents.stable_zip import pack
from generator.documents.workbook import Formula, SheetColumn, SheetFill, fill
from generator.documents.workbook_rows import SheetRow, formula_cells, read_rows, sheet_texts
from generator.errors import ParseError
from generator.limits import WORKBOOK_COLUMNS
from tests.documents.office_made import form, workbook_of

DAY = dt.date(2026, 1, 31)


def filled() -> bytes:
    columns = tuple(SheetColumn(headers=(header,)) for header in ("ID", "Found on", "Due Date", "State"))
    rows = [
        ("V-1", DAY, Formula(text="{Found on}+30", value=dt.date(2026, 3, 2)), "Open"),
        ("=x", None, None, "a\nb"),
    ]
    return fill(form(), [SheetFill(sheet="Open Items", columns=columns, rows=rows, first_row=5)], date=DAY).data


def test_what_was_written_is_read() -> None:
    rows = read_rows(filled(), "OPEN items", ["ID", "Due Date"], optional=["Found on", "Service Name"], first_row=5)
    assert rows == (
        SheetRow(number=5, values={"ID": "V-1", "Due Date": dt.date(2026, 3, 2), "Found on": DAY}),
        SheetRow(number=6, values={"ID": "=x", "Due Date": None, "Found on": None}),
    )


def test_columns_may_have_moved_and_rows_between_may_be_empty() -> None:
    book = load_workbook(io.BytesIO(filled()))
    book["Open Items"].insert_cols(1, 3)
    book["Open Items"]["E30"] = "V-9"
    rows = read_rows(workbook_of(book), "Open Items", ["id"], first_row=5)
    assert [(row.number, row.values["id"]) for row in rows] == [(5, "V-1"), (6, "=x"), (30, "V-9")]


def test_the_first_row_is_the_one_below_the_header() -> None:
    assert read_rows(filled(), "Open Items", ["ID"])[0] == SheetRow(number=4, values={"ID": "guidance 2"})


def test_a_time_of_day_is_text() -> None:
    book = Workbook()
    book.active.append(["When"])
    book.active.append([dt.datetime(2026, 1, 2, 3, 4)])
    assert read_rows(workbook_of(book), "Sheet", ["When"])[0].values == {"When": "2026-01-02 03:04:00"}


@pytest.mark.parametrize(
    ("sheet", "headers", "words"),
    [
        ("Closed", ["ID"], "no sheet 'Closed'; it has 'Open Items', 'Read me '"),
        ("Open Items", ["ID", "Owner"], "missing from the best one: Owner"),
        ("Read me", ["ID"], "missing from the best one: ID"),
    ],
)
def test_what_is_missing_is_named(sheet: str, headers: list[str], words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read_rows(filled(), sheet, headers)


def test_a_stated_size_of_the_sheet_is_not_believed() -> None:
    members = dict(unpack(filled()))
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"<sheetViews>", b'<dimension ref="A1:XFD1048576"/><sheetViews>', 1)
    assert b"XFD1048576" in members[name]
    assert len(read_rows(pack(members), "Open Items", ["ID"], first_row=5)) == 2


def test_a_row_number_beyond_the_limit_is_refused() -> None:
    members = dict(unpack(filled()))
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="B1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    members[name] = members[name].replace(b"</sheetData>", far)
    with pytest.raises(ParseError, match="more than 250,000 rows"):
        read_rows(pack(members), "Open Items", ["ID"])


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_refused_in_every_part(part: str) -> None:
    members = dict(unpack(filled()))
    members[part] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + members[part].split(b"?>", 1)[-1]
    with pytest.raises(ParseError, match="declares a document type"):
        read_rows(pack(members), "Open Items", ["ID"])


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_part_that_is_not_xml_is_an_error_of_ours(part: str) -> None:
    members = dict(unpack(filled()))
    members[part] = b"not xml"
    with pytest.raises(ParseError, match="cannot be read"):
        read_rows(pack(members), "Open Items", ["ID"])


def test_limits_are_the_callers() -> None:
    with pytest.raises(ParseError, match="more than 100 bytes"):
        read_rows(filled(), "Open Items", ["ID"], limits=Limits(member_bytes=100))


def test_rows_end_with_the_last_column_that_is_read() -> None:
    book = Workbook()
    book.active.append(["a"])
    book.active.cell(row=1, column=WORKBOOK_COLUMNS, value="=1+1")
    book.active.cell(row=1, column=WORKBOOK_COLUMNS + 1, value="=1+2")
    ((_, number, texts),) = sheet_texts(workbook_of(book))
    assert (number, texts[0], len(texts)) == (1, "a", WORKBOOK_COLUMNS)
    assert list(formula_cells(workbook_of(book))) == [("Sheet", 1, WORKBOOK_COLUMNS - 1)]
