"""Finds the assets that a scan looked at: images by digest or name, hosts by any name or address, workloads by their images.

A name that two assets share matches neither: a wrong match would put a finding on the wrong asset.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from generator.facts.digests import Digests
from generator.facts.images import NO_DIGESTS, TargetIndex
from generator.model.asset import AssetKind, MatchedBy, SystemAsset
from generator.model.coverage import UnmatchedTarget
from generator.model.facts import ImageAsset
from generator.model.identifiers import AssetId
from generator.model.inventory import without_cluster
from generator.model.scan import Disposition, ScanSnapshot, ScanTarget, TargetKind
from generator.model.snapshot import day_of, own_moment

_REPLICA_SET = re.compile(r"^([^/]+)/ReplicaSet/(.+)-[a-z0-9]{5,10}$")
"""A ReplicaSet's name is its Deployment's with a hash behind it."""

_ADDRESS = re.compile(r"^https?://([^/:?#]+)", re.IGNORECASE)

Match = tuple[AssetId, MatchedBy]
"""(asset id, what matched)."""


class AssetIndex(msgspec.Struct, frozen=True):
    """All assets, by what scanners call them."""

    images: TargetIndex
    names: Mapping[str, frozenset[AssetId]]
    """Lower-case name or address to asset ids."""
    workloads: Mapping[str, tuple[AssetId, ...]]
    """`namespace/Kind/name` to the asset ids of its images; in two clusters only where it runs the same images in both."""
    clusters: tuple[AssetId, ...]
    namespaces: frozenset[str]
    """Those inside the boundary; empty for all."""

    @classmethod
    def of(
        cls,
        images: Sequence[ImageAsset],
        assets: Sequence[SystemAsset] = (),
        namespaces: Iterable[str] = (),
        digests: Digests = NO_DIGESTS,
    ) -> "AssetIndex":
        """An index over everything."""
        names: dict[str, set[AssetId]] = defaultdict(set)
        for asset in assets:
            for name in asset.names:
                names[name].add(asset.asset_id)
        return cls(
            TargetIndex.of(images, digests),
            {name: frozenset(ids) for name, ids in names.items()},
            _workloads(images),
            tuple(asset.asset_id for asset in assets if asset.kind is AssetKind.CLUSTER),
            frozenset(namespaces),
        )

    def find(self, target: ScanTarget) -> tuple[Match, ...]:
        """The assets of a target: each class of its image, or for a workload each of its images; empty for none of ours."""
        images = self.images.find(target)
        if images:
            return images
        if target.kind is TargetKind.WORKLOAD:
            return self._workload(target.workload or target.name)
        if target.kind is TargetKind.IMAGE or not target.named:
            return ()
        return self._named(target) or self._cluster_object(target)

    def sharing(self, target: ScanTarget) -> tuple[AssetId, ...]:
        """The assets that share a name or address of a target, so that it names none of them; sorted."""
        names = (_host_of(name).lower() for name in (target.name, *target.other_names))
        shared = (self.names.get(name, frozenset()) for name in names)
        return tuple(sorted({asset_id for ids in shared if len(ids) > 1 for asset_id in ids}))

    def _workload(self, key: str) -> tuple[Match, ...]:
        asset_ids = self.workloads.get(key) or self.workloads.get(_REPLICA_SET.sub(r"\1/Deployment/\2", key), ())
        return tuple((asset_id, MatchedBy.WORKLOAD) for asset_id in asset_ids)

    def _named(self, target: ScanTarget) -> tuple[Match, ...]:
        for name, how in ((target.name, MatchedBy.NAME), *((name, MatchedBy.ADDRESS) for name in target.other_names)):
            asset_ids = self.names.get(_host_of(name).lower(), frozenset())
            if len(asset_ids) == 1:
                return ((next(iter(asset_ids)), how),)
        return ()

    def _cluster_object(self, target: ScanTarget) -> tuple[Match, ...]:
        """A role, a policy, a service: part of the cluster, where there is only one that it can be of."""
        namespace = target.name.partition("/")[0] if target.name.count("/") == 2 else ""
        outside = bool(namespace and self.namespaces and namespace not in self.namespaces)
        if target.kind is not TargetKind.CLUSTER or len(self.clusters) != 1 or outside:
            return ()
        return ((self.clusters[0], MatchedBy.CLUSTER_OBJECT),)


def unmatched_targets(scans: Iterable[ScanSnapshot], index: AssetIndex) -> tuple[UnmatchedTarget, ...]:
    """Hosts, web addresses and images that a scan could look at and that are none of ours, and resources of clouds of which it
    found something open; each with its newest scan."""
    targets: dict[tuple[TargetKind, str], UnmatchedTarget] = {}
    for snapshot in scans:
        open_ = {result.target for result in snapshot.results if result.disposition is Disposition.OPEN}
        for target in snapshot.targets if snapshot.assessed else ():
            counts = _is_asset(target) or (target.kind is TargetKind.CLOUD and target.name in open_)
            if target.named and target.assessed and counts and not index.find(target):
                key, unmatched_target = (target.kind, target.name), _unmatched(snapshot, target, index)
                known = targets.get(key)
                if known is None or (known.day or date.min) < (unmatched_target.day or date.min):
                    targets[key] = unmatched_target
    return tuple(target for _, target in sorted(targets.items()))


def _is_asset(target: ScanTarget) -> bool:
    web = target.kind is TargetKind.UNKNOWN and _ADDRESS.match(target.name) is not None
    return web or target.kind in (TargetKind.HOST, TargetKind.IMAGE)


def _unmatched(snapshot: ScanSnapshot, target: ScanTarget, index: AssetIndex) -> UnmatchedTarget:
    return UnmatchedTarget(
        name=target.name,
        kind=target.kind,
        scanner=snapshot.scanner.name,
        day=day_of(snapshot),
        dated=own_moment(snapshot) is not None,
        shared_by=index.sharing(target),
        source=snapshot.evidence.source,
    )


def _host_of(name: str) -> str:
    """Scanners of web applications name an address with its scheme, port and path."""
    match = _ADDRESS.match(name)
    return match[1] if match else name


def _workloads(images: Sequence[ImageAsset]) -> dict[str, tuple[AssetId, ...]]:
    """A key that means different images in two clusters means none: a scan does not say which cluster it is of."""
    run: dict[str, dict[str, set[AssetId]]] = defaultdict(lambda: defaultdict(set))
    for image in images:
        for key in image.workloads:
            run[without_cluster(key)][key].add(image.asset_id)
    alike = {
        key: id_sets for key, by_place in run.items() if len(id_sets := {frozenset(ids) for ids in by_place.values()}) == 1
    }
    return {key: tuple(sorted(next(iter(id_sets)))) for key, id_sets in alike.items()}
