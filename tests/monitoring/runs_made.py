"""A run of the monitor, made with few words."""

from datetime import UTC, date, datetime

from msgspec import structs

from generator.model.evidence import EvidenceFile
from generator.model.monitoring import Alert, AlertedWeakness, AlertKind, MonitorRun, MonitorSnapshot
from generator.model.rating import Rating

ABOUT_SCANS = (AlertKind.NEVER_SCANNED, AlertKind.OTHER_DIGEST, AlertKind.TOO_OLD)
TAKEN = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
WEAKNESS = AlertedWeakness(
    poam_id="V-1", identifier="CVE-2026-0001", title="Overflow", rating=Rating.HIGH, scanner="Trivy", cves=("CVE-2026-0001",),
    due=date(2026, 11, 1), known_exploited=None,
)  # fmt: skip


def alert(kind: AlertKind = AlertKind.NEVER_SCANNED, **members: object) -> Alert:
    made = Alert(
        kind=kind,
        image="reg.example/shop/cart:1.4",
        digests=("sha256:" + "a" * 64,),
        workloads=("shop/Deployment/cart",),
        weakness=None if kind in ABOUT_SCANS else WEAKNESS,
        since=date(2026, 11, 18),
        why="It runs and was not scanned.",
        next_step="scan the image by its digest",
        controls=("RA-5", "SI-4"),
    )
    return structs.replace(made, **members)


def run(*alerts: Alert, **members: object) -> MonitorRun:
    made = MonitorRun(
        taken=TAKEN, as_of=TAKEN.date(), system="toy-shop", window=30, seen=TAKEN, images=3, scanned=2, items=4, tracked=True,
        exploited=None, alerts=alerts,
    )  # fmt: skip
    return structs.replace(made, **members)


def snapshot(made: MonitorRun, sha256: str = "b" * 64) -> MonitorSnapshot:
    path = f"evidence/monitoring/{made.taken:%Y-%m-%dT%H%M%SZ}.json"
    file = EvidenceFile(path=path, sha256=sha256, size=1, media_type="application/json", collected=made.taken)
    return MonitorSnapshot(evidence=file, taken=made.taken, run=made)
