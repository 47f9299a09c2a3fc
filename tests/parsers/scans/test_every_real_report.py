"""Every real scanner file: taken by one format of its folder, and counted as by hand-written readers or explained.

The files of the other families are given to every format as well: one that may takes each, and no other.
"""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.inspect import inspect
from generator.parsers.registry import PARSERS

_HERE = Path(__file__).parent
_CASES = shared("cases")
_SCANS = _CASES / "scans"
_TRUTH = json.loads((_SCANS / "truth.json").read_text(encoding="utf-8")) if _SCANS.is_dir() else {}
_EXPLAINED = {
    (each["file"], each["field"]): each
    for each in tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
}
_FORMATS = tomllib.loads((_HERE / "real_formats.toml").read_text(encoding="utf-8"))
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_BY_HAND = {
    "docker_bench/docker-bench-report-many-vulns.json": (117, 117),
    "falco/falco_text_output.log": (1, 1),
    "ironbank_dsop/many_vuln.xlsx": (242 + 4738 + 1 + 3 + 22, None),
    "polaris/polaris_many_vuln.json": (31, 31),
    "popeye/popeye_many_vul.json": (230, 20),
    "popeye/popeye_new_format.json": (1, 1),
    "tanium/Tanium.comply-results-json": (380 + 537 + 11, None),
    "wiz/wizcli_img_many_vul.json": (8 + 1, None),
}
"""Results and ids of files without an independent count, which a few lines of Python counted: rows of five sheets; findings of
13 computers, 11 of them silent; one secret; checks and codes."""
_FAMILIES = {"cluster": {"cluster"}, "pipelines": {"pipeline"}, "diagrams": {"diagram", "cluster", "pipeline"}}
"""Whose formats take the files of a folder: beside drawings lie manifests and pipelines of what they show."""
_POLICY_REPORTS = ("kubewarden_", "kyverno_", "openreports_", "wgpolicy_")
"""Beginnings of names of scans that are objects of a cluster (PolicyReport, Report), which are read as objects."""
_FAMILY = {parser.name: parser.family for parser in PARSERS}

pytestmark = needs(_SCANS)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix().removeprefix("scans/")


def _takers(path: Path) -> set[str]:
    document, takers = Document(_name(path), path.read_bytes()), set()
    for parser in PARSERS:
        try:
            takers |= {parser.name} if parser.recognizes(document) else set()
        except ParseError:
            continue
    return takers - {"picture"}


@pytest.mark.parametrize("folder", sorted(path.name for path in _SCANS.glob("*") if path.is_dir()))
def test_one_format_of_its_folder_takes_a_report(folder: str) -> None:
    takers = {_name(path): _takers(path) for path in (_SCANS / folder).rglob("*") if path.is_file()}
    assert {name: formats for name, formats in takers.items() if len(formats) > 1} == {}
    for name, formats in takers.items():
        family = "cluster" if Path(name).name.startswith(_POLICY_REPORTS) else "scan"
        assert {_FAMILY[each] for each in formats} <= {family}, name
    if folder in _FORMATS["folders"]:
        assert {name for name, formats in takers.items() if not formats} == takers.keys() & _FORMATS["unread"].keys()
        assert set().union(*takers.values()) == set(_FORMATS["folders"][folder])


@pytest.mark.parametrize("folder", sorted(path.name for path in _CASES.glob("*") if path.is_dir() and path != _SCANS))
def test_files_of_another_family_are_taken_by_one_format_of_it(folder: str) -> None:
    takers = {_name(path): _takers(path) for path in (_CASES / folder).rglob("*") if path.is_file()}
    assert {name: formats for name, formats in takers.items() if len(formats) > 1} == {}
    assert {_FAMILY[each] for each in set().union(*takers.values())} == _FAMILIES[folder]


@pytest.mark.parametrize("name", sorted(name for name in _TRUTH if name not in _FORMATS["unread"]))
def test_counts(name: str) -> None:
    truth, inspected = _TRUTH[name], inspect(_SCANS / name)
    if truth.get("error") and name not in _BY_HAND:
        assert inspected.gap or (isinstance(inspected.snapshot, ScanSnapshot) and not inspected.snapshot.assessed)
        return
    ours = inspected.row()
    counts = {field: ours.get(field) or 0 for field in _FIELDS}
    if name in _BY_HAND:
        results, ids = _BY_HAND[name]
        assert (counts["results"], counts["ids"] if ids is not None else None) == (results, ids)
    elif truth.get("findings") is not None:
        for field, of_truth in _FIELDS.items():
            expected, explained = truth.get(of_truth) or 0, _EXPLAINED.get((name, field))
            if explained:
                assert (explained["truth"], explained["ours"]) == (expected, counts[field]), field
            else:
                assert counts[field] == expected, field
    scan = inspected.findings if inspected.findings is not None else inspected.snapshot
    assert isinstance(scan, ScanSnapshot)
    tally = scan.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert sum(count for _, count in tally.severities) == tally.unique


def test_what_is_explained_away_is_a_twentieth_at_most_and_has_a_reason() -> None:
    files = {name for name, field in _EXPLAINED if field in ("results", "ids")}
    assert len(files) <= len(_TRUTH) // 20
    for each in _EXPLAINED.values():
        assert len(str(each["reason"]).split()) >= 6
