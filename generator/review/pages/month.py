"""Month: what continuous monitoring asks for this month, with its state, what expires next, and the triggers that were reached.

Deliverables: FedRAMP Continuous Monitoring Playbook, monthly deliverables (scans, POA&M, inventory, deviation requests).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ledger.deviation_records import DeviationStatus
from generator.model.narrative import NarrativeStatus
from generator.renderers.report.front_urgent import reached_triggers
from generator.renderers.report.sections.inventory import FRESH, ages
from generator.renderers.report.sections.poam import open_of
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.expected_files import expected_files
from generator.review.meeting import coming_days
from generator.text import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One document of the month."""

    name: str
    state: str
    ready: bool
    href: str


def _view(request: PageRequest) -> PageValues:
    package = request.assessment.package
    return {
        "deliverables": tuple(_deliverables(request)),
        "coming": coming_days(package, request.assessment.tracked.ledger.items, request.bench.as_of()),
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
    missing = sum(row.due < as_of for row in expected_files(request.bench.root, request.assessment, as_of))
    yield _row("Files of others", f"{counted(missing, 'file')} late", "/requests", ready=not missing)
    drafts = sum(narrative.standing is not NarrativeStatus.FINAL for narrative in package.narratives)
    yield _row("Statements", f"{counted(drafts, 'control text')} not approved", "/controls", ready=not drafts)


def _row(name: str, state: str, href: str, *, ready: bool) -> Deliverable:
    return Deliverable(name=name, state=state, ready=ready, href=href)


PAGES = (ReviewPage(path="/month", title="Month", template="month.html", view=_view),)
