"""Real files of the compliance formats: every entry and every id as counted by hand-written readers."""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.scans import inspect

_HERE = Path(__file__).parent
_CASES = shared("cases/scans")
_FOLDERS = {
    "openscap": "xccdf-xml",
    "ckl": "stig-ckl",
    "cklb": "stig-cklb",
    "hdf_inspec": "hdf-json",
    "openshift_osco": "openshift-compliance-json",
}
_FOREIGN = {"openscap/empty.xml", "openscap/plant_catalog.xml"}
"""XML of nothing: no format takes them."""
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_FILES = sorted(path for folder in _FOLDERS for path in (_CASES / folder).glob("*") if path.is_file())
_NAMES = [path.relative_to(_CASES).as_posix() for path in _FILES]

pytestmark = needs(_CASES)


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str], tuple[int, int]]:
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    return {(row["file"], row["field"]): (row["truth"], row["ours"]) for row in rows}


@pytest.mark.parametrize(("path", "name"), list(zip(_FILES, _NAMES, strict=True)), ids=_NAMES)
def test_counts(
    path: Path, name: str, truth: dict[str, dict[str, int]], written: dict[tuple[str, str], tuple[int, int]]
) -> None:
    if name in _FOREIGN:
        with pytest.raises(StopIteration):
            read(name, path.read_bytes())
        return
    expected = truth[name]
    if expected.get("error"):
        with pytest.raises(ParseError):
            read(name, path.read_bytes())
        return
    member, snapshot = read(name, path.read_bytes())
    assert member == _FOLDERS[path.parent.name]
    row = inspect.row(snapshot)
    for field, of_truth in _FIELDS.items():
        if of_truth in expected:
            assert (expected[of_truth], row[field]) == written.get((name, field), (expected[of_truth], expected[of_truth])), (
                field
            )
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert tally.results or not snapshot.assessed


def test_the_cves_of_advisories_are_all_there(truth: dict[str, dict[str, int]]) -> None:
    name = "openscap/many_vuln_rhsa.xml"
    _, snapshot = read(name, (_CASES / name).read_bytes())
    assert len({cve for sighting in snapshot.results for cve in sighting.cves}) == truth[name]["cves"]


def test_content_for_another_system_is_not_a_clean_scan() -> None:
    name = "openscap/own_debian13_cpe_mismatch_all_notapplicable.xml"
    _, snapshot = read(name, (_CASES / name).read_bytes())
    assert not snapshot.assessed
    assert "35 notapplicable, 556 notselected" in str(snapshot.not_assessed_because)
