"""Real files of many tools: counted as by hand-written readers, and taken by no other format."""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_HERE = Path(__file__).parent
_CASES = shared("cases/scans")
_FOLDERS = {"trivy": {"trivy-json", "trivy-k8s-json"}, "grype": {"grype-json"}}
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_FILES = sorted(path for path in _CASES.glob("*/*") if path.is_file())

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str], dict[str, object]]:
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    return {(row["file"], row["field"]): row for row in rows}


@pytest.mark.parametrize("path", [path for path in _FILES if path.parent.name in _FOLDERS], ids=_name)
def test_counts(path: Path, truth: dict[str, dict[str, int]], written: dict[tuple[str, str], dict[str, object]]) -> None:
    name, snapshot = read(_name(path), path.read_bytes())
    assert name in _FOLDERS[path.parent.name]
    row, expected = inspect.row(snapshot), truth[_name(path)]
    for field, of_truth in _FIELDS.items():
        difference = written.get((_name(path), field))
        if difference:
            assert (difference["truth"], difference["ours"]) == (expected[of_truth], row[field])
            assert len(str(difference["reason"]).split()) >= 6
        else:
            assert row[field] == expected[of_truth], field
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert sum(count for _, count in tally.severities) == tally.unique


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_taken_by_its_own_format_only(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    try:
        takers = {parser.name for parser in SCANS if parser.recognizes(document)}
    except ParseError:
        takers = set()
    ours = set().union(*_FOLDERS.values())
    own = _FOLDERS.get(path.parent.name)
    assert takers & ours <= (own or set())
    assert not own or takers
