"""The join of inventory and scans, counted per kind of asset.

FedRAMP Vulnerability Scanning Requirements §3: every month the entire inventory of operating systems, web applications and
databases; for containers only images scanned within 30 days may run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetKind, AssetScan
from generator.model.coverage import AssetCoverage
from generator.model.facts import SystemFacts

IMAGE = "image"


def in_latest_scan(scans: Iterable[AssetScan], digests: Collection[str], as_of: date) -> bool:
    """Scanned within FedRAMP's window: every digest that runs, where it and what the scans looked at are known."""
    return not_scanned(scans, digests, as_of) is None


def not_scanned(scans: Iterable[AssetScan], digests: Collection[str], as_of: date) -> tuple[str, ...] | None:
    """Digests that run and that no scan of FedRAMP's window looked at; empty where that is true of an asset without a known
    digest, None where all of it was scanned in time.

    A tag that was moved leaves two images running under one name; a scan of the newer one says nothing of the older.
    """
    recent = [scan for scan in scans if scan.scanned and is_recent(scan, as_of)]
    if not digests:
        return None if recent else ()
    return tuple(digest for digest in digests if not any(scan.covers((digest,)) for scan in recent)) or None


def is_recent(scan: AssetScan, as_of: date) -> bool:
    """Within FedRAMP's window."""
    return scan.taken is not None and (as_of - scan.taken.date()).days <= SCAN_WINDOW_DAYS


def coverage(facts: SystemFacts) -> tuple[AssetCoverage, ...]:
    """One row per kind that the inventory holds: images first, then in the order of `AssetKind`."""
    scans: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for image in facts.inventory:
        scans[IMAGE].append((_place(image.scans, image.digests, facts.as_of), False))
    for asset in facts.assets:
        scans[asset.kind].append((_place(asset.scans, (), facts.as_of), _without_login(asset.scans)))
    return tuple(_row(kind, scans[kind]) for kind in (IMAGE, *AssetKind) if scans[kind])


def _place(scans: Sequence[AssetScan], digests: Collection[str], as_of: date) -> str:
    able = [scan for scan in scans if scan.scanned]
    if in_latest_scan(able, digests, as_of):
        return "latest"
    if any(is_recent(scan, as_of) for scan in able):
        return "differing"
    return "older" if able else "never"


def _without_login(scans: Sequence[AssetScan]) -> bool:
    """Scanned, and no scanner logged in although one says whether it did."""
    logins = [scan.authenticated for scan in scans if scan.assessed and scan.authenticated is not None]
    return bool(logins) and not any(logins)


def _row(kind: str, assets: Sequence[tuple[str, bool]]) -> AssetCoverage:
    places = [place for place, _ in assets]
    return AssetCoverage(
        kind=kind,
        total=len(assets),
        latest=places.count("latest"),
        differing=places.count("differing"),
        older=places.count("older"),
        never=places.count("never"),
        unauthenticated=sum(outside for _, outside in assets),
    )
