"""Conclusions of the cross-check that a person may put on the POA&M: every requirement that a subject does not meet.

What a scanner found needs no acceptance and is an item at once. A conclusion is our own: it becomes an item where a named
person accepts it in `decisions/candidates.yaml`, and its clock starts with the first evidence, not with the acceptance
(POA&M Template v3.0, "Original Detection Date"). The plan says of each requirement which part is not met, so that each has to
be a candidate: a part that is not implemented has its POA&M item, or somebody who says why not (SSP Appendix A, statements of
controls that are partially implemented).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Framework
from generator.ids import UuidFactory
from generator.ledger.candidate_decisions import FILE, CandidateDecision, CandidateDecisions
from generator.ledger.carried_items import poam_id_of
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.candidate import CandidateState, PoamCandidate, SeenCandidate, by_requirement
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import EvidenceFile
from generator.model.identifiers import AssetId
from generator.model.posture import Outcome, PostureRequirement
from generator.text import agreeing, counted, listed

SELF_ASSESSMENT = "CSP self-assessment"
"""Weakness Detector Source of an accepted candidate: the entity that identified it (POA&M Template Completion Guide v2.2,
Column E)."""


class CandidateCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check whose failing subjects are candidates."""

    id: str
    weakness: str
    """Weakness Name of an accepted one, to stand before what it concerns."""
    configuration: bool = False
    """A setting of an asset: accepted it stands on the sheet Configuration Findings."""
    images: bool = False
    """Its subjects are images, which are one candidate in all versions."""
    except_cause: str = ""
    """Subjects that fail for this cause are none: a scanner found it, so that it is an item already."""


_OTHERWISE_NAMED: tuple[CandidateCheck, ...] = (
    CandidateCheck(id="image-never-scanned", weakness="Container image not scanned for vulnerabilities", images=True),
    CandidateCheck(id="asset-never-scanned", weakness="Asset not scanned for vulnerabilities"),
    CandidateCheck(
        id="image-not-hardened",
        weakness="Container image not hardened to a benchmark",
        configuration=True,
        images=True,
        except_cause="benchmark failed",
    ),
    CandidateCheck(id="pipeline-image-scan", weakness="Container image pushed without a scan that blocks it"),
    CandidateCheck(id="admission-gate", weakness="Non-compliant images not blocked by admission control"),
)
"""Those whose weakness has another name than the problem of the requirement, or that differ otherwise."""
NO_CANDIDATES = {
    "image-known-exploited": "a scanner found the vulnerability, which is an item at once",
    "chain-link-broken": "each link is a requirement of its own, which is the candidate",
    "registry-monitor-alarms": "what an alarm is about is on the POA&M, or a candidate itself",
    "validation-missing": "the assessor's validation is missing, and nothing of the system",
}
"""Requirements of which a failing subject is no candidate, with the reason."""
_MOST_NAMED = 5


def candidate_checks(requirements: Iterable[PostureRequirement]) -> Mapping[str, CandidateCheck]:
    """By id, in their order: which requirements have candidates, and how their weakness is called."""
    named = {check.id: check for check in _OTHERWISE_NAMED}
    return {
        requirement.id: named.get(requirement.id)
        or CandidateCheck(
            id=requirement.id, weakness=requirement.problem, images=requirement.subjects[0].partition(" ")[0] == "image"
        )
        for requirement in requirements
        if requirement.id not in NO_CANDIDATES
    }


class Conclusions(msgspec.Struct, frozen=True, kw_only=True):
    """What the checks say today of what they are asked of."""

    checks: Mapping[str, CandidateCheck]
    """See `candidate_checks`."""
    failing: tuple[DiscrepancySubject, ...] = ()
    outcomes: Mapping[tuple[str, str], Outcome]
    """(check, subject) to the verdict, of every subject."""
    evidence: Mapping[str, EvidenceFile]
    """By path."""
    decided: tuple[CandidateDecision, ...] = ()
    """What people decided about them."""

    def names(self, check: str, subject: str, images: ImageIdentities) -> tuple[str, ...]:
        """By which a subject is known from month to month, its own first."""
        return images.names(subject) if check in self.checks and self.checks[check].images else (subject,)

    def outcome(self, check: str, key: str, images: ImageIdentities) -> Outcome | None:
        """Of all versions of a subject the worst; None where it is no subject today."""
        subjects = ((subject, outcome) for (name, subject), outcome in self.outcomes.items() if name == check)
        seen = {outcome for subject, outcome in subjects if key in self.names(check, subject, images)}
        return next((outcome for outcome in (Outcome.FAILS, Outcome.UNKNOWN, Outcome.PASSES) if outcome in seen), None)


