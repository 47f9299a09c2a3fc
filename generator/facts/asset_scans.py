"""Which scans looked at an asset as a whole, and which at single objects of a cluster."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from generator.facts.digests import Digests
from generator.facts.target_scans import TargetScan
from generator.model.asset import AssetScan, SystemAsset
from generator.model.facts import ImageAsset
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId
from generator.model.scan import ResultKind
from generator.model.snapshot import moment_of, own_moment

_A = TypeVar("_A", ImageAsset, SystemAsset)


def scans_of(
    assets: Iterable[_A], counted: Sequence[TargetScan], digests: Digests
) -> Iterable[tuple[_A, tuple[AssetScan, ...]]]:
    """What a scanner looked at as a whole; a look at a workload's settings is no scan of its image."""
    scans: dict[str, dict[tuple[str, str], AssetScan]] = defaultdict(dict)
    for look in counted:
        if not look.matched_by.is_of_one_object:
            key = look.snapshot.scanner.name, look.snapshot.evidence.path
            scans[look.asset_id][key] = _scan_of(look, digests)
    for asset in assets:
        yield asset, tuple(scan for _, scan in sorted(scans.get(asset.asset_id, {}).items(), key=lambda row: row[0]))


def all_looks(images: Iterable[ImageAsset], looks: Sequence[TargetScan], digests: Digests) -> Iterable[tuple[AssetScan, ...]]:
    """Every look at each image as a whole, in the order of scanner and path."""
    by_image = grouped((look.asset_id, _scan_of(look, digests)) for look in looks if not look.matched_by.is_of_one_object)
    for image in images:
        scans = dict.fromkeys(by_image.get(image.asset_id, ()))
        yield tuple(sorted(scans, key=lambda scan: (scan.scanner.name, scan.evidence.path, scan.digests, scan.image_id or "")))


def object_scans_of(counted: Sequence[TargetScan], digests: Digests) -> tuple[tuple[AssetId, str, AssetScan], ...]:
    """(asset, object, scan) of what scanners looked at object by object, sorted."""
    rows = [(look.asset_id, look.target.name, _scan_of(look, digests)) for look in counted if look.matched_by.is_of_one_object]
    return tuple(sorted(rows, key=lambda row: (row[0], row[1], row[2].scanner.name, row[2].evidence.path)))


def _scan_of(look: TargetScan, digests: Digests) -> AssetScan:
    snapshot = look.snapshot
    return AssetScan(
        scanner=snapshot.scanner,
        taken=moment_of(snapshot),
        evidence=snapshot.evidence,
        digests=look.target.digests,
        matched_by=look.matched_by,
        assessed=snapshot.assesses(look.target),
        for_vulnerabilities=ResultKind.VULNERABILITY in look.kinds,
        whole=snapshot.not_assessed_because is None,
        authenticated=look.target.authenticated,
        image_id=look.target.image_id,
        dated=own_moment(snapshot) is not None,
        monitor=snapshot.monitor,
        left_out=look.left_out,
        packages=snapshot.packages,
        end_of_life=look.target.end_of_life,
        same_as=digests.same_as(look.target.digests),
    )
