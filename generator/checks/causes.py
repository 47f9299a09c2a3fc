"""One cause, one discrepancy: subjects that fail are joined to what a person remediates at once.

One cause is the same check, the same kind of failure (`JudgedSubject.cause`) and the same remediation: 64 images that were
never scanned are one discrepancy with 64 subjects. A subject that fails only because another does
(`JudgedSubject.follows_from`: the flows of a workload that is not drawn) goes into the discrepancy of that one. What somebody
waived is a discrepancy of its own for each waiver, so that what is left is what is open. `docs/decisions/0128` has the reasons.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.model.discrepancy import Discrepancy, DiscrepancySubject, DiscrepancyWaiver
from generator.model.posture import PostureRequirement, SubjectKey
from generator.text import counted

Requirements = Mapping[str, PostureRequirement]
"""By id."""


class _Cause(NamedTuple):
    check: str
    cause: str
    waiver: DiscrepancyWaiver | None


def discrepancies(subjects: Sequence[DiscrepancySubject], requirements: Requirements) -> tuple[Discrepancy, ...]:
    """One for each cause, in the order in which its first subject comes."""
    open_ = {each.key: each for each in subjects if each.waiver is None}
    questioned = {path: each for each in open_.values() for path in each.questions}
    direct: dict[_Cause, list[DiscrepancySubject]] = {}
    following: dict[_Cause, list[DiscrepancySubject]] = {}
    for each in subjects:
        root = _root(each, open_, questioned)
        (direct if root is each else following).setdefault(_cause(root, requirements), []).append(each)
    return tuple(
        _discrepancy(cause, group, following.get(cause, ()), requirements[cause.check]) for cause, group in direct.items()
    )


def _root(
    subject: DiscrepancySubject, open_: Mapping[SubjectKey, DiscrepancySubject], questioned: Mapping[str, DiscrepancySubject]
) -> DiscrepancySubject:
    """What it follows from in the end; itself where that is nothing that is open, and of a circle."""
    seen = {subject.key}
    root = subject
    while root.waiver is None:
        above = _questioning(root, questioned) or next((open_[key] for key in root.follows_from if key in open_), None)
        if above is None:
            break
        if above.key in seen:
            return subject
        seen.add(above.key)
        root = above
    return root


def _questioning(subject: DiscrepancySubject, questioned: Mapping[str, DiscrepancySubject]) -> DiscrepancySubject | None:
    """What puts all evidence of a subject in question."""
    if subject.questions or not subject.sources:
        return None
    asking = [questioned.get(source.path) for source in subject.sources]
    return asking[0] if all(asking) else None


def _cause(subject: DiscrepancySubject, requirements: Requirements) -> _Cause:
    own_step = subject.next_step if subject.next_step != requirements[subject.check].fix else ""
    return _Cause(subject.check, subject.cause or own_step, subject.waiver)


def _discrepancy(
    cause: _Cause,
    subjects: Sequence[DiscrepancySubject],
    following: Sequence[DiscrepancySubject],
    requirement: PostureRequirement,
) -> Discrepancy:
    first = subjects[0]
    alone = len(subjects) == 1
    problem = f"{requirement.problem} ({first.cause})" if first.cause else requirement.problem
    title = first.title if alone else f"{problem}: {_counted(len(subjects), requirement)}"
    detail = first.detail if alone else _detail(subjects, requirement)
    if cause.waiver is not None and not alone:
        title = f"{title} (waived until {cause.waiver.expires.isoformat()})"
        detail = f"{detail} {waived_text(cause.waiver)}"
    return Discrepancy(
        check=cause.check,
        cause=", ".join(part for part in (cause.cause, f"waived {cause.waiver.subject}" if cause.waiver else "") if part),
        title=title,
        detail=detail,
        severity=max((each.severity for each in (*subjects, *following)), key=lambda severity: severity.rank),
        next_step=first.next_step,
        subjects=tuple(subjects),
        consequences=tuple(following),
        waiver=cause.waiver,
    )


def _counted(number: int, requirement: PostureRequirement) -> str:
    """`64 images`; of requirements whose subjects are of several kinds only how many."""
    is_uniform = " and " not in requirement.subjects[1]
    return counted(number, *requirement.subjects) if is_uniform else counted(number, "subject")


def _detail(subjects: Sequence[DiscrepancySubject], requirement: PostureRequirement) -> str:
    """What all of them have in common, and why it matters: each one's own reason is beside its name."""
    reasons = {each.reason for each in subjects}
    return f"Each {reasons.pop()}. {requirement.rationale}" if len(reasons) == 1 else requirement.rationale


def waived_text(waiver: DiscrepancyWaiver) -> str:
    """Who accepts it, until when, and why."""
    return f"Waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
