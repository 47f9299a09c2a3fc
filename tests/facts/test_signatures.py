"""Signatures are verified with keys that were given, and only then called verified."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from generator.errors import ConfigError
from generator.facts import signatures
from generator.facts.signatures import LARGEST_KEY, Keys
from generator.model.attestation import Attestation, MessageSignature, SignatureStatus, SignedMessage
from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.late_parser import FormatModule
from generator.parsers.registry_images import cosign_signature_json, in_toto_json, sigstore_bundle_json
from tests.facts.images_made import attestation

MESSAGE = b"the very bytes"


def _pem(key: object) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]


EC, ED = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
OTHER_ED = ed25519.Ed25519PrivateKey.generate()


def _standing(keys: Keys, *values: bytes, message: bytes = MESSAGE, certificate: bool = False) -> SignatureStatus:
    signed = SignedMessage(message, tuple(MessageSignature(value) for value in values), certificate)
    (one,) = keys.judged([attestation(signed=signed)])
    assert one.signed is None
    return one.standing


def test_both_kinds_of_keys_verify() -> None:
    keys = Keys.of([("a.pub", _pem(EC)), ("b.pub", _pem(ED))])
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256()))) is SignatureStatus.VERIFIED
    assert _standing(keys, b"no signature", ED.sign(MESSAGE)) is SignatureStatus.VERIFIED


def test_a_changed_message_and_another_signer_are_refused() -> None:
    keys = Keys.of([("a.pub", _pem(EC))])
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256())), message=b"other bytes") is SignatureStatus.REFUSED
    assert _standing(keys, ED.sign(MESSAGE)) is SignatureStatus.REFUSED


def test_what_cannot_be_judged_is_only_present() -> None:
    good = EC.sign(MESSAGE, ec.ECDSA(SHA256()))
    assert _standing(Keys(), good) is SignatureStatus.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))]), good, message=b"") is SignatureStatus.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))]), ED.sign(MESSAGE), certificate=True) is SignatureStatus.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))])) is SignatureStatus.UNSIGNED


def test_without_the_library_nothing_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "find_spec", lambda _name: None)
    keys = Keys.of([("a.pub", _pem(EC))])
    assert keys.given == 1
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256()))) is SignatureStatus.PRESENT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"A" * (LARGEST_KEY + 1),
        _pem(ec.generate_private_key(ec.SECP384R1())),
        _pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ],
)
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        Keys.of([("decisions/key.pub", data)])
    assert caught.value.where == "decisions/key.pub"
    assert "PEM" in caught.value.next_step


def test_an_envelope_is_verified_over_what_dsse_encodes() -> None:
    payload = b'{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"https://slsa.dev/provenance/v1"}'
    kind = b"application/vnd.in-toto+json"
    encoded = b"DSSEv1 28 " + kind + b" " + str(len(payload)).encode() + b" " + payload
    signature = base64.b64encode(ED.sign(encoded))
    text = b'{"payloadType":"%b","payload":"%b","signatures":[{"sig":"%b"}]}' % (kind, base64.b64encode(payload), signature)
    evidence = EvidenceFile(path="e.json", sha256="a" * 64, size=1, media_type="application/json")
    snapshot = in_toto_json.parse(Document("e.json", text), evidence)
    (one,) = Keys.of([("b.pub", _pem(ED))]).judged(snapshot.attestations)
    assert one.standing is SignatureStatus.VERIFIED


# What somebody who has no key may try: none of it is ever called verified.

_STATEMENT = (
    b'{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1",'
    b'"subject":[{"name":"registry.example/shop/cart","digest":{"sha256":"' + b"a" * 64 + b'"}}],"predicate":{}}'
)
_OTHER_IMAGE = _STATEMENT.replace(b"a" * 64, b"b" * 64)
_KIND = b"application/vnd.in-toto+json"


def _encoded(payload: bytes, kind: bytes = _KIND) -> bytes:
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _envelope(payload: bytes, *signatures: bytes) -> bytes:
    listed = b",".join(b'{"sig":"%b","keyid":"ours"}' % base64.b64encode(one) for one in signatures)
    return b'{"payloadType":"%b","payload":"%b","signatures":[%b]}' % (_KIND, base64.b64encode(payload), listed)


def _read(text: bytes, reader: FormatModule) -> Attestation:
    evidence = EvidenceFile(path="e.json", sha256="a" * 64, size=1, media_type="application/json")
    snapshot = reader.parse(Document("e.json", text), evidence)
    assert isinstance(snapshot, RegistrySnapshot)
    (one,) = Keys.of([("b.pub", _pem(ED))]).judged(snapshot.attestations)
    return one


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        (_envelope(_STATEMENT, ED.sign(_encoded(_STATEMENT))), SignatureStatus.VERIFIED),
        (_envelope(_OTHER_IMAGE, ED.sign(_encoded(_STATEMENT))), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, ED.sign(_STATEMENT)), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, ED.sign(_encoded(_STATEMENT, b"text/plain"))), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, OTHER_ED.sign(_encoded(_STATEMENT))), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, b""), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, b"\x00" * 64), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT, *[b"x" * 64] * 3_000), SignatureStatus.REFUSED),
        (_envelope(_STATEMENT), SignatureStatus.UNSIGNED),
        (_STATEMENT, SignatureStatus.UNSIGNED),
    ],
    ids=(
        "as it was signed",
        "about another image",
        "signed without its type",
        "signed with another type",
        "signed by somebody else",
        "empty",
        "zeroes",
        "very many",
        "none",
        "bare",
    ),
)
def test_a_forged_statement_is_never_verified(text: bytes, standing: SignatureStatus) -> None:
    assert _read(text, in_toto_json).standing is standing


def test_a_forged_bundle_or_payload_is_never_verified() -> None:
    """A certificate beside it changes nothing: certificates are not judged, so it is present and not verified."""
    certificate = b'{"certificate":{"rawBytes":"AAAA"}}'
    bundle = b'{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":%b,"dsseEnvelope":%b}'
    forged = _envelope(_OTHER_IMAGE, ED.sign(_encoded(_STATEMENT)))
    assert _read(bundle % (certificate, forged), sigstore_bundle_json).standing is SignatureStatus.PRESENT
    assert _read(bundle % (b"{}", forged), sigstore_bundle_json).standing is SignatureStatus.REFUSED
    named = b'{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{},"messageSignature":%b}'
    digest = b'{"messageDigest":{"algorithm":"SHA2_256","digest":"%b"},"signature":"%b"}' % (
        base64.b64encode(b"d" * 32),
        base64.b64encode(ED.sign(b"d" * 32)),
    )
    assert _read(named % digest, sigstore_bundle_json).standing is SignatureStatus.PRESENT
    payload = b'{"critical":{"image":{"docker-manifest-digest":"sha256:%b"}}}'
    ours, theirs = payload % (b"a" * 64), payload % (b"b" * 64)
    signature = base64.b64encode(ED.sign(ours))
    for content, standing in ((ours, SignatureStatus.VERIFIED), (theirs, SignatureStatus.REFUSED)):
        record = b'{"Base64Signature":"%b","Payload":"%b"}' % (signature, base64.b64encode(content))
        assert _read(record, cosign_signature_json).standing is standing
