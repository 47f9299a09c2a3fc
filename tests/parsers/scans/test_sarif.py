"""What the goldens of SARIF show only in passing, said in words."""

import json
from pathlib import Path

import msgspec
import pytest
from scan_reading import read

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind

_DATA = Path(__file__).parent / "testdata" / "sarif-json"


def _snapshot(name: str) -> ScanSnapshot:
    return read("a.sarif", (_DATA / f"{name}.json").read_bytes())[1]


def _one(result: object, rule: object = None, **run: object) -> ScanSnapshot:
    tool = {"driver": {"name": "CodeLook", "rules": [rule] if rule else []}}
    log = {"version": "2.1.0", "runs": [{"tool": tool, "results": [result], **run}]}
    return read("a.sarif", json.dumps(log).encode())[1]


@pytest.mark.parametrize(
    ("suppressions", "expected"),
    [
        (None, Disposition.OPEN),
        ([], Disposition.OPEN),
        ([{"kind": "inSource"}], Disposition.SUPPRESSED),
        ([{"kind": "external", "status": "accepted"}], Disposition.SUPPRESSED),
        ([{"kind": "external", "status": "underReview"}], Disposition.OPEN),
        ([{"kind": "external", "status": "rejected"}], Disposition.OPEN),
        ([{"kind": "inSource"}, {"kind": "external", "status": "rejected"}], Disposition.OPEN),
        ([None], Disposition.OPEN),
    ],
)
def test_only_accepted_suppressions_close(suppressions: object, expected: Disposition) -> None:
    (sighting,) = _one({"ruleId": "r", "suppressions": suppressions}).results
    assert sighting.disposition is expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("fail", Disposition.OPEN),
        ("pass", Disposition.PASSED),
        ("informational", Disposition.PASSED),
        ("notApplicable", Disposition.NOT_APPLICABLE),
        ("review", Disposition.MANUAL),
        ("open", Disposition.MANUAL),
        ("something new", Disposition.OPEN),
    ],
)
def test_kinds(kind: str, expected: Disposition) -> None:
    (sighting,) = _one({"ruleId": "r", "kind": kind}).results
    assert sighting.disposition is expected


@pytest.mark.parametrize(
    ("result", "rule", "expected"),
    [
        ({"level": "error"}, None, (Severity.HIGH, "error")),
        ({"level": "note"}, None, (Severity.LOW, "note")),
        ({"level": "none"}, None, (Severity.INFORMATIONAL, "none")),
        ({}, None, (Severity.MODERATE, "")),
        ({}, {"defaultConfiguration": {"level": "error"}}, (Severity.HIGH, "error")),
        ({"level": "note"}, {"defaultConfiguration": {"level": "error"}}, (Severity.LOW, "note")),
        ({"level": "error"}, {"properties": {"security-severity": "5.3"}}, (Severity.MODERATE, "5.3")),
        ({"level": "error"}, {"properties": {"security-severity": 9.0}}, (Severity.CRITICAL, "9.0")),
        ({"level": "error"}, {"properties": {"security-severity": "0.0"}}, (Severity.HIGH, "error")),
        ({"level": "error"}, {"properties": {"security-severity": "nan"}}, (Severity.HIGH, "error")),
        ({"level": "error", "properties": {"issue_severity": "LOW"}}, None, (Severity.LOW, "LOW")),
        ({"level": "error", "properties": {"issue_severity": "ODD"}}, None, (Severity.HIGH, "error")),
        ({"level": "fatal"}, None, (Severity.UNKNOWN, "fatal")),
    ],
)
def test_severity_comes_from_the_most_particular_place(
    result: dict[str, object], rule: dict[str, object] | None, expected: tuple[Severity, str]
) -> None:
    found = _one({"ruleId": "r", **result}, {"id": "r", **rule} if rule else None)
    (sighting,) = found.results
    assert (sighting.severity, sighting.native_severity) == expected


@pytest.mark.parametrize("name", ["many", "trivy", "gitleaks"])
def test_secrets_stay_in_the_parser(name: str) -> None:
    raw = (_DATA / f"{name}.json").read_bytes()
    assert b"very-secret" in raw
    snapshot = _snapshot(name)
    assert any(sighting.kind is ResultKind.SECRET for sighting in snapshot.results)
    assert b"very-secret" not in msgspec.json.encode(snapshot)


def test_a_token_in_the_address_of_the_repository_is_cut_out() -> None:
    snapshot = _snapshot("one")
    assert snapshot.targets[0].name == "https://git.shop.example/shop/cart"
    assert b"t0ken" not in msgspec.json.encode(snapshot)


