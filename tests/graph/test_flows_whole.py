"""All that is known of the flows of whole systems, word by word: flows with their proofs, ways in, and the plan's Table 9.1."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import golden
import msgspec
import pytest

from generator.graph.flow_context import FlowContext
from generator.graph.flows import flow_graph
from generator.graph.ports import ports
from generator.pipeline.loose_files import read_cluster
from tests.graph import written_systems

_SAMPLE = Path(__file__).resolve().parents[2] / "samples/parcel-tracker/evidence/cluster"
_NAMES = ("claims", "court-filings", "housing-vouchers", "library-loans", "newsroom", "online-courses", "video-meetings")


def _whole(path: Path) -> object:
    context: FlowContext = read_cluster([path]).context
    graph = flow_graph(context)
    found = {
        "graph": replace(graph, closed=frozenset()),
        "closed": sorted(graph.closed),
        "ports": ports(context, graph.flows, graph.ways_in),
    }
    return _short(json.loads(msgspec.json.encode(found)))


def _short(value: Any) -> object:
    """A place of evidence as the file's name and what is in it, an end as its name, a port with what is known of it."""
    if isinstance(value, list):
        return [_short(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "sha256" in value:
        return f"{Path(value['path']).name} {value['place']}"
    if "kind" in value and "cluster" in value:
        return f"{value['kind']} {value['name']}"
    if "transport" in value and "number" in value:
        return " ".join(f"{key}={each}" for key, each in value.items() if each)
    return {key: _short(each) for key, each in value.items()}


def test_all_that_is_known_of_the_flows_of_the_sample() -> None:
    golden.check(_whole(_SAMPLE), Path(__file__).parent / "flows_of_the_sample.expected.json")


@pytest.mark.parametrize("name", _NAMES)
def test_all_that_is_known_of_the_flows_of_a_system(name: str) -> None:
    folder = written_systems.SYSTEMS / name
    golden.check(_whole(folder / "running"), folder / "flows.expected.json")
