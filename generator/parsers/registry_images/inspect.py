"""What `atopack inspect` says about a file of a registry."""

from collections import Counter

from generator.model.attestation import Attestation
from generator.model.registry import RegistryImage, RegistrySnapshot


def row(snapshot: RegistrySnapshot) -> dict[str, object]:
    """Every image with its digests, and how much of each kind belongs to it."""
    return {
        "registry": snapshot.registry,
        "images": [_image(image) for image in snapshot.images],
        "attestations": [_attestation(one) for one in snapshot.attestations],
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


def _attestation(one: Attestation) -> dict[str, object]:
    return {
        "predicate_type": one.predicate_type,
        "subjects": {digest: name for name, digest in one.subjects},
        "signatures": len(one.signed.signatures) if one.signed else 0,
        "repository": one.repository,
        "revision": one.revision,
    }
