"""Drawn external systems beside the external services that are known."""

from collections.abc import Sequence

import pytest

from generator.graph.comparison import compare_whole
from generator.graph.mapping import DiagramMapping, MappedShape
from generator.model.comparison import Comparison, MatchTier
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.flow import ANYONE, EndKind, Flow, FlowEnd, FlowGraph, FlowWindow, Strength
from generator.model.flow_finding import FlowVerdict
from generator.model.inventory import Container, Workload
from generator.model.system import ExternalService
from tests.checks.cluster_evidence import TAKEN

_FILE = EvidenceFile(path="diagrams/d.mmd", sha256="d" * 64, size=1, media_type="text/plain")
_SOURCE = EvidenceSource(_FILE.sha256, _FILE.path, "")
_BANK = ExternalService(name="Bank", hosts=("*.bank.example",))
_MAIL = ExternalService(name="Mail Relay", hosts=("mail.example.org",))


def _node(label: str, kind: NodeKind = NodeKind.EXTERNAL, parent: str | None = None) -> DiagramNode:
    return DiagramNode(id=label.lower().replace(" ", "-"), label=label, kind=kind, parent=parent, source=_SOURCE)


def _runs(name: str) -> Workload:
    return Workload(
        cluster="c", namespace="n", kind="Deployment", name=name, containers=(Container(name=name, image=name),), instances=1
    )


def _calls(*targets: str) -> FlowGraph:
    web = FlowEnd(EndKind.WORKLOAD, "n/Deployment/web", "c")
    flows = [Flow(source=web, target=FlowEnd(EndKind.EXTERNAL, each), strength=Strength.DECLARED) for each in targets]
    return FlowGraph(flows=(Flow(source=ANYONE, target=web, strength=Strength.PERMITTED), *flows))


def _compare(
    nodes: Sequence[DiagramNode],
    *lines: tuple[str, str],
    graph: FlowGraph = FlowGraph(),  # noqa: B008 - frozen
    mapping: DiagramMapping = DiagramMapping(),  # noqa: B008 - frozen
) -> Comparison:
    edges = tuple(DiagramEdge(source_id=source, target_id=target, source=_SOURCE) for source, target in lines)
    page = DiagramPage(name="p", nodes=tuple(nodes), edges=edges)
    diagram = DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page,))
    return compare_whole([diagram], [_runs("web")], graph, mapping, [_BANK, _MAIL])


_WEB = _node("web", NodeKind.COMPONENT)


@pytest.mark.parametrize("label", ["Bank", "bank", "Bank (payments)", "bank.example", "Mail relay service", "mail.example.org"])
def test_by_name_or_host(label: str) -> None:
    found = _compare([_WEB, _node(label)])
    assert [each.name for each in found.external] == ["Mail Relay" if "ail" in label else "Bank"]
    assert found.external[0].tier is MatchTier.EXACT
    assert found.external_unknown == ()


def test_a_person_says_which_service_a_shape_is() -> None:
    mapping = DiagramMapping(matches=(MappedShape(drawn="Payments", external=("bank.example",), place="line 2"),))
    found = _compare([_WEB, _node("Payments", NodeKind.COMPONENT)], mapping=mapping)
    assert [(each.name, each.tier, each.because) for each in found.external] == [("Bank", MatchTier.MAPPING, "line 2")]
    assert found.diagram_only == ()


def test_what_nobody_drew_and_what_nobody_lists() -> None:
    found = _compare([_WEB, _node("Bank"), _node("Somebody")], graph=_calls("api.other.example"))
    assert found.external_only == ("Mail Relay", "api.other.example")
    assert [each.label for each in found.external_unknown] == ["Somebody"]
    suggested = _compare([_WEB, _node("Mail Relay 2")]).suggested
    assert [(each.label, each.workload) for each in suggested] == [("Mail Relay 2", "external/Mail Relay")]


def test_a_host_that_is_called_may_be_drawn_by_its_name() -> None:
    found = _compare([_WEB, _node("api.other.example")], graph=_calls("api.other.example"))
    assert [(each.name, each.listed) for each in found.external] == [("api.other.example", False)]


def test_inside_or_outside() -> None:
    boundary = _node("Authorization Boundary", NodeKind.BOUNDARY)
    cluster = _node("Cluster", NodeKind.BOUNDARY)
    within = [boundary, _node("web", NodeKind.COMPONENT, "authorization-boundary")]
    assert _compare([*within, _node("Bank", NodeKind.COMPONENT, "authorization-boundary")]).external[0].inside
    assert not _compare([*within, _node("Bank")]).external[0].inside
    beside = [cluster, _node("web", NodeKind.COMPONENT, "cluster")]
    assert _compare([*beside, _node("Bank", NodeKind.COMPONENT, "cluster")]).external[0].inside
    assert not _compare([*beside, _node("Bank")]).external[0].inside


def test_flows_to_external_services() -> None:
    nodes, graph = [_WEB, _node("Bank"), _node("Mail Relay")], _calls("Bank", "api.other.example")
    lines = [("web", "bank"), ("web", "mail-relay")]
    found = {(each.verdict, each.source, each.target) for each in _compare(nodes, *lines, graph=graph).flows}
    assert found == {
        (FlowVerdict.CONVERGENCE, "web", "bank"),
        (FlowVerdict.NOT_JUDGED, "web", "mail-relay"),
        (FlowVerdict.DIVERGENCE, "web", "api.other.example"),
    }
    watched = FlowGraph(flows=graph.flows, windows=(FlowWindow(start=TAKEN, end=TAKEN),))
    judged = {(each.verdict, each.target) for each in _compare(nodes, *lines, graph=watched).flows}
    assert (FlowVerdict.ABSENCE, "mail-relay") in judged


def test_a_line_at_a_note_crosses_no_boundary() -> None:
    nodes = [_WEB, _node("Bank"), _node("Approved in May", NodeKind.NOTE)]
    found = _compare(nodes, ("approved-in-may", "bank"), ("web", "bank")).crossings
    assert [(each.source, each.target) for each in found] == [("web", "bank")]


def test_a_line_to_a_box_of_external_services() -> None:
    nodes = [_WEB, _node("Outside", NodeKind.BOUNDARY), _node("Bank", parent="outside"), _node("Mail Relay", parent="outside")]
    found = _compare(nodes, ("web", "outside"), graph=_calls("Bank", "Mail Relay")).flows
    assert [(each.verdict, each.target, len(each.flows)) for each in found] == [(FlowVerdict.CONVERGENCE, "outside", 2)]


def test_an_undrawn_flow_ends_at_the_shape_of_the_service() -> None:
    found = _compare([_WEB, _node("Bank")], graph=_calls("Bank")).flows
    assert [(each.verdict, each.source, each.target, each.target_label) for each in found] == [
        (FlowVerdict.DIVERGENCE, "web", "bank", "Bank")
    ]
