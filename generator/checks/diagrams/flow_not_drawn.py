"""Flows that the evidence shows, and the line that is drawn for each.

FedRAMP SSP template, section 8, Data Flow Diagram: all internal and external traffic. A subject is a caller and what it
calls, as flow logs, configuration or a policy that names both ends show it. Name lookups, what lies within one shape and ways
in from anyone are none. A flow with an end that is on no diagram is not drawn either.
"""

from collections.abc import Iterator, Mapping

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import SUGGESTED, DrawnCandidates
from generator.checks.diagrams.drawn_evidence import by_external, by_workload, compared, unread
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.model.flow import EndKind, Flow, FlowEnd, Strength
from generator.model.flow_finding import FlowFinding, FlowVerdict
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="flow-not-drawn",
    area="Flows",
    title="Every flow is drawn",
    problem="Flow not drawn",
    asks="Does a diagram show every flow that configuration, policies or flow logs show?",
    rationale="A flow that is not drawn was not assessed: neither its encryption nor whether it should be there.",
    fix="Draw it with port, protocol and encryption, or remove what allows it.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services of all internal and external traffic; "
        "our own mapping for CA-9, AC-4, PL-8, CM-7"
    ),
    controls=mapped(ours="CM-7 CA-9 AC-4 PL-8"),
    subjects=("flow", "flows"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    found: dict[Flow, FlowFinding] = {}
    for finding in sorted(context.comparison.flows, key=lambda each: each.verdict is FlowVerdict.DIVERGENCE):
        for flow in finding.flows:
            if flow.source.kind is not EndKind.ANYONE:
                found.setdefault(flow, finding)
    if not found:
        return not_collected("flows, in configuration, policies or flow logs,")
    return judged(_subjects(context, found))


def _subjects(context: CheckContext, found: Mapping[Flow, FlowFinding]) -> Iterator[JudgedSubject]:
    names, candidates, left = flow_words.names(found), DrawnCandidates(context), unread(context)
    drawn = {*by_workload(context.comparison.shapes), *by_external(context.comparison.shapes)}
    for flow, finding in found.items():
        proof = flow_words.cited(flow)
        if finding.line is not None:
            line = cite("Line", flow_words.named(finding), finding.line)
            yield passes(names[flow], *proof, *line, certainty=flow_words.certainty(flow.strength))
            continue
        missing = [end for end in (flow.source, flow.target) if end.key not in drawn]
        reason = _open(missing, flow, candidates, left)
        rivals = candidates.rivals(flow.source.key, flow.target.key)
        if reason:
            yield unknown(names[flow], reason, *proof, contested_by=rivals)
            continue
        ends = listed(flow_words.short(end.key) for end in missing)
        yield fails(
            names[flow],
            f"is not drawn: no shape stands for {ends}" if missing else "is not drawn",
            *proof,
            certainty=flow_words.certainty(flow.strength),
            contested_by=rivals,
            title=f"The flow {flow_words.named(finding)} is not drawn",
            detail=f"No diagram has a line from “{finding.source_label}” to “{finding.target_label}”"
            f"{f', and no shape stands for {ends}' if missing else ''}. {flow_words.flow_evidence_text(finding)}",
            follows_from=[key for end in missing for key in flow_words.drawing_of(end)],
            severity=Severity.MODERATE if flow.strength is Strength.OBSERVED else Severity.LOW,
        )


def _open(missing: list[FlowEnd], flow: Flow, candidates: DrawnCandidates, left: str) -> str:
    """Why it is not established that the flow is not drawn; empty where it is."""
    if any(end.key in candidates.suggested or f"external/{end.key}" in candidates.suggested for end in missing):
        return SUGGESTED
    if any(end.kind is EndKind.EXTERNAL and flow_words.is_unresolved(end.key) for end in missing):
        return "the called address was not resolved" if flow.target in missing else "the calling address was not resolved"
    if flow.strength is Strength.PERMITTED:
        return flow_words.PERMITTED_ONLY
    return left


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=what_runs("other flows"))
