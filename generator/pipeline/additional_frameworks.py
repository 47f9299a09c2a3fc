"""The progress of a system on what it names beside FedRAMP: DoD impact levels and CMMC Level 2, for `atopack status`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.facts.cmmc_evidence import objectives
from generator.facts.cmmc_standing import score_of
from generator.facts.spoken import Spoken
from generator.frameworks.cmmc_l2 import REQUIREMENTS
from generator.frameworks.dod.levels import DodSheet, sheets_of
from generator.frameworks.dod.readiness import READINESS
from generator.frameworks.dod.readiness import SOURCE as READINESS_SOURCE
from generator.frameworks.registry import ADDITIONS
from generator.model.claim import Claim
from generator.model.progress import PartState, State, tallies
from generator.model.system import System
from generator.model.verdict import RequirementState
from generator.renderers.cmmc_poam_rows import score_in_words
from generator.workspace.verdicts import Verdicts

CMMC = "cmmc-l2"
_WORDS = {
    Spoken.SUPPORT: "supported by evidence",
    Spoken.CONTRADICTION: "contradicted by evidence",
    Spoken.NOT_ASSESSED: "without evidence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One list of another framework."""

    framework: str
    """As system.yaml names it."""
    title: str
    source: str
    counts: tuple[tuple[str, int], ...]
    """What is counted, in words."""
    note: str = ""


def beside(system: System, parts: Sequence[PartState], claims: Sequence[Claim], judged: Verdicts) -> tuple[Beside, ...]:
    """In the order of the registry; empty where only FedRAMP is named."""
    sheets = sheets_of(system.frameworks, system.baseline.value)
    found = [_level(sheet, parts) for sheet in sheets]
    if sheets:
        found.append(
            Beside(
                framework=sheets[0].level,
                title="DoD General Readiness Requirements",
                source=READINESS_SOURCE,
                counts=(("answered", len(judged.readiness)), ("outstanding", len(READINESS) - len(judged.readiness))),
            )
        )
    if CMMC in system.frameworks:
        found.append(_cmmc(parts, claims, judged))
    return tuple(found)


def _level(sheet: DodSheet, parts: Sequence[PartState]) -> Beside:
    rows = frozenset((*sheet.added, *sheet.anew))
    states = tallies([one for one in parts if one.control in rows])[-1].states
    return Beside(
        framework=sheet.level,
        title=sheet.title,
        source=sheet.source,
        counts=(
            ("controls added", len(sheet.added)),
            ("set anew", len(sheet.anew)),
            *((f"of its parts {state.words}", number) for state, number in states),
        ),
    )


def _cmmc(parts: Sequence[PartState], claims: Sequence[Claim], judged: Verdicts) -> Beside:
    score = score_of(judged.requirements)
    said = Counter(one.said for one in objectives(claims, judged.requirements))
    known = next(one for one in ADDITIONS if one.name == CMMC)
    return Beside(
        framework=CMMC,
        title=known.title,
        source=known.source,
        counts=(
            *((f"requirements {state.value.replace('-', ' ')}", len(score.of(state))) for state in RequirementState),
            ("requirements not assessed", len(score.of(None))),
            *_statements(parts),
            *((f"objectives {words}", said[word]) for word, words in _WORDS.items()),
        ),
        note=f"Score: {score_in_words(score)}. No requirement is met by machine.",
    )


def _statements(parts: Sequence[PartState]) -> Iterator[tuple[str, int]]:
    """How far the plan answers the requirements, through the controls that they are related to."""
    states: dict[str, list[State]] = {}
    for part in parts:
        states.setdefault(part.control, []).append(part.state)
    numbers = Counter(_answered([each for control in one.controls for each in states.get(control, ())]) for one in REQUIREMENTS)
    for words in ("answered in full", "answered in part", "not answered in the plan"):
        yield f"requirements {words}", numbers[words]


def _answered(states: Sequence[State]) -> str:
    written = [one not in (State.MISSING, State.GENERATED) for one in states]
    if written and all(written):
        return "answered in full"
    return "answered in part" if any(written) else "not answered in the plan"


def told(found: Sequence[Beside]) -> Iterator[str]:
    """Lines for people."""
    for one in found:
        yield ""
        yield f"{one.title} ({one.source})"
        yield f"  {', '.join(f'{number:,} {words}' for words, number in one.counts)}"
        if one.note:
            yield f"  {one.note}"
