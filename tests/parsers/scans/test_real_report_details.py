"""What the counts of real reports (`test_every_real_report.py`) do not show."""

import json
from pathlib import Path
from typing import Any

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.model.scan import Disposition

_CASES = shared("cases/scans")

pytestmark = needs(_CASES)


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
    first, second = ({(each.identifier, each.disposition) for each in form.results} for form in forms)
    assert first == second
    assert len(first) == 259
    assert {disposition for _, disposition in first} == {Disposition.OPEN}
    assert {form.scanner.name for form in forms} == {"Grype"}


@pytest.mark.parametrize("path", sorted((_CASES / "checkov").glob("*")), ids=lambda path: path.name)
def test_checkov_open_are_those_that_failed(path: Path) -> None:
    _, snapshot = read(f"checkov/{path.name}", path.read_bytes())
    entries = sum(sighting.entries for sighting in snapshot.results if sighting.disposition is Disposition.OPEN)
    assert entries == _truth(f"checkov/{path.name}")["status"].get("failed", 0)


def test_the_cves_of_advisories_are_all_there() -> None:
    name = "openscap/many_vuln_rhsa.xml"
    _, snapshot = read(name, (_CASES / name).read_bytes())
    assert len({cve for sighting in snapshot.results for cve in sighting.cves}) == _truth(name)["cves"]


def test_content_for_another_system_is_not_a_clean_scan() -> None:
    name = "openscap/own_debian13_cpe_mismatch_all_notapplicable.xml"
    _, snapshot = read(name, (_CASES / name).read_bytes())
    assert not snapshot.assessed
    assert "35 notapplicable, 556 notselected" in str(snapshot.not_assessed_because)


def _truth(name: str) -> dict[str, Any]:
    counted: dict[str, Any] = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[name]
    return counted
