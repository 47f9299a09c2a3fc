"""Damaged files of Tenable and Qualys: an error that says where, or a reading that accounts for every entry. Nothing else."""

from pathlib import Path

import pytest
from scan_reading import EVIDENCE, survived
from seeded_choices import SeededChoices, tried

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_OURS = tuple(parser for parser in SCANS if parser.name.startswith(("nessus-", "tenable-", "qualys-")))
_FILES = [
    (parser, path)
    for parser in _OURS
    for path in sorted((_DATA / parser.name).iterdir())
    if path.stem == "many" and not path.name.endswith(".expected.json")
]
_PIECES = (
    b"",
    b"null",
    b"7",
    b'"x"',
    b"[]",
    b"{}",
    b"<x>",
    b"</HOST>",
    b"&#0;",
    b"&b;",
    b"\x00",
    b"\xff\xfe",
    b",",
    b'"',
    b"\n",
    b"9" * 40,
)
_DOCUMENTS = [pytest.param(*case, id=case[0].name) for case in _FILES if case[1].suffix != ".csv"]
_TABLES = [pytest.param(*case, id=case[0].name) for case in _FILES if case[1].suffix == ".csv"]
_IDS = [parser.name for parser, _ in _FILES]


def _sound(parser: Parser, raw: bytes) -> None:
    snapshot = survived(parser, Document("evidence/scans/a.txt", raw))
    if snapshot is not None:
        entries = sum(sighting.entries for sighting in snapshot.results)
        assert entries + sum(count for _, count in snapshot.tally.dropped) == snapshot.tally.results


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=_IDS)
def test_mutations(parser: Parser, path: Path) -> None:
    whole = path.read_bytes()

    def mutated(choices: SeededChoices) -> None:
        raw = whole
        for _ in range(choices.number(3) + 1):
            start, length = choices.number(len(raw) + 1), choices.one((0, 1, 2, 8, 60))
            raw = raw[:start] + choices.one(_PIECES) + raw[start + length :]
        _sound(parser, raw)

    tried(60, mutated)


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=_IDS)
def test_cut_anywhere(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    for part in range(0, len(raw), max(1, len(raw) // 60)):
        _sound(parser, raw[:part])


@pytest.mark.parametrize(("parser", "path"), _DOCUMENTS)
def test_a_cut_file_is_refused_and_not_read_in_part(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    document = Document(path.name, raw[: len(raw) - 20])
    with pytest.raises(ParseError, match=r"not valid (XML|JSON)"):
        parser.parse(document, EVIDENCE)


@pytest.mark.parametrize(("parser", "path"), _TABLES)
def test_a_table_that_ends_inside_its_only_row_is_refused(parser: Parser, path: Path) -> None:
    raw = path.with_stem("one").read_bytes()
    with pytest.raises(ParseError, match=r"inside its only row"):
        parser.parse(Document(path.name, raw[:-60]), EVIDENCE)


@pytest.mark.parametrize(("parser", "path"), _TABLES)
def test_a_table_that_ends_inside_a_row_loses_that_row_and_is_no_whole_one(parser: Parser, path: Path) -> None:
    header, *rows = path.with_stem("one").read_bytes().splitlines(keepends=True)
    snapshot = parser.parse(Document(path.name, b"".join((header, *rows, *rows))[:-60]), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert dict(snapshot.tally.dropped)["cut off"] == 1
    assert "ends inside its last entry" in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize(("parser", "path"), _TABLES)
def test_cells_that_a_spreadsheet_left_out_are_empty(parser: Parser, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    row = text.splitlines()[-1]
    shorter = text + ",".join(row.split(",")[:3]) + "\n"
    snapshot = parser.parse(Document(path.name, shorter.encode()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)


@pytest.mark.parametrize(("parser", "path"), _DOCUMENTS)
def test_nested_without_end(parser: Parser, path: Path) -> None:
    raw, deep = path.read_bytes(), 50_000
    if path.suffix == ".json":
        _sound(parser, raw.replace(b"null", b"[" * deep + b"]" * deep, 1))
    else:
        _sound(parser, raw.replace(b">\n", b">" + b"<x>" * deep + b"</x>" * deep + b"\n", 1))


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=_IDS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_make_no_difference(parser: Parser, path: Path, encoding: str) -> None:
    text = path.read_text(encoding="utf-8").replace(' encoding="UTF-8"', "").replace(" encoding='UTF-8'", "")
    plain, other = (Document(path.name, raw) for raw in (text.encode(), text.encode(encoding)))
    assert parser.recognizes(other)
    assert parser.parse(other, EVIDENCE) == parser.parse(plain, EVIDENCE)
