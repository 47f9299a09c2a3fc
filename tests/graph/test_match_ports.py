"""A port that is written at a line tells what it leads to, the better the fewer have it."""

from collections.abc import Mapping, Sequence

import pytest
from replacing import replace

from generator.graph.drawn_shapes import DrawnShape, drawn_ports
from generator.graph.match_ports import MatchPorts
from generator.graph.match_profiles import Profiles
from generator.graph.match_reasons import OWN_PORT, Reason
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramEdge, DiagramPage, DiagramSnapshot
from generator.model.flow_finding import Suggestion
from generator.model.inventory import ContainerPort, Workload
from tests.graph.drawn_systems import FILE, SOURCE, compared, matched, runs, shape

_BRIDGE = ["a/Deployment/xmpp", "a/Deployment/jx1|acme/jx1|10000", "a/Deployment/qz2|acme/qz2|7000"]


def test_a_port_that_one_workload_opens_says_which_is_meant() -> None:
    (best, *_) = _of(compared(["xmpp", "n1|Media hub", "n2|Recordings"], _BRIDGE, lines="xmpp>n1@10000 xmpp>n2"), "n1")
    assert best.workload == "a/Deployment/jx1"
    assert best.why.startswith("port 10000 is drawn at it and open in jx1, which nothing else has")


def test_without_the_port_nothing_is_known_of_it() -> None:
    assert _of(compared(["xmpp", "n1|Media hub", "n2|Recordings"], _BRIDGE, lines="xmpp>n1@9 xmpp>n2"), "n1") == []


def test_a_port_and_a_flow_together_are_a_match() -> None:
    running = [*_BRIDGE, "a/Deployment/store-a|acme/a|7443", "a/Deployment/store-b|acme/b|7444"]
    flows = "xmpp>store-a xmpp>store-b"
    shapes = ["xmpp", "n1|Archive store", "n2|Index store"]
    with_ports = compared(shapes, running, lines="xmpp>n1@7444 xmpp>n2@7443", flows=flows)
    assert {key: name for key, name in matched(with_ports).items() if key != "xmpp"} == {"n1": "store-b", "n2": "store-a"}
    assert matched(compared(shapes, running, lines="xmpp>n1 xmpp>n2", flows=flows)).keys() == {"xmpp"}


@pytest.mark.parametrize(("others", "expected"), [(0, 3.0), (1, 1.5), (2, 1.0), (3, None)])
def test_a_port_that_many_open_or_that_is_drawn_at_many_tells_less(others: int, expected: float | None) -> None:
    texts = ["a/Deployment/n|acme/n|8081", *(f"a/Deployment/x{'abc'[each]}|acme/x|8081" for each in range(others))]
    assert _points({"n1": [8081]}, texts) == expected
    assert _points({"n1": [8081], **{f"m{each}": [8081] for each in range(others)}}, texts[:1]) == expected


def test_the_rarest_port_of_several_is_the_reason() -> None:
    texts = ["a/Deployment/n|acme/n|8081|9444", "a/Deployment/m|acme/m|8081"]
    assert _points({"n1": [8081, 9444]}, texts) == OWN_PORT
    assert _points({"n1": [8081]}, texts) == OWN_PORT / 2
    assert _points({"n1": [7]}, texts) is None


def test_a_compose_copy_does_not_make_a_port_less_rare() -> None:
    texts = ["a/Deployment/n|acme/n|8081", "a/ComposeService/m|acme/m|8081"]
    assert _points({"n1": [8081]}, texts) == OWN_PORT
    reason = _reason({"n1": [8081]}, texts)
    assert reason is not None
    assert reason.words == "port 8081 is drawn at it and open in n, which nothing else has"


def test_a_line_that_does_not_show_who_opens_the_connection_says_no_port() -> None:
    edges = (
        DiagramEdge(source_id="a", target_id="b", ports=(80,), source=SOURCE),
        DiagramEdge(source_id="c", target_id="b", ports=(443, 80), source=SOURCE),
        DiagramEdge(source_id="a", target_id="c", ports=(81,), both_ways=True, source=SOURCE),
        DiagramEdge(source_id="a", target_id="d", ports=(82,), headless=True, source=SOURCE),
        DiagramEdge(source_id="a", target_id="e", source=SOURCE),
    )
    page = DiagramPage(name="p", nodes=tuple(map(shape, "abcde")), edges=edges)
    diagram = DiagramSnapshot(evidence=FILE, format="test", taken=None, pages=(page,))
    assert drawn_ports([diagram]) == {(FILE.sha256, 0, "b"): frozenset({80, 443})}


def _of(found: Comparison, id_: str) -> list[Suggestion]:
    return [each for each in found.suggested if each.id == id_]


def _points(drawn: Mapping[str, Sequence[int]], texts: Sequence[str]) -> float | None:
    reason = _reason(drawn, texts)
    return reason.points if reason else None


def _reason(drawn: Mapping[str, Sequence[int]], texts: Sequence[str]) -> Reason | None:
    """For the shape `n1` and the first of the workloads."""
    node = shape("n1|N1")
    placed = DrawnShape(
        key=(FILE.sha256, 0, "n1"), page="p", node=node, identity=("n1", 0), others={"n1": node}, parents=frozenset()
    )
    profiles = Profiles([_opens(text) for text in texts], [placed])
    ports = MatchPorts({(FILE.sha256, 0, key): frozenset(each) for key, each in drawn.items()}, profiles.running.values())
    return ports.shared(profiles.drawn[placed.key], next(iter(profiles.running.values())))


def _opens(text: str) -> Workload:
    key, image, *numbers = text.split("|")
    workload = runs(f"{key}|{image}")
    (container,) = workload.containers
    return replace(workload, containers=(replace(container, ports=tuple(ContainerPort(number=int(each)) for each in numbers)),))
