"""The draft of every control part: what the evidence lets the plan say, and what is planned for the part that is missing.

A mechanism stands in full once, at its main control part or, where that says nothing of it, at the first part of the plan; the
others refer to it. Claims are made before the POA&M has its ids, so that what is planned for a missing part is written here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from generator.frameworks.base import Control
from generator.ledger.candidates import identifier_of, key_of
from generator.ledger.item import LedgerItem
from generator.model.claim import Claim
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence, UnmetPart, UnmetSubject
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.text import agreeing, counted, listed, of_several, one_line, quoted_title, sentence

PartKey = tuple[ControlId, str]
"""Control and letter of a part; no letter where the control has no parts."""
_PARAGRAPHS = 2
_NAMED, _REASONS = 5, 3
_PAIR = 2
_TITLED = frozenset({"pipeline"})
"""What has a title of its own, which stands before the noun."""
_EITHER = " or "
"""In the words for subjects of several kinds, of which a name does not say which."""
_CONFIGURED = re.compile(r"(The .+? (?:pipeline is|pipelines are) configured) to ")
_KNOWN_EXPLOITED = "image-known-exploited"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedClaim:
    """What one claim contributes to a part: sentences where its mechanism is described, else where that is."""

    claim: Claim
    mechanism: Mechanism
    sentences: tuple[PlanSentence, ...] = ()
    described_at: str = ""
    """`AC-6`; empty where it is described here."""

    @property
    def sources(self) -> tuple[EvidenceSource, ...]:
        """What its sentences cite."""
        return tuple(dict.fromkeys(source for each in self.sentences for source in each.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafts:
    """The drafts of a plan, by control part. A part without one is not drafted from evidence."""

    parts: Mapping[PartKey, tuple[DraftedClaim, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, control: ControlId, letter: str) -> tuple[DraftedClaim, ...]:
        """In the order of the topics."""
        return self.parts.get((control, letter), ())


def plan_drafts(claims: Iterable[Claim], items: Iterable[LedgerItem], plan: Iterable[Control]) -> PlanDrafts:
    """Every part of the plan that evidence lets speak."""
    order = {(control.id, letter): at for at, (control, letter) in enumerate(_parts(plan))}
    drafted_claims: dict[PartKey, list[tuple[Claim, DraftStatement]]] = defaultdict(list)
    places: dict[str, set[PartKey]] = defaultdict(set)
    for claim in claims:
        if claim.statement is not None and (claim.control, claim.part) in order:
            drafted_claims[claim.control, claim.part].append((claim, claim.statement))
            places[claim.statement.key].add((claim.control, claim.part))
    homes = {
        statement.key: _home(statement.mechanism, places[statement.key], order)
        for rows in drafted_claims.values()
        for _, statement in rows
    }
    planned = _PlannedRemediation(items)
    return PlanDrafts(
        parts=MappingProxyType(
            {
                part: tuple(
                    _drafted(claim, statement, part, homes[statement.key], planned) for claim, statement in drafted_claims[part]
                )
                for part in sorted(drafted_claims, key=order.__getitem__)
            }
        )
    )


def paragraphs(rows: Iterable[DraftedClaim]) -> tuple[tuple[PlanSentence, ...], ...]:
    """The text of a part, or of one component's share of it: one or two paragraphs, no sentence twice, and at the end where the
    mechanisms are described that other parts describe."""
    here: dict[str, dict[str, PlanSentence]] = defaultdict(dict)
    elsewhere: dict[tuple[str, str], set[EvidenceSource]] = defaultdict(set)
    for row in rows:
        if row.described_at:
            elsewhere[row.described_at, row.mechanism.title].update(row.sources)
            continue
        for each in row.sentences:
            known = here[row.mechanism.title].get(each.text)
            sources = (*known.sources, *each.sources) if known else each.sources
            here[row.mechanism.title][each.text] = PlanSentence(text=each.text, sources=tuple(dict.fromkeys(sources)))
    first, *others = [tuple(each.values()) for each in here.values()] or [()]
    last = tuple(sentence for paragraph in others for sentence in paragraph)
    text = [_continued(paragraph) for paragraph in (first, last) if paragraph]
    return _referring(text, elsewhere)


def _continued(paragraph: Sequence[PlanSentence]) -> tuple[PlanSentence, ...]:
    """Sentences that follow one about the same pipelines do not name them again."""
    sentences, before = [], ""
    for each in paragraph:
        match = _CONFIGURED.match(each.text)
        subject = match[1] if match else ""
        same = bool(match) and subject == before
        whom = "They are" if " pipelines are" in subject else "It is"
        sentences.append(replace(each, text=f"{whom} also configured{each.text[len(subject) :]}") if same else each)
        before = subject
    return tuple(sentences)


def _referring(
    text: Sequence[tuple[PlanSentence, ...]], elsewhere: Mapping[tuple[str, str], set[EvidenceSource]]
) -> tuple[tuple[PlanSentence, ...], ...]:
    """`See AC-6, Least privilege of containers; and SC-39, Isolation of workloads.` ends the last paragraph."""
    if not elsewhere:
        return tuple(text)
    titles: dict[str, list[str]] = defaultdict(list)
    for place, title in elsewhere:
        titles[place].append(title)
    names = [f"{place}, {listed(of_place)}" for place, of_place in titles.items()]
    places = names[0] if len(names) == 1 else f"{'; '.join(names[:-1])}; and {names[-1]}"
    sources = tuple(sorted({source for each in elsewhere.values() for source in each}))
    reference = PlanSentence(text=f"See {'also ' if text else ''}{places}.", sources=sources)
    return (*text[:-1], (*text[-1], reference)) if text else ((reference,),)


def _parts(plan: Iterable[Control]) -> Iterator[tuple[Control, str]]:
    return ((control, letter) for control in plan for letter in control.parts or ("",))


def _home(mechanism: Mechanism, places: Iterable[PartKey], order: Mapping[PartKey, int]) -> PartKey:
    """Where a statement stands in full."""
    return min(places, key=lambda place: (_label(place) != mechanism.main, order[place]))


def _label(place: PartKey) -> str:
    control, letter = place
    return f"{control}({letter})" if letter else control


def _drafted(
    claim: Claim, statement: DraftStatement, part: PartKey, home: PartKey, planned: "_PlannedRemediation"
) -> DraftedClaim:
    sentences = (*statement.sentences, *(each for unmet in statement.unmet for each in planned.sentences(unmet)))
    return DraftedClaim(
        claim=claim,
        mechanism=statement.mechanism,
        sentences=sentences,
        described_at="" if part == home else _label(home),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlook:
    """What becomes of a part that is missing."""

    accepted_by: str = ""
    until: date | None = None
    reason: str = ""
    poam_ids: tuple[str, ...] = ()
    scheduled: date | None = None

    @property
    def clause(self) -> str:
        """To end the sentence that names what is missing, with its period."""
        if self.accepted_by and self.until:
            return f" (accepted by {self.accepted_by} until {self.until.isoformat()}: {self.reason})."
        if not self.poam_ids:
            return "."
        tracked = f" (POA&M {listed(self.poam_ids, _NAMED)})."
        return f"; remediation is scheduled for {self.scheduled.isoformat()}{tracked}" if self.scheduled else tracked


class _PlannedRemediation:
    """Sentences about parts that are missing, with the POA&M items of the day."""

    def __init__(self, items: Iterable[LedgerItem]) -> None:
        open_ = [item for item in items if item.closed is None]
        self._concluded = {item.identifier: item for item in open_ if item.concluded}
        self._exploited = [item for item in open_ if item.known_exploited]

    def sentences(self, unmet: UnmetPart) -> Iterator[PlanSentence]:
        """One for all subjects that lack the same and of which the same is planned."""
        groups: dict[tuple[str, _Outlook], list[UnmetSubject]] = defaultdict(list)
        for subject in unmet.subjects:
            groups[subject.lacks, self._outlook(unmet.check, subject)].append(subject)
        if len({lacks for lacks, _ in groups}) > _REASONS:
            groups = _together(groups)
        for (lacks, outlook), subjects in groups.items():
            number = len(_units(subjects))
            text = f"{_who(unmet, subjects)} {_clauses(lacks, number) or agreeing(number, *unmet.lacks)}{outlook.clause}"
            sources = dict.fromkeys(source for subject in subjects for source in subject.sources)
            yield PlanSentence(text=sentence(text), sources=tuple(sources))

    def _outlook(self, check: str, subject: UnmetSubject) -> _Outlook:
        if waiver := subject.waiver:
            reason = one_line(waiver.reason).rstrip(". ")
            return _Outlook(accepted_by=one_line(waiver.owner), until=waiver.expires, reason=reason)
        concluded = self._concluded.get(identifier_of(check, key_of(subject.name)))
        tracked = [concluded] if concluded else []
        if check == _KNOWN_EXPLOITED:
            tracked += [item for item in self._exploited if _concerns(item, subject)]
        due = [item.due for item in tracked if item.due]
        return _Outlook(poam_ids=tuple(item.poam_id for item in tracked), scheduled=max(due, default=None))


def _together(
    groups: Mapping[tuple[str, _Outlook], Sequence[UnmetSubject]],
) -> dict[tuple[str, _Outlook], list[UnmetSubject]]:
    """Without what distinguishes them, where a list of it would be no sentence of a plan."""
    merged: dict[tuple[str, _Outlook], list[UnmetSubject]] = defaultdict(list)
    for (_, outlook), subjects in groups.items():
        merged["", outlook] += subjects
    return merged


def _clauses(lacks: str, number: int) -> str:
    """`is privileged and has no limit`, of several `are privileged and have no limit`."""
    clauses = lacks.split("; ") if lacks else []
    return listed(clauses if number == 1 else map(of_several, clauses))


def _concerns(item: LedgerItem, subject: UnmetSubject) -> bool:
    return any(asset.asset_id in (*subject.asset_ids, subject.name) for asset in item.assets)


def _units(subjects: Sequence[UnmetSubject]) -> tuple[str, ...]:
    """What is counted: names, of which one may stand for several subjects (a pipeline that pushes several images)."""
    return tuple(dict.fromkeys(subject.label or subject.name for subject in subjects))


def _who(unmet: UnmetPart, subjects: Sequence[UnmetSubject]) -> str:
    """`The workload debug-shell of cluster prod`, `All 12 images (a, b, c, d, e and 7 more)`, `The “Nightly” pipeline`."""
    units, nouns = _units(subjects), {subject.noun for subject in subjects}
    one, many = next(iter(nouns)) if len(nouns) == 1 and all(next(iter(nouns))) else unmet.words
    every = "all " if len(units) == len(subjects) == unmet.total > _PAIR else ""
    number = f"{every}{counted(len(units), one, many)}"
    if not all(subject.label for subject in subjects):
        return f"{number}{unmet.where}"
    if len(units) > _NAMED or _EITHER in one:
        return f"{number}{unmet.where} ({listed(units, _NAMED)})"
    kind, named = agreeing(len(units), one, many), listed(map(quoted_title, units))
    if one in _TITLED:
        return f"The {named} {kind}{unmet.where}"
    return f"The {named if named == kind or named.startswith(f'{kind} ') else f'{kind} {named}'}{unmet.where}"
