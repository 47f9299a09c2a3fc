"""What deviations do to an item: false positives close it, approved risk adjustments move its date, vendor dependencies are
tracked.

POA&M Template v3.0, Instructions and Guidance; POA&M Template Completion Guide v2.2, sections on deviations; FedRAMP's
continuous monitoring playbook, POA&M (vendor dependencies are no deviation requests).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import structs

from generator.frameworks.base import Framework
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.deviation_scope import checked
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.ledger.requests import adjusted_score
from generator.model.rating import Rating
from generator.text import listed

CHECK_IN_DAYS = 30
"""A vendor is asked every 30 days while its fix is awaited (POA&M Template Completion Guide v2.2)."""
MITIGATION_DAYS = 30
"""A High vendor dependency is brought down to Moderate within 30 days (continuous monitoring playbook, POA&M)."""

_FILE = "decisions/deviations.yaml"
_MOST_NAMED = 3


def with_decisions(item: LedgerItem, decided: Mapping[DeviationKind, Deviation]) -> LedgerItem:
    """The item with what was decided since; a decision replaces the one of its kind."""
    kept = [deviation for deviation in item.deviations if deviation.kind not in decided]
    rows = sorted((*kept, *decided.values()), key=lambda deviation: list(DeviationKind).index(deviation.kind))
    return structs.replace(item, deviations=tuple(rows))


def applied(item: LedgerItem, framework: Framework, as_of: date, images: ImageIdentities) -> tuple[LedgerItem, list[Notice]]:
    """The item with rating, dates, lateness and closure as its deviations require, and what requires action."""
    if item.closed is not None:
        return item, []
    if not item.deviations:
        return _dated(item, framework, as_of, None), []
    item, contested = checked(item, images)
    false = item.deviation(DeviationKind.FALSE_POSITIVE)
    if false is not None and false.holds(as_of):
        return _closed(item, false, as_of), []
    refused = _refuse_high(item, as_of)
    item = structs.replace(item, adjusted=_adjusted(item, as_of))
    vendor = _awaited(item, as_of)
    item = _dated(item, framework, as_of, vendor)
    rows = [*contested, *_fixed_since(item, vendor), *refused, *_expired(item, as_of), *_doubted(item, framework)]
    overdue = list(_vendor(item, vendor, as_of)) if vendor is not None else []
    if overdue:
        rows += [Notice(path=_FILE, place=item.poam_id, what=what, next_step=step) for _, what, step in overdue]
        since = min(day for day in (item.late_since, *(limit + timedelta(days=1) for limit, _, _ in overdue)) if day)
        because = (*item.open_because, *(what for _, what, _ in overdue))
        item = structs.replace(item, late=True, late_since=since, open_because=because)
    return item, rows


def is_refused(item: LedgerItem, as_of: date) -> bool:
    """An operational requirement on a High is not approved before the risk is reduced (Deviation Request Form: OR RA)."""
    wanted = item.deviation(DeviationKind.OPERATIONAL_REQUIREMENT)
    requested = wanted is not None and wanted.standing is not DeviationStatus.DENIED
    return requested and (_adjusted(item, as_of) or item.rating) is Rating.HIGH


def _refuse_high(item: LedgerItem, as_of: date) -> list[Notice]:
    if not is_refused(item, as_of):
        return []
    what = "an operational requirement is refused while the risk is High"
    step = "reduce the risk first, and have a risk adjustment to Moderate or Low approved"
    return [Notice(path=_FILE, place=item.poam_id, what=what, next_step=step)]


def _adjusted(item: LedgerItem, as_of: date) -> Rating | None:
    """The rating that counts instead of the original one."""
    adjustment = item.deviation(DeviationKind.RISK_ADJUSTMENT)
    if adjustment is not None and adjustment.holds(as_of) and adjustment.adjusted:
        return adjustment.adjusted
    return item.adjusted if item.raised else None


def _awaited(item: LedgerItem, as_of: date) -> Deviation | None:
    """The vendor dependency that counts: asked for or approved, neither denied nor run out."""
    vendor = item.deviation(DeviationKind.VENDOR_DEPENDENCY)
    counts = vendor is not None and (vendor.standing is DeviationStatus.PENDING or vendor.holds(as_of))
    return vendor if counts else None


def _dated(item: LedgerItem, framework: Framework, as_of: date, vendor: Deviation | None) -> LedgerItem:
    """Due date and lateness. Only an adjustment that counts moves the date (template formula, column T)."""
    if item.members:
        since = _late_since(item.due, as_of)
        return structs.replace(item, late=since is not None, late_since=since)
    by_rule = framework.due(item.effective, item.detected, None)
    # NOTE: a fix that was out before anybody saw the weakness starts no clock: nothing is due before its detection.
    start = max(item.detected, vendor.released) if vendor and vendor.released else item.detected
    due = framework.due(item.effective, start, item.known_exploited)
    waiting = vendor is not None and vendor.released is None and item.known_exploited is None
    limit = None if waiting or _is_accepted(item, as_of) else due
    since = _late_since(limit, as_of)
    return structs.replace(item, due=due, by_rule=due == by_rule, late=since is not None, late_since=since)


def _late_since(limit: date | None, as_of: date) -> date | None:
    """The day after the limit, where that is over; a limit of None is none."""
    return limit + timedelta(days=1) if limit is not None and limit < as_of else None


def _is_accepted(item: LedgerItem, as_of: date) -> bool:
    """An approved operational requirement stays open and is not late."""
    wanted = item.deviation(DeviationKind.OPERATIONAL_REQUIREMENT)
    return wanted is not None and wanted.holds(as_of) and not is_refused(item, as_of)


def _closed(item: LedgerItem, false: Deviation, as_of: date) -> LedgerItem:
    until = f", until {false.expires}" if false.expires else ""
    reason = AssetDisposition(
        reason=ClosureReason.FALSE_POSITIVE,
        day=false.decided or as_of,
        because=f"False positive, approved by {false.approver} on {false.decided}{until}.",
        path=false.evidence,
        sha256=false.sha256,
    )
    return structs.replace(item, closed=reason, late=False, unseen=())


def _doubted(item: LedgerItem, framework: Framework) -> Iterable[Notice]:
    """A request whose own metrics do not make the rating that it asks for."""
    adjustment = item.deviation(DeviationKind.RISK_ADJUSTMENT)
    score = adjusted_score(item, adjustment) if adjustment is not None else None
    if adjustment is None or score is None:
        return
    rating = framework.rating(item.severity, score)
    if adjustment.adjusted is not None and rating.is_above(adjustment.adjusted):
        what = f"the metrics of the request make {score}, which is {rating} and not {adjustment.adjusted}"
        yield Notice(path=_FILE, place=item.poam_id, what=what, next_step="correct the metrics, or ask for that rating")


def _expired(item: LedgerItem, as_of: date) -> Iterable[Notice]:
    for deviation in item.deviations:
        if deviation.standing is DeviationStatus.APPROVED and deviation.is_expired(as_of):
            what = f"the approval of the {deviation.kind.replace('-', ' ')} expired on {deviation.expires}"
            step = "ask the authorizing official again, or remediate"
            yield Notice(path=_FILE, place=item.poam_id, what=what, next_step=step)


def _fixed_since(item: LedgerItem, vendor: Deviation | None) -> Iterable[Notice]:
    """A dependency ends with the vendor's release: the clock runs from that day, which no scan knows."""
    packages = [package for asset in item.assets for package in asset.packages]
    if vendor is None or vendor.released is not None or not packages or any(not package.fixed_version for package in packages):
        return
    fixes = listed(sorted({f"{package.name} {package.fixed_version}" for package in packages}), _MOST_NAMED)
    step = "write the day of the release under `released`; the due date counts from it"
    yield Notice(path=_FILE, place=item.poam_id, what=f"the scan names a fix of the vendor ({fixes})", next_step=step)


def _vendor(item: LedgerItem, vendor: Deviation, as_of: date) -> Iterable[tuple[date, str, str]]:
    """(the last day, what is overdue, what to do) about a dependency."""
    days = (vendor.checked_in, vendor.submitted)
    checked = max((day for day in days if day is not None and day <= as_of), default=None)
    next_ = (checked or item.detected) + timedelta(days=CHECK_IN_DAYS)
    if vendor.released is None and as_of > next_:
        step = "ask the vendor, and write the day under `checked-in`"
        last = f"The vendor was last asked on {checked}" if checked else "No check-in with the vendor is recorded"
        since = "" if checked else f", from the detection on {item.detected} on"
        yield next_, f"{last}; a check-in is required every {CHECK_IN_DAYS} days{since}.", step
    limit = item.detected + timedelta(days=MITIGATION_DAYS)
    if item.effective is Rating.HIGH and vendor.mitigated is None and as_of > limit:
        what = f"A High vendor dependency has to be mitigated to Moderate by {limit}."
        yield limit, what, "mitigate it and write the day under `mitigated`, or have a risk adjustment approved"
