"""A run in words: what is printed, and the message of a webhook."""

from collections import Counter
from collections.abc import Iterator

from generator.model.monitoring import Alert, AlertKind, MonitorRun
from generator.monitoring.record import plain

_WORDS = {
    AlertKind.NEVER_SCANNED: "running images were never scanned",
    AlertKind.OTHER_DIGEST: "running images are not the bytes that were scanned",
    AlertKind.TOO_OLD: "running images were not scanned within 30 days",
    AlertKind.UNTRACKED_EXPLOITED: "exploited weaknesses on running images are not on the POA&M",
    AlertKind.UNTRACKED_LATE: "late weaknesses on running images are not on the POA&M",
    AlertKind.LATE: "weaknesses on running images are past due",
}
_MOST_WORKLOADS = 3
_MOST_SENT = 500
"""Alerts in one message; receivers refuse large ones."""


def lines(run: MonitorRun, *, most: int = 100) -> Iterator[str]:
    """Everything that a person should see, the most urgent kinds of an alert together."""
    seen = f"as collected on {run.seen:%Y-%m-%d %H:%M} UTC" if run.seen else "at a time that nothing tells"
    yield f"Running    {run.images:,} image classes {seen}; {run.scanned:,} scanned within {run.window} days."
    catalog = f"CISA's catalog of {run.exploited}" if run.exploited else "no catalog of CISA: `atopack content add kev`"
    yield f"Tracked    {run.items:,} open items on them; {catalog}."
    if not run.tracked:
        yield "           No POA&M was handed in, so nothing is on it: `atopack accept` keeps the one that is."
    yield f"Alerts     {_counted(run)}."
    last = None
    for alert in run.alerts[:most]:
        if alert.kind is not last:
            yield f"\n{_WORDS[alert.kind][:1].upper()}{_WORDS[alert.kind][1:]} [{alert.kind.value}]"
            last = alert.kind
        yield from _alert(alert)
    if len(run.alerts) > most:
        yield f"\n… and {len(run.alerts) - most:,} more; --json and the record have all"


def _counted(run: MonitorRun) -> str:
    counts = Counter(alert.kind for alert in run.alerts)
    description = "; ".join(f"{counts[kind]:,} × {_WORDS[kind]}" for kind in AlertKind if counts[kind]) or "none"
    return f"{description}; {len(run.resolved):,} of the run before are no more" if run.resolved else description


def _alert(alert: Alert) -> Iterator[str]:
    weakness = alert.weakness
    if weakness is None:
        yield f"  - {alert.image}, since {alert.since}"
    else:
        named = weakness.title if weakness.identifier in weakness.title else f"{weakness.identifier}: {weakness.title}"
        yield f"  - {named} ({weakness.rating}, {weakness.poam_id}) on {alert.image}, since {alert.since}"
    for digest in alert.digests[:1]:
        yield f"      digest: {digest}{f' and {len(alert.digests) - 1} more' if len(alert.digests) > 1 else ''}"
    shown = ", ".join(alert.workloads[:_MOST_WORKLOADS])
    more = f" and {len(alert.workloads) - _MOST_WORKLOADS} more" if len(alert.workloads) > _MOST_WORKLOADS else ""
    yield f"      run by: {shown or 'nothing known'}{more}"
    yield f"      why:    {alert.why}"
    yield f"      next:   {alert.next_step}"


def message(run: MonitorRun) -> dict[str, object]:
    """What is sent to a webhook. `text` is what chat programs show; the rest is for programs."""
    return {
        "text": f"{run.system}: {_counted(run)}.",
        "system": run.system,
        "taken": run.taken.isoformat().replace("+00:00", "Z"),
        "asOf": run.as_of.isoformat(),
        "count": len(run.alerts),
        "alerts": [plain(alert) for alert in run.alerts[:_MOST_SENT]],
        "resolved": list(run.resolved),
    }
