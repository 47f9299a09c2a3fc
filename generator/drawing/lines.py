"""Flows as the lines of a picture: what the evidence shows, what people drew, and how the two go together.

A drawn line between boxes that stand for several workloads each has no two ends in a picture of what runs: words name it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from generator.drawing.boxes import ports_of
from generator.drawing.subject import DrawingSubject
from generator.drawing.text import bare
from generator.model.architecture import StatedConnection
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.flow import EndKind, Flow, FlowEnd
from generator.model.flow_finding import FlowFinding, FlowVerdict
from generator.model.picture import Mark
from generator.text import one_line


class SpotKind(StrEnum):
    """What a line begins or ends at."""

    WORKLOAD = "workload"
    EXTERNAL = "external"
    ANYONE = "anyone"
    """Users and other systems outside."""
    STATED = "stated"
    """What a person states to lie outside, in `plan.architecture` of system.yaml."""
    ABSENT = "absent"
    """A drawn shape with nothing running behind it."""


class Spot(msgspec.Struct, frozen=True, order=True):
    """One end of a line."""

    kind: SpotKind
    name: str = ""
    """A workload's key, an external service's name, an absent shape's text."""
    cluster: str = ""
    """Of a workload; of an absent shape its id."""


ANYONE = Spot(SpotKind.ANYONE)


