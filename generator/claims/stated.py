"""Sentences about a requirement, worded strictly by its state and certainty: the assessor's, and with them the plan's.

What was not collected is reported as not examined, what configuration declares is not reported to run, and what people state is
no support. How to add a topic: a new file with a `StatedTopic`, and one line in `registry.py`; a requirement is a row of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.claims.base import Basis, Voice, cluster_sources_of
from generator.claims.plan_wording import PlannedRequirement, drafted
from generator.claims.stated_requirement import StatedRequirement
from generator.model.claim import Claim, Support
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.platform import words_of_all
from generator.model.posture import Certainty, JudgedSubject, Posture, PostureState
from generator.text import counted, listed

_SHOWN = 3


class StatedTopic(msgspec.Struct, frozen=True, kw_only=True):
    """See `Topic`: what the states of some requirements say."""

    name: str
    subject: str
    """`{place}` stands for the platform's word: `Access to the {place}`."""
    requirements: tuple[StatedRequirement, ...]

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`. What was not collected is one sentence for each part and cluster."""
        voice = Voice(self.name, self.subject.format(place=words_of_all(basis.facts.workloads).place[0]))
        failing = basis.failing
        unseen: dict[tuple[str, str], list[tuple[StatedRequirement, Posture]]] = defaultdict(list)
        for requirement in self.requirements:
            for posture in basis.stated(requirement.requirement):
                if posture.state is PostureState.NOT_COLLECTED:
                    for where in requirement.parts(posture.requirement):
                        unseen[where, posture.cluster].append((requirement, posture))
                elif posture.state is not PostureState.NOT_APPLICABLE:
                    for claim in _seen(requirement, posture, voice, basis, failing):
                        yield replace(claim, requirements=(requirement.requirement,))
        for (where, _), rows in unseen.items():
            claim = voice.say(where, Support.NOT_COLLECTED, not_looked(rows), _sources(posture for _, posture in rows))
            yield replace(claim, requirements=tuple(dict.fromkeys(requirement.requirement for requirement, _ in rows)))


def support(posture: Posture) -> Support:
    """What a state is worth: only what was observed or reported of every subject was seen enforced."""
    if posture.state is PostureState.ENFORCED:
        return _WORTH[posture.certainty] if posture.certainty else Support.CONTEXT
    return _SUPPORT[posture.state]


_WORTH = {
    Certainty.OBSERVED: Support.ENFORCING,
    Certainty.REPORTED: Support.ENFORCING,
    Certainty.DECLARED: Support.FOUND,
    Certainty.STATED: Support.CONTEXT,
}
_SUPPORT = {
    PostureState.NOT_COLLECTED: Support.NOT_COLLECTED,
    PostureState.NOT_APPLICABLE: Support.CONTEXT,
    PostureState.NOT_ESTABLISHED: Support.NOT_ESTABLISHED,
    PostureState.NONE_FOUND: Support.NONE_FOUND,
    PostureState.NOT_ENFORCED: Support.FOUND_NOT_ENFORCING,
}


def sentence(holds: str, posture: Posture, waived: int = 0) -> str:
    """One to four sentences: what the state says, how many were judged, what is to be remediated, what to know beside it."""
    parts = [_stated(holds, posture), posture.summary]
    if posture.failing:
        parts.append(_remediation(posture, waived))
    return " ".join(part for part in (*parts, *posture.notes) if part)


def not_looked(rows: Sequence[tuple[StatedRequirement, Posture]]) -> str:
    """`Not examined in cluster prod: whether … or whether ….` with the reason, once for each reason: a reason belongs to the
    questions that it follows, and to no other."""
    where = _within(rows[0][1])
    by_reason = grouped(
        (posture.summary, f"whether {requirement.worded(posture.requirement)}") for requirement, posture in rows
    )
    return " ".join(f"Not examined{where}: {_either(clauses)}. {reason}".strip() for reason, clauses in by_reason.items())


def _either(clauses: Sequence[str]) -> str:
    return " or ".join([", ".join(clauses[:-1]), clauses[-1]] if len(clauses) > 1 else clauses)


def _seen(
    requirement: StatedRequirement,
    posture: Posture,
    voice: Voice,
    basis: Basis,
    failing: Mapping[tuple[str, str], DiscrepancySubject],
) -> Iterator[Claim]:
    against = basis.against(requirement.requirement) if posture.state is PostureState.NOT_ENFORCED else ()
    text = sentence(requirement.worded(posture.requirement), posture, _waived(posture, basis))
    sources = _sources((posture,)) or cluster_sources_of(basis.facts, posture.cluster)
    planned = requirement if isinstance(requirement, PlannedRequirement) else None
    statement = drafted(planned, posture, basis.system, basis.facts, failing) if planned else None
    for where in requirement.parts(posture.requirement):
        worded = None if planned and where in planned.not_at else statement
        yield voice.say(where, support(posture), text, sources, against, in_part=posture.in_part, statement=worded)


def _stated(holds: str, posture: Posture) -> str:
    within, whole = _within(posture), f" of {posture.place_word} {posture.cluster}" if posture.cluster else ""
    if posture.state is PostureState.NONE_FOUND:
        return f"Nothing in the evidence collected{whole} shows that {holds}."
    if posture.state is PostureState.NOT_ESTABLISHED:
        return f"It is not established{within} that {holds}."
    if posture.state is PostureState.NOT_ENFORCED:
        return f"{_exceptions(posture, whole)} to this: {holds}."
    return _enforced(holds, posture, within, whole)


def _enforced(holds: str, posture: Posture, within: str, whole: str) -> str:
    if len(posture.by_certainty) > 1 and posture.certainty in (Certainty.DECLARED, Certainty.STATED):
        return f"By the evidence collected{whole}, {holds}: {_shares(posture)}."
    if posture.certainty is Certainty.DECLARED:
        return f"The configuration collected{whole} declares that {holds}; this was not seen at work."
    if posture.certainty is Certainty.STATED:
        return f"It is {posture.label}{within} that {holds}."
    return f"The evidence collected{whole} shows that {holds}."


def _exceptions(posture: Posture, whole: str) -> str:
    """What tells of them: of several failures the surest."""
    certainties = {each.certainty for each in posture.failing}
    if certainties & {Certainty.OBSERVED, Certainty.REPORTED}:
        return f"The evidence collected{whole} shows exceptions"
    if Certainty.DECLARED in certainties:
        return f"The configuration collected{whole} declares exceptions"
    return "By what the workspace states, there are exceptions"


def _shares(posture: Posture) -> str:
    """Who was seen, whose configuration was not seen at work, and who is stated: no share is sold as another."""
    shares, total = posture.by_certainty, counted(len(posture.subjects), *posture.requirement.subjects)
    seen = (*shares.get(Certainty.OBSERVED, ()), *shares.get(Certainty.REPORTED, ()))
    declared, stated = shares.get(Certainty.DECLARED, ()), shares.get(Certainty.STATED, ())
    people = sorted({each.stated_by for each in stated if each.stated_by})
    by = f" by {listed(people, _SHOWN)}" if people else ""
    parts = (
        f"for {len(seen):,} of {total} this was observed or reported" if seen else "",
        f"for {len(declared):,} the configuration declares it, which was not seen at work ({_names(declared)})"
        if declared
        else "",
        f"for {len(stated):,} it is stated{by} ({_names(stated)})" if stated else "",
    )
    return "; ".join(part for part in parts if part)


def _names(subjects: Sequence[JudgedSubject]) -> str:
    return listed([each.name for each in subjects], _SHOWN)


def _within(posture: Posture) -> str:
    return f" in {posture.place_word} {posture.cluster}" if posture.cluster else ""


def _remediation(posture: Posture, waived: int) -> str:
    total = len(posture.failing)
    named = (f"{subject.name}: {subject.reason.replace('; ', ', ')}" for subject in posture.failing)
    accepted = f" A person accepts {waived:,} of them for a time." if waived else ""
    return f"Action required ({total:,}): {listed(named, _SHOWN, separator='; ')}.{accepted}"


def _waived(posture: Posture, basis: Basis) -> int:
    subjects = {prefix + subject.name for subject in posture.failing for prefix in ("", f"{posture.cluster}/")}
    return sum(
        subject.waiver is not None and subject.check == posture.requirement.id and subject.name in subjects
        for discrepancy in basis.discrepancies
        for subject in discrepancy.concerned
    )


def _sources(postures: Iterable[Posture]) -> tuple[EvidenceSource, ...]:
    return tuple(dict.fromkeys(cited.source for posture in postures for cited in posture.citations))
