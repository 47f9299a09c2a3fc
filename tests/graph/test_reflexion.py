"""Drawn flows beside declared ones: one verdict a line, and one a flow that nobody drew."""

from collections.abc import Sequence

import pytest
from replacing import replace

from generator.graph.flow_context import FlowContext
from generator.graph.flows import flow_graph
from generator.graph.mapping import DiagramMapping, read_mapping
from generator.graph.match import match
from generator.graph.reflexion import reflect
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.flow import OUTSIDE, FlowGraph, Strength
from generator.model.flow_finding import FlowVerdict
from generator.model.inventory import CalledHost, Container, Workload

_FILE = EvidenceFile(path="diagrams/d.mmd", sha256="d" * 64, size=1, media_type="text/plain")
_SOURCE = EvidenceSource(_FILE.sha256, _FILE.path, "")


def _node(name: str, kind: NodeKind = NodeKind.COMPONENT, parent: str | None = None) -> DiagramNode:
    return DiagramNode(id=name, label=name, kind=kind, parent=parent, source=_SOURCE)


def _line(source: str, target: str, *, both: bool = False, into: str | None = None) -> DiagramEdge:
    return DiagramEdge(source_id=source, target_id=target, both_ways=both, target_box=into, source=_SOURCE)


def _runs(name: str, *calls: str, public: bool = False) -> Workload:
    container = Container(name=name, image=name, calls=tuple(CalledHost(each) for each in calls))
    return Workload(
        cluster="c", namespace="n", kind="Deployment", name=name, containers=(container,), instances=1, services=(name,),
        public=public, sources=(_SOURCE,),
    )  # fmt: skip


def _flows(workloads: Sequence[Workload]) -> FlowGraph:
    return flow_graph(FlowContext(workloads=tuple(workloads)))


def _verdicts(
    nodes: Sequence[DiagramNode], edges: Sequence[DiagramEdge], workloads: Sequence[Workload], *left_out: str
) -> set[tuple[str, str, str]]:
    page = DiagramPage(name="p", nodes=tuple(nodes), edges=tuple(edges))
    diagram = DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page,))
    matching = match([diagram], workloads, mapping=DiagramMapping(not_workloads=left_out))
    return {(each.verdict.value, each.source, each.target) for each in reflect(matching, _flows(workloads))}


_SHOP = (_runs("cart", "db"), _runs("db"), _runs("web", "cart", public=True))
_DRAWN = (_node("web"), _node("cart"), _node("db"))


def test_the_four_verdicts() -> None:
    found = _verdicts(_DRAWN, [_line("web", "cart"), _line("db", "cart"), _line("web", "db")], _SHOP)
    ways = {("divergence", "outside", "web")}
    assert found == {("convergence", "web", "cart"), ("reversed", "db", "cart"), ("absence", "web", "db")} | ways


def test_a_flow_that_nobody_drew_names_shapes_and_where_nothing_is_drawn_the_workload() -> None:
    assert _verdicts(_DRAWN[:2], [], _SHOP) == {
        ("divergence", "outside", "web"),
        ("divergence", "web", "cart"),
        ("divergence", "cart", "n/Deployment/db"),
    }


@pytest.mark.parametrize(("source", "target"), [("cart", "db"), ("db", "cart")])
def test_a_line_with_two_heads_is_right_whoever_calls(source: str, target: str) -> None:
    assert ("convergence", source, target) in _verdicts(_DRAWN, [_line(source, target, both=True)], _SHOP)


def test_two_lines_there_and_back_are_a_call_and_its_answer() -> None:
    found = _verdicts(_DRAWN[1:], [_line("cart", "db"), _line("db", "cart")], _SHOP[:2])
    assert found == {("convergence", "cart", "db"), ("convergence", "db", "cart")}


def test_looking_names_up_is_no_flow_that_anybody_draws() -> None:
    calls = (CalledHost("dns", 53),)
    web = Workload(
        cluster="c", namespace="n", kind="Deployment", name="web", instances=1, sources=(_SOURCE,),
        containers=(Container(name="web", image="web", calls=calls),),
    )  # fmt: skip
    assert _verdicts([_node("web"), _node("dns")], [], [web, _runs("dns")]) == set()
    assert _verdicts([_node("web"), _node("dns")], [_line("web", "dns")], [web, _runs("dns")]) == {
        ("convergence", "web", "dns")
    }


def test_the_way_back_of_a_line_with_one_head_is_a_flow_of_its_own() -> None:
    both = (_runs("a", "b"), _runs("b", "a"))
    found = _verdicts([_node("a"), _node("b")], [_line("a", "b")], both)
    assert found == {("convergence", "a", "b"), ("divergence", "b", "a")}


