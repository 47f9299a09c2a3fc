"""What goes wrong when Snyk's reports are read carelessly, said in words."""

import json
from datetime import date
from pathlib import Path

import pytest
from scan_reading import read

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind

_DATA = Path(__file__).parent / "testdata"


def _snapshot(member: str, name: str) -> ScanSnapshot:
    taker, snapshot = read("a.json", (_DATA / member / f"{name}.json").read_bytes())
    assert taker == member
    return snapshot


def test_applications_of_an_image_are_counted_and_belong_to_the_image() -> None:
    image = _snapshot("snyk-json", "image")
    assert (image.tally.results, image.tally.unique) == (3, 3)
    assert [(target.name, target.kind, target.os_name) for target in image.targets] == [
        ("shop/cart:1", TargetKind.IMAGE, "debian 12")
    ]


@pytest.mark.parametrize(
    ("path", "project", "name"),
    [
        ("shop/cart:1/cart", "docker-image|shop/cart", "shop/cart:1"),
        ("cart:1/cart", "docker-image|cart", "cart:1"),
        ("registry:5000/cart", "docker-image|registry:5000/cart", "registry:5000/cart"),
        ("shop/cart", "docker-image|shop/cart", "shop/cart"),
        ("docker-archive:cart:1.tar", "docker-image|cart", "docker-archive:cart:1.tar"),
        ("", "docker-image|shop/cart", "shop/cart"),
    ],
)
def test_the_image_is_named_as_it_was_asked_for(path: str, project: str, name: str) -> None:
    report = {"vulnerabilities": [], "ok": True, "dependencyCount": 3, "docker": {}, "path": path, "projectName": project}
    _, snapshot = read("a.json", json.dumps(report).encode())
    assert [target.name for target in snapshot.targets] == [name]


def test_dependency_paths_are_places_of_one_weakness() -> None:
    many = _snapshot("snyk-json", "many")
    pay = next(one for one in many.results if one.identifier == "SNYK-JAVA-SHOPPAY-900002" and one.target == "shop:a")
    assert (pay.entries, len(pay.packages), pay.cves) == (2, 2, ("CVE-2026-50002", "CVE-2026-50003"))
    assert many.tally.duplicates == 1


def test_no_policy_lowers_a_severity_and_critical_is_not_high() -> None:
    many = {one.identifier: one for one in _snapshot("snyk-json", "many").results if one.target == "shop:a"}
    assert many["SNYK-JAVA-SHOPPAY-900002"].severity is Severity.CRITICAL
    assert many["SNYK-JAVA-SHOPTILL-900003"].severity is Severity.HIGH
    assert many["SNYK-JAVA-SHOPTILL-900004"].severity is Severity.UNKNOWN


def test_ignored_and_patched_are_kept_and_not_open() -> None:
    many = {one.identifier: one for one in _snapshot("snyk-json", "many").results if one.target == "shop:a"}
    assert many["SNYK-JAVA-SHOPTILL-900005"].disposition is Disposition.SUPPRESSED
    assert many["SNYK-JAVA-SHOPTILL-900006"].disposition is Disposition.RESOLVED
    assert many["snyk:lic:maven:shop.example:till:AGPL-3.0"].kind is ResultKind.LICENSE


def test_a_project_that_failed_is_named_and_no_target() -> None:
    many = _snapshot("snyk-json", "many")
    assert many.assessed
    assert "Could not resolve the dependencies" in str(many.not_assessed_because)
    assert [target.name for target in many.targets] == ["shop:a", "shop:c"]


@pytest.mark.parametrize("name", ["failed", "nothing_seen"])
def test_a_test_that_could_not_look_is_not_clean(name: str) -> None:
    snapshot = _snapshot("snyk-json", name)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_an_image_without_packages_is_no_clean_target_beside_others() -> None:
    seen = json.loads((_DATA / "snyk-json" / "image.json").read_bytes())
    unseen = json.loads((_DATA / "snyk-json" / "nothing_seen.json").read_bytes())
    _, snapshot = read("a.json", json.dumps([seen, unseen]).encode())
    assert snapshot.assessed
    assert [target.name for target in snapshot.targets] == ["shop/cart:1"]
    assert "shop/static@" in str(snapshot.not_assessed_because)


def test_a_threshold_is_said() -> None:
    assert "from high upwards" in str(_snapshot("snyk-json", "one").not_assessed_because)


def test_a_file_that_failed_first_hides_no_infrastructure_issues() -> None:
    many = _snapshot("snyk-iac-json", "many")
    assert many.assessed
    assert "odd.tf was not read" in str(many.not_assessed_because)
    ignored = next(one for one in many.results if one.identifier == "SNYK-CC-TF-902")
    assert ignored.disposition is Disposition.SUPPRESSED
    assert not _snapshot("snyk-iac-json", "failed").assessed


def test_two_settings_of_one_file_are_two_results() -> None:
    tally = _snapshot("snyk-iac-json", "many").tally
    assert (tally.results, tally.unique, tally.duplicates, tally.identifiers) == (8, 5, 1, 3)


def test_the_api_remembers_and_may_be_one_page_of_many() -> None:
    many = _snapshot("snyk-api-json", "many")
    standing = {one.identifier: one.disposition for one in many.results}
    assert standing["SNYK-JS-TROLLEY-900001"] is Disposition.SUPPRESSED
    assert standing["SNYK-JS-TROLLEY-900009"] is Disposition.RESOLVED
    assert "more pages follow" in str(many.not_assessed_because)
    assert _snapshot("snyk-api-json", "one").results[0].first_seen == date(2026, 1, 11)


def test_every_package_of_an_api_issue_is_kept() -> None:
    many = {one.identifier: one for one in _snapshot("snyk-api-json", "many").results}
    assert [package.version for package in many["SNYK-JS-TROLLEY-900001"].packages] == ["1.8.0", "1.9.0"]
    assert many["SNYK-JS-TROLLEY-900001"].severity is Severity.CRITICAL


def test_no_issues_are_no_clean_projects() -> None:
    assert not _snapshot("snyk-api-json", "empty").assessed


@pytest.mark.parametrize(
    "content",
    [
        {"vulnerabilities": [{"id": "CVE-1", "severity": "high"}]},
        {"vulnerabilities": []},
        {"id": "SNYK-1", "severity": "high", "from": [], "upgradePath": [], "isUpgradable": False},
        {"ok": False, "error": "no"},
        {"jsonapi": {}, "data": [{"type": "project", "attributes": {"name": "cart"}}]},
        {"jsonapi": {}, "data": []},
        {"jsonapi": {}, "data": [], "links": {"self": "/rest/orgs/0/projects?limit=1"}},
        {"jsonapi": {}, "data": [], "links": []},
    ],
    ids=range(8),
)
def test_what_only_looks_like_it_is_left_alone(content: object) -> None:
    with pytest.raises(StopIteration):
        read("snyk/snyk.json", json.dumps(content).encode())
