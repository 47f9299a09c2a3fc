"""Running containers that a sensor scans itself: rows of their own beside the class of their image.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Asset Management and Inventory Reporting": an instance is
listed in the inventory only where it is itself the target of a security sensor. What is found in it is tracked on its image,
which is what gets rebuilt. Containers come and go, so of each sensor only the newest day counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from generator.facts.digests import Digests
from generator.facts.images import TargetIndex
from generator.model.asset import AssetKind, AssetScan, MatchedBy, SystemAsset
from generator.model.facts import ImageAsset
from generator.model.identifiers import AssetId
from generator.model.scan import ResultKind, ScanSnapshot, ScanTarget
from generator.model.snapshot import day_of, moment_of, of_newest_day

_MOST_PARTS = 5
"""Cluster, namespace, kind, workload and container."""


def instances(
    scans: Iterable[ScanSnapshot],
    images: Sequence[ImageAsset],
    digests: Digests,
    namespaces: Collection[str],
) -> tuple[SystemAsset, ...]:
    """One for each container that runs an image of ours, sorted by name. `namespaces` are those inside; empty for all."""
    index = TargetIndex.of(images, digests)
    known = {image.asset_id: image for image in images if image.running}
    seen: dict[str, list[tuple[ScanSnapshot, ScanTarget, ImageAsset]]] = defaultdict(list)
    for snapshot in _newest(scans):
        for target in snapshot.targets:
            image = _image_of(target, index, known)
            if target.instance and image is not None and _is_inside(target, namespaces):
                seen[target.instance].append((snapshot, target, image))
    return tuple(_asset(name, seen[name]) for name in sorted(seen))


def _newest(scans: Iterable[ScanSnapshot]) -> tuple[ScanSnapshot, ...]:
    dated = (scan for scan in scans if day_of(scan) is not None and _tells(scan))
    return of_newest_day(dated, lambda scan: scan.scanner.name)


def _tells(snapshot: ScanSnapshot) -> bool:
    return snapshot.assessed and any(target.instance for target in snapshot.targets)


def _image_of(target: ScanTarget, index: TargetIndex, known: Mapping[AssetId, ImageAsset]) -> ImageAsset | None:
    """Of equal bytes under several names the one that the sensor says, else the first."""
    assets = [known[asset_id] for asset_id, _ in index.find(target) if asset_id in known]
    return next((asset for asset in assets if asset.asset_id == target.name), assets[0] if assets else None)


def _is_inside(target: ScanTarget, namespaces: Collection[str]) -> bool:
    return not namespaces or (target.workload or "").partition("/")[0] in namespaces


def _asset(name: str, seen: Sequence[tuple[ScanSnapshot, ScanTarget, ImageAsset]]) -> SystemAsset:
    _, target, image = seen[0]
    parts = name.split("/")
    where = parts[0] if len(parts) == _MOST_PARTS else ", ".join(image.locations)
    scans = {(scan.scanner.name, scan.evidence.path): _scan(scan, of) for scan, of, _ in seen}
    return SystemAsset(
        asset_id=AssetId(name),
        kind=AssetKind.CONTAINER,
        where=where,
        names=(name.lower(),),
        public=image.public,
        virtual=True,
        os_name=target.os_name or image.os_name,
        details=f"image {image.asset_id}; scanned by {', '.join(sorted({scan.scanner.name for scan, _, _ in seen}))}",
        scans=tuple(scans[key] for key in sorted(scans)),
        digests=image.digests,
        image=image.asset_id,
        workload=_workload(target.workload or "", image),
        sources=tuple(sorted({scan.evidence.source for scan, _, _ in seen})),
    )


def _workload(workload: str, image: ImageAsset) -> str:
    """The workload's key as the cluster spells it; sensors write its kind in small letters."""
    keys = ("/".join(key.split("/")[-3:]) for key in image.workloads)
    return next((key for key in keys if key.lower() == workload.lower()), workload)


def _scan(snapshot: ScanSnapshot, target: ScanTarget) -> AssetScan:
    """NOTE: a sensor names the local id of the image, so it says nothing of digests that one could hold against others."""
    return AssetScan(
        scanner=snapshot.scanner,
        taken=moment_of(snapshot),
        evidence=snapshot.evidence,
        digests=target.digests,
        matched_by=MatchedBy.NAME,
        assessed=snapshot.assesses(target),
        for_vulnerabilities=not snapshot.results or any(result.kind is ResultKind.VULNERABILITY for result in snapshot.results),
        whole=snapshot.not_assessed_because is None,
        authenticated=target.authenticated,
        end_of_life=target.end_of_life,
    )
