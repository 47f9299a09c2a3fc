"""A system whose web address, host, database, image and code were scanned: each finding is on its asset, and none gets lost."""

import base64
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from generator.model.facts import SystemFacts
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace

_DAY = date(2026, 11, 20)
_IMAGE, _REPOSITORY = "registry.example/shop/cart:2.1", "https://git.example/shop/cart"
_MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}).encode()
_DIGEST = f"sha256:{hashlib.sha256(_MANIFEST).hexdigest()}"
_REPORTS = Path(__file__).parent.parent / "parsers/scans/testdata"
_SCANS = {
    "zap.json": "zap-json/one.json",
    "nessus.nessus": "nessus-xml/one.nessus",
    "dbprotect.xml": "dbprotect-xml/one.xml",
    "npm.json": "npm-audit-json/one.json",
    "gosec.json": "gosec-json/one.json",
}
_SYSTEM = f"""\
system: {{id: shop, name: Shop, short-name: SH, description: A shop., provider: Example, impact-level: moderate}}
evidence:
  - {{glob: evidence/scans/2026-11-18/npm.json, target: {_REPOSITORY}}}
  - {{glob: evidence/scans/2026-11-18/gosec.json, target: {_REPOSITORY}}}
"""
_TRIVY = {
    "SchemaVersion": 2,
    "CreatedAt": "2026-11-18T08:00:00Z",
    "ArtifactName": _IMAGE,
    "ArtifactType": "container_image",
    "Metadata": {"RepoDigests": [f"registry.example/shop/cart@{_DIGEST}"]},
    "Results": [
        {
            "Target": _IMAGE,
            "Class": "os-pkgs",
            "Type": "debian",
            "Vulnerabilities": [
                {"VulnerabilityID": "CVE-2099-0001", "PkgName": "zlib", "InstalledVersion": "1", "Severity": "HIGH"}
            ],
        }
    ],
}

_BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {
        "timestamp": "2026-11-18T08:00:00Z",
        "component": {"type": "container", "name": f"registry.example/shop/cart@{_DIGEST}"},
    },
    "components": [
        {"type": "library", "name": "negotiatorish", "version": "0.5.3", "purl": "pkg:npm/negotiatorish@0.5.3"},
    ],
}
"""What is in the image: without it no vulnerable dependency of the code is one of the image."""


def _node(name: str, address: str) -> dict[str, object]:
    return {
        "kind": "Node",
        "apiVersion": "v1",
        "metadata": {"name": name},
        "status": {"addresses": [{"type": "InternalIP", "address": address}]},
    }


def _cluster() -> dict[str, object]:
    meta = {"name": "cart", "namespace": "shop", "labels": {"app": "cart"}}
    status = {"name": "main", "image": _IMAGE, "imageID": f"registry.example/shop/cart@{_DIGEST}", "ready": True}
    backend = {"service": {"name": "cart", "port": {"number": 80}}}
    rule = {"host": "shop.example", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}
    return {
        "kind": "List",
        "apiVersion": "v1",
        "items": [
            {
                "kind": "Pod",
                "apiVersion": "v1",
                "metadata": meta,
                "spec": {"containers": [{"name": "main", "image": _IMAGE}]},
                "status": {"phase": "Running", "containerStatuses": [status]},
            },
            {"kind": "Service", "apiVersion": "v1", "metadata": meta, "spec": {"selector": {"app": "cart"}, "ports": []}},
            {"kind": "Ingress", "apiVersion": "networking.k8s.io/v1", "metadata": meta, "spec": {"rules": [rule]}},
            _node("web-1.shop.example", "10.9.0.1"),
            _node("db1", "192.0.2.7"),
        ],
    }


def _registry() -> dict[str, object]:
    labels = {"org.opencontainers.image.source": _REPOSITORY, "org.opencontainers.image.revision": "1" * 40}
    manifest = {"media_type": "application/vnd.oci.image.manifest.v1+json", "digest": _DIGEST}
    return {
        "atopack_registry_image": 1,
        "registry": "registry.example",
        "repository": "shop/cart",
        "tags": ["2.1"],
        "digest": _DIGEST,
        "manifest": manifest | {"raw": base64.b64encode(_MANIFEST).decode()},
        "platforms": [
            {
                "platform": "linux/amd64",
                "digest": _DIGEST,
                "config": {"config": {"User": "1000", "Labels": labels}, "history": []},
            }
        ],
        "referrers": [],
        "not_collected": [],
    }


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> SystemFacts:
    """Of the system on its day."""
    root = tmp_path_factory.mktemp("all-kinds")
    evidence = root / "evidence"
    for folder in ("scans", "cluster", "registry"):
        (evidence / folder / "2026-11-18").mkdir(parents=True)
    (root / "system.yaml").write_text(_SYSTEM)
    for name, report in _SCANS.items():
        (evidence / "scans/2026-11-18" / name).write_bytes((_REPORTS / report).read_bytes())
    (evidence / "scans/2026-11-18/trivy.json").write_text(json.dumps(_TRIVY))
    (evidence / "scans/2026-11-18/bom.json").write_text(json.dumps(_BOM))
    (evidence / "cluster/2026-11-18/prod.json").write_text(json.dumps(_cluster()))
    (evidence / "registry/2026-11-18/cart.json").write_text(json.dumps(_registry()))
    return assessed(Workspace.open(root), _DAY, lambda *_: None).facts


def test_each_finding_is_on_its_asset(facts: SystemFacts) -> None:
    files = {
        (asset.asset_id, Path(source.path).name)
        for weakness in facts.weaknesses
        for asset in weakness.assets
        for source in asset.sources
    }
    assert files == {
        ("shop.example", "zap.json"),
        ("web-1.shop.example", "nessus.nessus"),
        ("db1", "dbprotect.xml"),
        (_IMAGE, "trivy.json"),
        (_IMAGE, "npm.json"),
    }
    assert not facts.unmatched_targets


def test_findings_in_code_are_counted_and_no_items(facts: SystemFacts) -> None:
    assert [path for path, _ in facts.accounting.source_files] == ["evidence/scans/2026-11-18/gosec.json"]
    assert facts.accounting.not_running == 0


def test_the_scans_of_the_month_say_what_they_know(facts: SystemFacts) -> None:
    said = {
        Path(scan.evidence.path).name: (scan.hosts, scan.authenticated, scan.unauthenticated) for scan in facts.scan_quality
    }
    assert said.keys() == {*_SCANS, "trivy.json"}
    assert said["zap.json"] == (1, 0, 0)
    assert said["trivy.json"] == said["npm.json"] == (0, 0, 0)


def test_a_scan_of_the_code_is_no_scan_of_the_image(facts: SystemFacts) -> None:
    (image,) = facts.images
    assert [scan.scanner.name for scan in image.scans] == ["CycloneDX", "Trivy"]
