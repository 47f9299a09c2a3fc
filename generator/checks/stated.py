"""Checks that are no row of the evidence-to-control table, in its words: the matrix shows one state for each requirement.

A check says what contradicts the requirement and what it could not be asked of; what remains adheres, as far as is known.
"""

from collections.abc import Iterator, Sequence

from generator.checks.answers import CheckAnswer
from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.population import CheckPopulation, population_of
from generator.checks.posture_check import PostureCheck
from generator.checks.requirements import requirement_of
from generator.limits import CITED
from generator.model.comparison import Discrepancy
from generator.model.posture import Certainty, ObjectCitation, Posture, PostureState, Problem
from generator.text import counted

_SYSTEM = ""
"""These checks are about the system as a whole, not about one of its clusters."""


def stated(answers: Sequence[CheckAnswer], evidence: CheckEvidence) -> tuple[Posture, ...]:
    """One for each such check, in the order of the checks."""
    return tuple(_stated(answer, evidence) for answer in answers if not isinstance(answer.check, PostureCheck))


def _stated(answer: CheckAnswer, evidence: CheckEvidence) -> Posture:
    required_of = population_of(answer.check.id)
    if answer.missing is not None:
        summary = f"No evidence of {answer.missing} was collected."
        return _posture(answer, PostureState.NOT_COLLECTED, summary, missing=(answer.missing,))
    total = required_of.size(evidence)
    problems = tuple(_problem(discrepancy) for discrepancy in answer.discrepancies)
    missing = tuple(_unknown(answer.unanswered))
    unknown = len({unanswered.path for unanswered in answer.unanswered})
    if problems:
        held = (max(total - unknown - len({problem.subject for problem in problems}), 0), max(total, len(problems)))
        summary = f"{_counted(len(problems), required_of)}: {answer.check.title[:1].lower()}{answer.check.title[1:]}."
        return _posture(answer, PostureState.NOT_ENFORCING, summary, problems=problems, missing=missing, held=held)
    if not total:
        return _posture(
            answer, PostureState.NONE_FOUND, f"Nothing to be asked: no {required_of.singular} is known.", missing=missing
        )
    # NOTE: what is known of a part is no answer for the whole; of less than half it is none at all.
    summary = f"Nothing that was collected contradicts it, for {total - unknown} of {_all(total, required_of)}."
    if 2 * unknown >= total:
        summary = f"It is known of {total - unknown or 'none'} of {_all(total, required_of)} only."
        return _posture(answer, PostureState.NOT_COLLECTED, summary, missing=missing)
    return _posture(
        answer,
        PostureState.ENFORCING,
        summary,
        missing=missing,
        citations=required_of.of(evidence),
        held=(total - unknown, total),
        declared=_only_declared(evidence),
    )


def _posture(
    answer: CheckAnswer,
    state: PostureState,
    summary: str,
    *,
    problems: tuple[Problem, ...] = (),
    missing: tuple[str, ...] = (),
    citations: tuple[ObjectCitation, ...] = (),
    held: tuple[int, int] | None = None,
    declared: bool = False,
) -> Posture:
    seen = Certainty.DECLARED if declared else Certainty.SEEN
    return Posture(
        requirement=requirement_of(answer.check),
        cluster=_SYSTEM,
        state=state,
        summary=summary,
        certainty=Certainty.NONE if state is PostureState.NOT_COLLECTED else seen,
        missing=missing,
        problems=problems,
        citations=citations,
        held=held,
    )


def _problem(discrepancy: Discrepancy) -> Problem:
    """The title says what is wrong, mostly with the subject's name before it."""
    text = discrepancy.title.removeprefix(discrepancy.subject).strip(" :")
    cited = tuple(ObjectCitation(kind="", name=discrepancy.subject, source=source) for source in discrepancy.sources[:CITED])
    return Problem(subject=discrepancy.subject, text=text or discrepancy.title, citations=cited)


def _unknown(unanswered: Sequence[Unanswered]) -> Iterator[str]:
    reasons = dict.fromkeys(check.reason for check in unanswered)
    for reason in reasons:
        unmade = [check for check in unanswered if check.reason == reason]
        yield f"of {counted(len(unmade), unmade[0].of)} {reason}"


def _counted(number: int, required_of: CheckPopulation) -> str:
    return f"{counted(number, 'discrepancy', 'discrepancies')} among {required_of.many}"


def _all(total: int, required_of: CheckPopulation) -> str:
    return counted(total, required_of.singular, required_of.many)


def _only_declared(evidence: CheckEvidence) -> bool:
    """Were only manifests collected, so that nothing that runs was seen?"""
    clusters = evidence.facts.clusters
    return bool(clusters) and not any(cluster.running for cluster in clusters)