def test_trivys_own_word_leads_over_its_score() -> None:
    found = {sighting.identifier: sighting for sighting in _snapshot("trivy").results}
    vulnerability = found["CVE-2026-51001"]
    assert (vulnerability.severity, vulnerability.native_severity) == (Severity.HIGH, "HIGH")
    assert [(package.name, package.fixed_version) for package in vulnerability.packages] == [("libssl", None), ("ssl", "3.2")]
    assert found["DS-0002"].kind is ResultKind.MISCONFIGURATION
    assert found["pay:GPL-3.0"].kind is ResultKind.LICENSE


def test_trivys_image_is_the_target() -> None:
    (target,) = _snapshot("trivy").targets
    assert (target.name, target.kind) == ("registry.shop.example/shop/pay:7", TargetKind.IMAGE)
    assert (target.digests, target.image_id) == (("sha256:" + "8" * 64,), "sha256:" + "3" * 64)


def test_grypes_rule_is_the_vulnerability_and_a_package() -> None:
    snapshot = _snapshot("grype")
    image = next(sighting for sighting in snapshot.results if sighting.target.startswith("registry."))
    assert (snapshot.scanner.name, image.identifier) == ("Grype", "GHSA-aaaa-bbbb-cccc")
    assert (image.severity, image.packages[0].purl) == (Severity.MODERATE, "pkg:npm/web-kit@2.0.0")


def test_no_results_is_not_an_empty_list_of_results() -> None:
    assert _snapshot("empty").assessed
    for name in ("no_runs", "not_run"):
        snapshot = _snapshot(name)
        assert not snapshot.assessed
        assert snapshot.not_assessed_because


def test_a_failed_run_with_results_says_so() -> None:
    snapshot = _snapshot("two_tools")
    assert snapshot.assessed
    assert "KICS" in str(snapshot.not_assessed_because)
    assert (snapshot.scanner.name, snapshot.scanner.version) == ("Semgrep, KICS", None)


def test_a_rule_is_found_by_index_by_name_and_in_an_extension() -> None:
    found = {sighting.identifier: sighting for sighting in _snapshot("many").results}
    assert found["CL200"].description == "md5 is weak, use sha256; not {9}"
    assert found["CL200/sub"].title == "Weak hash"
    assert found["EX1"].title == "From an extension"


def test_an_index_that_contradicts_the_name_is_not_followed() -> None:
    rule = {"id": "other", "shortDescription": {"text": "wrong"}}
    (sighting,) = _one({"ruleId": "r", "ruleIndex": 0, "message": {"text": "right"}}, rule).results
    assert sighting.title == "right"


def test_what_the_baseline_had_and_the_run_has_not_is_resolved() -> None:
    (sighting,) = _one({"ruleId": "r", "baselineState": "absent"}).results
    assert sighting.disposition is Disposition.RESOLVED
    (sighting,) = _one({"ruleId": "r", "baselineState": "unchanged"}).results
    assert sighting.disposition is Disposition.OPEN


def test_long_messages_are_read_in_time() -> None:
    message = "A low vulnerability in a package: " + "b, version c " * 200_000
    log = {"tool": {"driver": {"name": "grype"}}, "results": [{"ruleId": "r", "message": {"text": message}}]}
    _, snapshot = read("a.sarif", json.dumps({"version": "2.1.0", "runs": [log]}).encode())
    assert snapshot.results[0].identifier == "r"


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ({"properties": {"tags": ["security", "external/cwe/cwe-079", "CWE-352: Forged requests", "wasc/79"]}}, {}),
        ({"properties": {"cwe": ["CWE-79", "CWE-352"]}}, {}),
        (
            {"relationships": [{"target": {"id": "79", "toolComponent": {"name": "CWE", "index": 0}}, "kinds": ["superset"]}]},
            {"taxa": [{"id": "CWE-352", "toolComponent": {"name": "CWE"}}, {"id": "1", "toolComponent": {"name": "OWASP"}}]},
        ),
        ({"properties": {"tags": ["external/cwe/cwe-352"]}}, {"taxa": [{"id": "79", "toolComponent": {"name": "cwe"}}, None]}),
    ],
)
def test_kinds_of_weakness_stand_in_tags_in_a_list_and_in_the_taxonomy(
    rule: dict[str, object], result: dict[str, object]
) -> None:
    (found,) = _one({"ruleId": "r", **result}, {"id": "r", **rule}).results
    assert found.cwes == ("CWE-79", "CWE-352")


def test_other_taxonomies_and_odd_bags_state_no_kind() -> None:
    odd = {"id": "r", "properties": {"tags": "CWE-79", "cwe": 7}, "relationships": [{}, {"target": {"id": "79"}}]}
    assert _one({"ruleId": "r", "taxa": [{"id": "3"}]}, odd).results[0].cwes == ()
