"""Flows, as far as the evidence tells: declared, permitted, observed. See `generator.model.flow` for what these words mean."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.graph.flow_context import FlowContext
from generator.graph.flow_declared import declared, unanswered
from generator.graph.flow_dependencies import dependencies
from generator.graph.flow_drafts import FlowEvidence, joined
from generator.graph.flow_mesh import Mesh
from generator.graph.flow_names import FlowNames
from generator.graph.flow_observed import observed, windows
from generator.graph.flow_policies import permitted
from generator.graph.ways_closed import closed
from generator.graph.ways_in import ways_in
from generator.model.flow import ANYONE, EndKind, Flow, FlowGraph, FlowProof, Strength, WayIn
from generator.model.flow_finding import FlowFinding


def flow_graph(context: FlowContext) -> FlowGraph:
    """Every pair of ends once, sorted."""
    names = FlowNames(context)
    ways = ways_in(context, names)
    flows = joined((*declared(context, names, ways), *_entries(ways), *permitted(context, names), *observed(context, names)))
    needed = dependencies(context, names, flows)
    return FlowGraph(
        flows=_encrypted(flows, Mesh(context)),
        windows=windows(context),
        unanswered=unanswered(context, names),
        ways_in=ways,
        dependencies=needed,
        closed=closed(context, ways, (*flows, *needed)),
    )


def without_undrawn(graph: FlowGraph, findings: Iterable[FlowFinding]) -> FlowGraph:
    """Without the flows inside the system that are only possible and on no diagram: nothing says that there are any."""
    drawn = {(flow.source, flow.target) for finding in findings if finding.line is not None for flow in finding.flows}
    return replace(
        graph,
        flows=tuple(
            each
            for each in graph.flows
            if each.strength is not Strength.POSSIBLE
            or each.target.kind is not EndKind.WORKLOAD
            or (each.source, each.target) in drawn
        ),
    )


def _encrypted(flows: tuple[Flow, ...], mesh: Mesh) -> tuple[Flow, ...]:
    """What a mesh encrypts is encrypted, whatever the scheme of a URL says: the proxies take it over."""
    return tuple(replace(each, encryption=words) if (words := mesh.encryption(each)) else each for each in flows)


def _entries(ways: Iterable[WayIn]) -> Iterator[FlowEvidence]:
    """Of ways in: *permitted* from outside to each workload, *declared* from each controller or gateway that leads to it.

    Of a port that is published on a host it is not known who calls it: that is no flow.
    """
    for way in ways:
        if way.conditional:
            continue
        let_in = FlowProof(strength=Strength.PERMITTED, because=way.because, source=way.source)
        passed_on = FlowProof(strength=Strength.DECLARED, because=way.because, source=way.source)
        for target in way.targets:
            yield FlowEvidence(source=ANYONE, target=target.end, proof=let_in, ports=target.ports, encryption=way.encryption)
            for point in way.through:
                yield FlowEvidence(source=point, target=target.end, proof=passed_on, ports=target.inner)
