"""Lines that are drawn from outside into the system, and what opens the way that they show.

FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are. What opens a
way into a cluster is often in no dump of it (a load balancer of the cloud, a default route), so a line fails only where the
evidence would show the opening: a Compose file that publishes nothing, a cluster whose Services, Ingresses and pods were
listed whole, and nothing that is open leads on to it. A port that is published on a host opens the way as far as the host: the
words say it.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import judge_drawn
from generator.checks.mapping import mapped
from generator.checks.populations import drawn
from generator.model.flow import EndKind
from generator.model.flow_finding import FlowFinding, FlowVerdict
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_NOT_JOINED = "the component that the line leads to was not joined to anything that runs"
_NOT_SHOWN = "nothing collected opens it straight to outside, and what stands in front of it need not be among the evidence"

_REQUIREMENT = PostureRequirement(
    id="way-in-not-found",
    area="Flows",
    title="Drawn entry points exist",
    problem="Entry point drawn, but not found",
    asks="Does the evidence show what opens each line that is drawn from outside into the system?",
    rationale="An entry point that is drawn and does not exist hides the one that is in use.",
    fix="Draw the line to the component that is open to outside; or collect what opens this one.",
    reference=(
        "FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are; "
        "our own mapping for SC-7, CA-9, PL-8"
    ),
    controls=mapped(ours="SC-7 CA-9 PL-8"),
    subjects=("drawn entry point", "drawn entry points"),
    severity=Severity.LOW,
)


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    lines = [each for each in context.comparison.flows if each.leads_in and each.line]
    names, candidates = flow_words.line_names(lines), DrawnCandidates(context)
    opened = _openings(context)
    for line in lines:
        keys = {*line.source_workloads, *line.target_workloads}
        cited, rivals = flow_words.cited_line(line), flow_words.rivals(line, candidates)
        led_to = {flow.target.key for flow in line.flows if flow.source.kind is EndKind.ANYONE}
        proofs = [citation for key in sorted(keys | led_to) for citation in opened.get(key, ())]
        if proofs:
            yield passes(names[line], *dict.fromkeys((*cited, *proofs)), certainty=Certainty.DECLARED)
        elif line.conditional:
            ways = [citation for way in line.conditional for citation in cite("Entry point", way.shown, way.source)]
            reason = "; ".join(way.because for way in line.conditional)
            yield passes(names[line], *cited, *ways, certainty=Certainty.DECLARED, reason=reason)
        elif line.verdict is FlowVerdict.ABSENCE:
            yield _absent(names[line], line, cited, context)
        else:
            yield unknown(names[line], _NOT_SHOWN if keys else _NOT_JOINED, *cited, contested_by=rivals)


def _openings(context: CheckContext) -> dict[str, tuple[ObjectCitation, ...]]:
    """What opens each workload, by its key: whatever it is for."""
    opened: dict[str, tuple[ObjectCitation, ...]] = {}
    for flow in context.flows.flows:
        if flow.source.kind is EndKind.ANYONE:
            opened[flow.target.key] = (*opened.get(flow.target.key, ()), *flow_words.cited(flow))
    return opened


def _absent(name: str, line: FlowFinding, cited: tuple[ObjectCitation, ...], context: CheckContext) -> JudgedSubject:
    keys = sorted({*line.source_workloads, *line.target_workloads})
    running = [each for each in context.facts.workloads if each.key in keys]
    sources = [source for each in running for source in each.sources]
    ends = listed(flow_words.short(key) for key in keys)
    return fails(
        name,
        f"is drawn, and nothing opens {ends} to outside",
        *cited,
        certainty=context.certainty_of_all(running) if running else Certainty.DECLARED,
        contested_by=sources,
        title=f"The entry point {flow_words.named(line)} is drawn, and nothing opens it",
        detail=f"The page {line.page} draws a line between “{line.source_label}” and “{line.target_label}”. No published port, "
        f"service, route or load balancer that was collected leads to {ends}, neither straight nor through another component.",
    )


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=judge_drawn(_subjects, "No diagram has a line that leads from outside into the system."),
    population=drawn,
)
