"""The draft of every control part: what the evidence lets the plan say, and what is planned for the part that is missing.

A mechanism stands in full once, at its main control part or, where that says nothing of it, at the first part of the plan; the
others refer to it, or, where they have nothing else, say in a clause what it does for them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.ledger.image_identity import ImageIdentities, ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.model.candidate import PoamCandidate
from generator.model.claim import Claim
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.oscal.planned_remediation import PlannedRemediation, summary
from generator.text import listed, sentence

PartKey = tuple[ControlId, str]
"""Control and letter of a part; no letter where the control has no parts."""
_CONFIGURED = re.compile(r"(The .+? (?:pipeline is|pipelines are) configured) to ")


class DraftedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim contributes to a part: sentences where its mechanism is described, else where that is."""

    claim: Claim
    mechanism: Mechanism
    sentences: tuple[PlanSentence, ...] = ()
    described_at: str = ""
    """`AC-6`; empty where it is described here."""
    tracking: str = ""
    """What becomes of the part that is missing, in short: `POA&M V-1A2B3C4D5E, scheduled for 2027-02-16`."""

    @property
    def sources(self) -> tuple[EvidenceSource, ...]:
        """What its sentences cite."""
        return tuple(dict.fromkeys(source for each in self.sentences for source in each.sources))


class PlanDrafts(msgspec.Struct, frozen=True, kw_only=True):
    """The drafts of a plan, by control part. A part without one is not drafted from evidence."""

    parts: Mapping[PartKey, tuple[DraftedClaim, ...]] = msgspec.field(default_factory=dict)

    def of(self, control: ControlId, letter: str) -> tuple[DraftedClaim, ...]:
        """In the order of the topics."""
        return self.parts.get((control, letter), ())


def plan_drafts(
    claims: Iterable[Claim],
    items: Iterable[LedgerItem],
    plan: Iterable[Control],
    images: Iterable[ImagesOfRepository] = (),
    candidates: Iterable[PoamCandidate] = (),
) -> PlanDrafts:
    """Every part of the plan that evidence lets speak. `images` are those that the ledger tells apart, `candidates` what is not
    on the POA&M yet."""
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
    planned = PlannedRemediation(items, candidates, ImageIdentities(remembered=images))
    return PlanDrafts(
        parts={
            part: tuple(
                _drafted(claim, statement, part, homes[statement.key], planned) for claim, statement in drafted_claims[part]
            )
            for part in sorted(drafted_claims, key=order.__getitem__)
        }
    )


def paragraphs(rows: Iterable[DraftedClaim]) -> tuple[tuple[PlanSentence, ...], ...]:
    """The text of a part, or of one component's share of it: one or two paragraphs, no sentence twice, and at the end where the
    mechanisms are described that other parts describe. A text of references alone would not state an implementation: it says of
    each mechanism in a clause what it does for this part."""
    here: dict[str, dict[str, PlanSentence]] = defaultdict(dict)
    elsewhere: dict[tuple[str, str], list[DraftedClaim]] = defaultdict(list)
    # NOTE: what is done comes before what is missing
    for row in sorted(rows, key=lambda row: not _done((row,))):
        if row.described_at:
            elsewhere[row.described_at, row.mechanism.title].append(row)
            continue
        if row.mechanism.title not in here and not _done((row,)):
            intended = _intended(row)
            here[row.mechanism.title][intended.text] = intended
        for each in row.sentences:
            known = here[row.mechanism.title].get(each.text)
            sources = (*known.sources, *each.sources) if known else each.sources
            here[row.mechanism.title][each.text] = PlanSentence(text=each.text, sources=tuple(dict.fromkeys(sources)))
    if not here:
        shown = sorted(elsewhere.values(), key=lambda rows: not _done(rows))
        return (tuple(map(_contribution, shown)),) if shown else ()
    first, *others = (tuple(each.values()) for each in here.values())
    last = tuple(sentence for paragraph in others for sentence in paragraph)
    text = [_continued(paragraph) for paragraph in (first, last) if paragraph]
    return (*text[:-1], (*text[-1], _see_also(elsewhere))) if elsewhere else tuple(text)


def _intended(row: DraftedClaim) -> PlanSentence:
    """What a mechanism is for of which nothing is done: what is missing alone would not say what is planned."""
    ensures = listed(dict.fromkeys(f"that {part.requires}" for each in _statements((row,)) for part in each.unmet))
    return PlanSentence(
        text=f"The mechanism “{row.mechanism.title}” is to ensure {ensures}; it is {_how_far((row,))}.",
        sources=_sources((row,)),
    )


