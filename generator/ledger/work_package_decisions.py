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
from generator.ledger.decided_milestones import DecidedMilestone, milestones_of, require_day
from generator.ledger.planned_work import ConfirmedPlan
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/work-packages.yaml"
_EMPTY = "write it, or remove the entry"


class _WorkPackageEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    work_package: str
    owner: str
    milestones: list[DecidedMilestone]
    by: str
    confirmed: date
    base: str | None = None
    packages: dict[str, str] | None = None


SCHEMA = list[_WorkPackageEntry]
"""The whole file, for its JSON schema."""


def read_confirmed_plans(text: str) -> tuple[ConfirmedPlan, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, an empty text, no milestone, an impossible day, a
            second entry for a work package.
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
    written.require_texts((index,), {"work-package": row.work_package, "owner": row.owner, "by": row.by}, _EMPTY)
    written.require_texts((index, "packages"), row.packages or {}, _EMPTY)
    milestones = milestones_of(row.milestones, (index, "milestones"), written, empty=_EMPTY)
    require_day(row.confirmed, (index, "confirmed"), written)
    return ConfirmedPlan(
        package=row.work_package.strip(),
        owner=row.owner.strip(),
        milestones=milestones,
        by=row.by.strip(),
        confirmed=row.confirmed,
        base=(row.base or "").strip(),
        versions=tuple(sorted((name.strip(), version.strip()) for name, version in (row.packages or {}).items())),
        line=written.line((index,)),
    )
