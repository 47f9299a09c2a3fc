"""The meeting pack: what the monthly continuous monitoring meeting looks at, as one record for the page and for the file.

FedRAMP Continuous Monitoring Playbook: "ConMon Performance Management" (triggers, Detailed Finding Review, Corrective Action
Plan), overview (the authorizing official approves deviation requests and significant change requests).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from generator.difference.significant import Type
from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.model.rating import Rating
from generator.model.system import Regime
from generator.model.trigger import Escalation, Trigger
from generator.oscal.package import AuthorizationPackage
from generator.renderers.report.sections.poam import OpenItem, open_of
from generator.review.bench import PageRequest
from generator.review.expected_files import CHECK_IN, ExpectedFile, expected_files
from generator.review.since_accepted import ItemList, SinceAccepted, accepted_days, item_lists, since
from generator.text import agreeing, counted, enumerated, left_out

SOON = timedelta(days=45)
_MOST, _NAMED = 50, 3


class ComingDay(msgspec.Struct, frozen=True, kw_only=True):
    """Something that expires or is due."""

    day: date
    what: str
    href: str


class RequestedDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What the authorizing official is asked to decide."""

    what: str
    why: str
    since: date | None
    """When it was submitted."""
    href: str


class MeetingPack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is shown."""

    system: str
    as_of: date
    accepted: date | None
    sentences: tuple[str, ...]
    decisions: tuple[RequestedDecision, ...]
    reached: tuple[Trigger, ...]
    unknown: tuple[Trigger, ...]
    """Triggers of which it cannot be said."""
    late: tuple[OpenItem, ...]
    more_late: str
    late_files: tuple[ExpectedFile, ...]
    coming: tuple[ComingDay, ...]
    items: tuple[ItemList, ...]
    """Since the accepted package."""
    changes: tuple[tuple[str, str, str], ...]
    """Of the system: what, detail, type."""


def meeting_pack(request: PageRequest) -> MeetingPack:
    """The pack of the as-of date.

    Raises:
        ConfigError: the accepted package, or a decisions file, cannot be read.
    """
    package, as_of = request.assessment.package, request.bench.as_of()
    days = accepted_days(request.bench.root, as_of)
    compared = since(request.bench.root, request.assessment, days[-1]) if days else None
    every_open = open_of(package)
    open_items = [item for item in every_open if not item.configuration]
    late = sorted((item for item in open_items if item.late), key=lambda item: (item.rating.position, item.due))
    reached = tuple(trigger for trigger in package.triggers if trigger.level not in (None, Escalation.NONE))
    return MeetingPack(
        system=package.system.name,
        as_of=as_of,
        accepted=compared.accepted if compared else None,
        sentences=(
            *_open_sentences(len(open_items), len(late), len(every_open) - len(open_items)),
            *_sentences(compared, reached),
        ),
        decisions=tuple(_decisions(request.assessment.tracked.ledger.items, compared, package.system.regime, as_of)),
        reached=reached,
        unknown=tuple(trigger for trigger in package.triggers if trigger.level is None),
        late=tuple(late[:_MOST]),
        more_late=left_out(len(late) - _MOST, "item", "the POA&M"),
        late_files=tuple(row for row in expected_files(request.bench.root, request.assessment, as_of) if row.due < as_of),
        coming=coming_days(package, request.assessment.tracked.ledger.items, as_of),
        items=tuple(item_lists(compared.difference)) if compared else (),
        changes=tuple(_changes(compared)) if compared else (),
    )


def coming_days(package: AuthorizationPackage, items: Sequence[LedgerItem], as_of: date) -> tuple[ComingDay, ...]:
    """What expires or is due within a month and a half, and what is over already."""
    until = as_of + SOON
    open_items = [item for item in items if item.closed is None]
    rows = [row for item in open_items for row in _of_item(item) if row.day <= until]
    rows += _due([item for item in open_items if item.due is not None and item.due <= until])
    for discrepancy in package.discrepancies:
        for subject in discrepancy.concerned:
            if subject.waiver is not None and subject.waiver.expires <= until:
                what = f"waiver of {subject.check} for {subject.name} expires"
                rows.append(ComingDay(day=subject.waiver.expires, what=what, href="/decisions/waivers"))
    return tuple(sorted(rows, key=lambda row: (row.day, row.what)))


def _due(items: Iterable[LedgerItem]) -> Iterator[ComingDay]:
    """Items that are due on one day with one rating are one row."""
    together: dict[tuple[date, Rating], list[LedgerItem]] = defaultdict(list)
    for item in items:
        if item.due is not None:
            together[item.due, item.effective].append(item)
    for (day, rating), members in together.items():
        ids = sorted((item.poam_id for item in members), key=lambda poam_id: (len(poam_id), poam_id))
        if len(members) == 1:
            yield ComingDay(day=day, what=f"{ids[0]} ({rating}) is due: {members[0].name}", href=f"/poam/{ids[0]}")
        else:
            yield ComingDay(day=day, what=f"{len(ids):,} items ({rating}) are due: {enumerated(ids, _NAMED)}", href="/poam")


def _of_item(item: LedgerItem) -> Iterator[ComingDay]:
    href = f"/poam/{item.poam_id}"
    for row in item.deviations:
        if row.expires is not None and row.standing is DeviationStatus.APPROVED:
            yield ComingDay(day=row.expires, what=f"{row.kind} of {item.poam_id} expires", href=href)
        if row.kind is DeviationKind.VENDOR_DEPENDENCY and row.checked_in is not None:
            what = f"check-in with the vendor of {row.product or item.poam_id}"
            yield ComingDay(day=row.checked_in + CHECK_IN, what=what, href=href)


def _open_sentences(items: int, late: int, configuration: int) -> Iterator[str]:
    """Configuration findings have a sheet of their own: they are counted apart, as the workbook does."""
    yield f"{counted(items, 'item')} of the POA&M {agreeing(items, 'is', 'are')} open, {late:,} of them past due."
    if configuration:
        yield (
            f"{counted(configuration, 'row')} of the sheet Configuration Findings {agreeing(configuration, 'is', 'are')} open "
            "beside them and not counted here."
        )


def _sentences(compared: SinceAccepted | None, reached: Sequence[Trigger]) -> Iterator[str]:
    if compared is None:
        yield "This is the first package: there is nothing to compare with."
    else:
        parts = compared.difference.items
        yield (
            f"Since the package of {compared.accepted.isoformat()}, {len(parts.opened):,} were opened, "
            f"{len(parts.closed):,} closed, and {len(parts.became_late):,} became late."
        )
    plans = sum(trigger.level is Escalation.CAP for trigger in reached)
    reviews = len(reached) - plans
    yield (
        f"Triggers: {counted(plans, 'corrective action plan')}, {counted(reviews, 'detailed finding review')}."
        if reached
        else "No trigger of performance management is reached, as far as it can be said."
    )


def _decisions(
    items: Sequence[LedgerItem], compared: SinceAccepted | None, regime: Regime, as_of: date
) -> Iterator[RequestedDecision]:
    for item in items:
        for row in item.deviations if item.closed is None else ():
            kind = row.kind.replace("-", " ")
            if row.standing is DeviationStatus.PENDING and row.kind is not DeviationKind.VENDOR_DEPENDENCY:
                what = f"{kind.capitalize()} of {item.poam_id} ({item.effective}): {item.name}"
                yield RequestedDecision(what=what, why=row.rationale, since=row.submitted, href=f"/poam/{item.poam_id}")
            elif row.standing is DeviationStatus.APPROVED and row.is_expired(as_of):
                what = f"Renew or end the {kind} of {item.poam_id}"
                why = f"The approval expired on {row.expires.isoformat()}." if row.expires else ""
                yield RequestedDecision(what=what, why=why, since=row.decided, href=f"/poam/{item.poam_id}")
    for entry in compared.changes.of(Type.TRANSFORMATIVE) if compared and regime is not Regime.CR26 else ():
        yield RequestedDecision(
            what=f"Significant change: {entry.what_changed}", why=entry.explanation, since=entry.start, href="/changes"
        )


def _changes(compared: SinceAccepted) -> Iterator[tuple[str, str, str]]:
    for entry in compared.changes.entries:
        if entry.type is not Type.ROUTINE:
            yield entry.what_changed, entry.explanation, entry.type
    for change in compared.changes.open:
        yield change.key, change.detail, "not classified"
    routine = sum(len(entry.changes) for entry in compared.changes.of(Type.ROUTINE))
    if routine:
        yield counted(routine, "routine recurring change"), "They are exempt from notification.", Type.ROUTINE
