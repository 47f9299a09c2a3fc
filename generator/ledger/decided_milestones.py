"""Milestones and days as people write them into decisions: checked in one place, with the file's name, line and key."""

from collections.abc import Sequence
from datetime import date

import msgspec

from generator.ledger.planned_work import ConfirmedMilestone
from generator.strict_yaml import StrictYamlFile, YamlPath

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of a plan. A day outside of them is a slip of the keyboard."""


class DecidedMilestone(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry under `milestones`."""

    day: date
    step: str


def milestones_of(
    rows: Sequence[DecidedMilestone], path: YamlPath, written: StrictYamlFile, *, empty: str
) -> tuple[ConfirmedMilestone, ...]:
    """The milestones below `path` (`(2, "milestones")`), by day; `empty` is the next step where a text is empty.

    Raises:
        ConfigError: none is there, a text is empty, or a day is one that no person can mean.
    """
    if not rows:
        raise written.error(path, "a plan without a milestone", "write at least one, with its day")
    for number, row in enumerate(rows):
        written.require_texts((*path, number), {"step": row.step}, empty)
        require_day(row.day, (*path, number, "day"), written)
    made = (ConfirmedMilestone(day=row.day, step=row.step.strip()) for row in rows)
    return tuple(sorted(made, key=lambda milestone: milestone.day))


def require_day(day: date, path: YamlPath, written: StrictYamlFile, *, first: int = FIRST_YEAR) -> None:
    """A day from the year `first` to `LAST_YEAR`.

    Raises:
        ConfigError: it is another one.
    """
    if not first <= day.year <= LAST_YEAR:
        raise written.error(path, f"{day} is no day that anybody can mean", "write the day that is meant, like 2026-11-20")
