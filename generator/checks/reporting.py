"""What judged requirements become beside their states: subjects of discrepancies where they fail, gaps where unknown."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.checks.judging import summary
from generator.limits import CITED
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import Gap, GapKind
from generator.model.grouping import grouped
from generator.model.posture import JudgedSubject, ObjectCitation, Posture, PostureState
from generator.model.verdict_makers import unknown
from generator.text import counted, moment


def failing_subjects(postures: Sequence[Posture]) -> tuple[DiscrepancySubject, ...]:
    """Every subject that fails, in the order of the checks and subjects. Several clusters have their name before it."""
    several = len({posture.cluster for posture in postures if posture.cluster}) > 1
    return tuple(_subject(posture, each, several=several) for posture in postures for each in posture.failing)


def subject_name(posture: Posture, subject: JudgedSubject, *, several: bool) -> str:
    """The name of a subject in the whole system: with its cluster before it where there are several."""
    return f"{posture.cluster}/{subject.name}" if several and posture.cluster else subject.name


def of_the_system(postures: Sequence[Posture]) -> tuple[Posture, ...]:
    """Each requirement once: the subjects of all clusters together, where there are several with the cluster before the name.

    A cluster in which nothing that holds subjects was collected is one unknown subject beside those of the others.
    """
    several = len({posture.cluster for posture in postures if posture.cluster}) > 1
    by_requirement = grouped((posture.requirement.id, posture) for posture in postures)
    return tuple(_united(group, several=several) if len(group) > 1 else group[0] for group in by_requirement.values())


def _united(group: Sequence[Posture], *, several: bool) -> Posture:
    requirement = group[0].requirement
    subjects = [
        replace(each, name=subject_name(posture, each, several=several)) for posture in group for each in posture.subjects
    ]
    absences = [(posture, posture.absence) for posture in group if posture.absence is not None]
    unseen = [(posture, absence) for posture, absence in absences if absence.state is PostureState.NOT_COLLECTED]
    if subjects or len(unseen) < len(group):
        subjects += [unknown(posture.cluster, _clause(absence.reason)) for posture, absence in unseen]
    ordered = tuple(sorted(subjects, key=lambda each: each.name))
    worst = min((absence for _, absence in absences), key=lambda each: list(PostureState).index(each.state), default=None)
    return Posture(
        requirement=requirement,
        cluster="",
        summary=summary(requirement, ordered) if ordered else " ".join(dict.fromkeys(each.reason for _, each in absences)),
        subjects=ordered,
        absence=None if ordered else worst,
        notes=tuple(dict.fromkeys(note for posture in group for note in posture.notes)),
    )


def _clause(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")


def gaps(postures: Sequence[Posture]) -> Iterator[Gap]:
    """For each check what keeps it from being made, or made whole: one for each reason, not for each subject."""
    for posture in postures:
        place = f"{posture.requirement.id} in {posture.cluster}" if posture.cluster else posture.requirement.id
        if posture.state is PostureState.NOT_COLLECTED and posture.absence is not None:
            reason = f"the check “{posture.requirement.problem}” could not be made: {_clause(posture.absence.reason)}"
            step = f"collect {posture.absence.needs}"
            yield Gap(path="evidence/", place=place, kind=GapKind.NOT_CHECKED, reason=reason, next_step=step)
        for (why, step), number in sorted(Counter((each.reason, each.next_step) for each in posture.unknown).items()):
            of = counted(number, *posture.requirement.subjects)
            reason = f"the check “{posture.requirement.problem}” could be made in part only: of {of} {why}"
            yield Gap(path="evidence/", place=place, kind=GapKind.PARTLY_CHECKED, reason=reason, next_step=step)


def _subject(posture: Posture, each: JudgedSubject, *, several: bool) -> DiscrepancySubject:
    requirement, subject = posture.requirement, subject_name(posture, each, several=several)
    title = each.title or f"{subject} {each.reason}"
    read = [_identified(cited) for cited in each.citations[:CITED] if cited.kind not in ("", "File")]
    shown = f" Read from {', '.join(read)}." if read and not each.detail else ""
    return DiscrepancySubject(
        check=requirement.id,
        name=subject,
        title=title,
        reason=each.reason,
        detail=each.detail or f"{subject} {each.reason}. {requirement.rationale}{shown}",
        controls=requirement.control_ids,
        severity=each.severity or requirement.severity,
        next_step=each.next_step or requirement.fix,
        cause=each.cause,
        follows_from=each.follows_from,
        questions=each.questions,
        asset_ids=each.asset_ids,
        sources=tuple(dict.fromkeys(cited.source for cited in each.citations)),
    )


def _identified(cited: ObjectCitation) -> str:
    """What identifies an object in the API, and when it was read."""
    marks = (
        f"uid {cited.uid}" if cited.uid else "",
        f"resourceVersion {cited.resource_version}" if cited.resource_version else "",
        f"collected {moment(cited.taken)}" if cited.taken else "",
    )
    description = ", ".join(part for part in marks if part)
    return f"{cited.key} ({description})" if description else cited.key
