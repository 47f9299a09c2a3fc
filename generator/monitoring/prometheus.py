"""Metrics in Prometheus's text format, for the textfile collector of the node exporter.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format (0.0.4). The collector may read at any moment, so
the file has to be put in place at once: see `delivery.textfile`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time

from generator.model.monitoring import Alert, AlertKind, MonitorRun

MOST = 2_000
"""Alerts with a series each; a collector should not get more from one file."""


def metrics(run: MonitorRun) -> str:
    """The file's text."""
    return "".join(f"{line}\n" for line in _lines(run))


def _lines(run: MonitorRun) -> Iterator[str]:
    system = {"system": run.system}
    counts = Counter(alert.kind for alert in run.alerts)
    yield from _metric("last_run_timestamp_seconds", "When the monitor ran last.", [(system, _seconds(run.taken))])
    if run.seen is not None:
        yield from _metric("inventory_timestamp_seconds", "When what runs was collected.", [(system, _seconds(run.seen))])
    yield from _metric("running_images", "Image classes that run.", [(system, run.images)])
    about = f"Of these, scanned within {run.window} days, every digest that runs."
    yield from _metric("running_images_scanned", about, [(system, run.scanned)])
    yield from _metric("open_items", "Open POA&M items on running images.", [(system, run.items)])
    yield from _metric("alerts", "Alerts by kind.", [({**system, "kind": kind.value}, counts[kind]) for kind in AlertKind])
    yield from _metric(
        "alert_since_timestamp_seconds",
        "Of each alert, since when it is so.",
        [(_labels(run, alert), _midnight(alert.since)) for alert in run.alerts[:MOST]],
    )
    beyond = f"Alerts beyond the first {MOST}, which have no series."
    yield from _metric("alerts_without_series", beyond, [(system, max(len(run.alerts) - MOST, 0))])


def _labels(run: MonitorRun, alert: Alert) -> Mapping[str, str]:
    weakness = alert.weakness
    return {
        "system": run.system,
        "kind": alert.kind.value,
        "image": alert.image,
        "weakness": weakness.identifier if weakness else "",
        "poam_id": weakness.poam_id if weakness else "",
        "rating": weakness.rating if weakness else "",
    }


def _metric(name: str, about: str, rows: Iterable[tuple[Mapping[str, str], int]]) -> Iterator[str]:
    """A gauge with its rows; nothing where there are none, so that no metric is without a sample."""
    rows = list(rows)
    if not rows:
        return
    yield f"# HELP atopack_monitor_{name} {_help(about)}"
    yield f"# TYPE atopack_monitor_{name} gauge"
    for labels, value in rows:
        shown = ",".join(f'{key}="{_label(text)}"' for key, text in labels.items())
        yield f"atopack_monitor_{name}{{{shown}}} {value}"


def _help(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _label(text: str) -> str:
    """Backslash, quote and line feed are escaped by the format; other control characters would break readers."""
    kept = "".join(char if char == "\n" or char.isprintable() else " " for char in text)
    return kept.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _midnight(day: date) -> int:
    return _seconds(datetime.combine(day, time(), UTC))
