"""Which confirmed plans cover an item, and what a person should know about those that do not.

Generated dates are proposals until a person confirms them. A plan covers an item where each asset has a work package, each of
these a plan that was confirmed since the item was detected, and the plan names the software packages of the item if it names
any. What a person wrote into the row of the item in the workbook counts before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, auto

from generator.ledger import columns as c
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import ConfirmedPlan, PlannedWork
from generator.ledger.poam_ledger import Notice
from generator.ledger.work_package_decisions import FILE
from generator.text import counted, listed

_MOST_NAMED = 5
_OWN_PLAN = (c.PLAN, c.MILESTONES, c.CHANGES)


class _Doubt(Enum):
    OWN = auto()
    NEWER = auto()
    OTHERS = auto()
    PART = auto()
    AFTER = auto()
    OVER = auto()


_DOUBTS: Mapping[_Doubt, tuple[str, str]] = {
    _Doubt.OWN: (
        "a plan that was written for the item itself counts instead of that of {name} for {items}",
        "empty these cells in the workbook, and remove the entry in decisions/item-plans.yaml where there is one, for the plan "
        "of the work package to count",
    ),
    _Doubt.NEWER: (
        "the plan of {name}, confirmed on {confirmed}, does not cover {items} detected since",
        "confirm it again with a later day, if it is right for what was detected since",
    ),
    _Doubt.OTHERS: (
        "the plan of {name} does not name all software that is updated for {items}",
        "add it under `packages`, or leave that key out",
    ),
    _Doubt.PART: (
        "the plan of {name} closes a part of {items}: an asset or a package has no fix, or no work package",
        "write the plan for the rest into the workbook, or decide on a deviation",
    ),
    _Doubt.AFTER: (
        "the last milestone of {name} ({last}) is after the Scheduled Completion Date of {items}, which stays",
        "name an earlier day, or ask for the deviation that applies",
    ),
    _Doubt.OVER: (
        "the last milestone of {name} ({last}) is over, and {items} still open",
        "add the milestone that takes its place, and confirm the plan again",
    ),
}
"""What is said and what is to be done, of the items that it is true of."""


class ConfirmedPlans:
    """All plans, found by work package; it remembers the items that each was about."""

    def __init__(self, plans: Sequence[ConfirmedPlan], as_of: date) -> None:
        self._plans, self._as_of = plans, as_of
        self._by_package = {plan.package: plan for plan in plans if plan.confirmed <= as_of}
        self._used: set[str] = set()
        self._doubts: dict[tuple[str, _Doubt], set[str]] = defaultdict(set)

    def plan(self, package: str) -> ConfirmedPlan | None:
        """The plan of a work package that counts on the day."""
        return self._by_package.get(package)

    def covering(
        self, item: LedgerItem, work: Sequence[PlannedWork], software: Collection[str], *, whole: bool
    ) -> tuple[ConfirmedPlan, ...]:
        """The plans of an item, by work package; none where one of them is missing. `software` are the packages that today's
        evidence says are updated for it; `whole` where its work leaves nothing of it open."""
        packages = tuple(dict.fromkeys(step.package for step in work))
        known = [self._by_package[package] for package in packages if package in self._by_package]
        if not known:
            return ()
        self._used.update(plan.package for plan in known)
        if any(name in _OWN_PLAN for name, _ in item.written):
            self._note(_Doubt.OWN, known, item)
            return ()
        newer = [plan for plan in known if item.detected_by is not DetectionBasis.AS_OF and item.detected > plan.confirmed]
        others = [plan for plan in known if plan.versions and not {name for name, _ in plan.versions}.issuperset(software)]
        self._note(_Doubt.NEWER, newer, item)
        self._note(_Doubt.OTHERS, others, item)
        if not whole:
            self._note(_Doubt.PART, known, item)
        if newer or others or not whole or len(known) < len(packages):
            return ()
        if item.due is not None and item.due >= self._as_of:  # what is past due needs a milestone after that day
            self._note(_Doubt.AFTER, [plan for plan in known if plan.last > item.due], item)
        self._note(_Doubt.OVER, [plan for plan in known if plan.last < self._as_of], item)
        return tuple(known)

    def _note(self, doubt: _Doubt, plans: Sequence[ConfirmedPlan], item: LedgerItem) -> None:
        for plan in plans:
            self._doubts[plan.package, doubt].add(item.poam_id)

    def notices(self) -> Iterator[Notice]:
        """What the file says that does not count, or only in part."""
        for plan in self._plans:
            if plan.confirmed > self._as_of:
                what = f"{plan.by} confirmed the plan of {plan.package} on {plan.confirmed}, after the as-of date"
                yield _notice(plan, f"{what}, which does not count", "correct the day, or name a later one with --as-of")
            elif plan.package not in self._used:
                what = f"no open item refers to {plan.package}, so this plan counts for nothing"
                yield _notice(plan, what, "correct it, or remove it")
            for doubt, (what, step) in _DOUBTS.items():
                if ids := self._doubts.get((plan.package, doubt)):
                    items = f"{counted(len(ids), 'item')} ({listed(sorted(ids), _MOST_NAMED)})"
                    text = what.format(name=plan.package, items=items, confirmed=plan.confirmed, last=plan.last)
                    yield _notice(plan, text, step)


def _notice(plan: ConfirmedPlan, what: str, step: str) -> Notice:
    return Notice(path=FILE, place=f"line {plan.line}", what=what, next_step=step)
