"""Equal content, equal bytes."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from openpyxl import Workbook, load_workbook

from generator.documents.stable_zip import pack, stabilise
from tests.documents.office_made import workbook_of

DAY = dt.date(2026, 1, 31)


def written_at(year: int) -> bytes:
    """The same workbook, saved under another clock."""
    book = Workbook()
    book.properties.created = dt.datetime(year, 5, 6, 7, 8, 9)
    book.active["A1"] = "text"
    members = zipfile.ZipFile(io.BytesIO(workbook_of(book)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in members.namelist():
            made.writestr(zipfile.ZipInfo(name, (year, 1, 1, 1, 1, 2)), members.read(name))
    return buffer.getvalue()


def test_two_clocks_give_the_same_bytes() -> None:
    first, second = written_at(2020), written_at(2025)
    assert first != second
    assert stabilise(first, date=DAY) == stabilise(second, date=DAY)
    assert stabilise(first, date=DAY) != stabilise(first, date=dt.date(2026, 2, 1))


def test_the_stated_date_is_the_only_one() -> None:
    stable = stabilise(written_at(2020), date=DAY)
    archive = zipfile.ZipFile(io.BytesIO(stable))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(stable)).properties
    assert properties.created.date() == properties.modified.date() == DAY
    assert b"2020" not in archive.read("docProps/core.xml")


def test_entries_keep_their_order_and_content() -> None:
    members = {"b.xml": b"<b/>", "a.xml": b"<a/>"}
    archive = zipfile.ZipFile(io.BytesIO(stabilise(pack(members), date=DAY)))
    assert {name: archive.read(name) for name in archive.namelist()} == members
    assert archive.namelist() == ["b.xml", "a.xml"]


def test_missing_dates_are_added_and_print_dates_removed() -> None:
    core = b'<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    core += b"<c:lastPrinted>2019-01-01T00:00:00Z</c:lastPrinted></c:coreProperties>"
    result = zipfile.ZipFile(io.BytesIO(stabilise(pack({"docProps/core.xml": core}), date=DAY))).read("docProps/core.xml")
    assert result.count(b"2026-01-31T00:00:00Z") == 2
    assert b"2019" not in result


@pytest.mark.parametrize("times", [1, 2])
def test_it_is_idempotent_on_word_files(times: int) -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    once = stabilise(buffer.getvalue(), date=DAY)
    again = once
    for _ in range(times):
        again = stabilise(again, date=DAY)
    assert again == once
