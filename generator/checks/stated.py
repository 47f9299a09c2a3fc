"""Checks that are no row of the evidence-to-control table, in its words: the matrix shows one state for each requirement.

A check says what contradicts the requirement and what it could not be asked of; what remains adheres, as far as is known.
"""

from collections.abc import Iterator, Sequence

from generator.checks.answers import Answer
from generator.checks.asked import requirement_of
from generator.checks.base import Evidence, Unanswered
from generator.checks.population import Population, population_of
from generator.checks.posture_check import PostureCheck
from generator.limits import CITED
from generator.model.comparison import Discrepancy
from generator.model.posture import Certainty, Citation, Posture, Problem, State
from generator.text import counted

_SYSTEM = ""
"""These checks are about the system as a whole, not about one of its clusters."""


def stated(answers: Sequence[Answer], evidence: Evidence) -> tuple[Posture, ...]:
    """One for each such check, in the order of the checks."""
    return tuple(_stated(one, evidence) for one in answers if not isinstance(one.check, PostureCheck))


def _stated(answer: Answer, evidence: Evidence) -> Posture:
    asked_of = population_of(answer.check.id)
    if answer.missing is not None:
        found = f"No evidence of {answer.missing} was collected."
        return _posture(answer, State.NOT_COLLECTED, found, missing=(answer.missing,))
    total = asked_of.size(evidence)
    problems = tuple(_problem(one) for one in answer.discrepancies)
    missing = tuple(_unknown(answer.unanswered))
    unknown = len({one.path for one in answer.unanswered})
    if problems:
        held = (max(total - unknown - len({one.subject for one in problems}), 0), max(total, len(problems)))
        found = f"{_counted(len(problems), asked_of)}: {answer.check.title[:1].lower()}{answer.check.title[1:]}."
        return _posture(answer, State.NOT_ENFORCING, found, problems=problems, missing=missing, held=held)
    if not total:
        return _posture(answer, State.NONE_FOUND, f"Nothing to be asked: no {asked_of.one} is known.", missing=missing)
    # NOTE: what is known of a part is no answer for the whole; of less than half it is none at all.
    found = f"Nothing that was collected contradicts it, for {total - unknown} of {_all(total, asked_of)}."
    if 2 * unknown >= total:
        found = f"It is known of {total - unknown or 'none'} of {_all(total, asked_of)} only."
        return _posture(answer, State.NOT_COLLECTED, found, missing=missing)
    return _posture(
        answer,
        State.ENFORCING,
        found,
        missing=missing,
        citations=asked_of.of(evidence),
        held=(total - unknown, total),
        declared=_only_declared(evidence),
    )


def _posture(
    answer: Answer,
    state: State,
    found: str,
    *,
    problems: tuple[Problem, ...] = (),
    missing: tuple[str, ...] = (),
    citations: tuple[Citation, ...] = (),
    held: tuple[int, int] | None = None,
    declared: bool = False,
) -> Posture:
    seen = Certainty.DECLARED if declared else Certainty.SEEN
    return Posture(
        requirement=requirement_of(answer.check),
        cluster=_SYSTEM,
        state=state,
        found=found,
        certainty=Certainty.NONE if state is State.NOT_COLLECTED else seen,
        missing=missing,
        problems=problems,
        citations=citations,
        held=held,
    )


def _problem(one: Discrepancy) -> Problem:
    """The title says what is wrong, mostly with the subject's name before it."""
    text = one.title.removeprefix(one.subject).strip(" :")
    cited = tuple(Citation(kind="", name=one.subject, source=source) for source in one.sources[:CITED])
    return Problem(subject=one.subject, text=text or one.title, citations=cited)


def _unknown(unanswered: Sequence[Unanswered]) -> Iterator[str]:
    reasons = dict.fromkeys(one.reason for one in unanswered)
    for reason in reasons:
        found = [one for one in unanswered if one.reason == reason]
        yield f"of {counted(len(found), found[0].of)} {reason}"


def _counted(number: int, asked_of: Population) -> str:
    return f"{counted(number, 'discrepancy', 'discrepancies')} among {asked_of.many}"


def _all(total: int, asked_of: Population) -> str:
    return counted(total, asked_of.one, asked_of.many)


def _only_declared(evidence: Evidence) -> bool:
    """Were only manifests collected, so that nothing that runs was seen?"""
    clusters = evidence.facts.clusters
    return bool(clusters) and not any(one.running for one in clusters)
