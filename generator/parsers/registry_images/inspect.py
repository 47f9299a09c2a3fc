"""What `atopack inspect` says about a file of a registry."""

from collections import Counter

from generator.model.attestation import Attestation
from generator.model.registry import RegistryImage, RegistrySnapshot


def row(snapshot: RegistrySnapshot) -> dict[str, object]:
    """Every image with its digests, and how much of each kind belongs to it."""
    return {
        "registry": snapshot.registry,
        "images": [_image(image) for image in snapshot.images],
        "attestations": [_attestation(attestation) for attestation in snapshot.attestations],
        "not_collected": [f"{what}: {why}" for what, why in snapshot.not_collected],
    }


def _image(image: RegistryImage) -> dict[str, object]:
    return {
        "repository": image.repository,
        "tags": list(image.tags),
        "digest": image.digest,
        "platforms": {platform.platform: platform.digest for platform in image.platforms},
        "referrers": dict(sorted(Counter(referrer.kind.value for referrer in image.referrers).items())),
    }


def _attestation(attestation: Attestation) -> dict[str, object]:
    return {
        "predicate_type": attestation.predicate_type,
        "subjects": {digest: name for name, digest in attestation.subjects},
        "signatures": len(attestation.signed.signatures) if attestation.signed else 0,
        "repository": attestation.repository,
        "revision": attestation.revision,
    }
