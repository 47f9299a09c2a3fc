"""Reports of known tools with a key less, or wrapped: the least that identifies one is enough."""

import json

import pytest
from scan_reading import read

from generator.model.scan import Disposition

_PACKAGE = {"package": {"name": "tar"}, "version": "1"}
_GITLAB = {
    "id": "1",
    "severity": "High",
    "location": {"dependency": _PACKAGE, "image": "registry.shop.example/cart:1"},
    "identifiers": [{"type": "cve", "value": "CVE-2026-50001"}],
}
_LAYER = {
    "Name": "sha256:" + "a" * 64,
    "NamespaceName": "",
    "Features": [
        {
            "Name": "tar",
            "Version": "1",
            "Vulnerabilities": [
                {"Name": "CVE-2026-50001", "Severity": "High", "Metadata": {"NVD": {"CVSSv3": {"Score": "", "Vectors": ""}}}}
            ],
        }
    ],
}
_NEUVECTOR = {"name": "CVE-2026-50001", "severity": "High", "package_name": "tar", "package_version": "1", "score_v3": 7.5}
_TRIVY = {
    "Target": "cart",
    "Class": "os-pkgs",
    "Vulnerabilities": [{"VulnerabilityID": "CVE-2026-50001", "PkgName": "tar", "Severity": "HIGH"}],
}
_CHECK = {"severity": "LOW", "success": False, "title": "Root file system is writable"}
_AUDIT = {
    "apiVersion": "aquasecurity.github.io/v1alpha1",
    "kind": "ConfigAuditReport",
    "metadata": {"name": "replicaset-cart", "namespace": "shop"},
    "report": {"summary": {"lowCount": 1}, "checks": [_CHECK]},
}


@pytest.mark.parametrize(
    ("content", "format_name", "identifier"),
    [
        ({"version": "15.0.0", "vulnerabilities": [_GITLAB]}, "gitlab-container-json", "CVE-2026-50001"),
        ({"vulnerabilities": [_GITLAB]}, "gitlab-container-json", "CVE-2026-50001"),
        ({"status": "scanned", "data": {"Layer": _LAYER}}, "clair-layer-json", "CVE-2026-50001"),
        ({"report": {"vulnerabilities": [_NEUVECTOR]}}, "neuvector-image-json", "CVE-2026-50001"),
        ({"Results": [_TRIVY]}, "trivy-json", "CVE-2026-50001"),
        (_AUDIT, "trivy-operator-json", "Root file system is writable"),
    ],
    ids=["gitlab", "gitlab-without-version", "quay", "neuvector", "trivy", "trivy-operator"],
)
def test_is_read(content: object, format_name: str, identifier: str) -> None:
    taken_by, snapshot = read("report.json", json.dumps(content).encode())
    assert taken_by == format_name
    assert [(result.identifier, result.disposition) for result in snapshot.results] == [(identifier, Disposition.OPEN)]
    assert snapshot.assessed


def test_quay_names_the_manifest_and_says_what_waits() -> None:
    _, scanned = read("report.json", json.dumps({"status": "scanned", "data": {"Layer": _LAYER}}).encode())
    assert scanned.targets[0].digests == (_LAYER["Name"],)
    _, queued = read("report.json", json.dumps({"status": "queued", "data": {"Layer": {**_LAYER, "Features": []}}}).encode())
    assert not queued.assessed
    assert "queued" in (queued.not_assessed_because or "")


@pytest.mark.parametrize("content", [{"dependencies": []}, {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}])
def test_pip_audit_without_fixes_proves_nothing(content: object) -> None:
    taken_by, snapshot = read("report.json", json.dumps(content).encode())
    assert taken_by == "pip-audit-json"
    assert not snapshot.assessed
