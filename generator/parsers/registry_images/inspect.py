"""What `atopack inspect` says about a file of a registry."""

from collections import Counter

from generator.model.registry import RegistryImage, RegistrySnapshot


def row(snapshot: RegistrySnapshot) -> dict[str, object]:
    """Every image with its digests, and how much of each kind belongs to it."""
    return {
        "registry": snapshot.registry,
        "images": [_image(image) for image in snapshot.images],
        "not_collected": [f"{what}: {why}" for what, why in snapshot.not_collected],
    }


def _image(image: RegistryImage) -> dict[str, object]:
    return {
        "repository": image.repository,
        "tags": list(image.tags),
        "digest": image.digest,
        "platforms": {one.platform: one.digest for one in image.platforms},
        "referrers": dict(sorted(Counter(one.kind.value for one in image.referrers).items())),
    }
