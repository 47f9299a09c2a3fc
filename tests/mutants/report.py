"""What came of it: a table by part, and the survivors with the reason why each may stay."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.mutants.sample import DENSE, Chosen

_EXPLAINED = Path(__file__).parent / "explained.toml"
WANTED = 85
"""Percent of the mutants of a densely sampled part that have to be killed."""


class Verdict(StrEnum):
    """How a mutant ended."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"
    NO_TESTS = "no tests"


@dataclass(frozen=True)
class Outcome:
    """A mutant with its end."""

    chosen: Chosen
    verdict: Verdict
    seconds: float
    """Processor time of its tests."""


Explanations = Mapping[tuple[str, str, str], str]


def explanations() -> Explanations:
    """(module, before, after) of survivors with the reason."""
    with _EXPLAINED.open("rb") as file:
        rows = tomllib.load(file)["survivor"]
    return {(row["module"], row["before"], row["after"]): row["why"] for row in rows}


def table(outcomes: Sequence[Outcome]) -> str:
    """Markdown: a row for each part, and one for all. A mutant that never ends was noticed: it counts as killed."""
    parts = sorted({one.chosen.part for one in outcomes})
    rows = [_row(part, [one for one in outcomes if one.chosen.part == part]) for part in parts]
    head = ("part", "mutants", "killed", "timeout", "survived", "no tests", "noticed")
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows, _row("**all**", outcomes)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(
    outcomes: Sequence[Outcome],
    by_hand: Sequence[Outcome],
    why: Explanations,
    *,
    seed: int,
    left_out: Sequence[str],
) -> str:
    """The whole report."""
    killed = sum(one.verdict is Verdict.KILLED for one in by_hand)
    dense = [one for one in _escaped(outcomes) if one.chosen.part in DENSE]
    other = [one for one in _escaped(outcomes) if one.chosen.part not in DENSE]
    minutes = sum(one.seconds for one in outcomes) / 60
    texts = (
        "# Mutation tests",
        f"`make mutants` changes the code in one small place at a time, in a copy, and runs the tests that run this place. "
        f"A change that no test notices is a rule that no test states. The last run: seed {seed}, {len(outcomes)} mutants, "
        f"{minutes:.0f} minutes of processor time beside what it takes to see which tests run which lines.",
        f"Three parts are sampled densely and held to {WANTED} %: {', '.join(f'`{part}`' for part in DENSE)}. The others have "
        "a few mutants each, one in a module, which show where to look next and are no measure of a part.",
        table(outcomes),
        f"Beside the sample, {killed} of {len(by_hand)} changes made by hand are killed (`tests/mutants/fixed.py`): those that "
        "once passed every relevant test.",
        *([f"Left out, as they take too long for this: {', '.join(f'`{one}`' for one in left_out)}."] if left_out else ()),
        "## Survivors of the densely sampled parts",
        _listed(dense, why) if dense else "None.",
        "## Survivors elsewhere",
        _listed(other, {}) if other else "None.",
    )
    return "\n\n".join(texts) + "\n"


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    counts = Counter(one.verdict for one in outcomes)
    noticed = counts[Verdict.KILLED] + counts[Verdict.TIMEOUT]
    share = f"{100 * noticed / len(outcomes):.0f} %" if outcomes else ""
    order = (Verdict.KILLED, Verdict.TIMEOUT, Verdict.SURVIVED, Verdict.NO_TESTS)
    return name, str(len(outcomes)), *(str(counts[one]) for one in order), share


def _escaped(outcomes: Sequence[Outcome]) -> list[Outcome]:
    escaped = [one for one in outcomes if one.verdict in (Verdict.SURVIVED, Verdict.NO_TESTS)]
    return sorted(escaped, key=lambda one: (one.chosen.part, one.chosen.mutant.module, one.chosen.mutant.lines.start))


def _listed(outcomes: Sequence[Outcome], why: Explanations) -> str:
    return "\n".join(_line(one, why) for one in outcomes)


def _line(outcome: Outcome, why: Explanations) -> str:
    mutant = outcome.chosen.mutant
    reason = why.get((mutant.module, mutant.before, mutant.after), "")
    change = f"`{mutant.module.removeprefix('generator/')}`: `` {mutant.before} `` → `` {mutant.after} ``"
    untested = " No test of the selection runs it." if outcome.verdict is Verdict.NO_TESTS else ""
    return f"- {change}.{untested}{f' {reason}' if reason else ''}"
