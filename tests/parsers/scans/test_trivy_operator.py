"""Trivy Operator: what its goldens show only in passing, said in words."""

import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, named, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import trivy_operator_json
from generator.parsers.scans.trivy_operator_wire import TrivyOperatorMeta

_DATA = Path(__file__).parent / "testdata" / "trivy-operator-json"
_API = "aquasecurity.github.io/v1alpha1"
_IMAGE = "registry.example.org/shop/cart:1.4"


def _snapshot(name: str) -> ScanSnapshot:
    taker, snapshot = read(name, (_DATA / name).read_bytes())
    assert taker == "trivy-operator-json"
    return snapshot


def _report(**report: object) -> bytes:
    return json.dumps({"apiVersion": _API, "kind": "VulnerabilityReport", "metadata": {}, "report": report}).encode()


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("ReplicaSet", "cart-7d9f8b6c54", ("Deployment", "cart")),
        ("ReplicaSet", "cart-api-965685897", ("Deployment", "cart-api")),
        ("ReplicaSet", "cart-backend", ("ReplicaSet", "cart-backend")),
        ("ReplicaSet", "965685897", ("ReplicaSet", "965685897")),
        ("ReplicaSet", "-965685897", ("ReplicaSet", "-965685897")),
        ("StatefulSet", "cart-7d9f8b6c54", ("StatefulSet", "cart-7d9f8b6c54")),
        ("ReplicaSet", None, ("ReplicaSet", None)),
    ],
)
def test_the_hash_of_a_replica_set_is_no_identity(kind: str, name: str | None, expected: tuple[str, str | None]) -> None:
    labels = {"trivy-operator.resource.kind": kind, "trivy-operator.resource.name": name}
    assert TrivyOperatorMeta(labels=labels).resource() == (None, *expected)


def test_two_roll_outs_of_one_image_are_one_weakness() -> None:
    snapshot = _snapshot("many.json")
    (found,) = named(snapshot, "CVE-2026-10001")
    assert (found.target, found.entries, snapshot.tally.duplicates) == (_IMAGE, 2, 3)
    assert "7d9f8b6c54" not in repr((snapshot.targets, snapshot.results))


def test_the_image_is_known_by_its_digest() -> None:
    (image,) = [target for target in _snapshot("many.json").targets if target.name == _IMAGE]
    assert image.digests == ("sha256:" + "4" * 64,)
    assert (image.workload, image.os_name, image.end_of_life) == ("shop/Deployment/cart", "debian 12.5", True)


@pytest.mark.parametrize(
    ("artifact", "expected"),
    [
        ({"repository": "a", "tag": "1"}, "r.example.org/a:1"),
        ({"repository": "a", "digest": "sha256:" + "5" * 64}, "r.example.org/a@sha256:" + "5" * 64),
        ({"repository": "a", "digest": "sha256:55"}, "r.example.org/a"),
        ({"tag": "1"}, "(target not named)"),
    ],
)
def test_names_of_images(artifact: object, expected: str) -> None:
    _, snapshot = read("a.json", _report(artifact=artifact, registry={"server": "r.example.org"}, vulnerabilities=[]))
    assert [target.name for target in snapshot.targets] == [expected]


def test_passed_checks_stay_and_are_not_open() -> None:
    snapshot = _snapshot("many.json")
    found = {identifier: named(snapshot, identifier)[0].disposition for identifier in ("KSV001", "KSV014", "KSV099")}
    assert found == {"KSV001": Disposition.OPEN, "KSV014": Disposition.PASSED, "KSV099": Disposition.OPEN}


def test_a_name_that_fits_no_label_is_an_annotation() -> None:
    (found,) = named(_snapshot("many.json"), "KSV041")
    assert found.target == "shop/Role/system:leader"


def test_exposed_secrets_are_secrets_of_the_image() -> None:
    (found,) = named(_snapshot("many.json"), "aws-secret-access-key")
    assert (found.kind, found.target, found.entries) == (ResultKind.SECRET, _IMAGE, 2)


def test_the_control_of_one_framework_is_not_that_of_another() -> None:
    snapshot = _snapshot("compliance.json")
    assert [sighting.disposition for sighting in named(snapshot, "k8s-cis-1.23/1.0")] == [Disposition.PASSED]
    assert {sighting.disposition for sighting in named(snapshot, "k8s-nsa/1.0")} == {Disposition.OPEN, Disposition.PASSED}
    assert [sighting.disposition for sighting in named(snapshot, "k8s-cis-1.23/1.2")] == [Disposition.MANUAL]


def test_a_summary_beside_its_detail_is_counted_once() -> None:
    assert dict(_snapshot("compliance.json").tally.dropped) == {
        "empty entry": 2,
        "control of the summary, listed in detail as well": 1,
    }


@pytest.mark.parametrize("name", ["nothing.json", "sbom_only.json"])
def test_without_a_report_of_findings_nothing_was_assessed(name: str) -> None:
    snapshot = _snapshot(name)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_a_compliance_report_that_has_not_run_yet_is_not_assessed() -> None:
    _, snapshot = read("a.json", json.dumps({"apiVersion": _API, "kind": "ClusterComplianceReport", "status": None}).encode())
    assert (snapshot.assessed, snapshot.tally.results) == (False, 0)


def test_a_list_with_other_objects_is_an_inventory() -> None:
    items = [{"apiVersion": _API, "kind": "VulnerabilityReport"}, {"apiVersion": "v1", "kind": "Pod"}]
    document = Document("a.json", json.dumps({"apiVersion": "v1", "kind": "List", "items": items}).encode())
    assert not trivy_operator_json.recognizes(document)


@pytest.mark.parametrize("kind", ["List", "VulnerabilityReportList"])
def test_the_definition_of_a_report_is_no_report(kind: str) -> None:
    text = {"apiVersion": "v1", "kind": kind, "items": [], "note": "vulnerabilityreports.aquasecurity.github.io"}
    assert not trivy_operator_json.recognizes(Document("a.json", json.dumps(text).encode()))


@pytest.mark.parametrize(
    "report",
    [
        {"vulnerabilities": {}},
        {"vulnerabilities": [{"vulnerabilityID": 1}]},
        {"vulnerabilities": [{"vulnerabilityID": "a", "score": "high"}]},
        {"checks": [{"checkID": "a", "success": "perhaps"}]},
        {"artifact": []},
        {"secrets": [7]},
    ],
)
def test_retyped_values_are_refused_with_their_place(report: dict[str, object]) -> None:
    document = Document("a.json", _report(**report))
    with pytest.raises(ParseError, match=r"\$\.report"):
        trivy_operator_json.parse(document, EVIDENCE)


@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'"\\ud800"'])
def test_too_deep_or_no_value_at_all(inside: bytes) -> None:
    raw = b'{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "VulnerabilityReport", "report": %s}' % inside
    with pytest.raises(ParseError):
        trivy_operator_json.parse(Document("a.json", raw), EVIDENCE)


def test_the_operator_scans_by_itself() -> None:
    assert _snapshot("many.json").monitor == "Trivy Operator"
