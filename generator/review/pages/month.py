"""Month: what continuous monitoring asks for this month, with its state, what expires next, and the triggers that were reached.

Deliverables: FedRAMP Continuous Monitoring Playbook, monthly deliverables (scans, POA&M, inventory, deviation requests).
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from generator.difference.notifications import missing
from generator.difference.significant import Type
from generator.ledger.deviation_records import DeviationStatus
from generator.model.narrative import NarrativeStatus
from generator.renderers.report.front_urgent import reached_triggers
from generator.renderers.report.sections.inventory import FRESH, ages
from generator.renderers.report.sections.poam import open_of
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.expected_files import OPERATIONS, SCANS, SECURITY, Contacts, expected_files
from generator.review.meeting import coming_days
from generator.review.since_accepted import accepted_days, since
from generator.text import counted


class Deliverable(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the month."""

    name: str
    owner: str
    """The person whose role it is, by system.yaml."""
    due: date | None
    """The first day by which something of it is due; None where nothing dates one."""
    state: str
    ready: bool | None
    """None where nothing tells it."""
    href: str


def _view(request: PageRequest) -> PageValues:
    package = request.assessment.package
    return {
        "deliverables": tuple(_deliverables(request)),
        "coming": coming_days(package, request.assessment.tracked.ledger.items, request.bench.as_of()),
        "triggers": tuple(reached_triggers(package)),
        "unknown": tuple(trigger for trigger in package.triggers if trigger.level is None),
        "accepted": package.handed_in.isoformat() if package.handed_in else "",
    }


def _deliverables(request: PageRequest) -> Iterator[Deliverable]:
    assessment, as_of = request.assessment, request.bench.as_of()
    package, ledger = assessment.package, assessment.tracked.ledger.items
    people = Contacts(package.system)
    security, operations = people.in_role(*SECURITY)[0], people.in_role(*OPERATIONS)[0]
    expected = expected_files(request.bench.root, assessment, as_of)
    counts = ages(package)
    every, fresh = sum(counts.values()), counts[FRESH]
    yield Deliverable(
        name="Scans",
        owner=operations,
        due=min((row.due for row in expected if row.file == SCANS), default=None),
        state=f"{fresh:,} of {counted(every, 'asset')} scanned within 30 days",
        ready=fresh == every > 0,
        href="/evidence",
    )
    every_open = open_of(package)
    items = [item for item in every_open if not item.configuration]
    late, apart = sum(item.late for item in items), len(every_open) - len(items)
    apart_text = f"; {counted(apart, 'configuration finding')} counted apart" if apart else ""
    yield Deliverable(
        name="POA&M",
        owner=security,
        due=min((item.due for item in items), default=None),
        state=f"{counted(len(items), 'open item')}, {late:,} past due{apart_text}",
        ready=not late,
        href="/poam",
    )
    blank = len(assessment.missing)
    yield Deliverable(
        name="Inventory",
        owner=operations,
        due=None,
        state=f"{counted(blank, 'mandatory cell')} blank",
        ready=not blank,
        href="/inventory?assets=blank",
    )
    requested = [row for item in ledger if not item.closed for row in item.deviations]
    pending = sum(row.standing is DeviationStatus.PENDING for row in requested)
    yield Deliverable(
        name="Deviation requests",
        owner=security,
        due=min((row.expires for row in requested if row.expires and row.standing is DeviationStatus.APPROVED), default=None),
        state=f"{counted(pending, 'request')} pending",
        ready=not pending,
        href="/decisions/deviations",
    )
    yield _changes(request, security)
    missing = sum(row.due < as_of for row in expected)
    yield Deliverable(
        name="Files of others",
        owner="",
        due=min((row.due for row in expected), default=None),
        state=f"{counted(missing, 'file')} late",
        ready=not missing,
        href="/requests",
    )
    drafts = sum(narrative.standing is not NarrativeStatus.FINAL for narrative in package.narratives)
    yield Deliverable(
        name="Statements",
        owner=security,
        due=None,
        state=f"{counted(drafts, 'control text')} not approved",
        ready=not drafts,
        href="/controls",
    )


def _changes(request: PageRequest, owner: str) -> Deliverable:
    """Notifications of changes since the last accepted package."""
    days = accepted_days(request.bench.root, request.bench.as_of())
    changes = since(request.bench.root, request.assessment, days[-1]).changes if days else None
    open_ = len(changes.open) if changes else 0
    notified = (*changes.of(Type.ADAPTIVE), *changes.of(Type.TRANSFORMATIVE)) if changes else ()
    unfinished = sum(bool(missing(entry)) for entry in notified)
    state = f"{counted(open_, 'change')} without a type, {len(notified):,} to notify of, {unfinished:,} of them not complete"
    return Deliverable(
        name="Change notifications",
        owner=owner,
        due=None,
        state=state if changes else "no accepted package to compare with: what changed is not known",
        ready=not open_ and not unfinished if changes else None,
        href="/changes",
    )


PAGES = (ReviewPage(path="/month", title="Month", template="month.html", view=_view),)
