"""Signature, SBOM or attestation? Recognized by media types and annotations, never by reading what they say.

cosign: https://github.com/sigstore/cosign/tree/main/specs; sigstore bundles:
https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md; BuildKit:
https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md; Notary Project:
https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md.
"""

from collections.abc import Iterable, Iterator

from generator.collectors.registry_api import ManifestContent, ManifestDescriptor

SBOM, SIGNATURE, ATTESTATION, OTHER = "sbom", "signature", "attestation", "other"
COSIGN_TAGS = (".sig", ".att", ".sbom")
"""What cosign puts behind `sha256-<digest>` where it stores by tag."""
BUILDKIT_TYPE, BUILDKIT_SUBJECT = "vnd.docker.reference.type", "vnd.docker.reference.digest"

_PREDICATES = ("predicateType", "in-toto.io/predicate-type", "dev.sigstore.bundle.predicateType")
_WORDS = (
    (SBOM, ("spdx", "cyclonedx", "syft", "sbom")),
    (ATTESTATION, ("in-toto", "dsse", "attestation")),
    (SIGNATURE, ("simplesigning", "cosign.artifact.sig", "notary.signature", "sigstore.bundle", "signature")),
)
"""The first that fits. A sigstore bundle with a predicate is an attestation."""


def kind(content: ManifestContent, descriptor: ManifestDescriptor, tag: str = "") -> str:
    """What a manifest that belongs to an image is."""
    predicates = predicate_types(content, descriptor)
    if tag:
        return {".sig": SIGNATURE, ".att": ATTESTATION, ".sbom": SBOM}.get(tag, OTHER)
    if predicates and any("sigstore.bundle" in media_type for media_type in _types(content, descriptor)):
        return SIGNATURE if all("cosign/sign" in media_type for media_type in predicates) else ATTESTATION
    text = " ".join(_types(content, descriptor)).lower()
    return next((name for name, words in _WORDS if any(word in text for word in words)), OTHER)


def artifact_type(content: ManifestContent, descriptor: ManifestDescriptor) -> str:
    """The manifest's own word for it: its artifact type, else the type of its configuration."""
    config = content.config.media_type if content.config else ""
    return content.artifact_type or descriptor.artifact_type or config


def predicate_types(content: ManifestContent, descriptor: ManifestDescriptor) -> tuple[str, ...]:
    """`https://slsa.dev/provenance/v1` …, sorted: what the annotations say that the attestations are about."""
    sets = (content.annotations, descriptor.annotations, *(layer.annotations for layer in content.layers))
    return tuple(
        sorted({annotations[key] for annotations in sets if annotations for key in _PREDICATES if annotations.get(key)})
    )


def is_artifact_tag(tag: str) -> bool:
    """Is it one of the tags under which something stands that belongs to a digest?"""
    stem = next((tag.removesuffix(end) for end in COSIGN_TAGS if tag.endswith(end)), tag)
    algorithm, _, value = stem.partition("-")
    return algorithm in {"sha256", "sha512"} and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)


def buildkit(descriptors: Iterable[ManifestDescriptor]) -> Iterator[tuple[str, ManifestDescriptor]]:
    """Attestations that BuildKit puts into the index beside the platforms: (digest they belong to, descriptor)."""
    for descriptor in descriptors:
        if is_buildkit(descriptor):
            yield (descriptor.annotations or {}).get(BUILDKIT_SUBJECT, ""), descriptor


def is_buildkit(descriptor: ManifestDescriptor) -> bool:
    """Is it no platform, but BuildKit's attestation of one?"""
    return (descriptor.annotations or {}).get(BUILDKIT_TYPE) == "attestation-manifest"


def _types(content: ManifestContent, descriptor: ManifestDescriptor) -> Iterator[str]:
    yield artifact_type(content, descriptor)
    for layer in content.layers:
        yield layer.media_type
