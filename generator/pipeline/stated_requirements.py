"""What people state of FedRAMP's rules about detection and response, beside what the evidence shows of the same.

FedRAMP Consolidated Rules for 2026, VDR-CSO-DET (discover vulnerabilities) and VDR-CSO-RES (respond to them). The text stays
theirs; where it is stated as implemented and the evidence does not show it, that is said.
"""

from collections.abc import Iterable, Iterator, Sequence

from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import Gap, GapKind
from generator.model.posture import Posture, PostureState
from generator.model.requirement import RequirementStatement
from generator.text import counted
from generator.workspace.fedramp_requirements import FILE

_IMPLEMENTED = "Implemented"
_DETECTION, _RESPONSE = "VDR-CSO-DET", "VDR-CSO-RES"
_DETECTED_BY = ("image-never-scanned", "scan-too-old", "asset-never-scanned", "asset-scan-too-old")
"""Requirements about the same as VDR-CSO-DET: our own mapping."""


def not_shown(
    statements: Iterable[RequirementStatement], postures: Sequence[Posture], evaluations: Sequence[ItemEvaluation]
) -> Iterator[Gap]:
    """Of statements with the status Implemented: what fails, is not established, was not collected, or is overdue."""
    for statement in statements:
        if statement.status != _IMPLEMENTED:
            continue
        if statement.id == _DETECTION:
            yield from _detection(postures)
        elif statement.id == _RESPONSE:
            yield from _response(evaluations)


def _detection(postures: Sequence[Posture]) -> Iterator[Gap]:
    for posture in postures:
        shown = posture.state in (PostureState.ENFORCED, PostureState.NOT_APPLICABLE)
        if posture.requirement.id in _DETECTED_BY and not shown:
            contradicted = posture.state is PostureState.NOT_ENFORCED
            verb = "contradicts" if contradicted else "does not show"
            reason = f"it is stated as implemented, and the evidence {verb}: {posture.requirement.title}. {posture.summary}"
            yield _gap(_DETECTION, reason, contradicted=contradicted)


def _response(evaluations: Sequence[ItemEvaluation]) -> Iterator[Gap]:
    late = sum(bool(each.overdue) for each in evaluations if each.is_open)
    unanswered = sum(each.overdue is None for each in evaluations if each.is_open)
    if late:
        total = counted(late, "open vulnerability is", "open vulnerabilities are")
        yield _gap(_RESPONSE, f"it is stated as implemented, and {total} overdue", contradicted=True)
    if unanswered:
        total = counted(unanswered, "open vulnerability", "open vulnerabilities")
        reason = f"it is stated as implemented, and whether {total} would be overdue is not known: the evaluation is not whole"
        yield _gap(_RESPONSE, reason, contradicted=False)


def _gap(rule: str, reason: str, *, contradicted: bool) -> Gap:
    return Gap(
        path=FILE,
        place=rule,
        kind=GapKind.CONTRADICTED if contradicted else GapKind.UNDECIDED,
        reason=reason,
        next_step="correct the status or the text, or collect the evidence that shows it",
    )
