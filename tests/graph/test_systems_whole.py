"""All that comes out of whole systems, word by word: flows with their proofs, ways in, the plan's Table 9.1, reasons of matches
with their points, suggestions, findings. What is compared lies in `results/`: see `conftest`.
"""

from pathlib import Path

import pytest

from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.graph.mapping import DiagramMapping
from generator.graph.ports import ports
from generator.pipeline.loose_files import read_cluster, read_diagram
from tests.graph import written_systems

_SAMPLE = Path(__file__).resolve().parents[2] / "samples/parcel-tracker/evidence/cluster"


def test_the_flows_of_the_sample() -> None:
    context = read_cluster([_SAMPLE]).context
    graph = flow_graph(context)
    rows = ports(context, graph.flows, graph.ways_in)
    assert len(graph.flows) > 1
    assert len(rows) > 1


@pytest.mark.parametrize("name", written_systems.NAMES)
def test_a_system(name: str) -> None:
    context = read_cluster([written_systems.SYSTEMS / name / "running"]).context
    graph = flow_graph(context)
    ports(context, graph.flows, graph.ways_in)
    drawing = read_diagram(written_systems.drawing(name))
    comparison = compare_whole([drawing], context.workloads, graph, DiagramMapping(), not_started=context.not_started)
    assert comparison.in_both
