"""Each check: found, not found, and the evidence it needs."""

from datetime import date

import pytest

from generator.checks.base import CheckEvidence
from generator.checks.registry import CHECKS, run_all
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.match import compare
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.pipeline import PipelineSnapshot
from generator.workspace.system_yaml import read
from tests.facts.scans_made import day, evidence, pods, scan

AS_OF = date(2026, 11, 20)
RUNNING, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
CART = "registry.example/cart:1"


def drawing(*names: str) -> DiagramSnapshot:
    file = evidence("diagrams/a.drawio")
    source = EvidenceSource(file.sha256, file.path)
    nodes = tuple(DiagramNode(id=name, label=name, kind=NodeKind.COMPONENT, source=source) for name in names)
    return DiagramSnapshot(
        evidence=file, format="drawio-xml", taken=None, pages=(DiagramPage(name="1", nodes=nodes, edges=()),)
    )


def pipeline(*images: str) -> PipelineSnapshot:
    file = evidence("evidence/pipelines/build.yml")
    return PipelineSnapshot(evidence=file, system="GitHub Actions", name="build", taken=None, stages=(), images=images)


def found(*snapshots: object, system: str = "") -> dict[str, list[str]]:
    """Subjects by check, for every check that could be made."""
    described = read(system, folder="x")
    facts = facts_of(History.of(snapshots), described, AS_OF)  # type: ignore[arg-type]
    comparison = compare(facts.diagrams, facts.workloads)
    made, discrepancies, _ = run_all(CheckEvidence(system=described, facts=facts, comparison=comparison))
    return {check.id: [one.subject for one in discrepancies if one.check == check.id] for check in made}


CLUSTER = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING)


def test_running_not_drawn_and_drawn_not_running() -> None:
    assert found(CLUSTER, drawing("cart"))["running-not-drawn"] == []
    both = found(CLUSTER, drawing("till"))
    assert both["running-not-drawn"] == ["web/DaemonSet/cart"]
    assert both["drawn-not-running"] == ["1/till"]


def test_image_never_scanned() -> None:
    assert found(CLUSTER)["image-never-scanned"] == [CART]
    assert found(CLUSTER, scan("s.json", CART, [], day(18)))["image-never-scanned"] == []


def test_scan_too_old_counts_thirty_days_inclusively() -> None:
    assert found(CLUSTER, scan("s.json", CART, ["CVE-1"], day(21, 10)))["scan-too-old"] == []
    assert found(CLUSTER, scan("s.json", CART, ["CVE-1"], day(20, 10)))["scan-too-old"] == [CART]
    assert found(CLUSTER, scan("s.json", CART, ["CVE-1"], None))["scan-too-old"] == [CART]


def test_scanned_digest_differs() -> None:
    assert found(CLUSTER, scan("s.json", CART, [], day(18), digests=(RUNNING,)))["scanned-digest-differs"] == []
    assert found(CLUSTER, scan("s.json", CART, [], day(18), digests=(OTHER,)))["scanned-digest-differs"] == [CART]
    assert found(CLUSTER, scan("s.json", CART, [], day(18)))["scanned-digest-differs"] == []


def test_image_not_pinned() -> None:
    assert found(CLUSTER)["image-not-pinned"] == [CART]
    assert found(pods("c/pods.json", day(19), {"cart": f"{CART}@{RUNNING}"}))["image-not-pinned"] == []


def test_image_built_by_unknown() -> None:
    assert found(CLUSTER, pipeline("registry.example/cart:${{ github.sha }}"))["image-built-by-unknown"] == []
    assert found(CLUSTER, pipeline("registry.example/cart-api:1"))["image-built-by-unknown"] == [CART]


def test_registry_not_approved() -> None:
    assert found(CLUSTER, system="approved-registries: [registry.example]")["registry-not-approved"] == []
    assert found(CLUSTER, system="approved-registries: [other.example]")["registry-not-approved"] == [CART]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_without_evidence_a_check_is_a_gap_and_not_a_pass(check: object) -> None:
    system = read("", folder="x")
    facts = facts_of(History(), system, AS_OF)
    made, discrepancies, gaps = run_all(CheckEvidence(system=system, facts=facts, comparison=compare((), ())))
    assert made == ()
    assert discrepancies == ()
    assert check.id in {gap.place for gap in gaps}  # type: ignore[attr-defined]
