"""CSV that a spreadsheet or a terminal shows, and that acts on neither; and no second way to write it."""

import csv
import io
import re
from pathlib import Path

import pytest

import generator
from generator.documents.csv_text import csv_bytes, harmless

HOSTILE = "\x1b]0;owned\x07\x9b2J\u202egnp\u2069\r"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "＝1", "＋1", "－1", "＠x"])
def test_a_cell_that_begins_like_a_formula_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"x{cell}") == f"x{cell}"
    assert f"'{cell}".encode() in csv_bytes([["name", cell]])


def test_what_steers_a_page_is_seen_and_lines_stay() -> None:
    assert harmless(HOSTILE) == r"\u001b]0;owned\u0007\u009b2J\u202egnp\u2069\u000d"
    assert harmless("two\nlines, é ✓") == "two\nlines, é ✓"


def test_a_file_holds_none_of_it() -> None:
    text = csv_bytes([["name", HOSTILE], ["=1", 'a "b"\nc']]).decode("utf-8-sig")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["name", harmless(HOSTILE)], ["'=1", 'a "b"\nc']]


def test_there_is_no_other_writer_of_csv() -> None:
    root = Path(generator.__file__).parent
    writes = re.compile(r"csv\.(?:writer|DictWriter)\b")
    writers = [path.relative_to(root).as_posix() for path in root.rglob("*.py") if writes.search(path.read_text())]
    assert writers == ["documents/csv_text.py"]
