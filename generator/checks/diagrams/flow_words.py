"""How checks describe flows: what proves one and how surely, what a subject is called, and where it was looked for."""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.checks.base import CheckContext
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.graph.flow_observed import MANY
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.flow import EndKind, Flow, FlowEnd, FlowProof, FlowWindow, Strength
from generator.model.flow_finding import FlowFinding
from generator.model.posture import Certainty, ObjectCitation, SubjectKey
from generator.model.verdict_makers import cite
from generator.text import listed

METADATA = frozenset({"169.254.169.254", "169.254.170.2", "fd00:ec2::254", "metadata.google.internal"})
"""What a cloud answers its own machines and containers with: Amazon EC2 and ECS, Azure, Google Cloud."""
PERMITTED_ONLY = "a policy allows the flow, nothing shows its use"

_STRENGTH_TEXTS = {
    Strength.OBSERVED: "Flow logs saw it",
    Strength.DECLARED: "Configuration declares it",
    Strength.PERMITTED: "A policy or an open port lets it through",
    Strength.POSSIBLE: "Settings that do not show who calls name it",
}
_MOST = 3

NOT_JOINED = "an end of the line was not joined to anything that runs"


def certainty(strength: Strength) -> Certainty:
    """A flow log reports what it saw; configuration and policies declare."""
    return Certainty.REPORTED if strength is Strength.OBSERVED else Certainty.DECLARED


def flow_evidence_text(flow: FlowFinding) -> str:
    """`Configuration declares it: its environment names cart:7070 (TCP 7070).`"""
    if flow.strength is None:
        return ""
    proofs = [proof for each in flow.flows for proof in each.proofs if proof.strength is flow.strength]
    reasons = list(dict.fromkeys(f"{proof.because}{_when(proof.window)}" for proof in proofs))
    return f"{_STRENGTH_TEXTS[flow.strength]}: {listed(reasons, _MOST, separator='; ')}{_ports(flow)}."


def looked(windows: Sequence[FlowWindow], declared: str) -> str:
    """Why a drawn flow that nothing shows is unknown, as a clause. `declared`: what configuration says in its place."""
    if not windows:
        return f"{declared} and no flow log was collected"
    return (
        f"{declared}, and flow logs did not see it from {' and from '.join(each.shown for each in windows)}: "
        "whether they are whole and the window spans a normal cycle is not stated"
    )


def dependent(finding: FlowFinding) -> str:
    """What joins the ends of a line that no flow shows, as a clause; empty where nothing does."""
    reasons = list(dict.fromkeys(each.because for each in finding.dependencies))
    return f"{listed(reasons, _MOST, separator='; ')}, no configuration names the call" if reasons else ""


def cited(flow: Flow, *first: FlowProof) -> tuple[ObjectCitation, ...]:
    """What proves a flow: these, then the strongest of the rest."""
    sources = dict.fromkeys(proof.source for proof in (*first, *flow.proofs))
    return cite("Flow", f"{flow.source.key} → {flow.target.key}", *list(sources)[:_MOST])


def cited_line(finding: FlowFinding) -> tuple[ObjectCitation, ...]:
    """The drawn line, and the strongest proof of each flow that it stands for."""
    line = cite("Line", named(finding), finding.line) if finding.line else ()
    flows = (citation for flow in finding.flows for citation in cited(flow)[:1])
    needed = (
        citation
        for each in finding.dependencies[:_MOST]
        for citation in cite("Dependency", f"{each.source.key} → {each.target.key}", each.evidence)
    )
    return (*line, *dict.fromkeys((*flows, *needed)))


def named(flow: FlowFinding) -> str:
    """`web → cart`."""
    return f"{flow.source_label} → {flow.target_label}"


def drawing_of(end: FlowEnd) -> Iterator[SubjectKey]:
    """The subjects that say whether the end of a flow is drawn, by both names that a workload may have there."""
    check = "external-not-drawn" if end.kind is EndKind.EXTERNAL else "running-not-drawn"
    yield SubjectKey(check=check, name=end.key)
    yield SubjectKey(check=check, name=f"{end.cluster}/{end.key}")


