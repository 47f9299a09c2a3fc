"""A table is told by the beginning of a file, and read whole only when somebody asks for its rows."""

import pytest

from generator.errors import ParseError
from generator.parsers import csv
from generator.parsers.document import Document

_ROW = b"1,2,3\n"


def test_recognition_does_not_decode_the_whole_file() -> None:
    document = Document("a.csv", b"a,b,c\n" + _ROW * 50_000)
    table = csv.table(document, "a", "c")
    assert table is not None
    assert "text" not in document.__dict__
    assert sum(1 for _ in table.rows()) == 50_000


def test_a_header_beyond_the_beginning_is_none() -> None:
    assert csv.table(Document("a.csv", b"x" * (1 << 17) + b"\na,b\n"), "a", "b") is None


@pytest.mark.parametrize("cut", range(4))
def test_a_character_that_the_beginning_ends_in_is_no_fault(cut: int) -> None:
    filler = ("é" * (1 << 17)).encode()
    document = Document("a.csv", b"a,b\n" + b"." * cut + filler + b",2\n")
    table = csv.table(document, "a", "b")
    assert table is not None
    assert [row.get("b") for row in table.rows()] == ["2"]


@pytest.mark.parametrize("raw", [b"a,b\n\xff\x00\xfe\n", b"", b"\x00\x00"])
def test_what_is_no_text_is_no_table(raw: bytes) -> None:
    assert csv.table(Document("a.csv", raw), "a", "b") is None


def test_windows_1252_is_read_where_the_beginning_is_no_utf8() -> None:
    table = csv.table(Document("a.csv", "a,b\nserveur d\u2019été,1\n".encode("cp1252")), "a", "b")
    assert table is not None
    assert [row.get("a") for row in table.rows()] == ["serveur d\u2019été"]


def test_rows_that_stand_in_one_cell_each() -> None:
    """As where a spreadsheet program saved what it took for a list of texts."""
    table = csv.table(Document("a.csv", b'"Report,""2026"""\n"a,""b c"",""d"""\n"1,""two, three"",""4"""\nx\n'), "a", "b c")
    assert table is not None
    assert (table.header, table.preamble) == (("a", "b c", "d"), (("Report", "2026"),))
    assert [(row.get("a"), row.get("b c"), row.get("d")) for row in table.rows()] == [("1", "two, three", "4"), ("x", "", "")]


def test_capitals_of_a_header_say_nothing() -> None:
    table = csv.table(Document("a.csv", b"PLUGIN id,Name,extra\n1,x,y\n"), "Plugin ID", "Name")
    assert table is not None
    assert [(row.get("Plugin ID"), row.get("Extra"), row.get("Missing")) for row in table.rows()] == [("1", "y", "")]
    assert ("plugin Id" in table.columns, table.columns["NAME"]) == (True, 1)


@pytest.mark.parametrize("end", [b"\xff,1\n", b"1,2\n\xc3"])
def test_what_turns_out_to_be_no_text_is_said_so(end: bytes) -> None:
    table = csv.table(Document("a.csv", b"a,b\n" + _ROW * 50_000 + end), "a", "b")
    assert table is not None
    with pytest.raises(ParseError, match="not text in UTF-8"):
        list(table.rows())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_make_no_difference(encoding: str) -> None:
    table = csv.table(Document("a.csv", "a;b\n1;é\n".encode(encoding)), "a", "b")
    assert table is not None
    assert [(row.line, row.get("b")) for row in table.rows()] == [(2, "é")]


@pytest.mark.parametrize(
    ("end", "cut"), [(b'"x"', False), (b'"x"\n', False), (b"x", True), (b'"', True), (b'"say ""', True), (b'"x', True)]
)
def test_a_file_that_ends_behind_a_closed_cell_is_not_cut(end: bytes, cut: bool) -> None:
    table = csv.table(Document("a.csv", b"a,b,c\n1," + end), "a", "c")
    assert table is not None
    assert table.may_be_cut is cut
