"""What `atopack inspect` says about a record of the monitor."""

from collections import Counter

from generator.model.monitoring import MonitorSnapshot


def row(snapshot: MonitorSnapshot) -> dict[str, object]:
    """When it looked, at how much, and what it alerted of."""
    run = snapshot.run
    return {
        "system": run.system,
        "taken": run.taken.isoformat(),
        "images": run.images,
        "scanned": run.scanned,
        "alerts": dict(sorted(Counter(alert.kind.value for alert in run.alerts).items())),
        "resolved": len(run.resolved),
        "delivered": [f"{delivery.to}: {delivery.detail}" for delivery in run.deliveries],
    }