def test_a_line_to_a_box_is_for_everything_inside_it() -> None:
    nodes = [_node("stores", NodeKind.BOUNDARY), _node("db", parent="stores"), _node("cart")]
    assert _verdicts(nodes, [_line("cart", "stores")], _SHOP[:2]) == {("convergence", "cart", "stores")}


def test_a_line_that_ends_at_the_border_of_a_box_stands_for_the_box() -> None:
    nodes = [_node("stores", NodeKind.BOUNDARY), _node("db", parent="stores"), _node("log", parent="stores"), _node("cart")]
    workloads = (*_SHOP[:2], _runs("log"))
    assert _verdicts(nodes, [_line("cart", "log", into="stores")], workloads) == {("convergence", "cart", "log")}


def test_people_reach_what_is_open_to_them_and_the_rest_is_not_judged() -> None:
    nodes = [*_DRAWN, _node("user", NodeKind.ACTOR), _node("mail", NodeKind.EXTERNAL)]
    lines = [_line("user", "web"), _line("user", "db"), _line("cart", "mail"), _line("web", "cart"), _line("cart", "db")]
    assert _verdicts(nodes, lines, _SHOP) == {
        ("convergence", "user", "web"),
        ("not-judged", "user", "db"),
        ("not-judged", "cart", "mail"),
        ("convergence", "web", "cart"),
        ("convergence", "cart", "db"),
    }


def test_a_line_to_a_shape_that_nothing_runs_behind_is_absent_and_one_to_a_note_is_none() -> None:
    nodes = [_node("cart"), _node("gone"), _node("hint", NodeKind.NOTE)]
    lines = [_line("cart", "gone"), _line("cart", "hint"), _line("cart", "nowhere"), _line("cart", "cart")]
    assert _verdicts(nodes, lines, [_runs("cart")]) == {("absence", "cart", "gone")}


def test_what_a_person_left_out_is_not_judged() -> None:
    nodes = [_node("cart"), _node("clients")]
    assert _verdicts(nodes, [_line("clients", "cart")], [_runs("cart")], "clients") == {("not-judged", "clients", "cart")}


def test_a_flow_inside_one_shape_is_not_missed() -> None:
    web, job = Container(name="web", image="w", calls=(CalledHost("db"),)), Container(name="job", image="j")
    workload = Workload(
        cluster="c",
        namespace="n",
        kind="Deployment",
        name="app",
        containers=(web, job),
        instances=1,
        services=("app",),
        sources=(_SOURCE,),
    )
    mapped = DiagramNode(id="all", label="all", kind=NodeKind.COMPONENT, workload="n/*", source=_SOURCE)
    assert _verdicts([mapped], [], [workload, _runs("db")]) <= {("divergence", "n/Deployment/app", "n/Deployment/db")}
    assert _verdicts([_node("web"), _node("job")], [_line("web", "job")], [workload]) == {("not-judged", "web", "job")}


def test_boxes_around_each_other_end() -> None:
    nodes = [_node("a", NodeKind.BOUNDARY, "b"), _node("b", NodeKind.BOUNDARY, "a"), _node("cart", parent="a"), _node("db")]
    assert _verdicts(nodes, [_line("a", "db")], _SHOP[:2]) == {("convergence", "a", "db")}


def test_how_strongly_the_evidence_speaks() -> None:
    assert {(flow.source.key, flow.target.key, flow.strength) for flow in _flows(_SHOP).flows} == {
        ("n/Deployment/cart", "n/Deployment/db", Strength.DECLARED),
        ("n/Deployment/web", "n/Deployment/cart", Strength.DECLARED),
        (OUTSIDE, "n/Deployment/web", Strength.PERMITTED),
    }
    page = DiagramPage(name="p", nodes=(*_DRAWN, _node("user", NodeKind.ACTOR)), edges=(_line("user", "web"),))
    matching = match([DiagramSnapshot(evidence=_FILE, format="t", taken=None, pages=(page,))], _SHOP)
    found = {(each.verdict, each.source, each.target): each for each in reflect(matching, _flows(_SHOP))}
    assert found[FlowVerdict.CONVERGENCE, "user", "web"].strength is Strength.PERMITTED
    divergence = found[FlowVerdict.DIVERGENCE, "cart", "db"]
    assert divergence.strength is Strength.DECLARED
    assert (divergence.source_workloads, divergence.target_workloads) == (("n/Deployment/cart",), ("n/Deployment/db",))


