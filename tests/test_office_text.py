"""Dumps say what a reader sees and what only the file knows."""

import datetime as dt

import pytest
from openpyxl import Workbook

from generator.documents.stable_zip import pack
from generator.documents.workbook import Formula, SheetColumn, SheetFill, fill
from generator.errors import ParseError
from tests.documents.office_made import form, workbook_of
from tests.office_text import dump_text

DAY = dt.date(2026, 1, 31)


def test_a_workbook_is_sheets_rows_and_cells() -> None:
    columns = tuple(SheetColumn(headers=(header,)) for header in ("ID", "Found on", "Due Date"))
    rows = [("a\tb\nc\\d", DAY, Formula(text="{Found on}+1", value=DAY)), ("=no formula", None, None)]
    data = fill(form(), [SheetFill(sheet="Open Items", columns=columns, rows=rows, first_row=5)], date=DAY).data
    assert dump_text(data).splitlines() == [
        "# Open Items",
        "\tProvider\tDate of form",
        "\tID\tFound\\non\tDue\u00a0 Date\tNumber\tState",
        "Guidance\tguidance 2\tguidance 3\tguidance 4\tguidance 5\tguidance 6",
        "\ta\\tb\\nc\\\\d\t2026-01-31\t=C5+1",
        "\t'=no formula",
        "# Read me ",
        "Keep this text",
    ]


def test_times_and_truth() -> None:
    book = Workbook()
    book.active.append([dt.datetime(2026, 1, 2, 3, 4, 5), True, 1.5])
    assert dump_text(workbook_of(book)) == "# Sheet\n2026-01-02 03:04:05\tTrue\t1.5\n"


def test_other_files_are_refused() -> None:
    with pytest.raises(ParseError, match="neither a Word document nor an Excel workbook"):
        dump_text(pack({"a.txt": b""}))
