"""Alert 1: an image runs and was not scanned within 30 days.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Registry Monitoring" and "Vulnerability Scanning for Container
Images": only images that were scanned within 30 days may run. Judged digest by digest: a tag says nothing about bytes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator.facts.coverage import not_scanned
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import control_ids
from generator.model.monitoring import Alert, AlertKind

_CONTROLS = control_ids("RA-5", "SI-4", "CM-8")
"""RA-5 and SI-4: the article on container scanning requirements by stackArmor. CM-8: our own mapping."""


def unscanned(facts: SystemFacts) -> Iterator[Alert]:
    """One alert for each image class with a digest that runs and was not scanned in time."""
    seen = max((view.taken.date() for view in facts.clusters if view.running and view.taken), default=facts.as_of)
    alerts = (_alert(image, facts.as_of, seen) for image in facts.running_images)
    yield from (alert for alert in alerts if alert is not None)


def _alert(image: ImageAsset, as_of: date, seen: date) -> Alert | None:
    digests = not_scanned(image.scans, image.digests, as_of)
    if digests is None:
        return None
    able = [scan for scan in image.scans if scan.scanned]
    looked = [scan for scan in able if not digests or any(scan.covers((digest,)) for digest in digests)]
    kind, since, why = _reason(able, looked, seen)
    return Alert(
        kind=kind,
        image=image.asset_id,
        digests=digests,
        workloads=image.workloads,
        since=since,
        why=why,
        next_step=_STEPS[kind],
        controls=_CONTROLS,
    )


def _reason(able: Sequence[AssetScan], looked: Sequence[AssetScan], seen: date) -> tuple[AlertKind, date, str]:
    if not able:
        return AlertKind.NEVER_SCANNED, seen, "It runs and was not scanned."
    days = [scan.taken.date() for scan in looked if scan.taken]
    if days:
        last = max(days)
        since = last + timedelta(days=SCAN_WINDOW_DAYS + 1)
        why = f"It runs, and the last scan of it is of {last}, more than {SCAN_WINDOW_DAYS} days ago."
        return AlertKind.TOO_OLD, since, why
    if looked:
        return AlertKind.TOO_OLD, seen, "It runs, and nothing says when it was scanned."
    return AlertKind.OTHER_DIGEST, seen, "It runs, and the scans of this name looked at other bytes than those that run."


_STEPS = {
    AlertKind.NEVER_SCANNED: "scan the image by its digest, and see why the pipeline let it in without a scan",
    AlertKind.OTHER_DIGEST: "scan the digest that runs, or deploy the digest that was scanned, and pin it",
    AlertKind.TOO_OLD: "scan the image again, and see why it is not scanned by itself",
}