def test_every_port_of_parallel_lines_is_drawn_and_ids_alone_are_no_shape() -> None:
    lines = [replace(_line("web", "cart"), ports=(443,), label="443"), replace(_line("web", "cart"), ports=(80,), label="80")]
    page = DiagramPage(name="p", nodes=_DRAWN, edges=tuple(lines))
    other = tuple(replace(node, label=f"other {node.label}") for node in _DRAWN)
    again = DiagramPage(name="q", nodes=other, edges=(_line("web", "cart"),))
    diagram = DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page, again))
    found = [each for each in reflect(match([diagram], _SHOP), _flows(_SHOP)) if each.line]
    assert [(each.page, each.drawn_ports, each.drawn_label) for each in found] == [("q", (), ""), ("p", (80, 443), "443; 80")]
    assert all(each.drawn_as == (NodeKind.COMPONENT, NodeKind.COMPONENT) for each in found)


def test_a_line_is_headless_only_where_all_that_are_drawn_are() -> None:
    lines = (replace(_line("web", "cart", both=True), headless=True), _line("web", "cart"))
    for edges, expected in ((lines[:1], True), (lines, False)):
        page = DiagramPage(name="p", nodes=_DRAWN, edges=edges)
        diagram = DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page,))
        (found,) = [each for each in reflect(match([diagram], _SHOP), _flows(_SHOP)) if each.line]
        assert found.headless is expected


def test_a_line_to_a_component_inside_a_box_that_stands_for_a_workload_is_for_that_workload() -> None:
    nodes = [_node("cart", NodeKind.BOUNDARY), _node("rules", parent="cart"), _node("db"), _node("web")]
    found = _verdicts(nodes, [_line("rules", "db"), _line("web", "rules")], _SHOP)
    assert {("convergence", "rules", "db"), ("convergence", "web", "rules")} <= found
    assert not [each for each in found if each[0] == "absence"]


def test_of_what_is_open_to_outside_somebody_has_to_draw_the_way_in() -> None:
    user = _node("user", NodeKind.ACTOR)
    assert ("divergence", "outside", "web") in _verdicts([*_DRAWN, user], [], _SHOP)
    for line in (_line("user", "web"), _line("web", "user"), _line("user", "web", both=True)):
        assert ("divergence", "outside", "web") not in _verdicts([*_DRAWN, user], [line], _SHOP)


def test_flows_of_several_workloads_behind_one_shape_are_one_row_as_strong_as_the_strongest() -> None:
    shop = (_runs("cart-a", "db"), _runs("cart-b", "db"), _runs("db"))
    nodes = (_node("cart"), _node("db"))
    page = DiagramPage(name="p", nodes=nodes, edges=())
    mapping = read_mapping("matches:\n  - {drawn: cart, workloads: [cart-a, cart-b]}\n", file="m.yaml")
    diagram = DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page,))
    first, second = _flows(shop).flows
    graph = FlowGraph(flows=(first, replace(second, strength=Strength.OBSERVED)))
    (row,) = reflect(match([diagram], shop, mapping=mapping), graph)
    assert (row.verdict, row.source_label, row.target_label) == (FlowVerdict.DIVERGENCE, "cart", "db")
    assert row.source_workloads == ("n/Deployment/cart-a", "n/Deployment/cart-b")
    assert row.strength is Strength.OBSERVED


def test_a_drawn_line_has_the_texts_of_its_ends() -> None:
    nodes = (replace(_node("w"), label="Web"), replace(_node("c"), label="Cart"))
    page = DiagramPage(name="p", nodes=nodes, edges=(_line("w", "c"),))
    matching = match([DiagramSnapshot(evidence=_FILE, format="t", taken=None, pages=(page,))], _SHOP)
    row = next(each for each in reflect(matching, _flows(_SHOP)) if each.verdict is FlowVerdict.CONVERGENCE)
    assert (row.source_label, row.target_label) == ("Web", "Cart")


def test_a_line_into_a_box_at_a_shape_in_it_is_for_all_external_services_of_the_box() -> None:
    container = Container(name="web", image="web", calls=(CalledHost("mail.vendor.example"),))
    web = replace(_runs("web"), containers=(container,))
    box = [_node("vendors", NodeKind.BOUNDARY), *(_node(each, NodeKind.EXTERNAL, "vendors") for each in ("bank", "mail"))]
    page = DiagramPage(name="p", nodes=(_node("web"), *box), edges=(_line("web", "bank", into="vendors"),))
    matching = match([DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=(page,))], [web])
    named = {(_FILE.sha256, 0, "bank"): "bank.vendor.example", (_FILE.sha256, 0, "mail"): "mail.vendor.example"}
    (found,) = reflect(matching, _flows([web]), named)
    assert (found.verdict, found.target_externals) == (FlowVerdict.CONVERGENCE, tuple(sorted(named.values())))
