"""Image classes from what runs, and the scans that looked at them.

FedRAMP tracks containers by image class: "the container image in the container registry, not the runtime containers"
is the sense of Integrated Inventory Workbook v3.1, INSTRUCTIONS B12. Two containers are of one class when registry,
repository and tag are equal; what is named by digest alone is a class by its digest.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import msgspec

from generator.facts.digests import Digests
from generator.facts.image_makers import maker_of
from generator.facts.image_vendors import vendor_of
from generator.facts.pushed_tags import builders_of
from generator.model.asset import MatchedBy
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.identifiers import AssetId
from generator.model.images import ImageReference, approved_by, parse_reference
from generator.model.inventory import Container, Workload
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanTarget, TargetKind
from generator.model.system import System

NO_DIGESTS = Digests()
NO_MAKERS: Mapping[str, frozenset[str]] = {}
_NO_IMAGES = frozenset({TargetKind.HOST, TargetKind.CLUSTER, TargetKind.CLOUD})
"""A host may be called like an image (`nginx`) and is none."""


@dataclass(slots=True)
class _Use:
    """What is known of one class while it is gathered."""

    reference: ImageReference
    workloads: list[tuple[Workload, Container]] = field(default_factory=list)
    targets: list[ScanTarget] = field(default_factory=list)


def image_assets(
    workloads: Sequence[Workload],
    targets: Iterable[ScanTarget],
    pipelines: Sequence[PipelineSnapshot],
    system: System,
    digests: Digests = NO_DIGESTS,
    *,
    without_ways: Collection[str] = (),
    makers: Mapping[str, frozenset[str]] = NO_MAKERS,
) -> tuple[ImageAsset, ...]:
    """All image classes that run or were scanned, sorted; scans are attached later by `assess`.

    `without_ways` are clusters of which no services were collected: what leads into them is not known. `makers` are the names
    that labels say, by digest.
    """
    uses: dict[str, _Use] = {}
    several = len({workload.cluster for workload in workloads}) > 1
    known = _ImageClassContext(pipelines, system, digests, several=several, without_ways=frozenset(without_ways), makers=makers)
    for workload in workloads:
        for container in workload.containers:
            reference = _reference_of(container)
            uses.setdefault(reference.asset_id, _Use(reference)).workloads.append((workload, container))
    index = TargetIndex.of([_asset(use, known) for use in uses.values()], digests)
    for target in targets:
        assets_found = index.find(target)
        for asset_id in [each for each, _ in assets_found] or _scanned_ids(target):
            scanned = parse_reference(asset_id)
            if asset_id not in uses and scanned is not None:
                uses[asset_id] = _Use(scanned)
            if asset_id in uses:
                uses[asset_id].targets.append(target)
    return tuple(_asset(use, known) for _, use in sorted(uses.items()))


class TargetIndex(msgspec.Struct, frozen=True):
    """Finds the image classes a scanner looked at: by registry digest, by image id, by a digest of the same image, by name.

    Equal bytes under two tags are two classes, and whoever looked at the one looked at the other.
    """

    by_digest: Mapping[str, Sequence[AssetId]]
    by_id: Mapping[str, Sequence[AssetId]]
    names: frozenset[AssetId]
    digests: Digests

    @classmethod
    def of(cls, assets: Iterable[ImageAsset], digests: Digests = NO_DIGESTS) -> "TargetIndex":
        """An index over classes. What runs comes before what was only scanned."""
        known = sorted(assets, key=lambda asset: asset.asset_id)
        return cls(
            _by((asset, digest) for asset in known for digest in asset.digests),
            _by((asset, image_id) for asset in known for image_id in asset.image_ids),
            frozenset(asset.asset_id for asset in known),
            digests,
        )

    def find(self, target: ScanTarget) -> tuple[tuple[AssetId, MatchedBy], ...]:
        """(asset id, what matched) of each, sorted; empty where the target is no image of ours."""
        if target.kind in _NO_IMAGES:
            return ()
        hits = sorted({asset_id for digest in target.digests for asset_id in self.by_digest.get(digest, ())})
        if hits:
            return tuple((asset_id, MatchedBy.DIGEST) for asset_id in hits)
        if target.image_id and target.image_id in self.by_id:
            return tuple((asset_id, MatchedBy.IMAGE_ID) for asset_id in self.by_id[target.image_id])
        named = self._by_name(target)
        return self._related(target) or (((named, MatchedBy.REFERENCE),) if named else ())

    def _related(self, target: ScanTarget) -> tuple[tuple[AssetId, MatchedBy], ...]:
        """Through the index of a platform that runs, or a platform of an index that runs."""
        others = {other: how for digest in target.digests for other, how in self.digests.related(digest).items()}
        hits = {asset_id: how for other, how in sorted(others.items()) for asset_id in self.by_digest.get(other, ())}
        return tuple(sorted(hits.items()))

    def _by_name(self, target: ScanTarget) -> AssetId | None:
        reference = parse_reference(target.name)
        return reference.asset_id if reference and reference.asset_id in self.names else None


def _by(known: Iterable[tuple[ImageAsset, str]]) -> dict[str, list[AssetId]]:
    """Classes by a digest or id, in their order. Where one of them runs, those that do not run are none of its."""
    running: dict[str, list[AssetId]] = {}
    scanned: dict[str, list[AssetId]] = {}
    for asset, key in known:
        (running if asset.running else scanned).setdefault(key, []).append(asset.asset_id)
    return {**scanned, **running}


def _scanned_ids(target: ScanTarget) -> list[AssetId]:
    """The class of an image that nothing runs; none for targets that are not images."""
    reference = parse_reference(target.name) if target.kind is TargetKind.IMAGE else None
    return [reference.asset_id] if reference else []


def _reference_of(container: Container) -> ImageReference:
    """A name that does not parse is kept whole: it is what runs, and leaving it out would hide it."""
    reference = parse_reference(container.image)
    if reference is None:
        return ImageReference(registry="", repository=container.image, tag=None, digest=container.digest)
    return reference


class _ImageClassContext(msgspec.Struct, frozen=True):
    """What is known beside the uses of a class."""

    pipelines: Sequence[PipelineSnapshot]
    system: System
    digests: Digests
    several: bool
    """There are several clusters: keys of workloads carry theirs."""
    without_ways: frozenset[str] = frozenset()
    """Clusters of which no services were collected."""
    makers: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Names of those who made images, by digest."""

    def public(self, uses: Sequence[tuple[Workload, Container]]) -> bool | None:
        """Does something lead in from outside? An init container has ended before anything reaches its pod. None where nothing
        runs the image, ways in were not collected, or a port is published on a host that somebody may reach."""
        known = {workload.public for workload, container in uses if not container.init}
        if True in known:
            return True
        looked = bool(uses) and None not in known and not any(workload.cluster in self.without_ways for workload, _ in uses)
        return False if looked else None

    def key(self, workload: Workload) -> str:
        return f"{workload.cluster}/{workload.key}" if self.several else workload.key


