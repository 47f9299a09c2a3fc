"""Statements about images out of their JSON: in-toto statements, DSSE envelopes, Sigstore bundles, cosign's payloads.

What a statement is about (`subject`) is read out of the signed bytes, never out of what stands beside them. Predicates are
free-form: what is not of the expected shape is not there. Specifications: see `model.attestation`.
"""

import base64
import binascii
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import QUOTED
from generator.model.attestation import COSIGN_PAYLOAD, Attestation, MessageSignature, SignedMessage, signed_encoding
from generator.model.evidence import EvidenceSource
from generator.parsers.document import Document
from generator.parsers.registry_images.provenance import with_provenance

IN_TOTO = "application/vnd.in-toto+json"
_LARGEST_MESSAGE = 1 << 20
"""Bytes that are kept to verify a signature over them; of more the signature is there and cannot be verified."""
_LARGEST_BUNDLE = 2 << 20
"""Such a message in base64, with certificates and a log entry that names it again."""
_BLOB = "signed content"
NOTHING = frozenset({b"", b"null"})
"""A JSON value that is absent, undecoded."""


class _AttestedSubject(msgspec.Struct):
    name: str | None = None
    digest: dict[str, str] | None = None


class _InTotoEnvelope(msgspec.Struct, rename="camel"):
    type_: str = msgspec.field(name="_type")
    predicate_type: str
    subject: tuple[_AttestedSubject, ...] = ()
    predicate: msgspec.Raw = msgspec.Raw(b"null")


class _Signature(msgspec.Struct):
    sig: str
    keyid: str | None = None


class _StatementEnvelope(msgspec.Struct, rename="camel"):
    payload: str
    payload_type: str
    signatures: tuple[_Signature, ...] = ()


class _Hash(msgspec.Struct):
    algorithm: str
    digest: str


class _Message(msgspec.Struct, rename="camel"):
    message_digest: _Hash
    signature: str


class _Material(msgspec.Struct, rename="camel"):
    certificate: msgspec.Raw = msgspec.Raw()
    chain: msgspec.Raw = msgspec.field(name="x509CertificateChain", default=msgspec.Raw())


class _SigstoreBundle(msgspec.Struct, rename="camel"):
    media_type: str
    dsse_envelope: _StatementEnvelope | None = None
    message_signature: _Message | None = None
    verification_material: _Material | None = None

    @property
    def has_certificate(self) -> bool:
        """Was it signed with a short-lived key?"""
        material = self.verification_material
        return material is not None and any(bytes(part) not in NOTHING for part in (material.certificate, material.chain))


class _SignedImage(msgspec.Struct, rename="kebab"):
    docker_manifest_digest: str


class _DockerIdentity(msgspec.Struct, rename="kebab"):
    docker_reference: str | None = None


class _Critical(msgspec.Struct):
    image: _SignedImage
    identity: _DockerIdentity | None = None


class _Payload(msgspec.Struct):
    critical: _Critical


def statement(document: Document, raw: bytes, source: EvidenceSource) -> Attestation:
    """An in-toto statement, without signature.

    Raises:
        ParseError: broken JSON, or no statement.
    """
    in_toto_envelope = document.decode(raw, _InTotoEnvelope, place=source.place)
    subjects = {(subject.name or "", digest) for subject in in_toto_envelope.subject for digest in _digests(subject.digest)}
    attestation = Attestation(subjects=tuple(sorted(subjects)), predicate_type=in_toto_envelope.predicate_type, source=source)
    return with_provenance(attestation, document, in_toto_envelope.predicate)


def envelope(document: Document, raw: bytes, source: EvidenceSource) -> Attestation:
    """A DSSE envelope around a statement.

    Raises:
        ParseError: broken JSON or base64, or a payload that is no statement.
    """
    return _enveloped(document, document.decode(raw, _StatementEnvelope, place=source.place), source)


