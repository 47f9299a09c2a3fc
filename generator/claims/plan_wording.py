"""How the plan words a requirement: its mechanism, what it does and where, and what a subject lacks that does not meet it.

Sentences are made of the subjects that pass, and of no other: of what is unknown the plan has the number, the readiness report
the reason. What was
observed or reported "does", what configuration declares "is configured to", and what people state is said to be stated by them;
where some of the subjects are the one and some the other, the sentence says how many are which.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from generator.claims.plan_names import noun_of, plan_labels
from generator.claims.stated_requirement import StatedRequirement
from generator.model.discrepancy import DiscrepancySubject
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence, UnmetPart, UnmetSubject
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.platform import Plural
from generator.model.posture import Certainty, JudgedSubject, Posture
from generator.model.system import System
from generator.text import agreeing, counted, listed, quoted_title, sentence

_BOTH = 2
_SEEN = (Certainty.OBSERVED, Certainty.REPORTED)
_NAMED = 5
_NAMES = frozenset({"Gatekeeper", "Kyverno", "ValidatingAdmissionPolicies"})
_UNNAMED = "cluster"
"""The name of what was collected without one (`parsers/cluster/scope.py`)."""


class PassingScope(msgspec.Struct, frozen=True, kw_only=True):
    """The subjects that pass, in the words of a sentence about them."""

    posture: Posture
    words: Plural
    """What the subjects are: `("workload", "workloads")`."""
    system: System
    facts: SystemFacts

    @property
    def passing(self) -> tuple[JudgedSubject, ...]:
        """They and no other may be claimed for."""
        return self.posture.passing

    @property
    def total(self) -> int:
        """How many subjects are listed, whatever their verdict."""
        return sum(not subject.unlisted for subject in self.posture.subjects)

    @property
    def others(self) -> bool:
        """May there be more, which no list shows?"""
        return self.total < len(self.posture.subjects)

    @property
    def whole(self) -> bool:
        """Do all pass?"""
        return len(self.passing) == self.total and not self.others

    @property
    def where(self) -> str:
        """` of cluster prod`; empty of the whole system, and where the only cluster has no name of its own."""
        return where(self.posture.place_word, self.posture.cluster, self.facts)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of what passes."""
        labels = plan_labels(self.posture.subjects)
        return tuple(labels[subject.name] for subject in self.passing)

    @property
    def all(self) -> str:
        """`all 15 workloads of cluster prod`, `both nodes`, `13 of the 15 workloads`, `the workload debug-shell`."""
        return f"{self._all}{self.where}"

    @property
    def All(self) -> str:  # noqa: N802 - the same at the beginning of a sentence
        """See `all`."""
        return sentence(self.all)

    @property
    def named(self) -> str:
        """Those that pass alone, by name as far as there are few: `the Dockerfile web.Dockerfile`, `7 Dockerfiles`."""
        if len(self.passing) > _NAMED:
            return counted(len(self.passing), *self.words)
        return f"the {self.agree(*self.words)} {listed(map(quoted_title, self.labels))}"

    @property
    def Named(self) -> str:  # noqa: N802 - the same at the beginning of a sentence
        """See `named`."""
        return sentence(self.named)

    @property
    def Shown(self) -> str:  # noqa: N802 - begins a sentence
        """All, or how many of all, where each is decided; else those that pass by name, since nothing tells of the others."""
        return self.Named if self.posture.unknown and not self.whole else self.All

    @property
    def definitions(self) -> str:
        """What sets the security of a container on the platform."""
        return "pod specifications" if self.posture.place_word == "cluster" else "service definitions"

    def agree(self, singular: str, plural: str) -> str:
        """The word that fits how many pass."""
        return agreeing(len(self.passing), singular, plural)

    def does(self, base: str, third: str, *, number: int | None = None) -> str:
        """`runs` or `run` where it was seen, `is configured to run` where configuration alone declares it; `number` where the
        subject of the sentence is another than those that pass."""
        many = len(self.passing) if number is None else number
        if self._declared_only:
            return f"{agreeing(many, 'is', 'are')} configured to {base}"
        return agreeing(many, third, base)

    def acts(self, base: str, third: str, rest: str = "") -> str:
        """A sentence about all that pass: `All 4 nodes run …`; `rest` is what is the same for one and several."""
        return f"{self.All} {self.does(base, third)}{rest}"

    def state(self, participle: str, *, number: int | None = None) -> str:
        """`is encrypted`; `is configured to be encrypted` where configuration alone declares it. See `does`."""
        verb = agreeing(len(self.passing) if number is None else number, "is", "are")
        return f"{verb} configured to be {participle}" if self._declared_only else f"{verb} {participle}"

    def mentioned(self, *words: str) -> str:
        """Those of some words that the reasons of the verdicts name, as a list."""
        return listed(word for word in words if any(word in subject.reason for subject in self.passing))

    @property
    def on_day(self) -> str:
        """` on 2026-11-18`: when the last of it was read; empty where nothing dates it."""
        days = [cited.taken.date() for subject in self.passing for cited in subject.citations if cited.taken]
        return f" on {max(days).isoformat()}" if days else ""

    @property
    def as_of(self) -> date:
        """The day of the package."""
        return self.facts.as_of

    @property
    def _declared_only(self) -> bool:
        return set(self.posture.by_certainty) == {Certainty.DECLARED}

    @property
    def _all(self) -> str:
        passing, (one, many) = len(self.passing), self.words
        if passing < self.total:
            return f"{passing:,} of the {self.total:,} {'listed ' if self.others else ''}{many}"
        if self.others:
            return self.named
        if self.total == 1:
            label = self.labels[0]
            return f"the {label}" if label == one or label.startswith(f"{one} ") else f"the {one} {label}"
        return f"both {many}" if self.total == _BOTH else f"all {self.total:,} {many}"


