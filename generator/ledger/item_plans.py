"""`decisions/item-plans.yaml`: what people plan for single POA&M items, where no work package closes them whole.

```yaml
- poam-id: V-1A2B3C4D5E
  plan: The vendor is asked each month; until then the port is closed at the gateway.
  milestones:
    - {day: 2026-12-10, step: Port closed}
    - {day: 2027-02-01, step: New version of the vendor deployed and scanned again}
  contact: Shop Team
  resources: Two days of work
  comments: Ticket 123
  by: A. Lovelace
  planned: 2026-11-25
```

An entry says what a person would write into the row of the item in the POA&M workbook, and takes the place of what stands
there.
POA&M Template v3.0 and v2.1: Overall Remediation Plan, Planned Milestones, Point of Contact, Resources Required, Comments.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec import structs

from generator import strict_yaml
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.decided_milestones import DecidedMilestone, milestones_of, require_day
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/item-plans.yaml"


class _ItemPlanEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    poam_id: str
    plan: str
    milestones: list[DecidedMilestone]
    by: str
    planned: date
    contact: str | None = None
    resources: str | None = None
    comments: str | None = None


SCHEMA = list[_ItemPlanEntry]
"""The whole file, for its JSON schema."""


class ItemPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry says."""

    poam_id: str
    planned: date
    by: str
    cells: Mapping[str, str]
    """By header of the POA&M workbook."""
    line: int


def read_item_plans(text: str) -> tuple[ItemPlan, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, an empty text, no milestone, a day that no person
            can mean, a second entry for an item.
    """
    written, rows = strict_yaml.load_list(text, FILE, _ItemPlanEntry)
    plans: dict[str, ItemPlan] = {}
    for index, row in enumerate(rows):
        plan = _plan(row, index, written)
        if plan.poam_id in plans:
            what = f"a second plan of {plan.poam_id} (the first is on line {plans[plan.poam_id].line})"
            raise ConfigError(what, where=f"{FILE}, line {plan.line}", next_step="keep one of the two")
        plans[plan.poam_id] = plan
    return tuple(plans.values())


class ItemPlans:
    """All plans, found by the id of an item; it remembers which were used."""

    def __init__(self, plans: Sequence[ItemPlan], as_of: date) -> None:
        self._plans, self._as_of = plans, as_of
        self._by_id = {plan.poam_id: plan for plan in plans if plan.planned <= as_of}
        self._used: set[str] = set()
        self._closed: set[str] = set()

    def on(self, item: LedgerItem, other_ids: Collection[str] = ()) -> LedgerItem:
        """The item with what its entry says; unchanged where it has none or is closed."""
        if not self._by_id:
            return item
        names = (item.poam_id, item.former_id, *sorted(other_ids))
        plan = next((self._by_id[name] for name in names if name in self._by_id), None)
        if plan is None:
            return item
        if item.closed is not None:
            self._closed.add(plan.poam_id)
            return item
        self._used.add(plan.poam_id)
        kept = tuple((header, text) for header, text in item.written if header not in plan.cells)
        who = f"Planned by {plan.by} on {plan.planned.isoformat()}."
        return structs.replace(item, written=(*kept, *plan.cells.items()), notices=(*item.notices, who))

    def notices(self) -> Iterator[Notice]:
        """Entries that count for nothing."""
        for plan in self._plans:
            if plan.planned > self._as_of:
                what = f"{plan.by} planned {plan.poam_id} on {plan.planned}, after the as-of date, which does not count"
                yield _notice(plan, what, "correct the day, or name a later one with --as-of")
            elif plan.poam_id not in self._used:
                is_closed = plan.poam_id in self._closed
                what = f"{plan.poam_id} is closed" if is_closed else f"no open item is called {plan.poam_id}"
                yield _notice(plan, f"{what}, so this plan counts for nothing", "correct it, or remove it")


def _plan(row: _ItemPlanEntry, index: int, written: StrictYamlFile) -> ItemPlan:
    texts = {"poam-id": row.poam_id, "plan": row.plan, "by": row.by}
    written.require_texts((index,), texts, "write it, or remove the entry")
    require_day(row.planned, (index, "planned"), written)
    milestones = milestones_of(row.milestones, (index, "milestones"), written, empty="say what is done by then")
    cells = {
        c.PLAN: row.plan.strip(),
        c.MILESTONES: "\n".join(f"({number}) {each.day.isoformat()}: {each.step}" for number, each in enumerate(milestones, 1)),
        c.CONTACT: (row.contact or "").strip(),
        c.RESOURCES: (row.resources or "").strip(),
        c.COMMENTS: (row.comments or "").strip(),
    }
    return ItemPlan(
        poam_id=row.poam_id.strip(),
        planned=row.planned,
        by=row.by.strip(),
        cells={header: text for header, text in cells.items() if text},
        line=written.line((index,)),
    )


def _notice(plan: ItemPlan, what: str, step: str) -> Notice:
    return Notice(path=FILE, place=f"line {plan.line}", what=what, next_step=step)
