"""The arrowheads of drawn lines, and who opens the connection.

FedRAMP SSP template, section 7 instructions: arrows indicate where the initial connection is made. Subjects are lines between
components; of one whose ends were not joined to something it is not known who opens it. A log, configuration that names the
other end, or a policy that names both shows who opens it. Arrowheads at both ends say that both sides do, which one proof does
not show. That a policy would let the other side open it is no proof that it does: such a line is unknown, not reversed. Where
an answer is drawn as a line of its own, the pair of lines is right.
"""

from collections.abc import Iterable, Iterator

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import compared, left_unread
from generator.checks.mapping import mapped
from generator.checks.populations import drawn
from generator.model.flow import STRENGTHS, Flow, Strength
from generator.model.flow_finding import FlowFinding, FlowVerdict
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown

_ANSWER = "another line is drawn the other way, and that side alone is shown to open the connection"
_TWO_HEADS = "the line has an arrowhead at each end, and one side alone is shown to open the connection"

_REQUIREMENT = PostureRequirement(
    id="flow-reversed",
    area="Flows",
    title="Arrows start where the connection is opened",
    problem="Flow drawn in the opposite direction",
    asks="Does every arrow point from the component that opens the connection?",
    rationale="Who opens a connection decides which side has to be protected from the other.",
    fix="Turn the arrow round: it starts where the connection is opened, whichever way the data flows.",
    reference=(
        "FedRAMP SSP template, section 7 instructions: arrows indicate where the initial connection is made, internally as "
        "well; our own mapping for CA-9, AC-4, PL-8"
    ),
    controls=mapped(ours="CA-9 AC-4 PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    subjects = tuple(_subjects(context))
    whole = (*subjects, *_not_joined(context), *left_unread(context))
    return judged(whole) if subjects else not_collected("drawn lines whose two ends stand for something that runs")


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    lines = [each for each in context.comparison.flows if flow_words.is_joined(each)]
    names, candidates = flow_words.line_names(lines), DrawnCandidates(context)
    for line in lines:
        flows, cited = flow_words.proving(line), flow_words.cited_line(line)
        strength = min((flow.strength for flow in flows), key=STRENGTHS.index, default=None)
        rivals = flow_words.rivals(line, candidates)
        if line.headless:
            yield unknown(names[line], "the line has no arrowhead", *cited)
        elif strength is None:
            yield unknown(names[line], "nothing collected says who opens this connection", *cited, contested_by=rivals)
        elif line.both_ways and not _from_both_ends(line, flows):
            yield unknown(names[line], _TWO_HEADS, *cited, contested_by=rivals)
        elif line.verdict is not FlowVerdict.REVERSED and _is_the_answer(line, flows):
            yield unknown(names[line], _ANSWER, *cited, contested_by=rivals)
        elif line.verdict is not FlowVerdict.REVERSED:
            yield passes(names[line], *cited, certainty=flow_words.certainty(strength))
        elif strength is Strength.PERMITTED:
            yield unknown(
                names[line], "a policy allows the opposite direction, nothing shows its use", *cited, contested_by=rivals
            )
        else:
            yield fails(
                names[line],
                "is drawn in the opposite direction",
                *cited,
                certainty=flow_words.certainty(strength),
                contested_by=rivals,
                title=f"The flow {flow_words.named(line)} is drawn in the opposite direction",
                detail=f"The page {line.page} draws an arrow from “{line.source_label}” to “{line.target_label}”, but "
                f"“{line.target_label}” opens the connection. {flow_words.flow_evidence_text(line)}",
            )


def _is_the_answer(line: FlowFinding, flows: Iterable[Flow]) -> bool:
    """One of two lines between the same shapes, whose target alone is shown to open a connection."""
    target = {*line.target_workloads, *line.target_externals}
    return all(flow.source.key in target for flow in flows)


def _not_joined(context: CheckContext) -> Iterator[JudgedSubject]:
    """Arrows whose ends are not known: each may be drawn in the opposite direction."""
    lines = [each for each in flow_words.between_components(context) if not flow_words.is_joined(each)]
    names, candidates = flow_words.line_names(lines), DrawnCandidates(context)
    for line in lines:
        rivals = flow_words.rivals(line, candidates)
        yield unknown(names[line], flow_words.NOT_JOINED, *flow_words.cited_line(line), contested_by=rivals)


def _from_both_ends(line: FlowFinding, flows: Iterable[Flow]) -> bool:
    """Is it shown that each side opens a connection to the other?"""
    ends = ({*line.source_workloads, *line.source_externals}, {*line.target_workloads, *line.target_externals})
    return all(any(flow.source.key in side for flow in flows) for side in ends)


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=drawn)
