"""What people decide from a later day on, or on a file that is not there: it does not count, and is not left out in silence."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar

from generator.errors import MissingFileError
from generator.model.evidence import Gap, GapKind


class Decision(Protocol):
    """What a person decided on a day, in a file of decisions."""

    @property
    def day(self) -> date:
        """Of the decision."""

    @property
    def place(self) -> str:
        """File and line."""


D = TypeVar("D", bound=Decision)


def decided_until(decisions: Iterable[D], as_of: date, what: Callable[[D], str]) -> tuple[tuple[D, ...], tuple[Gap, ...]]:
    """The decisions that count on the as-of date, and a gap for each other one; `what` begins its sentence."""
    rows = tuple(decisions)
    gaps = tuple(not_yet(what(row), row.day, row.place) for row in rows if row.day > as_of)
    return tuple(row for row in rows if row.day <= as_of), gaps


def not_there(error: MissingFileError) -> Gap:
    """A decision that rests on a file which is not there: it does not count, and is not left out in silence."""
    file, _, place = error.where.partition(", ")
    reason = f"{error.what}, so this entry does not count"
    return Gap(path=file, place=place, kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=error.next_step)


def not_yet(what: str, day: date, place: str) -> Gap:
    """`what` begins a sentence; `place` is file and line: `decisions/verdicts.yaml, line 3`."""
    file, _, line = place.partition(", ")
    reason = f"{what} on {day.isoformat()}, after the as-of date, and does not count"
    step = "correct the date if it is wrong, or name a later day with --as-of"
    return Gap(path=file, place=line, kind=GapKind.LATER, reason=reason, next_step=step)
