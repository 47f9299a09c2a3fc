"""Drawn lines, and what shows that there is such a flow.

FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are. Subjects are
lines between components, or from or to an external service that the evidence or system.yaml names. Which end opens the
connection is asked by `flow-reversed`: here a flow in either direction shows the line. Nothing fails: only a log that is
known to be whole, over a window that is known to span a normal cycle, could show that a line stands for nothing, and neither
is stated in the formats that are read. Hosts in Secrets and in code are in no configuration. An order of starting
(`depends_on`) supports a line and shows no flow.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import judge_drawn
from generator.checks.mapping import mapped
from generator.checks.populations import drawn
from generator.model.flow import STRENGTHS
from generator.model.flow_finding import FlowFinding
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import passes, unknown
from generator.text import listed

_MOST = 3
_LOOSE = "; one end of the line is loose and was attached to the nearest shape"

_REQUIREMENT = PostureRequirement(
    id="flow-not-found",
    area="Flows",
    title="Drawn flows exist",
    problem="Flow drawn, but not found",
    asks="Does configuration, a policy or a flow log show every flow that is drawn between components?",
    rationale="A flow that is drawn and does not exist hides that the one that does exist is another.",
    fix="Collect what shows the flow: the configuration, a policy, or a flow log; where there is none, remove the line.",
    reference=(
        "FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are; "
        "our own mapping for CA-9, PL-8"
    ),
    controls=mapped(ours="CA-9 PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    lines = tuple(flow_words.between_components(context))
    names, candidates = flow_words.line_names(lines), DrawnCandidates(context)
    for line in lines:
        flows, cited = flow_words.proving(line), flow_words.cited_line(line)
        if flows:
            strength = min((flow.strength for flow in flows), key=STRENGTHS.index)
            yield passes(names[line], *cited, certainty=flow_words.certainty(strength))
            continue
        reason = _why(line, context)
        rivals = flow_words.rivals(line, candidates)
        yield unknown(names[line], f"{reason}{_LOOSE if line.snapped else ''}", *cited, contested_by=rivals)


def _why(line: FlowFinding, context: CheckContext) -> str:
    """Why it is not established that there is such a flow."""
    if not flow_words.is_joined(line):
        return flow_words.NOT_JOINED
    said = flow_words.dependent(line) or _unanswered(line, context) or "no configuration names it"
    return flow_words.looked(context.flows.windows, said)


def _unanswered(line: FlowFinding, context: CheckContext) -> str:
    """What an end of the line calls and nothing collected answers to: one of these may be the other end."""
    ends = {*line.source_workloads, *line.target_workloads}
    hosts = {call.host for call in context.flows.unanswered if call.workload in ends}
    return f"services that its ends call were not collected ({listed(sorted(hosts), _MOST)})" if hosts else ""


CHECK = Check(
    requirement=_REQUIREMENT, judge=judge_drawn(_subjects, "No diagram has a line between two components."), population=drawn
)
