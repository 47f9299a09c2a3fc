"""Sentences about parts of a requirement that are missing: which, why, and what becomes of it: who accepts it until when, the
POA&M item with its date, or the candidate that is not decided yet.

Claims are made before the POA&M has its ids, so that this is written in the stage that knows the ledger.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum, auto

import msgspec

from generator.ledger.candidates import identifier_of
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.model.candidate import CandidateState, PoamCandidate
from generator.model.draft_statement import PlanSentence, UnmetPart, UnmetSubject
from generator.model.posture import SubjectKey
from generator.text import agreeing, counted, listed, of_several, one_line, quoted_title, sentence

_NAMED, _REASONS, _COUNTED = 5, 3, 6
_PAIR = 2
_TITLED = frozenset({"pipeline"})
"""What has a title of its own, which stands before the noun."""
_EITHER = " or "
"""In the words for subjects of several kinds, of which a name does not say which."""
_KNOWN_EXPLOITED = "image-known-exploited"


class PlannedRemediation:
    """What is planned by the POA&M items and candidates of the day."""

    def __init__(self, items: Iterable[LedgerItem], candidates: Iterable[PoamCandidate], images: ImageIdentities) -> None:
        self._images = images
        open_ = [item for item in items if item.closed is None]
        self._concluded = {item.identifier: item for item in open_ if item.concluded}
        self._exploited = [item for item in open_ if item.known_exploited]
        self._candidates = {identifier_of(row.check, row.key): row for row in candidates}

    def sentences(self, unmet: UnmetPart) -> Iterator[PlanSentence]:
        """One for all subjects that lack the same and of which the same is planned."""
        groups: _Groups = defaultdict(list)
        for subject in unmet.subjects:
            outlook, ids = self._outlook(unmet.check, subject)
            groups[subject.lacks, outlook].append((subject, ids))
        together = len({lacks for lacks, _ in groups}) > _REASONS
        if together:
            groups = _together(groups)
        for (lacks, outlook), rows in groups.items():
            subjects, ids = [subject for subject, _ in rows], tuple(dict.fromkeys(each for _, ids in rows for each in ids))
            number, counts = len(_units(subjects)), _counts(subjects) if together else ""
            lacking = f"{_clauses(lacks, number) or agreeing(number, *unmet.lacks)}{counts}"
            text = f"{_who(unmet, subjects)} {lacking}{outlook.clause(ids)}"
            sources = dict.fromkeys(source for subject in subjects for source in subject.sources)
            yield PlanSentence(text=sentence(text), sources=tuple(sources))

    def references(self, parts: Iterable[UnmetPart]) -> str:
        """`POA&M V-1A2B3C4D5E, scheduled for 2027-02-16`: what becomes of all that is missing, for the parts that refer to
        where it is described."""
        groups: dict[_Outlook, dict[str, None]] = defaultdict(dict)
        for unmet in parts:
            for subject in unmet.subjects:
                outlook, ids = self._outlook(unmet.check, subject)
                groups[outlook].update(dict.fromkeys(ids))
        return "; ".join(filter(None, (outlook.reference(tuple(ids)) for outlook, ids in groups.items())))

    def _outlook(self, check: str, subject: UnmetSubject) -> "tuple[_Outlook, tuple[str, ...]]":
        """What becomes of it, and the ids by which the POA&M or the list of candidates names it."""
        if waiver := subject.waiver:
            reason = one_line(waiver.reason).rstrip(". ")
            return _Outlook(kind=_Kind.ACCEPTED, by=one_line(waiver.owner), day=waiver.expires, reason=reason), ()
        identifiers = self._identifiers(check, subject)
        tracked = [self._concluded[name] for name in identifiers if name in self._concluded][:1]
        if check == _KNOWN_EXPLOITED:
            tracked += [item for item in self._exploited if _concerns(item, subject)]
        if tracked:
            due = max((item.due for item in tracked if item.due), default=None)
            return _Outlook(kind=_Kind.TRACKED, day=due), tuple(item.poam_id for item in tracked)
        candidate = next((self._candidates[name] for name in identifiers if name in self._candidates), None)
        if candidate is None:
            return _Outlook(kind=_Kind.OPEN), ()
        if candidate.state is CandidateState.UNDECIDED:
            return _Outlook(kind=_Kind.CANDIDATE), (candidate.candidate_id,)
        reason = one_line(candidate.reason).rstrip(". ")
        return _Outlook(kind=_Kind.REFUSED, by=one_line(candidate.by), day=candidate.decided, reason=reason), (
            candidate.candidate_id,
        )

    def _identifiers(self, check: str, subject: UnmetSubject) -> tuple[str, ...]:
        """Its own, then those of what it fails because of."""
        keys = (SubjectKey(check=check, name=subject.name), *subject.follows_from)
        return tuple(
            identifier_of(key.check, name) for key in keys for name in dict.fromkeys((key.name, *self._images.names(key.name)))
        )


def summary(unmet: UnmetPart) -> str:
    """What is missing in one clause, for the parts that refer to where it is described; many by their number alone."""
    who = _who(unmet, unmet.subjects, many_by_name=False)
    return f"{who} {agreeing(len(_units(unmet.subjects)), *unmet.lacks)}"


class _Kind(Enum):
    ACCEPTED = auto()
    TRACKED = auto()
    CANDIDATE = auto()
    REFUSED = auto()
    OPEN = auto()
    """Nothing of it is known: its check has no candidates."""


class _Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a part that is missing."""

    kind: _Kind
    by: str = ""
    day: date | None = None
    reason: str = ""

    def clause(self, ids: Sequence[str]) -> str:
        """To end the sentence that names what is missing, with its period."""
        day = self._day
        if self.kind is _Kind.ACCEPTED:
            return f" (accepted by {self.by} until {day}: {self.reason})."
        if self.kind is _Kind.TRACKED:
            return f"; remediation is scheduled for {day} (POA&M {_few(ids)})." if day else f" (POA&M {_few(ids)})."
        if self.kind is _Kind.CANDIDATE:
            return f" ({self.reference(ids)})."
        if self.kind is _Kind.REFUSED:
            return f" ({self.reference(ids)}: {self.reason})."
        return "."

    def reference(self, ids: Sequence[str]) -> str:
        """In short, within parentheses; empty where nothing is known."""
        day = self._day
        if self.kind is _Kind.ACCEPTED:
            return f"accepted by {self.by} until {day}"
        if self.kind is _Kind.TRACKED:
            return f"POA&M {_few(ids)}{f', scheduled for {day}' if day else ''}"
        if self.kind is _Kind.CANDIDATE:
            return f"{agreeing(len(ids), 'POA&M candidate', 'POA&M candidates')} {_few(ids)}, not yet decided"
        if self.kind is _Kind.REFUSED:
            return f"{_few(ids)}, kept off the POA&M by {self.by} on {day}"
        return ""

    @property
    def _day(self) -> str:
        return self.day.isoformat() if self.day else ""


