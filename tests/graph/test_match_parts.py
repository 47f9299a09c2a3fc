"""The parts of matching one by one: what is probable, what neighbors tell, who is assigned to whom, one shape for several."""

from collections.abc import Sequence
from typing import Any

import pytest
from replacing import replace

from generator.graph import match_assigning
from generator.graph.drawn_shapes import NodeKey, drawn
from generator.graph.match_neighbors import MatchNeighbors
from generator.graph.match_profiles import Profiles
from generator.graph.match_reasons import NEIGHBOR, NO_NEIGHBOR, Evidence, Reason
from generator.graph.match_weighed import Weighed, is_probable
from generator.graph.software_synonyms import software
from generator.model.diagram import DiagramPage, DiagramSnapshot
from generator.model.flow import EndKind, Flow, FlowEnd, Strength
from generator.model.inventory import Workload
from tests.graph.drawn_systems import FILE, compared, matched, runs, shape


def _pair(key: str, points: float, *reasons: Reason, **fields: Any) -> Weighed:
    grounds = frozenset(each.evidence for each in reasons if each.points > 0)
    return Weighed(key, (key,), points, reasons, grounds, fields.get("may_share", False))


_NAMED, _TAKEN = Reason(Evidence.NAME, 4.0, "its name"), Reason(Evidence.TAKEN, -2.5, "has a shape already")


def test_what_has_a_shape_already_is_not_probable_for_another() -> None:
    assert is_probable(_pair("a", 0.5, _NAMED))
    assert not is_probable(_pair("a", 0.5, _NAMED, _TAKEN))


def test_a_name_that_tells_a_little_is_probable_and_less_is_not() -> None:
    assert is_probable(_pair("a", 0.5, Reason(Evidence.NAME, 1.9, "")))
    assert not is_probable(_pair("a", 0.5, Reason(Evidence.NAME, 1.8, "")))
    assert not is_probable(_pair("a", -0.5, _NAMED))


_KEYS: dict[str, NodeKey] = {name: (FILE.sha256, 0, name) for name in ("web", "n1", "hub", "db")}


def _profiles(shapes: Sequence[str], workloads: Sequence[Workload]) -> Profiles:
    page = DiagramPage(name="p", nodes=tuple(map(shape, shapes)), edges=())
    return Profiles(workloads, drawn([DiagramSnapshot(evidence=FILE, format="test", taken=None, pages=(page,))]))


def test_a_service_that_a_cloud_keeps_is_not_called_by_the_host_it_is_reached_at() -> None:
    here, kept = runs("a/Deployment/core|acme/core"), runs("cloud/ManagedService/core|RDS")
    host = ("orders.abc.rds.example",)
    profiles = _profiles(["n1|Core"], [replace(here, services=host), replace(kept, services=host)])
    assert [each.shown for each in profiles.running["a/Deployment/core"].names][:2] == ["core", *host]
    assert [each.shown for each in profiles.running["cloud/ManagedService/core"].names] == ["core"]


def _flow(caller: str, called: str) -> Flow:
    ends = (FlowEnd(EndKind.WORKLOAD, f"a/Deployment/{each}") for each in (caller, called))
    return Flow(source=next(ends), target=next(ends), strength=Strength.DECLARED)


def _beside(lines: Sequence[tuple[str, str]], flows: Sequence[tuple[str, str]], known: str = "web") -> Reason | None:
    """What neighbors say of the shape `n1` and the workload `core`, where it is known what one other shape stands for."""
    profiles = _profiles(["web", "n1|Core", "hub", "db"], [runs("a/Deployment/core|acme/core")])
    neighbors = MatchNeighbors([(_KEYS[one], _KEYS[two]) for one, two in lines], [_flow(*each) for each in flows])
    shape_, workload = profiles.drawn[_KEYS["n1"]], profiles.running["a/Deployment/core"]
    return neighbors.shared(shape_, workload, {_KEYS[known]: (f"a/Deployment/{known}",)})


def _points(reason: Reason | None) -> float | None:
    return None if reason is None else round(reason.points, 3)


def test_a_line_from_a_shape_to_itself_makes_it_no_neighbor_of_its_own() -> None:
    itself = MatchNeighbors([(_KEYS["n1"], _KEYS["n1"]), (_KEYS["n1"], _KEYS["web"])], [])
    assert list(itself.neighbor_shapes(_KEYS["n1"])) == [_KEYS["web"]]


def test_a_flow_as_drawn_tells_more_than_one_the_other_way_round() -> None:
    assert _points(_beside([("web", "n1")], [("web", "core")])) == NEIGHBOR
    assert _points(_beside([("n1", "web")], [("web", "core")])) == round(0.6 * NEIGHBOR, 3)


