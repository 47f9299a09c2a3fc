"""Opening a workbook parses no sheet that nobody asks for."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from generator.documents.workbook_rows import read_rows
from generator.errors import ParseError
from tests.office_text import dump_text


def unmeasured(*, cut: str) -> bytes:
    """Two sheets that state no size; the one of that name ends in the middle of a row."""
    book = Workbook()
    for name in ("First", "Second"):
        sheet = book.create_sheet(name)
        sheet.append(["Name", "Count"])
        sheet.append(["a", 1])
    del book["Sheet"]
    original, changed = io.BytesIO(), io.BytesIO()
    book.save(original)
    number = 1 + ("First", "Second").index(cut) if cut else 0
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = re.sub(rb"<dimension[^>]*/>", b"", source.read(name))
            target.writestr(name, data[: data.index(b"</row>")] if name.endswith(f"sheet{number}.xml") else data)
    return changed.getvalue()


def test_only_the_sheet_that_is_asked_for_is_parsed() -> None:
    (row,) = read_rows(unmeasured(cut="Second"), "First", ["Name", "Count"])
    assert (row.number, row.values) == (2, {"Name": "a", "Count": 1})


def test_damage_of_the_sheet_that_is_asked_for_is_an_error() -> None:
    with pytest.raises(ParseError):
        read_rows(unmeasured(cut="First"), "First", ["Name", "Count"])


def test_every_sheet_is_dumped() -> None:
    assert dump_text(unmeasured(cut="")) == "# First\nName\tCount\na\t1\n# Second\nName\tCount\na\t1\n"
