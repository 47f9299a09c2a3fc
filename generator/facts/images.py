"""Image classes from what runs, and the scans that looked at them.

FedRAMP tracks containers by image class: "the container image in the container registry, not the runtime containers"
is the sense of Integrated Inventory Workbook v3.1, INSTRUCTIONS B12. Two containers are of one class when registry,
repository and tag are equal; what is named by digest alone is a class by its digest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.model.facts import ImageAsset
from generator.model.images import parse_reference
from generator.model.inventory import Container, ImageReference, Workload
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanTarget, TargetKind
from generator.model.system import System


@dataclass(slots=True)
class _Use:
    """What is known of one class while it is gathered."""

    reference: ImageReference
    workloads: list[tuple[Workload, Container]] = field(default_factory=list)
    targets: list[ScanTarget] = field(default_factory=list)


def image_assets(
    workloads: Sequence[Workload], targets: Iterable[ScanTarget], pipelines: Sequence[PipelineSnapshot], system: System
) -> tuple[ImageAsset, ...]:
    """All image classes that run or were scanned, sorted; scans are attached later by `attach`."""
    uses: dict[str, _Use] = {}
    for workload in workloads:
        for container in workload.containers:
            reference = _reference_of(container)
            uses.setdefault(reference.asset_id, _Use(reference)).workloads.append((workload, container))
    index = TargetIndex.of(_asset(use, pipelines, system) for use in uses.values())
    for target in targets:
        found = index.find(target)
        asset_id = found[0] if found else _scanned_id(target)
        if asset_id is None:
            continue
        scanned = parse_reference(asset_id)
        if asset_id not in uses and scanned is not None:
            uses[asset_id] = _Use(scanned)
        if asset_id in uses:
            uses[asset_id].targets.append(target)
    return tuple(_asset(use, pipelines, system) for _, use in sorted(uses.items()))


@dataclass(frozen=True, slots=True)
class TargetIndex:
    """Finds the image class a scanner looked at: by registry digest, then image id, then name and tag."""

    by_digest: Mapping[str, str]
    by_name: Mapping[str, str]

    @classmethod
    def of(cls, assets: Iterable[ImageAsset]) -> "TargetIndex":
        """An index over classes. A digest that two classes share belongs to the first by name: equal bytes, two tags."""
        by_digest: dict[str, str] = {}
        by_name: dict[str, str] = {}
        for asset in sorted(assets, key=lambda one: (not one.running, one.asset_id)):
            by_name.setdefault(asset.asset_id, asset.asset_id)
            for digest in asset.digests:
                by_digest.setdefault(digest, asset.asset_id)
        return cls(by_digest, by_name)

    def find(self, target: ScanTarget) -> tuple[str, str] | None:
        """(asset id, what matched); None where the target is no image of ours."""
        named = self._by_name(target)
        hits = {self.by_digest[digest] for digest in target.digests if digest in self.by_digest}
        if hits:
            return (named if named in hits else min(hits)), "digest"
        if target.image_id and target.image_id in self.by_digest:
            return self.by_digest[target.image_id], "image id"
        return (named, "reference") if named else None

    def _by_name(self, target: ScanTarget) -> str | None:
        reference = parse_reference(target.name)
        return self.by_name.get(reference.asset_id) if reference else None


def _scanned_id(target: ScanTarget) -> str | None:
    """The class of an image that nothing runs; None for targets that are not images."""
    if target.kind is not TargetKind.IMAGE:
        return None
    reference = parse_reference(target.name)
    return reference.asset_id if reference else None


def _reference_of(container: Container) -> ImageReference:
    """A name that does not parse is kept whole: it is what runs, and leaving it out would hide it."""
    reference = parse_reference(container.image)
    if reference is None:
        return ImageReference(registry="", repository=container.image, tag=None, digest=container.digest)
    return reference


def _asset(use: _Use, pipelines: Sequence[PipelineSnapshot], system: System) -> ImageAsset:
    reference, running = use.reference, bool(use.workloads)
    digests = {container.digest for _, container in use.workloads if container.digest}
    if not running:
        digests = {digest for target in use.targets for digest in target.digests}
        digests |= {reference.digest} if reference.digest else set()
    workloads = {workload.key: workload for workload, _ in use.workloads}
    labels = sorted({workload.diagram_label for workload in workloads.values() if workload.diagram_label})
    counts = [workload.instances for workload in workloads.values() if workload.instances is not None]
    systems = sorted({target.os_name for target in use.targets if target.os_name})
    return ImageAsset(
        asset_id=reference.asset_id,
        name=reference.name,
        version=reference.tag,
        registry=reference.registry,
        digests=tuple(sorted(digests)),
        running=running,
        workloads=tuple(sorted(workloads)),
        instances=sum(counts) if counts else None,
        pinned=running and all("@sha256:" in container.image for _, container in use.workloads),
        public=any(workload.public for workload in workloads.values()),
        approved_registry=_approved(reference, system),
        os_name=systems[-1] if systems else None,
        diagram_label=", ".join(labels) or None,
        scans=(),
        built_by=_builders(reference, pipelines),
        sources=tuple(sorted({source for workload in workloads.values() for source in workload.sources})),
    )


def _approved(reference: ImageReference, system: System) -> bool | None:
    """Whether the image comes from an approved registry, or a path below one (`registry.example/base`)."""
    if not system.approved_registries:
        return None
    full = f"{reference.registry}/{reference.repository}"
    return any(full == allowed or full.startswith(f"{allowed.rstrip('/')}/") for allowed in system.approved_registries)


def _builders(reference: ImageReference, pipelines: Sequence[PipelineSnapshot]) -> tuple[str, ...]:
    names = {f"{reference.registry}/{reference.repository}", reference.name}
    found = defaultdict(bool)
    for pipeline in pipelines:
        for image in pipeline.images:
            built = parse_reference(image)
            name = f"{built.registry}/{built.repository}" if built else image.partition(":")[0]
            if name in names:
                found[pipeline.evidence.path] = True
    return tuple(sorted(found))
