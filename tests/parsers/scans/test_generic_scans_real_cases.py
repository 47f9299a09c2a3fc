"""The shared real files of the formats that many tools share: counted as by hand-written readers, taken by one format each."""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.errors import ParseError
from generator.model.scan import Disposition
from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_HERE = Path(__file__).parent
_CASES = shared("cases/scans")
_FOLDERS = {
    "csaf": {"csaf-json"},
    "cyclonedx": {"cyclonedx-json", "cyclonedx-xml"},
    "openvex": {"openvex-json"},
    "osv_scanner": {"osv-scanner-json"},
    "sarif": {"sarif-json"},
    "semgrep": {"semgrep-json"},
}
_OURS = set().union(*_FOLDERS.values()) | {"pip-audit-json", "spdx-json"}
_NO_DOCUMENT = {"openvex/openvex_not_a_document.json", "osv_scanner/no_findings.json"}
"""A list of words, and a file of no bytes."""
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_ALL = sorted(path for path in _CASES.parent.rglob("*") if path.is_file() and path.parent != _CASES)

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES.parent).as_posix().removeprefix("scans/")


_FILES = [
    path for path in _ALL if path.parent.parent == _CASES and path.parent.name in _FOLDERS and _name(path) not in _NO_DOCUMENT
]


@pytest.mark.parametrize("path", _FILES, ids=_name)
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
    assert sum(count for _, count in tally.severities) == tally.unique


@pytest.mark.parametrize("path", _ALL, ids=_name)
def test_taken_by_its_own_format_only(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    try:
        takers = [parser.name for parser in SCANS if parser.recognizes(document)]
    except ParseError:
        takers = []
    if path in _FILES:
        assert len(takers) == 1
        assert takers[0] in _FOLDERS[path.parent.name]
    else:
        assert not _OURS.intersection(takers)


@pytest.mark.parametrize(
    "name",
    [
        "cyclonedx/own_syft_venv.cdx.json",
        "cyclonedx/own_cyclonedx-py_env.cdx.json",
        "semgrep/empty.json",
        "sarif/no_runs.sarif",
    ],
)
def test_files_that_show_no_look_are_not_assessed(name: str) -> None:
    assert not read(name, (_CASES / name).read_bytes())[1].assessed


def test_one_scan_in_two_forms_has_the_same_vulnerabilities() -> None:
    """Grype's own report and its CycloneDX of one image: all 259 identifiers, none of them lost or closed."""
    forms = [read(name, (_CASES / name).read_bytes())[1] for name in ("grype/many_vulns3.json", "cyclonedx/grype.xml")]
    first, second = ({(one.identifier, one.disposition) for one in form.results} for form in forms)
    assert first == second
    assert len(first) == 259
    assert {disposition for _, disposition in first} == {Disposition.OPEN}
    assert {form.scanner.name for form in forms} == {"Grype"}
