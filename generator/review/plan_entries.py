"""Entries of plans as forms extend them: milestones that were planned stay, new ones are added behind them.

POA&M Template v2.1, "Milestone Changes": planned milestones are not rewritten. What a form leaves empty stays as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.review.writes import refused
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml

STEPS = 3
"""Milestones of one form."""


def entry_at(content: object, name: str, *, key: str) -> int | None:
    """Place in a file of the entry whose `key` is `name`; None where there is none."""
    entries: Sequence[object] = content if isinstance(content, list) else ()
    return next((at for at, entry in enumerate(entries) if isinstance(entry, Mapping) and entry.get(key) == name), None)


def extended(
    plans: ChangingYaml, at: int, milestones: Sequence[YamlValue], stated: Mapping[str, YamlValue], name: str
) -> ChangingYaml:
    """The entry at a place with further milestones, and with what was stated anew."""
    for milestone in milestones:
        plans = plans.with_entry((at, "milestones"), milestone, why=f"new milestone of {name}")
    for key, value in stated.items():
        plans = plans.with_key((at, key), value, why=f"{key} of {name}")
    return plans


def posted_milestones(posted: Mapping[str, str]) -> Iterator[dict[str, YamlValue]]:
    """What the rows `day 0`, `step 0` and so on of a form say; empty rows are left out.

    Raises:
        ConfigError: a day without a step, a step without a day, or no day.
    """
    for number in range(STEPS):
        day, step = posted.get(f"day {number}", "").strip(), " ".join(posted.get(f"step {number}", "").split())
        if not day and not step:
            continue
        try:
            planned = date.fromisoformat(day)
        except ValueError:
            raise refused(f"milestone {number + 1} has no day", "write it as 2026-11-30") from None
        if not step:
            raise refused(f"milestone {number + 1} does not say what is done", "write it, or leave the day out")
        yield {"day": planned, "step": step}
