"""One run of the monitor: both alerts, since when each is known, and what is no more."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import structs

from generator.facts.coverage import image_in_latest_scan
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.ledger.item import LedgerItem
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.monitoring import Alert, AlertKind, MonitorRun, MonitorSnapshot
from generator.monitoring.unscanned import unscanned
from generator.monitoring.untracked import AcceptedItems, untracked

_ORDER = tuple(AlertKind)


def monitor(
    facts: SystemFacts,
    items: Sequence[LedgerItem],
    tracked: AcceptedItems,
    *,
    taken: datetime,
    system: str,
    exploited: date | None = None,
    before: MonitorSnapshot | None = None,
) -> MonitorRun:
    """Look at all that runs. `before` is the newest record; `exploited` the day of CISA's catalog, where it was added."""
    running = facts.running_images
    names = {image.asset_id for image in running}
    known = {alert.key: alert.since for alert in (before.run.alerts if before else ())}
    dated_alerts = [_since(alert, known) for alert in (*unscanned(facts), *untracked(facts, items, tracked))]
    alerts = tuple(sorted(dated_alerts, key=_rank))
    return MonitorRun(
        taken=taken,
        as_of=facts.as_of,
        system=system,
        window=SCAN_WINDOW_DAYS,
        seen=max((view.taken for view in facts.clusters if view.running and view.taken), default=None),
        images=len(running),
        digests=tuple(sorted({digest for image in running for digest in image.digests})),
        scanned=sum(image_in_latest_scan(image, facts.as_of) for image in running),
        items=sum(_is_on(item, names) for item in items),
        tracked=tracked.day is not None,
        exploited=exploited,
        alerts=alerts,
        resolved=tuple(sorted(known.keys() - {alert.key for alert in alerts})),
        previous=before.evidence.sha256 if before else "",
    )


def newest(runs: Iterable[MonitorSnapshot], taken: datetime) -> MonitorSnapshot | None:
    """The record before a moment."""
    return max(
        (snapshot for snapshot in runs if snapshot.taken < taken),
        key=lambda snapshot: (snapshot.taken, snapshot.evidence.path),
        default=None,
    )


def _since(alert: Alert, known: dict[str, date]) -> Alert:
    """What an earlier run saw already is not younger than that."""
    earlier = known.get(alert.key)
    return structs.replace(alert, since=earlier) if earlier is not None and earlier < alert.since else alert


def _rank(alert: Alert) -> tuple[int, str, str]:
    return _ORDER.index(alert.kind), alert.image, alert.weakness.poam_id if alert.weakness else ""


def _is_on(item: LedgerItem, names: set[AssetId]) -> bool:
    return item.closed is None and not item.members and any(asset.asset_id in names for asset in item.assets)
