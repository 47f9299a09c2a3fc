"""The shared real files of AWS services and Prowler: counted as by hand-written readers, and taken by one format each."""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_HERE = Path(__file__).parent
_CASES = shared("cases/scans")
_FOLDERS = {
    "asff": {"asff-json"},
    "aws_config": {"aws-config-json"},
    "aws_ecr": {"aws-ecr-json"},
    "aws_inspector2": {"aws-inspector2-json"},
    "prowler": {"prowler-json", "prowler-ocsf-json", "prowler-csv"},
}
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_NAMELESS = {"aws_inspector2/empty_with_error.json"}
"""`{}`: nothing in it tells what wrote it."""
_FILES = [path for folder in _FOLDERS for path in sorted((_CASES / folder).glob("*"))]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.mark.parametrize("path", [path for path in _FILES if _name(path) not in _NAMELESS], ids=_name)
def test_counts(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    written = {row["field"]: row for row in rows if row["file"] == _name(path)}
    taker, snapshot = read(_name(path), path.read_bytes())
    assert taker in _FOLDERS[path.parent.name]
    row = inspect.row(snapshot)
    for field, of_truth in _FIELDS.items():
        expected = (written[field]["truth"], written[field]["ours"]) if field in written else (truth[of_truth],) * 2
        assert (truth[of_truth], row[field]) == expected, field
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_taken_by_exactly_one(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    takers = [parser.name for parser in SCANS if parser.recognizes(document)]
    assert len(takers) == (0 if _name(path) in _NAMELESS else 1)