def bundle(document: Document, raw: bytes, source: EvidenceSource) -> Attestation:
    """A Sigstore bundle: an envelope, or a signature over something that it names by its digest only.

    Raises:
        ParseError: broken JSON or base64, or neither of the two is in it.
    """
    sigstore_bundle = document.decode(raw, _SigstoreBundle, place=source.place)
    keyless = sigstore_bundle.has_certificate
    kept = bytes(raw) if keyless and len(raw) <= _LARGEST_BUNDLE else b""
    if sigstore_bundle.dsse_envelope is not None:
        return _enveloped(document, sigstore_bundle.dsse_envelope, source, certificate=keyless, bundle=kept)
    if sigstore_bundle.message_signature is None:
        raise ParseError("a Sigstore bundle without envelope and without signature", where=source.place)
    message = sigstore_bundle.message_signature
    digest = f"sha256:{_decoded(message.message_digest.digest, source.place).hex()}"
    signed = SignedMessage(b"", (MessageSignature(_decoded(message.signature, source.place)),), keyless, kept)
    return Attestation(subjects=((_BLOB, digest),), predicate_type=COSIGN_PAYLOAD, signed=signed, source=source)


def payload(
    document: Document, raw: bytes, source: EvidenceSource, signatures: tuple[str, ...] = (), *, certificate: bool = False
) -> Attestation:
    """What cosign signs of an image, with the signatures (base64) that lie beside it, and whether a certificate does.

    Raises:
        ParseError: broken JSON or base64, or no such payload.
    """
    critical = document.decode(raw, _Payload, place=source.place).critical
    name = critical.identity.docker_reference if critical.identity else None
    attestation = Attestation(
        subjects=((name or "", critical.image.docker_manifest_digest.lower()),), predicate_type=COSIGN_PAYLOAD, source=source
    )
    kept = tuple(MessageSignature(_decoded(signature, source.place)) for signature in signatures)
    return replace(attestation, signed=SignedMessage(_bounded(raw), kept, certificate)) if kept else attestation


def any_of(document: Document, raw: bytes, source: EvidenceSource) -> Attestation | None:
    """Whichever of these it is, by its keys; None where it is none of them.

    Raises:
        ParseError: it is one, and broken.
    """
    keys = document.members_of(raw).keys()
    for wanted, read in _SHAPES:
        if wanted <= keys:
            return read(document, raw, source)
    return None


_SHAPES = (
    ({"_type", "predicateType"}, statement),
    ({"payload", "payloadType"}, envelope),
    ({"mediaType", "verificationMaterial"}, bundle),
    ({"critical"}, payload),
)


def _enveloped(
    document: Document,
    dsse_envelope: _StatementEnvelope,
    source: EvidenceSource,
    *,
    certificate: bool = False,
    bundle: bytes = b"",
) -> Attestation:
    content = _decoded(dsse_envelope.payload, source.place)
    if dsse_envelope.payload_type != IN_TOTO:
        raise ParseError(
            f"an envelope around {dsse_envelope.payload_type[:QUOTED]!a}, not around an in-toto statement", where=source.place
        )
    inner = statement(document, content, source)
    signatures = tuple(
        MessageSignature(_decoded(signature.sig, source.place), signature.keyid or "") for signature in dsse_envelope.signatures
    )
    if not signatures:
        return inner
    message = _bounded(signed_encoding(dsse_envelope.payload_type, content))
    return replace(inner, signed=SignedMessage(message, signatures, certificate, bundle if message else b""))


def _bounded(message: bytes) -> bytes:
    return message if len(message) <= _LARGEST_MESSAGE else b""


def _digests(digests: dict[str, str] | None) -> Iterator[str]:
    for algorithm in ("sha256", "sha512"):
        value = (digests or {}).get(algorithm)
        if value:
            yield f"{algorithm}:{value.lower()}"


def _decoded(text: str, place: str) -> bytes:
    """Base64, in either alphabet."""
    try:
        return base64.b64decode(text.translate(_URL_SAFE), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ParseError("the signature or what it signs is not base64", where=place, next_step="collect it again") from error


_URL_SAFE = str.maketrans("-_", "+/")
