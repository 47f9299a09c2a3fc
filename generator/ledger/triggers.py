"""The triggers of continuous monitoring, computed: how many vulnerabilities, how old, how many scans without a login.

See `model.trigger` for who says so. What cannot be counted is said not to be known, and never taken as fine.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from generator.ledger.item import LedgerItem
from generator.model.quality import ScanQuality
from generator.model.rating import Rating
from generator.model.trigger import Escalation, Trigger, TriggerLimits

_HALF_A_YEAR = 183
"""Days: "multiple times within a six-month timeframe"."""


def triggers(
    items: Sequence[LedgerItem],
    scans: Iterable[ScanQuality],
    limits: TriggerLimits,
    as_of: date,
    before: Sequence[tuple[date, Mapping[str, int]]] = (),
) -> tuple[Trigger, ...]:
    """All of them. `before` are earlier packages: their days, and the ranks that `ranks` gave then."""
    recent = [ranks_then for day, ranks_then in before if 0 < (as_of - day).days <= _HALF_A_YEAR]
    candidates = (
        _increase(items, limits),
        _without_login(scans, limits),
        _late(items, Rating.HIGH, limits.high_items, limits.high_days, as_of),
        _late(items, Rating.MODERATE, limits.moderate_items, limits.moderate_days, as_of),
    )
    return tuple(_again(trigger, recent) for trigger in candidates)


def unique(items: Iterable[LedgerItem]) -> int:
    """Vulnerabilities that scanners report on anything, each once, whichever scanner says it."""
    return len({_weakness(item) for item in items if item.closed is None and _is_scanned(item)} - {""})


def _is_scanned(item: LedgerItem) -> bool:
    return item.by_scan and not item.configuration and not item.concluded


def ranks(reached: Iterable[Trigger]) -> dict[str, int]:
    """What a manifest keeps of them, for the packages after it."""
    return {_key(trigger.id): trigger.level.rank for trigger in reached if trigger.level is not None}


def _key(name: str) -> str:
    return f"trigger_{name.replace('-', '_')}"


def _increase(items: Sequence[LedgerItem], limits: TriggerLimits) -> Trigger:
    now = unique(items)
    title = "Unique vulnerabilities above the baseline of the authorization"
    limit = f"{limits.increase_percent} % or {limits.increase_count}, whichever is more"
    if limits.baseline is None:
        why = "system.yaml does not say how many there were (conmon.baseline)."
        return Trigger(id="increase", title=title, level=None, measured=f"{now:,} now", limit=limit, because=why)
    allowed = max(-(-limits.baseline * limits.increase_percent // 100), limits.increase_count)
    more = now - limits.baseline
    of = f" of {limits.baseline_day}" if limits.baseline_day else ""
    return Trigger(
        id="increase",
        title=title,
        level=Escalation.DFR if more >= allowed else Escalation.NONE,
        measured=f"{now:,} now, {limits.baseline:,} in the baseline{of}: {more:+,}",
        limit=f"+{allowed:,} ({limit})",
    )


def _without_login(scans: Iterable[ScanQuality], limits: TriggerLimits) -> Trigger:
    """A host counts as logged in to where any scan of it did; images are read whole, there is nothing to log in to."""
    login_by_asset: dict[str, bool] = {}
    silent: set[str] = set()
    for scan in scans:
        silent.update(scan.silent)
        for host, logged_in in scan.logins:
            login_by_asset[host] = login_by_asset.get(host, False) or logged_in
    without, unknown = sum(not logged_in for logged_in in login_by_asset.values()), len(silent - login_by_asset.keys())
    total = len(login_by_asset) + unknown
    if not total:
        level, measured, because = None, "no scan of a host was collected", "There is nothing to count."
    else:
        level, because = _share(without, unknown, total, limits.unauthenticated_percent)
        measured = f"{without:,} of {total:,} scanned hosts ({without * 100 // total} %)"
        measured += f"; not stated for {unknown:,}" if unknown else ""
    return Trigger(
        id="unauthenticated",
        title="Hosts scanned without a login",
        level=level,
        measured=measured,
        limit=f"{limits.unauthenticated_percent} % or more; a second time within six months is a corrective action plan",
        because=because,
    )


def _share(without: int, unknown: int, total: int, percent: int) -> tuple[Escalation | None, str]:
    if without * 100 >= percent * total:
        return Escalation.DFR, ""
    if (without + unknown) * 100 >= percent * total:
        return None, "It depends on scans that do not say whether they logged in."
    return Escalation.NONE, ""


def _late(items: Sequence[LedgerItem], rating: Rating, most: int, days: tuple[int, int], as_of: date) -> Trigger:
    """Weaknesses that are past due, each by its oldest item, since dates of detection make several rows of one: an open vendor
    dependency or an approved operational requirement is not."""
    ages: dict[str, int] = {}
    for item in items:
        if item.effective == rating and _counts(item):
            name = _weakness(item) or item.poam_id
            ages[name] = max(ages.get(name, 0), (as_of - item.detected).days)
    first, second = (sum(age > limit for age in ages.values()) for limit in days)
    level = Escalation.CAP if second >= most else Escalation.DFR if first >= most else Escalation.NONE
    return Trigger(
        id=f"late-{rating.lower()}",
        title=f"{rating} weaknesses that are late",
        level=level,
        measured=f"{first:,} older than {days[0]} days, {second:,} of them older than {days[1]}",
        limit=f"{most:,} older than {days[0]} days; {most:,} older than {days[1]} days are a corrective action plan",
    )


def _weakness(item: LedgerItem) -> str:
    """The CVE, or what the scanner calls it."""
    return item.cve or item.identifier


def _counts(item: LedgerItem) -> bool:
    return item.closed is None and not item.configuration and item.late


def _again(trigger: Trigger, recent: Sequence[Mapping[str, int]]) -> Trigger:
    """A trigger that is reached a second time within six months is a corrective action plan."""
    times = sum(then.get(_key(trigger.id), 0) > 0 for then in recent)
    if trigger.level is not Escalation.DFR or not times:
        return trigger
    many = "an earlier package" if times == 1 else f"{times} earlier packages"
    why = f"It was reached in {many} of the last six months as well."
    return Trigger(
        id=trigger.id, title=trigger.title, level=Escalation.CAP, measured=trigger.measured, limit=trigger.limit, because=why
    )