Brief = Callable[[PassingScope], str]
"""What those that pass do, in a short clause."""
Says = Callable[[PassingScope], str | tuple[PlanSentence, ...]]
"""The sentence about those that pass, without its period; empty where another requirement says it. Several where each has
evidence of its own."""
Lacks = Callable[[JudgedSubject, SystemFacts], str]
"""What one subject lacks, to follow its name: clauses with `; ` between them. Empty where it is what all of them lack."""


def by_reason(subject: JudgedSubject, _facts: SystemFacts) -> str:
    """What the verdict names: for requirements whose reasons name settings and nothing of how they were judged."""
    return subject.reason


class PlannedRequirement(StatedRequirement, frozen=True, kw_only=True):
    """One of which the plan says something as well, in words of its own."""

    mechanism: Mechanism
    says: Says
    lacks: Plural | None
    """See `UnmetPart.lacks`; None where another requirement says what is missing."""
    subject: Plural = ("", "")
    """What the plan calls its subjects; empty where it is what the requirement calls them."""
    brief: Brief | None = None
    """A shorter clause for the other parts that the mechanism belongs to, where the sentence is long."""
    others: Plural = ("", "")
    """What those of its subjects are called of which nothing is decided, where some are of another kind than the plan calls
    them."""
    names: bool = True
    """Do the names of its subjects say something to a reader of the plan? Ids of shapes and files do not."""
    lacks_of: Lacks | None = None
    """What one subject lacks, where it is not the same for all."""
    not_at: tuple[str, ...] = ()
    """Control parts that the requirement speaks to and that it does not implement: an assessor hears of it, the plan claims
    nothing there."""


def drafted(
    wording: PlannedRequirement,
    posture: Posture,
    system: System,
    facts: SystemFacts,
    against: Mapping[tuple[str, str], DiscrepancySubject] = MappingProxyType({}),
) -> DraftStatement | None:
    """What the plan says of a state; None where nothing was decided. `against` has the subjects of
    discrepancies by check and name."""
    words = wording.subject if wording.subject[0] else posture.requirement.subjects
    scope = PassingScope(posture=posture, words=words, system=system, facts=facts)
    sentences = _sentences(wording, scope) if posture.passing else ()
    unmet = _unmet(wording, wording.lacks, scope, against) if posture.failing and wording.lacks else ()
    if not sentences and not unmet:
        return None
    return DraftStatement(
        key=f"{posture.requirement.id} {posture.cluster}",
        mechanism=wording.mechanism,
        sentences=sentences,
        brief=_brief(wording, scope) if sentences else "",
        unmet=unmet,
        unassessed=_unassessed(wording, scope),
    )


def where(place: str, cluster: str, facts: SystemFacts) -> str:
    """` of cluster prod`; see `PassingScope.where`."""
    if not cluster or (len(facts.clusters) == 1 and cluster == _UNNAMED):
        return ""
    return f" of {place} {cluster}"


def sources_of(subjects: Iterable[JudgedSubject]) -> tuple[EvidenceSource, ...]:
    """What their verdicts cite, each place once."""
    return tuple(dict.fromkeys(cited.source for subject in subjects for cited in subject.citations))


