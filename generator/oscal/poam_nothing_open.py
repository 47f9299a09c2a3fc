"""The item of a plan without open items: what the evidence looked at, of how much, and what was set aside.

OSCAL demands at least one item (`poam-items` of the POA&M model); this one is no row of the workbook.
"""

from collections.abc import Iterator

from generator.ids import UuidFactory
from generator.model.asset import SCANNED_MONTHLY
from generator.model.facts import SystemFacts
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, prop, text
from generator.text import counted


def nothing_open(facts: SystemFacts, discrepancies: int, ids: UuidFactory) -> o.PoamItem:
    """`discrepancies` is how many the cross-check found: they are no items of a plan, and no sign of nothing to do."""
    return o.PoamItem(
        uuid=ids.object("poam-item", "nothing-open"),
        title="No open item was derived from the evidence",
        description=text(" ".join(_sentences(facts, discrepancies))),
        props=(prop(n.NOTHING_OPEN, "yes", NS),),
    )


def _sentences(facts: SystemFacts, discrepancies: int) -> Iterator[str]:
    images, assets = _looked_at(facts)
    looked = (*images, *assets)
    open_ends = tuple(_open_ends(facts, discrepancies))
    yield f"As of {facts.as_of.isoformat()} the evidence collected gave rise to no open item."
    if not facts.accounting.results and not any(looked):
        yield "No scan was collected, so nothing can be concluded from that."
    elif open_ends or not looked or not all(looked):
        yield "It cannot be concluded that nothing is open."
    yield from _coverage(facts)
    yield from open_ends


def _coverage(facts: SystemFacts) -> Iterator[str]:
    images, assets = _looked_at(facts)
    kinds = ("host, web address or database", "hosts, web addresses and databases")
    for looked, singular, plural in ((images, "image class", "image classes"), (assets, *kinds)):
        if looked:
            total = counted(len(looked), singular, plural)
            yield f"A vulnerability scan that counts was collected for {sum(looked):,} of {total}."
    if not (images or assets):
        yield "The inventory is empty."


def _looked_at(facts: SystemFacts) -> tuple[list[bool], list[bool]]:
    """Of each image class, and of each other asset that is to be scanned every month: was it?"""
    images = [any(scan.scanned for scan in image.scans) for image in facts.inventory]
    monthly = (asset for asset in facts.assets if asset.kind in SCANNED_MONTHLY)
    return images, [any(scan.scanned for scan in asset.scans) for asset in monthly]


def _open_ends(facts: SystemFacts, discrepancies: int) -> Iterator[str]:
    """What keeps a reader from concluding that nothing is open, beside what was never scanned."""
    account = facts.accounting
    aside = account.not_running + account.later + account.source_code
    if aside:
        parts = (
            (account.not_running, "about what is not in the inventory"),
            (account.source_code, "about source code or a folder"),
            (account.later, "from after the as-of date"),
        )
        shown = ", ".join(f"{number:,} {words}" for number, words in parts if number)
        yield f"{aside:,} of {counted(account.results, 'scan result')} were set aside: {shown}."
    failed = sum(run.failed for run in facts.check_runs)
    if failed:
        judged = failed + sum(run.passed for run in facts.check_runs)
        yield f"Benchmarks and rule sets failed {failed:,} of {counted(judged, 'check')}, of which no open item was made."
    if discrepancies:
        counts = counted(discrepancies, "discrepancy", "discrepancies")
        yield f"The cross-check found {counts}; discrepancies are no items of this plan."