def _few(ids: Sequence[str]) -> str:
    """All of up to five, of more the first."""
    return listed(ids, _NAMED if len(ids) <= _NAMED else 1)


_Groups = dict[tuple[str, _Outlook], list[tuple[UnmetSubject, tuple[str, ...]]]]


def _together(groups: _Groups) -> _Groups:
    """Without what distinguishes them, where a list of it would be no sentence of a plan: see `_counts`."""
    merged: _Groups = defaultdict(list)
    for (_, outlook), rows in groups.items():
        merged["", outlook] += rows
    return merged


def _clauses(lacks: str, number: int) -> str:
    """`is privileged and has no limit`, of several `are privileged and have no limit`."""
    clauses = lacks.split("; ") if lacks else []
    return listed(clauses if number == 1 else map(of_several, clauses))


def _counts(subjects: Sequence[UnmetSubject]) -> str:
    """`: 30 have no seccomp profile, 28 may gain privileges and agent is privileged`: how many lack what, what most lack first.
    Empty where each lacks something of its own."""
    lacking: dict[str, list[UnmetSubject]] = defaultdict(list)
    for subject in subjects:
        for clause in dict.fromkeys(_bare(clause) for clause in subject.lacks.split("; ") if clause):
            lacking[clause].append(subject)
    units = sorted(((_units(rows), clause) for clause, rows in lacking.items()), key=lambda row: -len(row[0]))
    if not units or len(units[0][0]) == 1:
        return ""
    shown = [
        f"{len(names):,} {of_several(clause)}" if len(names) > 1 else f"{quoted_title(names[0])} {clause}"
        for names, clause in units
    ]
    return f": {listed(shown, _COUNTED)}"


def _bare(clause: str) -> str:
    """A clause without the settings and containers that stand in parentheses behind it."""
    while clause.endswith(")"):
        depth, at = 1, len(clause) - 1
        while depth and at:
            at -= 1
            depth += (clause[at] == ")") - (clause[at] == "(")
        if depth or not at:
            return clause
        clause = clause[:at].rstrip()
    return clause


def _concerns(item: LedgerItem, subject: UnmetSubject) -> bool:
    return any(asset.asset_id in (*subject.asset_ids, subject.name) for asset in item.assets)


def _units(subjects: Sequence[UnmetSubject]) -> tuple[str, ...]:
    """What is counted: names, of which one may stand for several subjects (a pipeline that pushes several images)."""
    return tuple(dict.fromkeys(subject.label or subject.name for subject in subjects))


def _who(unmet: UnmetPart, subjects: Sequence[UnmetSubject], *, many_by_name: bool = True) -> str:
    """`the workload debug-shell of cluster prod`, `all 12 images (a, b, c, d, e and 7 more)`, `the “Nightly” pipeline`."""
    units, nouns = _units(subjects), {subject.noun for subject in subjects}
    one, many = next(iter(nouns)) if len(nouns) == 1 and all(next(iter(nouns))) else unmet.words
    every = "all " if len(units) == len(subjects) == unmet.total > _PAIR else ""
    number = f"{every}{counted(len(units), one, many)}"
    if not all(subject.label for subject in subjects) or (len(units) > _NAMED and not many_by_name):
        return f"{number}{unmet.where}"
    if len(units) > _NAMED or _EITHER in one:
        return f"{number}{unmet.where} ({listed(units, _NAMED)})"
    kind, named = agreeing(len(units), one, many), listed(map(quoted_title, units))
    if one in _TITLED:
        return f"the {named} {kind}{unmet.where}"
    return f"the {named if named == kind or named.startswith(f'{kind} ') else f'{kind} {named}'}{unmet.where}"