def weakness_name(check: CandidateCheck, key: str) -> str:
    """Weakness Name of the item that a candidate becomes; a subject of a file is named without the file."""
    return f"{check.weakness}: {key.rsplit(': ', 1)[-1]}"


def candidate_id(ids: UuidFactory, check: str, key: str) -> str:
    """`C-1A2B3C4D5E`: the same for as long as the candidate exists. The item that it becomes has these ten digits behind
    `V-`, unless it was closed before."""
    return f"C-{poam_id_of(ids, *candidate_key(check, key)).removeprefix('V-')}"


def candidate_key(check: str, key: str) -> tuple[str, str, str]:
    """What the id of a candidate and of its item is made of."""
    return ("candidate", check, key)


def identifier_of(check: str, key: str) -> str:
    """What the item of a candidate is recognized by, from package to package."""
    return f"{check} {key}"


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """Those of a day."""

    rows: tuple[PoamCandidate, ...]
    """In the order of the checks and then of the subjects."""
    remembered: tuple[SeenCandidate, ...]
    """What the next package has to know: today's, and those of last time that the evidence does not show to be met."""
    notices: tuple[Notice, ...]


def candidates_of(
    conclusions: Conclusions,
    framework: Framework,
    before: Sequence[SeenCandidate],
    items: Iterable[LedgerItem],
    *,
    as_of: date,
    images: ImageIdentities,
) -> Candidates:
    """One for each subject that fails, all versions of an image together; what fails only because another candidate does is
    remediated with that. `items` are those of the prior ledger: an open one was accepted, whatever became of its entry."""
    decided = CandidateDecisions(conclusions.decided, as_of)
    known = {(row.check, row.key): row.first for row in before}
    open_ = {item.identifier: item for item in items if item.concluded and item.closed is None}
    rows: dict[tuple[str, str], PoamCandidate] = {}
    for subject, check in _concluded(conclusions):
        names = conclusions.names(check.id, subject.name, images)
        days = (*_days(subject, conclusions), *(known[check.id, name] for name in names if (check.id, name) in known))
        first = min((day for day in days if day <= as_of), default=None)
        candidate = _candidate(subject, names[0], check, framework, first or as_of, dated=first is not None)
        is_open = any(identifier_of(check.id, name) in open_ for name in names)
        candidate = _decided(candidate, subject, decided, is_open=is_open)
        other = rows.get((candidate.check, candidate.key))
        rows[candidate.check, candidate.key] = candidate if other is None else _together(other, candidate)
    positions = {check: position for position, check in enumerate(conclusions.checks)}
    ordered = tuple(sorted(rows.values(), key=lambda row: (positions[row.check], row.subject)))
    return Candidates(
        rows=ordered,
        remembered=_remembered(ordered, conclusions, before, images),
        notices=(*_undecided(ordered), *decided.doubts(tuple(conclusions.checks), tuple(open_.values()))),
    )


def with_ids(candidates: Iterable[PoamCandidate], items: Iterable[LedgerItem], ids: UuidFactory) -> tuple[PoamCandidate, ...]:
    """The candidates with their ids, each accepted one with that of its item."""
    tracked = {item.identifier: item.poam_id for item in items if item.concluded and item.closed is None}
    return tuple(
        replace(
            row,
            candidate_id=candidate_id(ids, row.check, row.key),
            poam_id=tracked.get(identifier_of(row.check, row.key), ""),
        )
        for row in candidates
    )


def _concluded(conclusions: Conclusions) -> Iterator[tuple[DiscrepancySubject, CandidateCheck]]:
    """Subjects that fail for a reason of their own."""
    failing = {subject.key for subject in conclusions.failing if subject.check in conclusions.checks}
    for subject in conclusions.failing:
        check = conclusions.checks.get(subject.check)
        if check is None or (check.except_cause and subject.cause == check.except_cause):
            continue
        if failing.isdisjoint(subject.follows_from):
            yield subject, check