def _running(use: _Use, digests: Digests) -> tuple[set[str], set[str]]:
    """Registry digests and local ids of what runs; a registry may know the digest of an image that a node knows by id."""
    workload_ids, ids = set(), set()
    for _, container in use.workloads:
        digest = container.digest or (digests.of_image_id(container.image_id) if container.image_id else None)
        workload_ids |= {digest} if digest else set()
        ids |= {container.image_id} if container.image_id else set()
    return workload_ids, ids


def _asset(use: _Use, known: _ImageClassContext) -> ImageAsset:
    reference, running, system = use.reference, bool(use.workloads), known.system
    digests, ids = _running(use, known.digests)
    if not running:
        digests = {digest for target in use.targets for digest in target.digests}
        digests |= {reference.digest} if reference.digest else set()
    workloads = {known.key(workload): workload for workload, _ in use.workloads}
    labels = sorted({workload.diagram_label for workload in workloads.values() if workload.diagram_label})
    counts = [workload.instances for workload in workloads.values() if workload.instances is not None]
    ids |= known.digests.image_ids(digests)
    looked = [target for target in use.targets if not running or _is_of(target, digests, ids, known.digests)]
    systems = sorted({target.os_name for target in looked if target.os_name})
    return ImageAsset(
        asset_id=reference.asset_id,
        name=reference.name,
        version=reference.tag,
        registry=reference.registry,
        digests=tuple(sorted(digests)),
        running=running,
        workloads=tuple(sorted(workloads)),
        instances=sum(counts) if counts else None,
        pinned=running and all(_is_pinned(container) for _, container in use.workloads),
        public=known.public(use.workloads),
        approved_registry=_approved(reference, system),
        os_name=systems[-1] if systems else None,
        diagram_label=", ".join(labels) or None,
        scans=(),
        builders=builders_of(reference, (each for each in known.pipelines if each.runs)),
        locations=tuple(sorted({workload.cluster for workload in workloads.values()})),
        vendor=maker_of(reference.name, vendor_of(digests, known.makers), (target.supplier or "" for target in looked)),
        image_ids=tuple(sorted(ids)),
        sources=_in_turn(workload.sources for _, workload in sorted(workloads.items())),
    )


def _in_turn(given: Iterable[tuple[EvidenceSource, ...]]) -> tuple[EvidenceSource, ...]:
    """Each once, the first of each workload before the second of any: objects that name the image stand before what leads to
    them, and the first few are cited."""
    rows = zip_longest(*given)
    return tuple(dict.fromkeys(source for row in rows for source in row if source is not None))


def _is_of(target: ScanTarget, digests: Collection[str], ids: Collection[str], known: Digests) -> bool:
    """Did a scan that was joined to a class look at what runs? It names a digest or an id of it: a tag may mean other bytes."""
    if target.image_id and target.image_id in ids:
        return True
    named = {*target.digests, *(other for digest in target.digests for other in known.related(digest))}
    return not named.isdisjoint(digests)


def _is_pinned(container: Container) -> bool:
    reference = parse_reference(container.image)
    return reference is not None and reference.digest is not None


def _approved(reference: ImageReference, system: System) -> bool | None:
    """Whether the image comes from an approved registry, or a path below one (`registry.example/base`)."""
    if not system.approved_registries or not reference.registry:
        return None
    return approved_by(reference, system.approved_registries) is not None