def _how_far(rows: Iterable[DraftedClaim]) -> str:
    undecided = any(each.unassessed for each in _statements(rows))
    return "not implemented in full" if undecided else "not implemented yet"


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


def _see_also(elsewhere: Mapping[tuple[str, str], Sequence[DraftedClaim]]) -> PlanSentence:
    """`See also AC-6, Least privilege of containers; and SC-39, Isolation of workloads.`"""
    titles: dict[str, list[str]] = defaultdict(list)
    for place, title in elsewhere:
        titles[place].append(title)
    names = [f"{place}, {listed(of_place)}" for place, of_place in titles.items()]
    places = names[0] if len(names) == 1 else f"{'; '.join(names[:-1])}; and {names[-1]}"
    return PlanSentence(text=f"See also {places}.", sources=_sources(row for rows in elsewhere.values() for row in rows))


def _contribution(rows: Sequence[DraftedClaim]) -> PlanSentence:
    """What one mechanism, which another part describes, does for this part: `13 of the 15 workloads run without privileges.
    This keeps applications from functions that manage the nodes (see AC-6, Least privilege of containers).` Where nothing is
    done, what is missing for it."""
    done, statements = _done(rows), _statements(rows)
    serves = rows[0].mechanism.contribution(_label((rows[0].claim.control, rows[0].claim.part)))
    reference = f"see {rows[0].described_at}, {rows[0].mechanism.title}"
    tracking = "; ".join(dict.fromkeys(row.tracking for row in rows if row.tracking))
    if done:
        reference += ", which also names the exceptions" if any(each.unmet for each in statements) else ""
        briefs = (_with_the_rest(f"{each.brief}." if each.brief else each.sentences[0].text, each.unassessed) for each in done)
        clauses = [*dict.fromkeys(briefs), *([f"This {serves}."] if serves else [])]
    else:
        purpose = f"“{rows[0].mechanism.title}”{f', which {serves},' if serves else ''}"
        missing = listed(dict.fromkeys(summary(part) for each in statements for part in each.unmet))
        clauses = [_with_the_rest(f"The mechanism {purpose} is {_how_far(rows)}: {missing}.", _rest(statements))]
    reference += f"; {tracking}" if tracking else ""
    return PlanSentence(text=f"{' '.join(clauses).removesuffix('.')} ({reference}).", sources=_sources(rows))


def _rest(statements: Iterable[DraftStatement]) -> str:
    return listed(dict.fromkeys(each.unassessed for each in statements if each.unassessed))


def _statements(rows: Iterable[DraftedClaim]) -> tuple[DraftStatement, ...]:
    return tuple({row.claim.statement.key: row.claim.statement for row in rows if row.claim.statement}.values())


def _done(rows: Iterable[DraftedClaim]) -> tuple[DraftStatement, ...]:
    """Those that say that something is done."""
    return tuple(each for each in _statements(rows) if each.sentences)


def _sources(rows: Iterable[DraftedClaim]) -> tuple[EvidenceSource, ...]:
    return tuple(sorted({source for row in rows for source in row.sources}))


def _parts(plan: Iterable[Control]) -> Iterator[tuple[Control, str]]:
    return ((control, letter) for control in plan for letter in control.parts or ("",))


def _home(mechanism: Mechanism, places: Iterable[PartKey], order: Mapping[PartKey, int]) -> PartKey:
    """Where a statement stands in full."""
    return min(places, key=lambda place: (_label(place) != mechanism.main, order[place]))


def _label(place: PartKey) -> str:
    control, letter = place
    return f"{control}({letter})" if letter else control


def _drafted(
    claim: Claim, statement: DraftStatement, part: PartKey, home: PartKey, planned: PlannedRemediation
) -> DraftedClaim:
    missing = tuple(each for unmet in statement.unmet for each in planned.sentences(unmet))
    *before, last = statement.sentences or missing
    last = replace(last, text=_with_the_rest(last.text, statement.unassessed))
    sentences = (*before, last, *(missing if statement.sentences else ()))
    return DraftedClaim(
        claim=claim,
        mechanism=statement.mechanism,
        sentences=sentences,
        described_at="" if part == home else _label(home),
        tracking=planned.references(statement.unmet),
    )


def _with_the_rest(text: str, unassessed: str) -> str:
    """What is not decided ends the sentence, or follows it where that has several clauses."""
    if not unassessed:
        return text
    return f"{text} {sentence(unassessed)}." if ";" in text else f"{text.removesuffix('.')}; {unassessed}."
