"""Results of policy reports are findings of the objects that they name; the objects stay evidence of the cluster."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from scan_reading import EVIDENCE

from generator.facts.history import History
from generator.model.inventory import ClusterSnapshot
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.inspect import row
from generator.parsers.scans.policy_reports import findings_of
from generator.pipeline.load import load
from generator.pipeline.parse import parse
from generator.workspace.folder import Workspace

_RESULT: dict[str, Any] = {
    "policy": "named-users",
    "rule": "run-as",
    "message": "a user is missing",
    "result": "fail",
    "severity": "medium",
    "source": "kyverno",
    "timestamp": {"seconds": 1793606400},
    "resources": [
        {"kind": "Deployment", "namespace": "shop", "name": "cart"},
        {"kind": "Pod", "namespace": "shop", "name": "cart-1"},
    ],
}


def _report(*results: object, **more: object) -> dict[str, Any]:
    named = {"name": "r", "namespace": "shop"}
    return {
        "apiVersion": "wgpolicyk8s.io/v1alpha2",
        "kind": "PolicyReport",
        "metadata": named,
        "results": list(results),
        **more,
    }


def _findings(*objects: object, name: str = "a.json") -> ScanSnapshot:
    content = {"apiVersion": "v1", "kind": "List", "items": list(objects)}
    snapshot = findings_of(Document(name, json.dumps(content).encode()), EVIDENCE)
    assert snapshot is not None
    return snapshot


def test_each_result_is_an_entry_about_its_object() -> None:
    passed = {**_RESULT, "rule": "other", "result": "pass"}
    snapshot = _findings(
        _report(_RESULT, _RESULT, passed, {**_RESULT, "result": "skip"}, None, {**_RESULT, "policy": None}, {"policy": []})
    )
    tally = snapshot.tally
    assert (tally.results, tally.unique, tally.duplicates) == (7, 2, 2)
    assert sum(count for _, count in tally.dropped) == 3
    (target,) = snapshot.targets
    assert (target.name, target.kind, target.workload) == ("shop/Deployment/cart", TargetKind.WORKLOAD, "shop/Deployment/cart")
    dispositions = {(result.identifier, result.disposition) for result in snapshot.results}
    assert ("named-users/run-as", Disposition.OPEN) in dispositions
    assert ("named-users/other", Disposition.PASSED) in dispositions
    assert snapshot.results[0].severity is Severity.MODERATE
    assert snapshot.taken == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_what_a_result_is_about_where_it_names_nothing() -> None:
    bare = {**_RESULT, "resources": None}
    scoped = _findings(_report(bare, scope={"kind": "Namespace", "name": "shop"})).targets[0]
    owner = {
        "name": "r",
        "namespace": "shop",
        "ownerReferences": [{"kind": "Scan", "name": "s"}, {"kind": "Pod", "name": "pay-1"}],
    }
    owned = _findings(_report(bare, metadata=owner)).targets[0]
    unnamed = _findings(_report(bare)).targets[0]
    assert (scoped.name, scoped.kind) == ("Namespace/shop", TargetKind.CLUSTER)
    assert owned.name == "shop/Pod/pay-1"
    assert not unnamed.named


@pytest.mark.parametrize("group", ["policy.kubernetes.io/v1", "wgpolicyk8s.io/v1beta1", "reports.x-k8s.io/v1beta1"])
def test_the_group_may_be_any_that_the_format_has_had(group: str) -> None:
    """The first had `data` and `status` in place of `properties` and `result`."""
    old = {"policy": "no-root", "status": "Fail", "data": {"severity": "high"}}
    (result,) = _findings({**_report(old), "apiVersion": group}).results
    assert (result.identifier, result.severity, result.disposition) == ("no-root", Severity.HIGH, Disposition.OPEN)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, ResultKind.MISCONFIGURATION),
        ({"source": "Trivy", "policy": "", "properties": {"VulnerabilityID": "CVE-2026-1001"}}, ResultKind.VULNERABILITY),
        ({"policy": "CVE-2026-1001"}, ResultKind.VULNERABILITY),
        ({"category": "vulnerability scan"}, ResultKind.VULNERABILITY),
        ({"source": "KubeArmor Policy Engine"}, ResultKind.EVENT),
    ],
)
def test_what_kind_of_finding_it_is(changes: dict[str, object], kind: ResultKind) -> None:
    assert _findings(_report({**_RESULT, **changes})).results[0].kind is kind


def test_a_vulnerability_has_its_package() -> None:
    properties = {
        "VulnerabilityID": "CVE-2026-1001",
        "InstalledVersion": "1.0",
        "FixedVersion": "1.1",
        "PrimaryURL": "https://a.example",
    }
    (result,) = _findings(
        _report({**_RESULT, "policy": "", "rule": None, "category": "cartish", "properties": properties})
    ).results
    (package,) = result.packages
    assert (result.identifier, result.cves) == ("CVE-2026-1001", ("CVE-2026-1001",))
    assert (package.name, package.version, package.fixed_version) == ("cartish", "1.0", "1.1")


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'{"kind": "PolicyReport", "apiVersion": "other/v1"}',
        b'[{"text": "wgpolicyk8s.io/"}]',
        b"\x1f\x8bwgpolicyk8s.io/",
        b"a,b\nopenreports.io/,c\n",
    ],
)
def test_other_files_hold_none(raw: bytes) -> None:
    assert findings_of(Document("a", raw), EVIDENCE) is None


def test_a_report_of_another_shape_is_counted_as_lost() -> None:
    snapshot = _findings(_report(_RESULT), {**_report(), "metadata": 7})
    assert dict(snapshot.tally.dropped) == {"an entry of another shape": 1}
    assert "1 entry of the report does not say" in (snapshot.not_assessed_because or "")


def test_a_file_is_objects_and_findings(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("{}\n")
    folder = tmp_path / "evidence/cluster/prod"
    folder.mkdir(parents=True)
    file = folder / "reports.json"
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": [_report(_RESULT)]}))
    file.with_name("reports.json.sidecar.json").write_text(json.dumps({"collected": "2026-11-03T00:00:00Z"}))
    parsed = parse(load(Workspace.open(tmp_path), date(2026, 11, 20)), lambda _what, _done, _all: None)
    assert {type(snapshot) for snapshot in parsed.snapshots} == {ClusterSnapshot, ScanSnapshot}
    history = History.of(parsed.snapshots)
    assert (len(history.of_kind(ClusterSnapshot)), len(history.of_kind(ScanSnapshot)), len(history.evidence())) == (1, 1, 1)
    inspected = row(file)
    assert (inspected["family"], inspected["results"], inspected["ids"]) == ("cluster", 1, 1)
