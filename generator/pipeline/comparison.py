"""What a build compares: everything that runs with everything that is drawn, and the flows between them."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from generator.facts.managed import runs
from generator.graph.comparison import compare_whole
from generator.graph.flow_context import FlowContext
from generator.graph.flows import flow_graph, without_undrawn
from generator.graph.ports import ports
from generator.graph.unused_decisions import unused_decisions
from generator.model.asset import AssetKind, NoteKey
from generator.model.comparison import Comparison
from generator.model.diagram_labels import DiagramLabels
from generator.model.evidence import Gap, GapKind
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
    context = flow_context(facts, workspace.system)
    graph, services = flow_graph(context), workspace.system.external_services
    diagram_mapping = mapping(workspace)
    comparison = compare_whole(
        facts.diagrams, context.workloads, graph, diagram_mapping, services, not_started=context.not_started
    )
    graph = without_undrawn(graph, comparison.flows)
    labels = DiagramLabels.of(comparison)
    graph = replace(graph, ports=ports(context, graph.flows, graph.ways_in, labels=labels, purposes=purposes_of(facts)))
    return graph, comparison, (*unused_decisions(diagram_mapping, facts.diagrams), *_unanswered(graph))


def purposes_of(facts: SystemFacts) -> dict[str, tuple[str, ...]]:
    """By workload, what people say that its images do: of several images all of it."""
    stated: dict[str, set[str]] = defaultdict(set)
    for image in facts.images:
        function = image.notes.text(NoteKey.FUNCTION)
        for key in image.workloads if function else ():
            stated[without_cluster(key)].add(function)
    return {key: tuple(sorted(functions)) for key, functions in stated.items()}


def _unanswered(graph: FlowGraph) -> Iterator[Gap]:
    """References to nothing: a wrong name, or a part of the system that was not collected."""
    for call in graph.unanswered:
        yield Gap(
            path=call.source.path,
            place=call.source.place,
            kind=GapKind.NOT_COLLECTED,
            reason=f"{call.workload} calls {call.host} ({call.because}), and no service of this name was collected",
            next_step=f"correct the name {call.host}, or collect what it stands for",
        )


def flow_context(facts: SystemFacts, system: System) -> FlowContext:
    """What flows are derived from."""
    nodes = (each for each in facts.assets if each.kind is AssetKind.NODE)
    return FlowContext(
        workloads=runs(facts),
        not_started=facts.not_started,
        services=facts.services,
        configurations=facts.configurations,
        logs=facts.flow_logs,
        nodes=frozenset(address for each in nodes for address in each.addresses),
        externals=system.external_services,
    )
