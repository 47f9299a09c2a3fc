"""Subjects of an indicator that are of no requirement: results of other tools, and what people state.

The makers of `checks.base` are those of checks, a layer above; these make the same records.
"""

from collections.abc import Iterable

from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome


def shown(name: str, reason: str, *citations: ObjectCitation, certainty: Certainty, stated_by: str = "") -> JudgedSubject:
    """It passes: at least one citation shows it."""
    return JudgedSubject(
        name=name, outcome=Outcome.PASSES, certainty=certainty, reason=reason, citations=citations, stated_by=stated_by
    )


def failing(name: str, reason: str, *citations: ObjectCitation, contested_by: Iterable[EvidenceSource] = ()) -> JudgedSubject:
    """A tool reports that it fails."""
    return JudgedSubject(
        name=name,
        outcome=Outcome.FAILS,
        certainty=Certainty.REPORTED,
        reason=reason,
        citations=citations,
        contested_by=tuple(contested_by),
    )


def undecided(
    name: str, reason: str, *citations: ObjectCitation, next_step: str = "", contested_by: Iterable[EvidenceSource] = ()
) -> JudgedSubject:
    """Nothing decides it; `reason` is a clause by itself."""
    return JudgedSubject(
        name=name,
        outcome=Outcome.UNKNOWN,
        certainty=None,
        reason=reason,
        citations=citations,
        next_step=next_step,
        contested_by=tuple(contested_by),
    )
