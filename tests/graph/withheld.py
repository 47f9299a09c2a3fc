"""A comparison in which one shape is never matched: what is suggested for it then."""

from collections.abc import Collection, Mapping, Sequence

import pytest

from generator.graph import match_steps, match_weighing
from generator.graph.drawn_shapes import DrawnShape, NodeKey
from generator.graph.flows import flow_graph
from generator.graph.match import match
from generator.graph.suggest import suggest
from generator.model.diagram import NodeKind
from generator.model.flow_finding import Suggestion
from generator.pipeline.loose_files import read_cluster, read_diagram
from tests.graph import written_systems


def first_suggestions(name: str, among: Collection[str], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Suggestion | None]:
    """For each of those rows of a system the first suggestion for its shape, with the row's own match withheld."""
    drawing = read_diagram(written_systems.drawing(name))
    cluster = read_cluster([written_systems.SYSTEMS / name / "running"]).context
    flows = flow_graph(cluster).flows
    rows = written_systems.rows(name)
    found: dict[str, Suggestion | None] = {}
    for shape in match([drawing], cluster.workloads, flows=flows).shapes:
        row = written_systems.row_of(rows, shape.node.id, shape.node.label)
        if row in among and row not in found and shape.node.kind is NodeKind.COMPONENT:
            with monkeypatch.context() as patched:
                _withhold(shape, patched)
                suggestions = suggest(match([drawing], cluster.workloads, flows=flows))
            found[row] = next((each for each in suggestions if each.id == shape.node.id), None)
    return found


def _withhold(shape: DrawnShape, patched: pytest.MonkeyPatch) -> None:
    sure, add, by_name = match_weighing.sure_pairs, match_steps.MatchSteps._add, match_steps._by_name

    def none_for_it(steps: match_steps.MatchSteps, other: DrawnShape, workloads: object) -> None:
        if other.identity != shape.identity:
            add(steps, other, workloads)  # type: ignore[arg-type]

    def without_it(weighed: Mapping[NodeKey, Sequence[object]], are_same: object) -> Mapping[NodeKey, object]:
        return {key: pair for key, pair in sure(weighed, are_same).items() if key != shape.key}  # type: ignore[arg-type]

    patched.setattr(match_steps, "_by_name", lambda other, *rest: None if other is shape else by_name(other, *rest))
    patched.setattr(match_steps.MatchSteps, "_add", none_for_it)
    patched.setattr(match_weighing, "sure_pairs", without_it)
