"""Which digests name one image: an index and the images for each platform that it lists, as registries tell.

A scanner may name the index and the node the platform's manifest, or the other way round: both looked at one image (OCI Image
Format Specification, "Image Index"). Two platforms of one index are two images: a scan of one says nothing of the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from generator.model.asset import MatchedBy
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.images import parse_reference
from generator.model.registry import RegistryImage, RegistryPlatform, RegistrySnapshot
from generator.model.snapshot import age_of

TAGS, LISTS_PLATFORMS = "tags", "lists platforms"
"""Settings of an image (`generator.model.cloud`)."""
_NO_TAGS = "none"


class Digests(msgspec.Struct, frozen=True):
    """Everything that registries say about digests."""

    platforms: Mapping[str, tuple[RegistryPlatform, ...]] = msgspec.field(default_factory=dict)
    """By the digest of the index."""
    indexes: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Digests of the indexes that list a platform's manifest, by its digest."""
    by_config: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Digests of manifests, by that of their configuration: the local image id."""

    @classmethod
    def of(cls, snapshots: Iterable[RegistrySnapshot]) -> "Digests":
        """All of them together. What an index lists never changes, so it does not matter when it was read."""
        platforms: dict[str, tuple[RegistryPlatform, ...]] = {}
        indexes: dict[str, set[str]] = defaultdict(set)
        configs: dict[str, set[str]] = defaultdict(set)
        for image in (image for snapshot in snapshots for image in snapshot.images):
            if image.is_index:
                platforms[image.digest] = image.platforms
            for platform in image.platforms:
                if image.is_index:
                    indexes[platform.digest].add(image.digest)
                if platform.config_digest:
                    configs[platform.config_digest].add(platform.digest)
        return cls(
            platforms,
            {digest: frozenset(index) for digest, index in indexes.items()},
            {digest: frozenset(config) for digest, config in configs.items()},
        )

    def related(self, digest: str) -> dict[str, MatchedBy]:
        """Other digests of the same image, and by what a scan of `digest` matches them."""
        of_index = dict.fromkeys(sorted(self.indexes.get(digest, ())), MatchedBy.PLATFORM)
        return of_index | dict.fromkeys((platform.digest for platform in self.platforms.get(digest, ())), MatchedBy.INDEX)

    def same_as(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Other digests of the same images, sorted."""
        known = tuple(digests)
        return tuple(sorted({other for digest in known for other in self.related(digest)} - set(known)))

    def platform(self, digest: str) -> str | None:
        """`linux/arm64`, where an index says it of a platform's digest."""
        for index in sorted(self.indexes.get(digest, ())):
            for platform in self.platforms[index]:
                if platform.digest == digest and platform.platform:
                    return platform.platform
        return None

    def siblings(self, digest: str, other: str) -> bool:
        """Are they two platforms of one index?"""
        return digest != other and not self.indexes.get(digest, frozenset()).isdisjoint(self.indexes.get(other, frozenset()))

    def of_image_id(self, image_id: str) -> str | None:
        """The manifest's digest of a local image id, where exactly one has it."""
        digests = self.by_config.get(image_id, frozenset())
        return min(digests) if len(digests) == 1 else None

    def image_ids(self, digests: Iterable[str]) -> set[str]:
        """Local ids of manifests."""
        wanted = set(digests)
        return {config for config, known in self.by_config.items() if not known.isdisjoint(wanted)}


def newest_by_tag(snapshots: Iterable[RegistrySnapshot]) -> dict[tuple[str, str, str], RegistryImage]:
    """What a tag points to, as the newest file says, by (registry, repository, tag)."""
    images: dict[tuple[str, str, str], RegistryImage] = {}
    for snapshot in sorted(snapshots, key=age_of):
        for image in snapshot.images:
            for tag in image.tags:
                images[image.registry, image.repository, tag] = image
    return images


def cloud_tags(clouds: Iterable[CloudSnapshot]) -> dict[tuple[str, str, str], RegistryImage]:
    """What a tag points to, as a cloud lists it (`aws ecr describe-images`): see `newest_by_tag`. It does not say what an index
    lists. `clouds` are the snapshots that count on the as-of date."""
    images: dict[tuple[str, str, str], RegistryImage] = {}
    for resource in (resource for snapshot in clouds for resource in snapshot.resources if resource.kind is ResourceKind.IMAGE):
        image = _image(resource)
        if image is not None:
            images |= {(image.registry, image.repository, tag): image for tag in image.tags}
    return images


def _image(resource: CloudResource) -> RegistryImage | None:
    reference, mapping = parse_reference(resource.name), dict(resource.settings)
    tags = tuple(tag for tag in mapping.get(TAGS, _NO_TAGS).split(", ") if tag != _NO_TAGS)
    if reference is None or reference.digest is None or not tags:
        return None
    return RegistryImage(
        registry=reference.registry,
        repository=reference.repository,
        tags=tags,
        digest=reference.digest,
        is_index=mapping.get(LISTS_PLATFORMS) == "yes",
        platforms=(),
        source=resource.source,
    )