def short(key: str) -> str:
    """The last part of a workload's key; the name of anything else whole."""
    return key.rpartition("/")[2] if key.count("/") == 2 else key


def names(flows: Iterable[Flow]) -> Mapping[Flow, str]:
    """`shop/Deployment/web->shop/Deployment/cart`, with the clusters where two flows would share it."""
    flows = tuple(flows)
    plain = {flow: f"{flow.source.key}->{flow.target.key}" for flow in flows}
    shared = Counter(plain.values())
    return {flow: name if shared[name] == 1 else f"{_full(flow.source)}->{_full(flow.target)}" for flow, name in plain.items()}


def line_names(findings: Iterable[FlowFinding]) -> Mapping[FlowFinding, str]:
    """`web->cart`, which is what a waiver names; with page and file where two lines would share it."""
    findings = tuple(findings)
    plain = {each: f"{each.source}->{each.target}" for each in findings}
    shared = Counter(plain.values())
    return {
        each: f"{name} ({each.page}, {each.line.path})" if shared[name] > 1 and each.line else name
        for each, name in plain.items()
    }


def is_unresolved(name: str) -> bool:
    """Is it an address or a network and no name?"""
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return name == MANY
    return True


def between_components(context: CheckContext) -> Iterator[FlowFinding]:
    """Drawn lines between two things that are neither persons nor unknown systems outside, and that no decision leaves out."""
    return (finding for finding in at_kept_shapes(context, context.comparison.flows) if _joins(finding))


def at_kept_shapes(context: CheckContext, findings: Iterable[FlowFinding]) -> Iterator[FlowFinding]:
    """Those of which neither end is a shape that a decision leaves out."""
    left_out = {(shape.id, shape.label or shape.id) for shape in context.comparison.shapes if shape.left_out}
    for finding in findings:
        if left_out.isdisjoint({(finding.source, finding.source_label), (finding.target, finding.target_label)}):
            yield finding


def _joins(finding: FlowFinding) -> bool:
    if finding.drawn_as is None:
        return False
    ends = zip(finding.drawn_as, _joined_to(finding), strict=True)
    return all(kind in (NodeKind.COMPONENT, NodeKind.BOUNDARY) or keys for kind, keys in ends)


def is_joined(finding: FlowFinding) -> bool:
    """Was each end of a drawn line joined to something that runs, or to an external service?"""
    return finding.line is not None and all(_joined_to(finding))


def rivals(finding: FlowFinding, candidates: DrawnCandidates) -> tuple[EvidenceSource, ...]:
    """Where everything else comes from that the shapes at both ends of a line may stand for."""
    ends = ((finding.source, finding.source_label), (finding.target, finding.target_label))
    joined = candidates.rivals(*finding.source_workloads, *finding.target_workloads)
    return tuple(sorted({*joined, *(source for end in ends for source in candidates.of_end(*end))}))


def proving(finding: FlowFinding) -> tuple[Flow, ...]:
    """The flows that show a line: that anyone may come in shows nothing of a service that is drawn by its name."""
    return tuple(flow for flow in finding.flows if EndKind.ANYONE not in (flow.source.kind, flow.target.kind))


def _joined_to(finding: FlowFinding) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        (*finding.source_workloads, *finding.source_externals),
        (*finding.target_workloads, *finding.target_externals),
    )


def _full(end: FlowEnd) -> str:
    return f"{end.cluster}/{end.key}" if end.cluster else end.key


def _ports(flow: FlowFinding) -> str:
    ports = sorted({port.shown for each in flow.flows for port in each.ports})
    return f" ({', '.join(ports[:_MOST])})" if ports else ""


def _when(window: FlowWindow | None) -> str:
    return f" from {window.shown}" if window else ""
