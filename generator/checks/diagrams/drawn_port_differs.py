"""Ports that are drawn beside a line, and those of its flow.

FedRAMP SSP template, sections 8 and 9: the diagrams and the table of services, ports and protocols agree. Subjects are all
lines that name a port, but for those at a shape that a decision leaves out, which are counted in a note. A line whose flow
nothing shows is unknown, since a claim about drawn flows is read as one about every line of the drawing. Every drawn port has
to be one of that flow. A service's port and the port of the container behind it are two names of one door. A pass is as sure
as what names each drawn port: a log that saw another port of the flow does not. A port in use that no line names is a matter
of `flow-not-drawn`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_evidence import compared, left_unread
from generator.checks.mapping import mapped
from generator.checks.populations import drawn
from generator.model.evidence import EvidenceSource
from generator.model.flow import STRENGTHS, Flow, FlowEnd, FlowPort
from generator.model.flow_finding import FlowFinding
from generator.model.inventory import ContainerPort
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import agreeing, counted, listed

_NODE_PORTS = range(30000, 32768)
"""https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport"""

_REQUIREMENT = PostureRequirement(
    id="drawn-port-differs",
    area="Flows",
    title="Drawn ports are those in use",
    problem="Drawn port differs from the port in use",
    asks="Where a line names ports, is each of them a port of that flow in the evidence?",
    rationale="The table of services, ports and protocols and the diagrams are read side by side.",
    fix="Write the port that is used beside the line, or correct the configuration.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram, and section 9, which names CM-7 and SA-4 for services, ports and "
        "protocols; our own mapping for PL-8, CM-7, SA-4(9)"
    ),
    controls=mapped(ours="CM-7 SA-4(9) PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    named = [each for each in context.comparison.flows if each.line and each.drawn_ports]
    lines = tuple(flow_words.at_kept_shapes(context, named))
    if not any(line.flows for line in lines):
        return not_collected("drawn lines that name a port and whose flow is known")
    return judged((*_subjects(lines, context), *left_unread(context)), notes=_left_out(len(named) - len(lines)))


def _left_out(number: int) -> Iterator[str]:
    if number:
        ends, was = agreeing(number, "ends", "end"), agreeing(number, "was", "were")
        shape = "at a shape that decisions/diagram-mapping.yaml leaves out"
        yield f"{counted(number, 'drawn line')} with a port {ends} {shape}, and {was} not compared."


def _subjects(lines: Sequence[FlowFinding], context: CheckContext) -> Iterator[JudgedSubject]:
    names = flow_words.line_names(lines)
    for line in lines:
        cited = flow_words.cited_line(line)
        if not line.flows:
            yield unknown(names[line], "nothing that was collected shows this flow", *cited)
            continue
        known = _known(line.flows, context)
        certainty = flow_words.certainty(min((flow.strength for flow in line.flows), key=STRENGTHS.index))
        other = sorted(set(line.drawn_ports) - known.keys())
        if not other:
            shown = [known[number] for number in sorted(set(line.drawn_ports))]
            weakest_port = max((flow.strength_of(port) for flow, port in shown), key=STRENGTHS.index)
            naming = (proof for flow, port in shown if (proof := flow.proof_of(port)))
            proved = dict.fromkeys(each for proof in naming for each in cite("Flow", flow_words.named(line), proof.source))
            drawn_line = cite("Line", flow_words.named(line), line.line) if line.line else ()
            yield passes(names[line], *drawn_line, *proved, certainty=flow_words.certainty(weakest_port))
        elif not known or any(not flow.ports for flow in line.flows) or _may_be_node_port(other, line.flows, context):
            silent = _sources(flow for flow in line.flows if not flow.ports)
            yield unknown(names[line], "no evidence names the port of this flow", *cited, contested_by=silent)
        else:
            drawn, used = listed(map(str, other)), listed(map(str, sorted({p.number for f in line.flows for p in f.ports})))
            yield fails(
                names[line],
                f"is drawn with port {drawn}, and its ports are {used}",
                *cited,
                certainty=certainty,
                contested_by=_sources(line.flows),
                title=f"The flow {flow_words.named(line)} is drawn with port {drawn} and uses {used}",
                detail=f"The line on page {line.page} says “{line.drawn_label}”. {flow_words.flow_evidence_text(line)}",
            )


def _known(flows: Iterable[Flow], context: CheckContext) -> Mapping[int, tuple[Flow, FlowPort]]:
    """The ports of the flows, each by all its names, with the flow and port that the evidence says most of."""
    known: dict[int, tuple[Flow, FlowPort]] = {}
    named = [(flow, port) for flow in flows for port in flow.ports]
    for flow, port in sorted(named, key=lambda row: STRENGTHS.index(row[0].strength_of(row[1]))):
        doors = _doors(flow.target, context)
        for number in {port.number}.union(*(door for door in doors if port.number in door)):
            known.setdefault(number, (flow, port))
    return known


def _doors(called: FlowEnd, context: CheckContext) -> list[set[int]]:
    """The port of each service in front of a workload, with the port of the container that it leads to and, where it is
    written, the port of the host or node by which outsiders reach it."""
    containers = {
        port.name: port.number
        for workload in context.facts.workloads
        if (workload.cluster, workload.key) == (called.cluster, called.name)
        for container in workload.containers
        for port in container.ports
    }
    return [
        {port.number, port.outside or port.number, _target(port, containers)}
        for service in context.facts.services
        if service.cluster == called.cluster and called.name in service.workloads
        for port in service.ports
    ]


def _target(port: ContainerPort, containers: Mapping[str, int]) -> int:
    """A number, the name of one of the container's ports, or where nothing is written the same number."""
    if port.target.isascii() and port.target.isdecimal():
        return int(port.target)
    return containers.get(port.target, port.number)


def _may_be_node_port(ports: Iterable[int], flows: Iterable[Flow], context: CheckContext) -> bool:
    """Of a service that outsiders reach at a port that is not written, one of the range that Kubernetes takes node ports from,
    or any that the host of a container may choose."""
    targets = {(flow.target.cluster, flow.target.name) for flow in flows}
    open_ports = [
        port
        for service in context.facts.services
        if any((service.cluster, key) in targets for key in service.workloads)
        for port in service.open_ports
    ]
    if any(port.outside_unknown for port in open_ports):
        return True
    return any(not port.outside for port in open_ports) and all(port in _NODE_PORTS for port in ports)


def _sources(flows: Iterable[Flow]) -> tuple[EvidenceSource, ...]:
    return tuple(sorted({proof.source for flow in flows for proof in flow.proofs}))


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=drawn)
