"""One image as `atopack collect registry` brought it: `generator/collectors/registry_bundle.py` documents the file.

The registry's own manifests lie inside it, byte for byte, so each is hashed again here: a bundle that somebody edited is no
evidence. Digests of platforms and layers are taken out of those bytes, not out of what stands beside them.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from generator.errors import ParseError
from generator.limits import QUOTED
from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceFile, Source
from generator.model.registry import ReferrerKind, RegistryImage, RegistryPlatform, RegistryReferrer, RegistrySnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.registry_images.addresses import without_user
from generator.parsers.registry_images.referrer_statements import Blob, statements

_MARK = "atopack_registry_image"
_VERSION = 1
_AGAIN = "collect it again with `atopack collect registry`"


class _Raw(msgspec.Struct):
    digest: str
    raw: str
    media_type: str = ""


class _Inner(msgspec.Struct, rename="pascal"):
    user: str | None = None
    entrypoint: tuple[str, ...] | None = None
    labels: dict[str, str] | None = None


class _Config(msgspec.Struct):
    created: str | None = None
    config: _Inner | None = None


class _Platform(msgspec.Struct):
    platform: str
    digest: str
    manifest: _Raw | None = None
    config: _Config | None = None


class _Referrer(msgspec.Struct):
    subject: str
    digest: str
    kind: ReferrerKind
    artifact_type: str = ""
    found_by: str = ""
    predicate_types: tuple[str, ...] = ()
    manifest: _Raw | None = None
    blobs: tuple[Blob, ...] = ()


class _Missing(msgspec.Struct):
    what: str
    why: str


class _Bundle(msgspec.Struct):
    atopack_registry_image: int
    registry: str
    repository: str
    digest: str
    manifest: _Raw
    tags: tuple[str, ...] = ()
    platforms: tuple[_Platform, ...] = ()
    referrers: tuple[_Referrer, ...] = ()
    not_collected: tuple[_Missing, ...] = ()


class _Descriptor(msgspec.Struct):
    digest: str


class _Manifest(msgspec.Struct):
    config: _Descriptor | None = None
    layers: tuple[_Descriptor, ...] = ()
    manifests: tuple[_Descriptor, ...] | None = None


@dataclass(frozen=True, slots=True)
class AtopackRegistryJson:
    """See `Parser`."""

    name: str = "atopack-registry-json"
    family: Family = "registry"
    title: str = "Image in a registry, as `atopack collect registry` writes it (JSON)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return _MARK in document.members

    def parse(self, document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
        """See `Parser.parse`."""
        bundle = document.decode(document.data, _Bundle)
        if bundle.atopack_registry_image != _VERSION:
            reason = f"version {bundle.atopack_registry_image} of the file's shape; version {_VERSION} is read"
            raise ParseError(reason, where=f"/{_MARK}", next_step=_AGAIN)
        top = _proved(document, bundle.manifest, bundle.digest, "/manifest")
        is_index = top.manifests is not None
        listed = {one.digest for one in top.manifests or ()} if is_index else {bundle.digest}
        image = RegistryImage(
            registry=bundle.registry,
            repository=bundle.repository,
            tags=tuple(sorted(bundle.tags)),
            digest=bundle.digest,
            is_index=is_index,
            platforms=tuple(_platforms(document, bundle, top, listed)),
            referrers=tuple(_referrers(document, bundle)),
            source=Source(sha256=evidence.sha256, path=evidence.path),
        )
        said = list(_statements(document, bundle, image.source))
        unread = tuple(one for one in said if not isinstance(one, Attestation))
        return RegistrySnapshot(
            evidence=evidence,
            registry=bundle.registry,
            taken=None,
            images=(image,),
            attestations=tuple(one for one in said if isinstance(one, Attestation)),
            not_collected=(*((one.what, one.why) for one in bundle.not_collected), *unread),
        )


def _platforms(document: Document, bundle: _Bundle, top: _Manifest, listed: set[str]) -> Iterator[RegistryPlatform]:
    for index, one in enumerate(bundle.platforms):
        place = f"/platforms/{index}"
        if one.digest not in listed:
            raise ParseError("a platform that the index does not list", where=place, next_step=_AGAIN)
        manifest = _Manifest()
        if one.manifest is not None:
            manifest = _proved(document, one.manifest, one.digest, f"{place}/manifest")
        elif one.digest == bundle.digest:
            manifest = top
        inner = (one.config.config or _Inner()) if one.config else None
        yield RegistryPlatform(
            platform=one.platform,
            digest=one.digest,
            config_digest=manifest.config.digest if manifest.config else None,
            user=(inner.user or "") if inner else None,
            entrypoint=(inner.entrypoint or ()) if inner else (),
            created=_moment(one.config.created) if one.config else None,
            labels=tuple(sorted((key, without_user(value)) for key, value in (inner.labels or {}).items())) if inner else (),
            layers=tuple(layer.digest for layer in manifest.layers),
        )


def _referrers(document: Document, bundle: _Bundle) -> Iterator[RegistryReferrer]:
    for index, one in enumerate(bundle.referrers):
        if one.manifest is not None:
            _proved(document, one.manifest, one.digest, f"/referrers/{index}/manifest")
        yield RegistryReferrer(
            subject=one.subject,
            digest=one.digest,
            kind=one.kind,
            artifact_type=one.artifact_type,
            predicate_types=tuple(sorted(one.predicate_types)),
            found_by=one.found_by,
            read=one.manifest is not None,
        )


def _statements(document: Document, bundle: _Bundle, source: Source) -> Iterator[Attestation | tuple[str, str]]:
    for index, one in enumerate(bundle.referrers):
        manifest = base64.b64decode(one.manifest.raw) if one.manifest else None
        place = Source(sha256=source.sha256, path=source.path, place=f"/referrers/{index}")
        yield from statements(document, manifest, one.blobs, place)


def _proved(document: Document, raw: _Raw, digest: str, place: str) -> _Manifest:
    """A manifest out of the registry's own bytes, where those are the bytes of the digest.

    Raises:
        ParseError: they are not.
    """
    try:
        content = base64.b64decode(raw.raw, validate=True)
    except ValueError as error:
        raise ParseError("the registry's bytes are not base64", where=f"{place}/raw", next_step=_AGAIN) from error
    algorithm, _, _ = digest.partition(":")
    if algorithm not in {"sha256", "sha512"} or raw.digest != digest:
        raise ParseError(f"not a digest, or another one than beside it: {digest[:QUOTED]!a}", where=place, next_step=_AGAIN)
    if f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}" != digest:
        raise ParseError(
            "the registry's bytes are not those of the digest: the file was changed", where=place, next_step=_AGAIN
        )
    return document.decode(content, _Manifest, place=f"{place}/raw")


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
