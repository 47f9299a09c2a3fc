"""What a registry holds: images by digest, their platforms, and what is stored as belonging to them.

The words are those of the OCI image specification. A signature that is there is no signature that was checked: nothing in
this model says that one is valid.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.images import ImageReference


class ReferrerKind(StrEnum):
    """What something that belongs to an image is, by its media types."""

    SIGNATURE = "signature"
    SBOM = "sbom"
    ATTESTATION = "attestation"
    OTHER = "other"


class RegistryPlatform(msgspec.Struct, frozen=True, kw_only=True):
    """An image for one platform: what a node pulls and runs."""

    platform: str
    """`linux/amd64`, `linux/arm64/v8`; empty where neither index nor configuration says it."""
    digest: str
    """Of its manifest: what `status.imageID` shows on most container runtimes, where it is not the index's."""
    config_digest: str | None = None
    """The local image id."""
    user: str | None = None
    """As configured; None where the configuration was not read, empty where it names none, which means root."""
    entrypoint: tuple[str, ...] = ()
    created: datetime | None = None
    labels: tuple[tuple[str, str], ...] = ()
    """Sorted by key; values of secret names are cut."""
    layers: tuple[str, ...] = ()
    """Digests, the base first: two images on the same base begin alike."""


class RegistryReferrer(msgspec.Struct, frozen=True, kw_only=True):
    """Something stored beside an image that says it belongs to it."""

    subject: str
    """Digest of the index or of a platform's manifest."""
    digest: str
    kind: ReferrerKind
    artifact_type: str = ""
    predicate_types: tuple[str, ...] = ()
    """What attestations are about: `https://slsa.dev/provenance/v1`."""
    found_by: str = ""
    """`referrers API`, `referrers tag`, `tag .sig`, `index`."""
    read: bool = True
    """False where its manifest or content could not be read."""


class RegistryImage(msgspec.Struct, frozen=True, kw_only=True):
    """One image by the digest that its tags pointed to."""

    registry: str
    repository: str
    tags: tuple[str, ...]
    """Sorted; empty where it was asked for by digest."""
    digest: str
    """Of the index, or of the manifest where there is no index."""
    is_index: bool
    platforms: tuple[RegistryPlatform, ...]
    referrers: tuple[RegistryReferrer, ...] = ()
    source: EvidenceSource

    @property
    def references(self) -> tuple[ImageReference, ...]:
        """By each tag, with the digest; by the digest alone where it has no tag."""
        tags: tuple[str | None, ...] = self.tags or (None,)
        return tuple(ImageReference(self.registry, self.repository, tag, self.digest) for tag in tags)

    @property
    def digests(self) -> tuple[str, ...]:
        """Every digest by which the image may be known to run: the index first, then its platforms."""
        return tuple(dict.fromkeys((self.digest, *(platform.digest for platform in self.platforms))))


class RegistrySnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One file about images in a registry, read."""

    evidence: EvidenceFile
    registry: str
    taken: datetime | None
    """None: the file does not say it; its sidecar does."""
    images: tuple[RegistryImage, ...]
    attestations: tuple[Attestation, ...] = ()
    """Statements about images, out of what is stored beside them or out of files of their own; in the order of the file."""
    not_collected: tuple[tuple[str, str], ...] = ()
    """(what, why), in the order of the file."""
