"""The progress of a system on what it names beside FedRAMP: DoD impact levels and CMMC Level 2, for `atopack status`."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from generator.facts.cmmc_evidence import objectives
from generator.facts.cmmc_status import score_of
from generator.facts.evidence_support import EvidenceSupport
from generator.frameworks.cmmc_l2 import REQUIREMENTS
from generator.frameworks.dod.levels import DodSheet, sheets_of
from generator.frameworks.dod.readiness import READINESS
from generator.frameworks.dod.readiness import SOURCE as READINESS_SOURCE
from generator.frameworks.registry import ADDITIONS
from generator.model.claim import Claim
from generator.model.progress import AnswerProgress, PartState, tallies
from generator.model.system import System
from generator.model.verdict import RequirementState
from generator.renderers.poam.cmmc_rows import score_in_words
from generator.workspace.verdicts import Verdicts

CMMC = "cmmc-l2"
_WORDS = {
    EvidenceSupport.SUPPORT: "supported by evidence",
    EvidenceSupport.CONTRADICTION: "contradicted by evidence",
    EvidenceSupport.NOT_ASSESSED: "neither supported nor contradicted",
}


class FrameworkList(msgspec.Struct, frozen=True, kw_only=True):
    """One list of another framework."""

    framework: str
    """As system.yaml names it."""
    title: str
    source: str
    counts: tuple[tuple[str, int], ...]
    """What is counted, in words."""
    note: str = ""


def additional_frameworks(
    system: System, parts: Sequence[PartState], claims: Sequence[Claim], judged: Verdicts
) -> tuple[FrameworkList, ...]:
    """In the order of the registry; empty where only FedRAMP is named."""
    sheets = sheets_of(system.frameworks, system.baseline.value)
    framework_lists = [_level(sheet, parts) for sheet in sheets]
    if sheets:
        framework_lists.append(
            FrameworkList(
                framework=sheets[0].level,
                title="DoD General Readiness Requirements",
                source=READINESS_SOURCE,
                counts=(("answered", len(judged.readiness)), ("outstanding", len(READINESS) - len(judged.readiness))),
            )
        )
    if CMMC in system.frameworks:
        framework_lists.append(_cmmc(parts, claims, judged))
    return tuple(framework_lists)


def _level(sheet: DodSheet, parts: Sequence[PartState]) -> FrameworkList:
    rows = frozenset((*sheet.added, *sheet.anew))
    states = tallies([part for part in parts if part.control in rows])[-1].states
    return FrameworkList(
        framework=sheet.level,
        title=sheet.title,
        source=sheet.source,
        counts=(
            ("controls added", len(sheet.added)),
            ("modified", len(sheet.anew)),
            *((f"of its parts {state.words}", number) for state, number in states),
        ),
    )


def _cmmc(parts: Sequence[PartState], claims: Sequence[Claim], judged: Verdicts) -> FrameworkList:
    score = score_of(judged.requirements)
    counts = Counter(objective.support for objective in objectives(claims, judged.requirements))
    known = next(addition for addition in ADDITIONS if addition.name == CMMC)
    return FrameworkList(
        framework=CMMC,
        title=known.title,
        source=known.source,
        counts=(
            *((f"requirements {state.value.replace('-', ' ')}", len(score.of(state))) for state in RequirementState),
            ("requirements not assessed", len(score.of(None))),
            *_statements(parts),
            *((f"objectives {words}", counts[word]) for word, words in _WORDS.items()),
        ),
        note=f"Score: {score_in_words(score)}. No requirement is met by machine.",
    )


def _statements(parts: Sequence[PartState]) -> Iterator[tuple[str, int]]:
    """How far the plan answers the requirements, through the controls that they are related to."""
    states: dict[str, list[AnswerProgress]] = {}
    for part in parts:
        states.setdefault(part.control, []).append(part.state)
    numbers = Counter(
        _answered([state for control in requirement.controls for state in states.get(control, ())])
        for requirement in REQUIREMENTS
    )
    for words in ("answered in full", "answered in part", "not answered in the plan"):
        yield f"requirements {words}", numbers[words]


def _answered(states: Sequence[AnswerProgress]) -> str:
    written = [state.by_a_person for state in states]
    if written and all(written):
        return "answered in full"
    return "answered in part" if any(written) else "not answered in the plan"


def report_lines(framework_lists: Sequence[FrameworkList]) -> Iterator[str]:
    """Lines for people."""
    for framework_list in framework_lists:
        yield ""
        yield f"{framework_list.title} ({framework_list.source})"
        yield f"  {', '.join(f'{number:,} {words}' for words, number in framework_list.counts)}"
        if framework_list.note:
            yield f"  {framework_list.note}"
