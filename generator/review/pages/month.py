"""Month: what continuous monitoring asks for this month, with its state, what expires next, and the triggers that were reached.

Deliverables: FedRAMP Continuous Monitoring Playbook, monthly deliverables (scans, POA&M, inventory, deviation requests).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.model.narrative import NarrativeStatus
from generator.renderers.report.front_urgent import reached_triggers
from generator.renderers.report.sections.inventory import FRESH, ages
from generator.renderers.report.sections.poam import open_of
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.owed import CHECK_IN, owed_files
from generator.text import counted

_SOON = timedelta(days=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One document of the month."""

    name: str
    state: str
    ready: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDay:
    """Something that expires or is due."""

    day: date
    what: str
    href: str


def _view(request: PageRequest) -> PageValues:
    package = request.assessment.package
    return {
        "deliverables": tuple(_deliverables(request)),
        "coming": tuple(sorted(_coming(request), key=lambda row: (row.day, row.what))),
        "triggers": tuple(reached_triggers(package)),
        "accepted": package.handed_in.isoformat() if package.handed_in else "",
    }


def _deliverables(request: PageRequest) -> Iterator[Deliverable]:
    package = request.assessment.package
    counts = ages(package)
    every, fresh = sum(counts.values()), counts[FRESH]
    yield _row("Scans", f"{fresh:,} of {counted(every, 'asset')} scanned within 30 days", "/evidence", ready=fresh == every > 0)
    items = [item for item in open_of(package) if not item.configuration]
    late = sum(item.late for item in items)
    yield _row("POA&M", f"{counted(len(items), 'open item')}, {late:,} past due", "/poam", ready=not late)
    blank = len(request.assessment.missing)
    yield _row("Inventory", f"{counted(blank, 'mandatory cell')} blank", "/inventory?assets=blank", ready=not blank)
    requested = [row for item in request.assessment.tracked.ledger.items if not item.closed for row in item.deviations]
    pending = sum(row.standing is DeviationStatus.PENDING for row in requested)
    yield _row("Deviation requests", f"{counted(pending, 'request')} pending", "/decisions/deviations", ready=not pending)
    as_of = request.bench.as_of()
    missing = sum(row.due < as_of for row in owed_files(request.bench.root, request.assessment, as_of))
    yield _row("Files of others", f"{counted(missing, 'file')} late", "/requests", ready=not missing)
    drafts = sum(narrative.standing is not NarrativeStatus.FINAL for narrative in package.narratives)
    yield _row("Statements", f"{counted(drafts, 'control text')} not approved", "/controls", ready=not drafts)


def _row(name: str, state: str, href: str, *, ready: bool) -> Deliverable:
    return Deliverable(name=name, state=state, ready=ready, href=href)


def _coming(request: PageRequest) -> Iterator[ComingDay]:
    as_of = request.bench.as_of()
    until = as_of + _SOON
    for item in request.assessment.tracked.ledger.items:
        if item.closed is None:
            yield from (row for row in _of_item(item) if row.day <= until)
    for discrepancy in request.assessment.package.discrepancies:
        for subject in discrepancy.concerned:
            if subject.waiver is not None and subject.waiver.expires <= until:
                what = f"waiver of {subject.check} for {subject.name} expires"
                yield ComingDay(day=subject.waiver.expires, what=what, href="/decisions/waivers")


def _of_item(item: LedgerItem) -> Iterator[ComingDay]:
    href = f"/poam/{item.poam_id}"
    if item.due is not None:
        yield ComingDay(day=item.due, what=f"{item.poam_id} ({item.effective}) is due", href=href)
    for row in item.deviations:
        if row.expires is not None and row.standing is DeviationStatus.APPROVED:
            yield ComingDay(day=row.expires, what=f"{row.kind} of {item.poam_id} expires", href=href)
        if row.kind is DeviationKind.VENDOR_DEPENDENCY and row.checked_in is not None:
            what = f"check-in with the vendor of {row.product or item.poam_id}"
            yield ComingDay(day=row.checked_in + CHECK_IN, what=what, href=href)


PAGES = (ReviewPage(path="/month", title="Month", template="month.html", view=_view),)
