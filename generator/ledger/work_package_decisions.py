"""`decisions/work-packages.yaml`: the plan of a work package, confirmed once for all items that it closes.

```yaml
- work-package: W-1A2B3C4D5E         # as the remediation plans of its items name it
  owner: Shop Team
  base: registry.example/base/debian:12.8     # on which the image is rebuilt, where it is another than today
  packages: {libssl3: 3.0.15}                 # to which version; without it, to those that fix the items
  milestones:
    - {day: 2026-12-01, step: Image rebuilt and tested}
    - {day: 2026-12-10, step: Deployed to production and scanned again}
  by: A. Lovelace
  confirmed: 2026-11-25
```

A plan covers the items that were detected until the day on which it was confirmed. A milestone that was missed stays, and what
takes its place is added with a later `confirmed` (POA&M Template v2.1, "Milestone Changes": planned ones are not rewritten).
What a person writes into the row of an item in the workbook wins over the plan for that item.
"""

from datetime import date

import msgspec

from generator import strict_yaml
from generator.errors import ConfigError
from generator.ledger.planned_work import ConfirmedMilestone, ConfirmedPlan
from generator.strict_yaml import StrictYamlFile, YamlPath

FILE = "decisions/work-packages.yaml"
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
"""A day outside of them is a slip of the keyboard."""


class _Milestone(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    day: date
    step: str


class _WorkPackageEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    work_package: str
    owner: str
    milestones: list[_Milestone]
    by: str
    confirmed: date
    base: str | None = None
    packages: dict[str, str] | None = None


SCHEMA = list[_WorkPackageEntry]
"""The whole file, for its JSON schema."""


def read_confirmed_plans(text: str) -> tuple[ConfirmedPlan, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, an empty text, no milestone, a day that nobody can
            mean, a second entry for a work package.
    """
    written, rows = strict_yaml.load_list(text, FILE, _WorkPackageEntry)
    plans = tuple(_plan(row, index, written) for index, row in enumerate(rows))
    lines: dict[str, int] = {}
    for plan in plans:
        if plan.package in lines:
            what = f"a second plan of {plan.package} (the first is on line {lines[plan.package]})"
            raise ConfigError(what, where=f"{FILE}, line {plan.line}", next_step="keep one of the two")
        lines[plan.package] = plan.line
    return plans


def _plan(row: _WorkPackageEntry, index: int, written: StrictYamlFile) -> ConfirmedPlan:
    texts: list[tuple[YamlPath, str]] = [
        ((index, "work-package"), row.work_package),
        ((index, "owner"), row.owner),
        ((index, "by"), row.by),
        *(((index, "milestones", number, "step"), step.step) for number, step in enumerate(row.milestones)),
        *(((index, "packages", name), version) for name, version in (row.packages or {}).items()),
    ]
    for path, value in texts:
        if not value.strip():
            raise written.error(path, "the text is empty", "write it, or remove the entry")
    if not row.milestones:
        raise written.error((index, "milestones"), "a plan without a milestone", "write at least one, with its day")
    days: list[tuple[YamlPath, date]] = [
        ((index, "confirmed"), row.confirmed),
        *(((index, "milestones", number, "day"), step.day) for number, step in enumerate(row.milestones)),
    ]
    for path, day in days:
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            step = "write the day that is meant, like 2026-11-20"
            raise written.error(path, f"{day} is no day that anybody can mean", step)
    return ConfirmedPlan(
        package=row.work_package.strip(),
        owner=row.owner.strip(),
        milestones=tuple(
            sorted(
                (ConfirmedMilestone(day=step.day, step=step.step.strip()) for step in row.milestones),
                key=lambda milestone: milestone.day,
            )
        ),
        by=row.by.strip(),
        confirmed=row.confirmed,
        base=(row.base or "").strip(),
        versions=tuple(sorted((name.strip(), version.strip()) for name, version in (row.packages or {}).items())),
        line=written.line((index,)),
    )
