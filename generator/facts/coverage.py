"""The join of inventory and scans, counted per kind of asset.

FedRAMP Vulnerability Scanning Requirements §3: every month the entire inventory of operating systems, web applications and
databases; for containers only images scanned within 30 days may run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetKind, AssetScan, MatchedBy
from generator.model.coverage import AssetCoverage
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import shortened

IMAGE = "image"


def image_in_latest_scan(image: ImageAsset, as_of: date) -> bool:
    """Shown to be scanned within FedRAMP's window: scans that name it looked at every digest that runs.

    A scan of the tag may have looked at other bytes, and where no digest is known nothing tells what it looked at.
    """
    recent = [scan for scan in image.scans if scan.scanned and is_recent(scan, as_of)]
    return bool(image.digests) and all(any(names_digest(scan, digest) for scan in recent) for digest in image.digests)


def looked_at(image: ImageAsset, scan: AssetScan) -> bool:
    """Is what a scan states true of what runs? It names a digest or an id of it: a tag may mean other bytes. What nothing runs
    is what was scanned."""
    if not scan.assessed:
        return False
    named = scan.matched_by is MatchedBy.IMAGE_ID or any(names_digest(scan, digest) for digest in image.digests)
    return named or not image.running


def doubt_of_latest_scan(image: ImageAsset, as_of: date) -> str:
    """Why a scan of the window does not show that the image was scanned, as a sentence; empty where it does or none is.

    Where no digest is known, that holds for older scans as well: what they say of the image is in its row all the same.
    """
    able = [scan for scan in image.scans if scan.scanned]
    if able and not image.digests:
        return "The digest that runs is not known: the scan may have looked at another image."
    recent = [scan for scan in able if is_recent(scan, as_of)]
    if not recent or image_in_latest_scan(image, as_of):
        return ""
    looked = sorted({digest for scan in recent for digest in scan.digests})
    if not looked:
        return "The scan names the tag and no digest: it may have looked at another image."
    missing = [digest for digest in image.digests if not any(names_digest(scan, digest) for scan in recent)]
    return f"The scan looked at {shortened(looked)}, and not at {shortened(missing)}, which runs."


def in_latest_scan(scans: Iterable[AssetScan], as_of: date, digests: Collection[str] = ()) -> bool:
    """The same of what is scanned by its name: a host, a database, a container that a sensor watches."""
    return any(scan.scanned and is_recent(scan, as_of) and scan.covers(digests) for scan in scans)


def names_digest(scan: AssetScan, digest: str) -> bool:
    """Did it look at this digest, as far as it says? Its name alone says nothing."""
    return scan.matched_by is MatchedBy.IMAGE_ID or digest in scan.digests or digest in scan.same_as


def not_scanned(scans: Iterable[AssetScan], digests: Collection[str], as_of: date) -> tuple[str, ...] | None:
    """Digests that run and that no scan of FedRAMP's window can have looked at; empty where that is true of an image without a
    known digest, None where nothing shows that it was not scanned in time.

    A tag that was moved leaves two images running under one name; a scan of the newer one says nothing of the older. What is
    not known to be unscanned is not thereby shown to be scanned: see `image_in_latest_scan`.
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
    as_of = facts.as_of
    for image in facts.inventory:
        scans[IMAGE].append((_place(image.scans, as_of, latest=image_in_latest_scan(image, as_of)), False))
    for asset in facts.assets:
        latest = in_latest_scan(asset.scans, as_of, asset.digests)
        scans[asset.kind].append((_place(asset.scans, as_of, latest=latest), _without_login(asset.scans)))
    return tuple(_row(kind, scans[kind]) for kind in (IMAGE, *AssetKind) if scans[kind])


def _place(scans: Sequence[AssetScan], as_of: date, *, latest: bool) -> str:
    if latest:
        return "latest"
    able = [scan for scan in scans if scan.scanned]
    if any(is_recent(scan, as_of) for scan in able):
        return "by_name"
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
        by_name=places.count("by_name"),
        older=places.count("older"),
        never=places.count("never"),
        unauthenticated=sum(outside for _, outside in assets),
    )
