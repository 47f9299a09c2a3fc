"""Statements inside what `atopack collect registry` stores beside an image: the registry's own bytes, hashed again."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.errors import ParseError
from generator.model.attestation import COSIGN_PAYLOAD, Attestation
from generator.model.evidence import EvidenceSource
from generator.parsers.document import Document
from generator.parsers.registry_images.statements import any_of, payload

_SIGNATURE, _CERTIFICATE = "dev.cosignproject.cosign/signature", "dev.sigstore.cosign/certificate"


class ReferrerLayer(msgspec.Struct):
    """A layer of a referrer; `raw` is absent where it lies in a file of its own."""

    digest: str
    media_type: str = ""
    raw: str | None = None


class _Layer(msgspec.Struct):
    digest: str
    annotations: dict[str, str] | None = None


class _ReferrerManifest(msgspec.Struct):
    layers: tuple[_Layer, ...] = ()


def statements(
    document: Document, manifest: bytes | None, blobs: Sequence[ReferrerLayer], source: EvidenceSource
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


def _one(document: Document, blob: ReferrerLayer, source: EvidenceSource, annotations: Mapping[str, str]) -> Attestation | None:
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