class FlowLine(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A flow from one spot to another."""

    source: Spot
    target: Spot
    mark: Mark
    ports: tuple[str, ...] = ()
    """`TCP 443 (https)`."""
    encryption: str = ""
    """`TLS (declared)`: its certainty is not that of the flow."""
    known_by: str = ""
    """How the evidence tells of it; empty where only a drawing does."""


_OF = {
    FlowVerdict.CONVERGENCE: Mark.CONVERGENCE,
    FlowVerdict.REVERSED: Mark.REVERSED,
    FlowVerdict.DIVERGENCE: Mark.DIVERGENCE,
    FlowVerdict.ABSENCE: Mark.ABSENCE,
    FlowVerdict.NOT_JUDGED: Mark.NOT_JUDGED,
}
_STRONGEST = (FlowVerdict.CONVERGENCE, FlowVerdict.REVERSED, FlowVerdict.DIVERGENCE)
"""A flow that is drawn twice, once rightly, is drawn."""


def lines_of(subject: DrawingSubject) -> tuple[FlowLine, ...]:
    """Every line with two ends that can be shown, each pair of ends once, sorted."""
    listening = {(each.cluster, each.key): ports_of(each) for each in subject.workloads}
    known = [_known(flow, mark, listening) for flow, mark in _judged(subject.flows.flows, subject.comparison)]
    lines = {(line.source, line.target): line for line in known if line.source != line.target}
    spots = _Spots(subject)
    for finding in subject.comparison.flows:
        drawn = _drawn(finding, spots)
        if drawn is not None:
            lines.setdefault((drawn.source, drawn.target), drawn)
    return tuple(sorted(lines.values()))


def stated_lines(subject: DrawingSubject) -> tuple[FlowLine, ...]:
    """The connections of `plan.architecture` that name the workload at their other end."""
    return tuple(sorted(_stated(subject)))


def stated_spot(connection: StatedConnection) -> Spot:
    """The end of such a connection outside the boundary."""
    return Spot(SpotKind.STATED, connection.name)


def _stated(subject: DrawingSubject) -> Iterator[FlowLine]:
    """The system calls what lies outside; who administers it calls the system."""
    stated = subject.system.plan.architecture
    inward = tuple(stated.administration or ())
    for connection in (*inward, *(connection for _, connection in stated.outside)):
        end = next((workload for workload in subject.workloads if workload.key == connection.component), None)
        if end is not None:
            inside = Spot(SpotKind.WORKLOAD, end.key, end.cluster)
            ends = (stated_spot(connection), inside) if connection in inward else (inside, stated_spot(connection))
            port = f"{connection.port} ({connection.protocol})" if connection.protocol else connection.port
            ports = (port,) if connection.port else ()
            yield FlowLine(
                source=ends[0],
                target=ends[1],
                mark=Mark.PLAIN,
                ports=ports,
                encryption=connection.encryption,
                known_by="stated",
            )


def _judged(flows: Sequence[Flow], comparison: Comparison) -> Iterator[tuple[Flow, Mark]]:
    verdicts: Mapping[tuple[FlowEnd, FlowEnd], set[FlowVerdict]] = defaultdict(set)
    for finding in comparison.flows:
        for flow in finding.flows:
            verdicts[flow.source, flow.target].add(finding.verdict)
    for flow in flows:
        own = verdicts.get((flow.source, flow.target), set())
        yield flow, next((_OF[verdict] for verdict in _STRONGEST if verdict in own), Mark.PLAIN)


def _known(flow: Flow, mark: Mark, listening: Mapping[tuple[str, str], tuple[str, ...]]) -> FlowLine:
    """With the ports that the flow is known to use, else those that its target declares to listen on."""
    return FlowLine(
        source=_end(flow.source),
        target=_end(flow.target),
        mark=mark,
        ports=tuple(port.shown for port in flow.ports) or listening.get((flow.target.cluster, flow.target.name), ()),
        encryption=flow.encryption_known,
        known_by=flow.strength.value,
    )


def _end(end: FlowEnd) -> Spot:
    kinds = {EndKind.WORKLOAD: SpotKind.WORKLOAD, EndKind.EXTERNAL: SpotKind.EXTERNAL, EndKind.ANYONE: SpotKind.ANYONE}
    return Spot(kinds[end.kind], end.name, end.cluster)


def _drawn(finding: FlowFinding, spots: "_Spots") -> FlowLine | None:
    """A line that only a drawing tells of; of no use where both its ends are outside."""
    if finding.verdict not in (FlowVerdict.ABSENCE, FlowVerdict.NOT_JUDGED):
        return None
    source = spots.spot(finding.source, finding.source_label, finding.source_workloads)
    target = spots.spot(finding.target, finding.target_label, finding.target_workloads)
    if source is None or target is None or source == target or not {source.kind, target.kind} & _INSIDE:
        return None
    ports = tuple(f"port {port}" for port in finding.drawn_ports) or finding.drawn_protocols
    return FlowLine(source=source, target=target, mark=_OF[finding.verdict], ports=ports)


_INSIDE = {SpotKind.WORKLOAD, SpotKind.ABSENT}


class _Spots:
    """What the ends of drawn lines are in the picture."""

    def __init__(self, subject: DrawingSubject) -> None:
        self._clusters = {
            workload.key: workload.cluster
            for workload in sorted(subject.workloads, key=lambda workload: workload.cluster, reverse=True)
        }
        self._absent = {(shape.id, shape.label or shape.id): shape for shape in subject.comparison.diagram_only}
        self._kinds = _kinds(subject.diagrams)
        self._services = {bare(service.name): service.name for service in subject.system.external_services}

    def spot(self, shape: str, label: str, workloads: Sequence[str]) -> Spot | None:
        """None for a box around several workloads, and for what is not in the picture."""
        if workloads:
            return self._workload(workloads)
        if (shape, label) in self._absent:
            return Spot(SpotKind.ABSENT, label, shape)
        kind = self._kinds.get((shape, label))
        if kind is NodeKind.ACTOR:
            return ANYONE
        if kind is NodeKind.EXTERNAL and one_line(label):
            return Spot(SpotKind.EXTERNAL, self._services.get(bare(label), one_line(label)))
        return None

    def _workload(self, workloads: Sequence[str]) -> Spot | None:
        if len(workloads) > 1 or workloads[0] not in self._clusters:
            return None
        return Spot(SpotKind.WORKLOAD, workloads[0], self._clusters[workloads[0]])


def _kinds(diagrams: Iterable[DiagramSnapshot]) -> Mapping[tuple[str, str], NodeKind]:
    nodes = (node for diagram in diagrams for page in diagram.pages for node in page.nodes)
    node_kinds: dict[tuple[str, str], NodeKind] = {}
    for node in nodes:
        node_kinds.setdefault((node.id, node.label or node.id), node.kind)
    return node_kinds
