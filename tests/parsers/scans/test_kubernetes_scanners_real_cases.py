"""The shared real files of the Kubernetes configuration scanners: counted as by hand, and taken by one format each."""

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
_FOLDERS = {
    "kubescape": "kubescape-json",
    "kube_bench": "kube-bench-json",
    "kube_linter": "kube-linter-json",
    "kube_hunter": "kube-hunter-json",
    "kubeaudit": "kubeaudit-json",
    "polaris": "polaris-json",
    "popeye": "popeye-json",
}
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_UNCOUNTED = {
    "polaris/polaris_many_vuln.json": (31, 31),
    "popeye/popeye_many_vul.json": (230, 20),
    "popeye/popeye_new_format.json": (1, 1),
}
"""No independent count: entries counted with a few lines of Python, and the distinct checks or POP codes among them."""
_FILES = [path for folder in _FOLDERS for path in sorted((_CASES / folder).glob("*"))]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.mark.parametrize("path", [path for path in _FILES if _name(path) not in _UNCOUNTED], ids=_name)
def test_counts(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    written = {row["field"]: row for row in rows if row["file"] == _name(path)}
    _, snapshot = read(_name(path), path.read_bytes())
    row = inspect.row(snapshot)
    for field, of_truth in _FIELDS.items():
        expected = (written[field]["truth"], written[field]["ours"]) if field in written else (truth[of_truth],) * 2
        assert (truth[of_truth], row[field]) == expected, field
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)


@pytest.mark.parametrize("path", [path for path in _FILES if _name(path) in _UNCOUNTED], ids=_name)
def test_counts_of_files_without_an_independent_count(path: Path) -> None:
    _, snapshot = read(_name(path), path.read_bytes())
    assert (snapshot.tally.results, snapshot.tally.identifiers) == _UNCOUNTED[_name(path)]


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_taken_by_exactly_one(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    takers = [parser.name for parser in SCANS if parser.recognizes(document)]
    assert takers == [_FOLDERS[path.parent.name]]


@needs(_CASES)
def test_nothing_else_is_taken() -> None:
    members = [parser for parser in SCANS if parser.name in _FOLDERS.values()]
    for path in sorted(_CASES.parent.rglob("*.json")):
        if path.parent.name in _FOLDERS or path.stat().st_size > 10_000_000:
            continue
        document = Document(_name(path) if path.is_relative_to(_CASES) else path.name, path.read_bytes())
        try:
            takers = [parser.name for parser in members if parser.recognizes(document)]
        except ParseError:
            continue
        assert not takers, path.name
