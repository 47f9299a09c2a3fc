"""One image as `atopack collect registry` brought it: `generator/collectors/registry_bundle.py` documents the file.

The registry's own manifests lie inside it, byte for byte, so each is hashed again here: a bundle that somebody edited is no
evidence. Digests of platforms and layers are taken out of those bytes, not out of what stands beside them.

So are the statements that it stores beside an image.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from generator.errors import ParseError
from generator.limits import QUOTED
from generator.model.attestation import COSIGN_PAYLOAD, Attestation
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.registry import ReferrerKind, RegistryImage, RegistryPlatform, RegistryReferrer, RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry_images.addresses import without_user
from generator.parsers.registry_images.statements import any_of, payload

_MARK = "atopack_registry_image"
_VERSION = 1
_AGAIN = "collect it again with `atopack collect registry`"
_SIGNATURE, _CERTIFICATE = "dev.cosignproject.cosign/signature", "dev.sigstore.cosign/certificate"


class _Raw(msgspec.Struct):
    digest: str
    raw: str
    media_type: str = ""


class _RuntimeConfig(msgspec.Struct, rename="pascal"):
    user: str | None = None
    entrypoint: tuple[str, ...] | None = None
    labels: dict[str, str] | None = None


class _ImageConfig(msgspec.Struct):
    created: str | None = None
    config: _RuntimeConfig | None = None


class _Platform(msgspec.Struct):
    platform: str
    digest: str
    manifest: _Raw | None = None
    config: _ImageConfig | None = None


class _ReferrerLayer(msgspec.Struct):
    """A layer of a referrer; `raw` is absent where it lies in a file of its own."""

    digest: str
    media_type: str = ""
    raw: str | None = None


class _Referrer(msgspec.Struct):
    subject: str
    digest: str
    kind: ReferrerKind
    artifact_type: str = ""
    found_by: str = ""
    predicate_types: tuple[str, ...] = ()
    manifest: _Raw | None = None
    blobs: tuple[_ReferrerLayer, ...] = ()


class _MissingPart(msgspec.Struct):
    what: str
    why: str


class _ImageBundle(msgspec.Struct):
    atopack_registry_image: int
    registry: str
    repository: str
    digest: str
    manifest: _Raw
    tags: tuple[str, ...] = ()
    platforms: tuple[_Platform, ...] = ()
    referrers: tuple[_Referrer, ...] = ()
    not_collected: tuple[_MissingPart, ...] = ()


class _Descriptor(msgspec.Struct):
    digest: str


class _ImageManifest(msgspec.Struct):
    config: _Descriptor | None = None
    layers: tuple[_Descriptor, ...] = ()
    manifests: tuple[_Descriptor, ...] | None = None


class _Layer(msgspec.Struct):
    digest: str
    annotations: dict[str, str] | None = None


class _ReferrerManifest(msgspec.Struct):
    layers: tuple[_Layer, ...] = ()


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return _MARK in document.members


def parse(document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
    """See `Parser.parse`."""
    bundle = document.decode(document.data, _ImageBundle)
    if bundle.atopack_registry_image != _VERSION:
        reason = f"version {bundle.atopack_registry_image} of the file's shape; version {_VERSION} is read"
        raise ParseError(reason, where=f"/{_MARK}", next_step=_AGAIN)
    top = _proved(document, bundle.manifest, bundle.digest, "/manifest")
    is_index = top.manifests is not None
    listed = {manifest.digest for manifest in top.manifests or ()} if is_index else {bundle.digest}
    image = RegistryImage(
        registry=bundle.registry,
        repository=bundle.repository,
        tags=tuple(sorted(bundle.tags)),
        digest=bundle.digest,
        is_index=is_index,
        platforms=tuple(_platforms(document, bundle, top, listed)),
        referrers=tuple(_referrers(document, bundle)),
        source=EvidenceSource(sha256=evidence.sha256, path=evidence.path),
    )
    attestations = list(_in_referrers(document, bundle, image.source))
    unread = tuple(attestation for attestation in attestations if not isinstance(attestation, Attestation))
    return RegistrySnapshot(
        evidence=evidence,
        registry=bundle.registry,
        taken=None,
        images=(image,),
        attestations=tuple(attestation for attestation in attestations if isinstance(attestation, Attestation)),
        not_collected=(*((part.what, part.why) for part in bundle.not_collected), *unread),
    )


def _platforms(document: Document, bundle: _ImageBundle, top: _ImageManifest, listed: set[str]) -> Iterator[RegistryPlatform]:
    for index, platform in enumerate(bundle.platforms):
        place = f"/platforms/{index}"
        if platform.digest not in listed:
            raise ParseError("a platform that the index does not list", where=place, next_step=_AGAIN)
        manifest = _ImageManifest()
        if platform.manifest is not None:
            manifest = _proved(document, platform.manifest, platform.digest, f"{place}/manifest")
        elif platform.digest == bundle.digest:
            manifest = top
        inner = (platform.config.config or _RuntimeConfig()) if platform.config else None
        yield RegistryPlatform(
            platform=platform.platform,
            digest=platform.digest,
            config_digest=manifest.config.digest if manifest.config else None,
            user=(inner.user or "") if inner else None,
            entrypoint=(inner.entrypoint or ()) if inner else (),
            created=_moment(platform.config.created) if platform.config else None,
            labels=tuple(sorted((key, without_user(value)) for key, value in (inner.labels or {}).items())) if inner else (),
            layers=tuple(layer.digest for layer in manifest.layers),
        )


def _referrers(document: Document, bundle: _ImageBundle) -> Iterator[RegistryReferrer]:
    for index, referrer in enumerate(bundle.referrers):
        if referrer.manifest is not None:
            _proved(document, referrer.manifest, referrer.digest, f"/referrers/{index}/manifest")
        yield RegistryReferrer(
            subject=referrer.subject,
            digest=referrer.digest,
            kind=referrer.kind,
            artifact_type=referrer.artifact_type,
            predicate_types=tuple(sorted(referrer.predicate_types)),
            found_by=referrer.found_by,
            read=referrer.manifest is not None,
        )


def _in_referrers(document: Document, bundle: _ImageBundle, source: EvidenceSource) -> Iterator[Attestation | tuple[str, str]]:
    for index, referrer in enumerate(bundle.referrers):
        manifest = base64.b64decode(referrer.manifest.raw) if referrer.manifest else None
        place = EvidenceSource(sha256=source.sha256, path=source.path, place=f"/referrers/{index}")
        yield from _in_blobs(document, manifest, referrer.blobs, place)


def _proved(document: Document, raw: _Raw, digest: str, place: str) -> _ImageManifest:
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
    return document.decode(content, _ImageManifest, place=f"{place}/raw")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _in_blobs(
    document: Document, manifest: bytes | None, blobs: Sequence[_ReferrerLayer], source: EvidenceSource
) -> Iterator[Attestation | tuple[str, str]]:
    """Each statement; (what, why) for content that is none although its type says so."""
    layers = document.decode(manifest, _ReferrerManifest, place=source.place).layers if manifest is not None else ()
    signed = {layer.digest: layer.annotations for layer in layers if layer.annotations and _SIGNATURE in layer.annotations}
    for index, blob in enumerate(blobs):
        if blob.raw is None:
            continue
        place = EvidenceSource(sha256=source.sha256, path=source.path, place=f"{source.place}/blobs/{index}")
        try:
            attestation = _one(document, blob, place, signed.get(blob.digest, {}))
        except ParseError as error:
            yield f"{blob.media_type or 'content'} {blob.digest[:80]}", error.what
            continue
        if attestation is not None:
            yield attestation


def _one(
    document: Document, blob: _ReferrerLayer, source: EvidenceSource, annotations: Mapping[str, str]
) -> Attestation | None:
    try:
        content = base64.b64decode(blob.raw or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ParseError("the registry's bytes are not base64", where=source.place) from error
    if blob.digest != f"sha256:{hashlib.sha256(content).hexdigest()}":
        raise ParseError("the registry's bytes are not those of the digest: the file was changed", where=source.place)
    if blob.media_type == COSIGN_PAYLOAD:
        signatures = (annotations[_SIGNATURE],) if annotations else ()
        return payload(document, content, source, signatures, certificate=_CERTIFICATE in annotations)
    return any_of(document, content, source)
