"""The file that `atopack collect registry` writes for each image: one JSON object, the registry's own bytes inside it.

    atopack_registry_image  1, the version of this shape
    registry, repository    as in a reference
    tags                    those that pointed to `digest` when it was read
    digest                  of the index, or of the manifest where there is no index
    manifest                {media_type, digest, raw}; `raw` is base64, so the digest can be checked again at any time
    platforms               [{platform, manifest, config_digest, config}]; `config` without secrets: values of variables are cut
    referrers               [{subject, kind, artifact_type, found_by, predicate_types, manifest, blobs}]
    blobs                   [{media_type, digest, size, raw or file}]; `file` lies beside the bundle
    not_collected           [{what, why}]

`platforms[].manifest` is absent for an image without index, where it is `manifest` itself. Nothing here says that a signature
is valid: it says that one is there.
"""

import base64
from collections.abc import Mapping
from typing import Any

import msgspec

from generator.collectors.registry_api import RegistryManifest

VERSION = 1


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes with their digest."""

    media_type: str
    digest: str
    raw: str
    """Base64."""

    @classmethod
    def of(cls, manifest: RegistryManifest) -> "Raw":
        """A manifest's."""
        return cls(media_type=manifest.media_type, digest=manifest.digest, raw=base64.b64encode(manifest.raw).decode())


class ReferrerBlob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A layer of a referrer."""

    media_type: str
    digest: str
    size: int
    raw: str | None = None
    file: str | None = None


class PlatformPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An image for one platform."""

    platform: str
    """`linux/amd64`, `linux/arm64/v8`."""
    digest: str
    manifest: Raw | None = None
    config_digest: str | None = None
    config: dict[str, Any] | None = None


class ReferrerPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A signature, an SBOM, an attestation or something else that says it belongs to a digest."""

    subject: str
    digest: str
    kind: str
    artifact_type: str
    found_by: str
    predicate_types: tuple[str, ...] = ()
    manifest: Raw | None = None
    blobs: tuple[ReferrerBlob, ...] = ()


class NotCollected(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for and not given."""

    what: str
    why: str


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    atopack_registry_image: int = VERSION
    registry: str
    repository: str
    tags: tuple[str, ...]
    digest: str
    manifest: Raw
    platforms: tuple[PlatformPart, ...]
    referrers: tuple[ReferrerPart, ...]
    not_collected: tuple[NotCollected, ...]

    def with_files(self, names: Mapping[str, str]) -> "Bundle":
        """The same, with the names under which blobs were written in place of their digests."""
        referrers = tuple(
            msgspec.structs.replace(
                referrer,
                blobs=tuple(msgspec.structs.replace(blob, file=names.get(blob.file or "")) for blob in referrer.blobs),
            )
            for referrer in self.referrers
        )
        return msgspec.structs.replace(self, referrers=referrers)

    def encoded(self) -> bytes:
        """As the file is written."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1)
