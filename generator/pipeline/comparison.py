"""What a build compares: everything that runs with everything that is drawn, and the flows between them."""

from dataclasses import replace

from generator.facts.managed import runs
from generator.graph.flow_ground import FlowGround
from generator.graph.flows import flow_graph
from generator.graph.match import workload_of
from generator.graph.ports import ports
from generator.graph.unheard import unheard
from generator.graph.whole import compare_whole
from generator.model.asset import AssetKind, NoteKey
from generator.model.comparison import Comparison
from generator.model.evidence import Gap
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.model.inventory import without_cluster
from generator.model.system import System
from generator.workspace.decisions import mapping
from generator.workspace.folder import Workspace


def compared(workspace: Workspace, facts: SystemFacts) -> tuple[FlowGraph, Comparison, tuple[Gap, ...]]:
    """Flows as the evidence shows them, drawn against running, and entries of the mapping file that match nothing drawn.

    Raises:
        ConfigError: the mapping file is wrong.
    """
    ground = flow_ground(facts, workspace.system)
    graph, services = flow_graph(ground), workspace.system.external_services
    said = mapping(workspace)
    comparison = compare_whole(facts.diagrams, ground.workloads, graph, said, services)
    labels = {workload_of(key): match.diagram_label for match in comparison.in_both for key in match.workloads}
    purposes = {
        without_cluster(key): function
        for image in facts.images
        if (function := image.notes.text(NoteKey.FUNCTION))
        for key in image.workloads
    }
    graph = replace(graph, ports=ports(ground, graph.flows, labels=labels, purposes=purposes))
    return graph, comparison, unheard(said, facts.diagrams)


def flow_ground(facts: SystemFacts, system: System) -> FlowGround:
    """What flows are derived from."""
    nodes = (each for each in facts.assets if each.kind is AssetKind.NODE)
    return FlowGround(
        workloads=runs(facts),
        services=facts.services,
        configurations=facts.configurations,
        logs=facts.flow_logs,
        nodes=frozenset(address for each in nodes for address in each.addresses),
        externals=system.external_services,
    )
