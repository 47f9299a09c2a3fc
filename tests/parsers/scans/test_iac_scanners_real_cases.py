"""The shared real files of configuration scanners and Falco: counted as by hand-written readers, taken by one format each."""

import json
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.model.scan import Disposition
from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_CASES = shared("cases/scans")
_FOLDERS = {
    "checkov": {"checkov-json"},
    "kics": {"kics-json"},
    "docker_bench": {"docker-bench-json"},
    "dockle": {"dockle-json"},
    "hadolint": {"hadolint-json"},
    "falco": {"falco-json", "falco-text"},
}
_UNCOUNTED = {
    "docker_bench/docker-bench-report-many-vulns.json": (117, 117),
    "falco/falco_text_output.log": (1, 1),
}
"""Files that the hand-written readers did not read: results and ids, counted by other means."""
_FILES = [path for folder in _FOLDERS for path in sorted((_CASES / folder).glob("*"))]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_counts(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    taker, snapshot = read(_name(path), path.read_bytes())
    assert taker in _FOLDERS[path.parent.name]
    row = inspect.row(snapshot)
    assert (row["results"], row["ids"]) == (_UNCOUNTED.get(_name(path)) or (truth["findings"], truth["vuln_ids"]))
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_taken_by_exactly_one(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    assert len([parser.name for parser in SCANS if parser.recognizes(document)]) == 1


@pytest.mark.parametrize("path", sorted((_CASES / "checkov").glob("*")), ids=_name)
def test_checkov_open_are_those_that_failed(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    _, snapshot = read(_name(path), path.read_bytes())
    entries = sum(sighting.entries for sighting in snapshot.results if sighting.disposition is Disposition.OPEN)
    assert entries == truth["status"].get("failed", 0)
