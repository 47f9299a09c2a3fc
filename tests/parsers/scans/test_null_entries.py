"""`null` in a list of records is a gap in every format: never a crash, and never nothing."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in SCANS
    for path in sorted((_DATA / parser.name).glob("one.*"))
    if path.suffix in {".json", ".cklb"} and not path.name.endswith(".expected.json")
]


def _with_a_null(value: object) -> Iterator[object]:
    """The document with one record of one of its lists replaced, for each of them."""
    for place in _records(value, ()):
        changed = copy.deepcopy(value)
        inner: object = changed
        for key in place[:-1]:
            inner = inner[key]  # type: ignore[index]
        inner[place[-1]] = None  # type: ignore[index]
        yield changed


def _records(value: object, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _records(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, dict) and all(isinstance(other, dict) for other in value):
                yield (*place, index)
            yield from _records(inner, (*place, index))


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=[parser.name for parser, _ in _FILES])
def test_a_null_record_is_a_gap(parser: object, path: Path) -> None:
    try:
        value = json.loads(path.read_bytes())
    except ValueError:
        pytest.skip("several JSON values")
    for changed in _with_a_null(value):
        document = Document(path.name, json.dumps(changed).encode())
        if not parser.recognizes(document):  # type: ignore[attr-defined]
            continue
        try:
            snapshot = parser.parse(document, EVIDENCE)  # type: ignore[attr-defined]
        except ParseError:
            continue
        assert isinstance(snapshot, ScanSnapshot)
        assert "empty" in (snapshot.not_assessed_because or "")


def test_the_first_is_named() -> None:
    parser = next(parser for parser in SCANS if parser.name == "stig-cklb")
    path = _DATA / "stig-cklb" / "null_rule.cklb"
    snapshot = parser.parse(Document(path.name, path.read_bytes()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert snapshot.not_assessed_because == "2 entries of the report are empty, the first at /stigs/1"


def test_a_text_that_only_looks_like_it_is_none() -> None:
    parser = next(parser for parser in SCANS if parser.name == "trivy-json")
    value = json.loads((_DATA / "trivy-json" / "one.json").read_bytes())
    value["Results"][0]["Vulnerabilities"][0]["Description"] = "reads [null, null] as a list"
    snapshot = parser.parse(Document("a.json", json.dumps(value).encode()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert snapshot.not_assessed_because is None
