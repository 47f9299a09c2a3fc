"""What tags point to in a registry of a cloud, as the cloud's own API lists them: `aws ecr describe-images`.

It says tags and digests and not what an index lists, so it answers one question only: does a tag still mean what runs?
"""

from collections.abc import Iterable

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.images import parse_reference
from generator.model.registry import RegistryImage

TAGS, LISTS_PLATFORMS = "tags", "lists platforms"
"""Settings of an image (`generator.model.cloud`)."""
_NONE = "none"


def cloud_tags(clouds: Iterable[CloudSnapshot]) -> dict[tuple[str, str, str], RegistryImage]:
    """By (registry, repository, tag). `clouds` are the snapshots that count on the day."""
    found: dict[tuple[str, str, str], RegistryImage] = {}
    for resource in (one for snapshot in clouds for one in snapshot.resources if one.kind is ResourceKind.IMAGE):
        image = _image(resource)
        if image is not None:
            found |= {(image.registry, image.repository, tag): image for tag in image.tags}
    return found


def _image(resource: CloudResource) -> RegistryImage | None:
    reference, said = parse_reference(resource.name), dict(resource.settings)
    tags = tuple(tag for tag in said.get(TAGS, _NONE).split(", ") if tag != _NONE)
    if reference is None or reference.digest is None or not tags:
        return None
    return RegistryImage(
        registry=reference.registry,
        repository=reference.repository,
        tags=tags,
        digest=reference.digest,
        is_index=said.get(LISTS_PLATFORMS) == "yes",
        platforms=(),
        source=resource.source,
    )