def test_being_beside_what_everything_calls_tells_less() -> None:
    few = [("core", "hub"), *((f"x{number}", "hub") for number in range(2))]
    many = [("core", "hub"), *((f"x{number}", "hub") for number in range(11))]
    assert _points(_beside([("n1", "hub")], few, "hub")) == NEIGHBOR
    assert _points(_beside([("n1", "hub")], many, "hub")) == round(NEIGHBOR * 0.5, 3)


def test_a_neighbor_tells_against_it_only_where_flows_of_both_are_known() -> None:
    lines = [("web", "n1")]
    assert _points(_beside(lines, [("web", "db"), ("core", "hub")])) == NO_NEIGHBOR
    assert _beside(lines, [("core", "hub")]) is None
    assert _beside(lines, [("web", "db")]) is None


def _best(weighed: dict[NodeKey, list[Weighed]]) -> dict[str, str]:
    return {key[2]: pair.key for key, pair in match_assigning.assigned(weighed).items()}


def test_pairs_are_assigned_together_and_in_a_large_group_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = {
        _KEYS["web"]: [_pair("a", 3.0, _NAMED), _pair("b", 2.5, _NAMED)],
        _KEYS["n1"]: [_pair("a", 2.9, _NAMED)],
    }
    assert _best(weighed) == {"web": "b", "n1": "a"}
    monkeypatch.setattr(match_assigning, "_MOST_ASSIGNED", 3)
    assert _best(weighed) == {"web": "b", "n1": "a"}
    monkeypatch.setattr(match_assigning, "_MOST_ASSIGNED", 2)
    assert _best(weighed) == {"web": "a", "n1": "a"}


def test_a_shape_that_may_share_takes_its_best_whoever_else_has_it() -> None:
    weighed = {
        _KEYS["web"]: [_pair("a", 3.0, _NAMED, may_share=True), _pair("b", 2.5, _NAMED)],
        _KEYS["n1"]: [_pair("a", 2.9, _NAMED)],
    }
    assert _best(weighed) == {"web": "a", "n1": "a"}


def test_two_shapes_with_the_whole_name_of_one_workload_may_both_stand_for_it() -> None:
    workloads = ["a/Deployment/claims-intake-api|acme/claims", "a/Deployment/web|acme/web"]
    found = compared(["n1|Claims intake API", "n2|API claims intake", "web"], workloads, lines="web>n1 web>n2")
    assert matched(found) == {"n1": "claims-intake-api", "n2": "claims-intake-api", "web": "web"}


def test_one_shape_is_not_all_of_a_kind_where_one_of_them_has_a_shape() -> None:
    buckets = ["a/ManagedService/uploads|S3", "a/ManagedService/exports|S3"]
    assert matched(compared(["n1|S3 buckets"], buckets)) == {"n1": "exports uploads"}
    assert matched(compared(["n1|S3 buckets", "n2|uploads"], buckets)) == {"n2": "uploads"}


def test_what_is_drawn_in_the_box_of_a_namespace_is_none_of_another() -> None:
    workloads = ["red/Deployment/claims-scoring|acme/scoring", "blue/Deployment/web|acme/web"]
    assert matched(compared(["red|red|boundary", "n1|Scoring of claims|component|red"], workloads)) == {"n1": "claims-scoring"}
    assert matched(compared(["blue|blue|boundary", "n1|Scoring of claims|component|blue"], workloads)) == {}


@pytest.mark.parametrize(("glued", "parts"), [("ordersdb", ("orders", "database")), ("ordersapi", ("orders", "api"))])
def test_a_word_for_what_it_is_may_be_glued_to_a_name(glued: str, parts: tuple[str, ...]) -> None:
    profiles = _profiles(["n1|Orders"], [runs(f"a/Deployment/{glued}|acme/{glued}")])
    (running,) = profiles.running.values()
    assert parts in [name.words for name in running.names]


def test_a_role_that_is_called_by_its_own_name() -> None:
    for word in ("telemetry", "registry", "tracing", "topic"):
        assert software((word,)).roles, word
    assert software(("telemetry",)).roles == {"telemetry"}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Front End", ("frontend",)),
        ("Back End Data Base", ("backend", "database")),
        ("Back Office", ("back", "office")),
    ],
)
def test_a_name_that_people_write_apart_or_together_is_read_as_one_way(label: str, text: tuple[str, ...]) -> None:
    page = DiagramPage(name="p", nodes=(shape(f"n|{label}"),), edges=())
    (only,) = drawn([DiagramSnapshot(evidence=FILE, format="t", taken=None, pages=(page,))])
    assert Profiles([runs("a/Deployment/web|acme/x")], [only]).drawn[only.key].text == text
