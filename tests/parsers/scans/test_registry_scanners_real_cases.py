"""The shared real files of scanners of images and registries: counted as by hand-written readers, taken by one format each."""

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
    "anchore": {"anchore-vulnerabilities-json", "anchore-policy-json", "anchore-evaluation-json"},
    "aqua": {"aqua-json", "aqua-cves-json", "aqua-api-json"},
    "clair": {"clair-klar-json", "clair-report-json", "clair-scanner-json"},
    "gitlab_container": {"gitlab-container-json"},
    "harbor": {"harbor-json"},
    "ironbank_dsop": {"ironbank-dsop-xlsx"},
    "jfrog_xray": {
        "jfrog-simple-json",
        "jfrog-xray-components-json",
        "jfrog-xray-json",
        "jfrog-xray-scan-json",
        "jfrog-xray-summary-json",
    },
    "neuvector": {"neuvector-image-json", "neuvector-compliance-json"},
    "quay": {"clair-layer-json"},
    "tanium": {"tanium-comply-json"},
    "wiz": {"wiz-api-json", "wiz-cli-json", "wiz-csv"},
}
_OURS = set().union(*_FOLDERS.values()) | {
    "clair-layer-json",
    "ironbank-vat-json",
}
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_ALL = sorted(path for path in _CASES.parent.rglob("*") if path.is_file() and path.parent != _CASES)
_FILES = [path for path in _ALL if path.parent.parent == _CASES and path.parent.name in _FOLDERS]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES.parent).as_posix().removeprefix("scans/")


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_counts(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    written = {row["field"]: row for row in rows if row["file"] == _name(path)}
    taker, snapshot = read(_name(path), path.read_bytes())
    assert taker in _FOLDERS[path.parent.name]
    row = inspect.row(snapshot)
    for field, of_truth in _FIELDS.items():
        if of_truth in truth:
            expected = (written[field]["truth"], written[field]["ours"]) if field in written else (truth[of_truth],) * 2
            assert (truth[of_truth], row[field]) == expected, field
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert sum(count for _, count in tally.severities) == tally.unique


_UNCOUNTED = [
    ("ironbank_dsop/many_vuln.xlsx", 242 + 4738 + 1 + 3 + 22, 0),
    ("tanium/Tanium.comply-results-json", 380 + 537 + 11, 11),
    ("wiz/wizcli_img_many_vul.json", 8 + 1, 0),
]
"""Files without an independent count: rows of five sheets; findings of 13 computers, 11 of them silent; one secret."""


@pytest.mark.parametrize(("name", "results", "dropped"), _UNCOUNTED)
def test_counted_by_hand(name: str, results: int, dropped: int) -> None:
    _, snapshot = read(name, (_CASES / name).read_bytes())
    assert (snapshot.tally.results, sum(count for _, count in snapshot.tally.dropped)) == (results, dropped)


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