def _sentences(wording: PlannedRequirement, scope: PassingScope) -> tuple[PlanSentence, ...]:
    said = wording.says(scope)
    if not said:
        return ()
    if isinstance(said, tuple):
        return said
    sources = _proving(sources_of(scope.passing), scope.facts)
    return (PlanSentence(text=f"{said}{_shares(scope.posture)}.", sources=sources),)


def _proving(sources: tuple[EvidenceSource, ...], facts: SystemFacts) -> tuple[EvidenceSource, ...]:
    """Of a sentence that rests on scan reports those that count: neither the ones that a newer one replaced, nor the lists of
    what runs, which the inventory cites."""
    counting = {quality.evidence.path for quality in facts.scan_quality}
    return tuple(source for source in sources if source.path in counting) or sources


def _unassessed(wording: PlannedRequirement, scope: PassingScope) -> str:
    """`the other 12 images have not been assessed`: beside a share of the whole the rest would read as failing. Where some pass
    and some fail, "other" would be all that do not pass: their number alone. That there may be more than are listed is for the
    readiness report: the sentence names or counts those that are."""
    posture = scope.posture
    labels = plan_labels(posture.subjects)
    decided = {labels[subject.name] for subject in (*posture.passing, *posture.failing)}
    number = len({labels[subject.name] for subject in posture.unknown if not subject.unlisted} - decided)
    if not number:
        return ""
    of_the_list = "listed " if scope.others else ""
    one, many = (f"{of_the_list}{word}" for word in (wording.others if wording.others[0] else scope.words))
    if posture.passing and posture.failing:
        return f"{counted(number, one, many)} {agreeing(number, 'has', 'have')} not been assessed"
    return f"the other {one} has not been assessed" if number == 1 else f"the other {number:,} {many} have not been assessed"


def _brief(wording: PlannedRequirement, scope: PassingScope) -> str:
    """Empty where the first sentence is short enough."""
    return f"{wording.brief(scope)}{_shares(scope.posture)}" if wording.brief else ""


def _shares(posture: Posture) -> str:
    """` (11 observed, 1 declared)` where those that pass are not equally sure; of one share only ` (stated by Tomas
    Achterberg)`, since the verb says what was observed and what is configured."""
    by = posture.by_certainty
    people = sorted({subject.stated_by for subject in by.get(Certainty.STATED, ()) if subject.stated_by})
    stated = f"stated by {listed(people) or 'the provider'}"
    seen = " or ".join(certainty for certainty in _SEEN if certainty in by)
    shares = {
        seen: sum(len(by.get(certainty, ())) for certainty in _SEEN),
        "declared": len(by.get(Certainty.DECLARED, ())),
        stated: len(by.get(Certainty.STATED, ())),
    }
    counts = [f"{number:,} {words}" for words, number in shares.items() if number]
    if len(counts) > 1:
        return f" ({', '.join(counts)})"
    return f" ({stated})" if shares[stated] else ""


def _unmet(
    wording: PlannedRequirement, lacks: Plural, scope: PassingScope, against: Mapping[tuple[str, str], DiscrepancySubject]
) -> tuple[UnmetPart, ...]:
    posture = scope.posture
    labels = plan_labels(posture.subjects) if wording.names else {}
    rows = [(subject, _reported(subject, posture, against)) for subject in posture.failing]
    subjects = tuple(
        UnmetSubject(
            name=reported.name if reported else subject.name,
            label=labels.get(subject.name, ""),
            lacks=wording.lacks_of(subject, scope.facts) if wording.lacks_of else "",
            sources=sources_of((subject,)),
            noun=noun_of(subject.name, scope.words),
            asset_ids=subject.asset_ids,
            follows_from=subject.follows_from,
            waiver=reported.waiver if reported else None,
        )
        for subject, reported in rows
    )
    check = posture.requirement.id
    where = scope.where if len(scope.facts.clusters) > 1 else ""
    return (
        UnmetPart(
            check=check,
            lacks=lacks,
            requires=_clause(posture.requirement.title),
            words=scope.words,
            where=where,
            subjects=subjects,
            total=0 if scope.others else scope.total,
        ),
    )


def _clause(title: str) -> str:
    """A title within a sentence: names and abbreviations keep their capital."""
    first = title.partition(" ")[0]
    return title if first in _NAMES or first.isupper() else f"{title[:1].lower()}{title[1:]}"


def _reported(
    subject: JudgedSubject, posture: Posture, against: Mapping[tuple[str, str], DiscrepancySubject]
) -> DiscrepancySubject | None:
    """The subject of a discrepancy, which has its cluster before its name where there are several clusters."""
    check = posture.requirement.id
    return against.get((check, subject.name)) or against.get((check, f"{posture.cluster}/{subject.name}"))
