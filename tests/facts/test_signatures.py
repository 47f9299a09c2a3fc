"""Signatures are verified with keys that were given, and only then called verified."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from generator.errors import ConfigError
from generator.facts import signatures
from generator.facts.signatures import LARGEST_KEY, Keys
from generator.model.attestation import Signature, SignedMessage, Standing
from generator.model.evidence import EvidenceFile
from generator.parsers.document import Document
from generator.parsers.registry_images.in_toto_json import InTotoJson
from tests.facts.images_made import attestation

MESSAGE = b"the very bytes"


def _pem(key: object) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]


EC, ED = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()


def _standing(keys: Keys, *values: bytes, message: bytes = MESSAGE, certificate: bool = False) -> Standing:
    signed = SignedMessage(message, tuple(Signature(value) for value in values), certificate)
    (one,) = keys.judged([attestation(signed=signed)])
    assert one.signed is None
    return one.standing


def test_both_kinds_of_keys_verify() -> None:
    keys = Keys.of([("a.pub", _pem(EC)), ("b.pub", _pem(ED))])
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256()))) is Standing.VERIFIED
    assert _standing(keys, b"no signature", ED.sign(MESSAGE)) is Standing.VERIFIED


def test_a_changed_message_and_another_signer_are_refused() -> None:
    keys = Keys.of([("a.pub", _pem(EC))])
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256())), message=b"other bytes") is Standing.REFUSED
    assert _standing(keys, ED.sign(MESSAGE)) is Standing.REFUSED


def test_what_cannot_be_judged_is_only_present() -> None:
    good = EC.sign(MESSAGE, ec.ECDSA(SHA256()))
    assert _standing(Keys(), good) is Standing.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))]), good, message=b"") is Standing.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))]), ED.sign(MESSAGE), certificate=True) is Standing.PRESENT
    assert _standing(Keys.of([("a.pub", _pem(EC))])) is Standing.UNSIGNED


def test_without_the_library_nothing_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "find_spec", lambda _name: None)
    keys = Keys.of([("a.pub", _pem(EC))])
    assert (keys.usable, keys.given) == (False, 1)
    assert _standing(keys, EC.sign(MESSAGE, ec.ECDSA(SHA256()))) is Standing.PRESENT


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
    snapshot = InTotoJson().parse(Document("e.json", text), evidence)
    (one,) = Keys.of([("b.pub", _pem(ED))]).judged(snapshot.attestations)
    assert one.standing is Standing.VERIFIED