def _undecided(candidates: Iterable[PoamCandidate]) -> Iterator[Notice]:
    """One question for each requirement whose conclusions are not decided."""
    for group in by_requirement(candidates):
        subjects = [row.subject for row in group.undecided]
        if not subjects:
            continue
        number, are = counted(len(subjects), "candidate"), agreeing(len(subjects), "is", "are")
        what = f"{number} for the POA&M ({group.check}) {are} neither accepted nor refused"
        at_once = f', about all with one entry of check {group.check} and subject "*"' if len(subjects) > 1 else ""
        step = f"a named person decides with a reason{at_once}; report/candidates.html lists them"
        yield Notice(path=FILE, place=listed(subjects, _MOST_NAMED), what=what, next_step=step)


def _remembered(
    candidates: Iterable[PoamCandidate],
    conclusions: Conclusions,
    before: Iterable[SeenCandidate],
    images: ImageIdentities,
) -> tuple[SeenCandidate, ...]:
    rows = {(row.check, row.key): row.seen for row in candidates}
    for seen in before:
        if conclusions.outcome(seen.check, seen.key, images) is not Outcome.PASSES:
            rows.setdefault((seen.check, seen.key), seen)
    return tuple(row for _, row in sorted(rows.items()))


def _days(subject: DiscrepancySubject, conclusions: Conclusions) -> list[date]:
    """On which evidence shows it."""
    files = (conclusions.evidence.get(source.path) for source in subject.sources)
    return [file.collected.date() for file in files if file is not None and file.collected is not None]


def _candidate(
    subject: DiscrepancySubject, key: str, check: CandidateCheck, framework: Framework, first: date, *, dated: bool
) -> PoamCandidate:
    return PoamCandidate(
        check=check.id,
        key=key,
        subject=subject.name,
        title=subject.title,
        detail=subject.detail,
        next_step=subject.next_step,
        controls=subject.controls,
        severity=subject.severity,
        rating=framework.rating(subject.severity, None),
        configuration=check.configuration,
        asset_ids=subject.asset_ids or (AssetId(subject.name),),
        sources=subject.sources,
        first=first,
        dated=dated,
        state=CandidateState.UNDECIDED,
        weakness=check.weakness,
    )


def _decided(
    candidate: PoamCandidate, subject: DiscrepancySubject, decided: CandidateDecisions, *, is_open: bool
) -> PoamCandidate:
    entry = decided.on(candidate.check, candidate.subject, candidate.first if candidate.dated else None)
    if entry is None and is_open:
        return replace(candidate, state=CandidateState.ACCEPTED)
    if entry is None and subject.waiver is not None:
        waiver = subject.waiver
        return replace(candidate, state=CandidateState.WAIVED, by=waiver.owner, decided=waiver.expires, reason=waiver.reason)
    return candidate if entry is None else _stated(candidate, entry, is_open=is_open)


def _stated(candidate: PoamCandidate, entry: CandidateDecision, *, is_open: bool) -> PoamCandidate:
    """A refusal takes nothing off the plan: what stands there is closed by evidence, or by a person in the workbook."""
    state = CandidateState.ACCEPTED if entry.accepted or is_open else CandidateState.REFUSED
    return replace(candidate, state=state, by=entry.by, decided=entry.day, reason=entry.reason)


def _together(candidate: PoamCandidate, other: PoamCandidate) -> PoamCandidate:
    """Two versions of one image: a candidate with the earlier day and the assets of both, as undecided as either."""
    states = (CandidateState.UNDECIDED, CandidateState.ACCEPTED, CandidateState.REFUSED, CandidateState.WAIVED)
    first = min(candidate, other, key=lambda row: states.index(row.state))
    return replace(
        first,
        asset_ids=tuple(dict.fromkeys((*candidate.asset_ids, *other.asset_ids))),
        sources=tuple(dict.fromkeys((*candidate.sources, *other.sources))),
        first=min(candidate.first, other.first),
        dated=candidate.dated and other.dated,
    )
