"""Real files of Tenable and Qualys: counted as by hand-written readers, each taken by one format."""

import json
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_CASES = shared("cases/scans")
_PREFIXES = ("nessus-", "tenable-", "qualys-")
_FILES = sorted(path for folder in ("tenable", "qualys") for path in _CASES.glob(f"{folder}/*"))
_NO_SCAN = {"qualys/knowledgebase_empty_api_0.xml"}
"""Qualys's knowledge base describes vulnerabilities and no hosts."""

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", [path for path in _FILES if _name(path) not in _NO_SCAN], ids=_name)
def test_counts(path: Path, truth: dict[str, dict[str, int]]) -> None:
    name, snapshot = read(_name(path), path.read_bytes())
    assert name.startswith(_PREFIXES)
    row, expected = inspect.row(snapshot), truth[_name(path)]
    assert (row["results"], row["ids"], row["unique"]) == (
        expected["findings"],
        expected["vuln_ids"],
        expected["unique_tuples"],
    )
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)


@pytest.mark.parametrize("path", sorted(path for path in _CASES.glob("*/*") if path.is_file()), ids=_name)
def test_taken_by_its_own_format_only(path: Path) -> None:
    document, takers = Document(_name(path), path.read_bytes()), set()
    for parser in SCANS:
        try:
            takers |= {parser.name} if parser.recognizes(document) else set()
        except ParseError:
            continue
    if path not in _FILES or _name(path) in _NO_SCAN:
        assert not {taker for taker in takers if taker.startswith(_PREFIXES)}
    else:
        assert len(takers) == 1
        assert next(iter(takers)).startswith(_PREFIXES)
