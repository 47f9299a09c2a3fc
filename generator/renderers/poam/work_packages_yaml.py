"""Work packages that have no confirmed plan, as entries that a person completes and moves into `decisions/work-packages.yaml`.

One rebuild closes many items, so that a plan is confirmed once for all. Entries are blank where a person has to decide;
the comments say what the work is and when the first item is due.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec

from generator.ledger import columns as c
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.oscal_reading import day, value_of
from generator.renderers.poam.rows import rating_of
from generator.renderers.poam.xlsx import POAM_XLSX
from generator.text import agreeing, counted, left_out, one_line

_HEAD = """\
# Work packages without a confirmed plan, the most urgent first.
# Complete an entry and move it into decisions/work-packages.yaml; the README of a workspace names all keys.
"""
_OWN_PLAN = frozenset({c.PLAN, c.MILESTONES, c.CHANGES})
_MOST_ITEMS = 10
_WITH = " with "
"""Before what is updated (see `ledger.work_packages`)."""


class PackageItem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """An open item that waits for the plan of a work package."""

    due: date
    poam_id: str
    rating: Rating
    text: str
    """What is done for it."""


class UnconfirmedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A work package."""

    id: str
    items: tuple[PackageItem, ...]
    """By due date."""
    confirmed_before: bool
    """Its plan counts for other items, and does not cover these."""


def view(package: AuthorizationPackage) -> tuple[UnconfirmedPackage, ...]:
    """Those of open items without a plan that a person confirmed or wrote, by the first due date."""
    return package.views.once(_unconfirmed, package.bundle.poam)


def _unconfirmed(plan: o.PlanOfActionAndMilestones) -> tuple[UnconfirmedPackage, ...]:
    risks = {risk.uuid: risk for risk in plan.risks}
    waiting: dict[str, dict[str, PackageItem]] = defaultdict(dict)
    confirmed: set[str] = set()
    for item in plan.poam_items:
        risk = risks[item.related_risks[0].risk_uuid] if item.related_risks else None
        if risk is None or risk.status == "closed" or risk.deadline is None:
            continue
        props = [prop for remediation in risk.remediations for prop in remediation.props]
        plans = {prop.value for prop in props if prop.name == n.PLAN_CONFIRMED}
        confirmed |= plans
        if plans or any(prop.name == n.WRITTEN and prop.value in _OWN_PLAN for prop in item.props):
            continue
        for prop in props:
            if prop.name in (n.WORK_PACKAGE, n.WORK_IN_PART):
                row = _item(item, risk, day(risk.deadline), prop.remarks or "")
                waiting[prop.value].setdefault(row.poam_id, row)
    rows = (
        UnconfirmedPackage(id=name, items=tuple(sorted(items.values())), confirmed_before=name in confirmed)
        for name, items in waiting.items()
    )
    return tuple(sorted(rows, key=lambda row: (row.items[0].due, row.id)))


def _item(item: o.PoamItem, risk: o.Risk, due: date, text: str) -> PackageItem:
    return PackageItem(due=due, poam_id=value_of(item.props, "POAM-ID") or "", rating=rating_of(risk), text=text)


def _entry(row: UnconfirmedPackage) -> Iterator[str]:
    count = len(row.items)
    yield ""
    yield f"# {counted(count, 'item')}; {'due' if count == 1 else 'the first is due'} {row.items[0].due.isoformat()}"
    if row.confirmed_before:
        items = agreeing(count, "this item", "these items")
        yield f"# A plan is confirmed that does not cover {items}: report/gaps.html says why."
    work = row.items[0].text.partition(_WITH)[0]
    yield f"# {one_line(work)}"  # NOTE: one line, whatever stands in evidence: it must not end the comment
    for item in row.items[:_MOST_ITEMS]:
        text = item.text.removeprefix(work).strip()
        yield f"#   {one_line(f'{item.poam_id} ({item.rating}, due {item.due.isoformat()}): {text}')}"
    if more := left_out(count - _MOST_ITEMS, "item"):
        yield f"#   {more}"
    yield f"- work-package: {row.id}"
    yield "  owner:"
    yield "  milestones:"
    yield "    - {day: , step: }"
    yield "  by:"
    yield "  confirmed:"


def _written(package: AuthorizationPackage) -> bytes:
    return "".join((_HEAD, *(f"{line}\n" for row in view(package) for line in _entry(row)))).encode()


WORK_PACKAGES_YAML = Renderer(
    name="work-packages-yaml",
    path="workbooks/work-packages-to-confirm.yaml",
    title="Work packages without a confirmed plan, to be completed",
    applies=lambda package: POAM_XLSX.applies(package) and bool(view(package)),
    render=without_template(_written),
)
