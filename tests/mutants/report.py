"""How mutants ended, and what that makes of a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.mutants.mutant import Chosen
from tests.mutants.page import Row


class Verdict(StrEnum):
    """How a mutant ended."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"
    NO_TESTS = "no tests"


ESCAPED = (Verdict.SURVIVED, Verdict.NO_TESTS)


@dataclass(frozen=True)
class Outcome:
    """A mutant with its end. One that never ends was noticed."""

    chosen: Chosen
    verdict: Verdict
    seconds: float
    """Processor time of its tests."""


def rows(outcomes: Sequence[Outcome], seed: str) -> list[Row]:
    """A row for each part."""
    made = []
    for part in sorted({outcome.chosen.part for outcome in outcomes}):
        of_part = [outcome for outcome in outcomes if outcome.chosen.part == part]
        noticed = sum(outcome.verdict not in ESCAPED for outcome in of_part)
        made.append(Row(part=part, seed=seed, tried=len(of_part), first=noticed, now=noticed))
    return made
