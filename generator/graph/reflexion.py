"""Drawn flows beside those that the evidence tells of: the reflexion model of Murphy, Notkin and Sullivan
(Software Reflexion Models: Bridging the Gap between Design and Implementation, IEEE TSE 27(4), 2001).

*Convergence*: drawn, and in the evidence. *Divergence*: in the evidence, and not drawn. *Absence*: drawn, and no evidence
tells of it. *Reversed*: drawn from A to B, while B calls A. A line that begins or ends at a box is for everything drawn inside
it (Koschke and Simon, Hierarchical Reflexion Models, WCRE 2003); one at a component inside a box that stands for a workload is
for that workload. Lines between people, outside systems and notes prove nothing about what runs: *not judged*. So is a line to
an external service that no configuration names, unless flow logs were collected: hosts often stand in secrets, which are not
read. And so is a line at a shape whose workload is only probable, where no flow bears it out, and a line whose ends a
dependency joins (`depends_on`), which is no flow. A flow that is only possible bears a line out, and is none where it is not
drawn. Ways in are flows from whoever is outside: one that is not drawn is a
divergence, and one that is drawn into what nothing opens, where the evidence would show it, an absence.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from generator.graph.drawn_line_ends import DrawnLine, LineEnds, called
from generator.graph.drawn_shapes import NodeKey
from generator.graph.flow_index import FlowIndex, FlowPair
from generator.graph.match import Matching
from generator.graph.ways_drawn import expected
from generator.model.flow import STRENGTHS, DeclaredDependency, EndKind, Flow, FlowEnd, FlowGraph, Strength
from generator.model.flow_finding import FlowFinding, FlowVerdict

_NAMES = 53
"""The port of DNS."""


def reflect(
    matching: Matching,
    graph: FlowGraph,
    externals: Mapping[NodeKey, str] = MappingProxyType({}),
    not_started: Collection[str] = (),
) -> tuple[FlowFinding, ...]:
    """Every drawn line and every flow of the evidence, each pair of ends once a verdict, sorted.

    `externals`: the external service that a shape stands for; `not_started`: keys of workloads that no one is known to start,
    so that they have no flows.
    """
    ends = LineEnds(matching, externals, not_started)
    known, on = FlowIndex(graph, ends.drawn_pairs()), ends.leading_on()
    findings: dict[tuple[FlowVerdict, str, str, str], FlowFinding] = {}
    covered: set[FlowPair] = set()
    for line in ends.lines():
        verdict, explained = known.judge(line, leads_on=line in on)
        covered |= explained
        if verdict:
            needed = () if explained else known.dependencies(line)
            finding = replace(_drawn(verdict, line, ends, known.flows(explained), needed), leads_on=line in on)
            # NOTE: draw.io numbers the shapes of every page alike, so ids alone may mean two things.
            key = (verdict, finding.source, finding.target, repr((line.source.shape.identity, line.target.shape.identity)))
            if finding.leads_in and not finding.flows:
                finding = replace(finding, conditional=known.conditional(line))
            findings[key] = _parallel(findings[key], finding) if key in findings else finding
    for finding in _undrawn(graph, covered, ends):
        key = (finding.verdict, finding.source, finding.target, "")
        findings[key] = _joined(findings[key], finding) if key in findings else finding
    return tuple(findings[key] for key in sorted(findings))


def _drawn(
    verdict: FlowVerdict,
    line: DrawnLine,
    ends: LineEnds,
    flows: tuple[Flow, ...],
    dependencies: tuple[DeclaredDependency, ...],
) -> FlowFinding:
    edge = line.edge
    return FlowFinding(
        verdict=verdict,
        source=ends.shown(line.source.shape),
        target=ends.shown(line.target.shape),
        source_label=called(line.source.shape),
        target_label=called(line.target.shape),
        source_workloads=tuple(sorted(line.source.workloads)),
        target_workloads=tuple(sorted(line.target.workloads)),
        strength=min((each.strength for each in flows), key=STRENGTHS.index, default=None),
        flows=flows,
        dependencies=dependencies,
        page=line.source.shape.page,
        drawn_label=edge.label,
        drawn_ports=edge.ports,
        drawn_protocols=edge.protocols,
        drawn_as=(line.source.shape.node.kind, line.target.shape.node.kind),
        source_externals=tuple(sorted(line.source.externals)),
        target_externals=tuple(sorted(line.target.externals)),
        both_ways=edge.both_ways,
        headless=edge.headless,
        leads_in=line.leads_in,
        snapped=edge.snapped,
        line=edge.source,
    )


def _undrawn(graph: FlowGraph, covered: set[FlowPair], ends: LineEnds) -> Iterator[FlowFinding]:
    """NOTE: of what anyone may open, only the ways in are judged that a person would draw."""
    leading = [*(line for line in ends.lines() if line.leads_in), *ends.leading_on()]
    entered = {key for line in leading for key in line.source.workloads | line.target.workloads}
    to_draw = expected(graph.ways_in, entered)
    for flow in graph.flows:
        pair = flow.source.key, flow.target.key
        if flow.source.kind is EndKind.ANYONE and flow.target not in to_draw:
            continue
        if pair in covered or ends.drawn_as_one(flow) or _is_lookup(flow) or flow.strength is Strength.POSSIBLE:
            continue
        source, target = ends.standing_for(flow.source.key), ends.standing_for(flow.target.key)
        yield FlowFinding(
            verdict=FlowVerdict.DIVERGENCE,
            source=source[0],
            target=target[0],
            source_label=source[1],
            target_label=target[1],
            source_workloads=(flow.source.key,) if flow.source.kind is EndKind.WORKLOAD else (),
            target_workloads=(flow.target.key,) if flow.target.kind is EndKind.WORKLOAD else (),
            strength=flow.strength,
            flows=(flow,),
        )


def _is_lookup(flow: Flow) -> bool:
    """Every pod resolves names; it need not be drawn, and may be."""
    return bool(flow.ports) and all(port.number == _NAMES for port in flow.ports)


def _joined(finding: FlowFinding, two: FlowFinding) -> FlowFinding:
    """Flows of several workloads between the same two shapes."""
    flows = tuple(sorted({(flow.source, flow.target): flow for flow in (*finding.flows, *two.flows)}.values(), key=_ends_of))
    return replace(
        finding,
        source_workloads=tuple(sorted({*finding.source_workloads, *two.source_workloads})),
        target_workloads=tuple(sorted({*finding.target_workloads, *two.target_workloads})),
        strength=min((flow.strength for flow in flows), key=STRENGTHS.index),
        flows=flows,
    )


def _parallel(finding: FlowFinding, two: FlowFinding) -> FlowFinding:
    """Several lines between the same two shapes, on one page or on several: every port that one of them names is drawn."""
    labels = dict.fromkeys(label for label in (finding.drawn_label, two.drawn_label) if label)
    ports = {*finding.drawn_ports, *two.drawn_ports}
    headless = finding.headless and two.headless
    return replace(finding, drawn_label="; ".join(labels), drawn_ports=tuple(sorted(ports)), headless=headless)


def _ends_of(flow: Flow) -> tuple[FlowEnd, FlowEnd]:
    return flow.source, flow.target
