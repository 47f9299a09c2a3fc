"""A Sigstore of our own for tests: an authority, a certificate log and a signature log, and bundles that they vouch for.

Structures as the public specifications have them: Fulcio's certificates (`1.3.6.1.4.1.57264.1.8`), RFC 6962 (section 3.2, 3.3),
Rekor's entries, checkpoints and signed entry timestamps, protobuf-specs' bundle and trusted root.
"""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

IN_TOTO = "application/vnd.in-toto+json"
ISSUER = "https://token.actions.example"
IDENTITY = "https://code.example/acme/cart/.ci/release.yml@refs/tags/v1"
SIGNED = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
_SCTS = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _sign(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ec.ECDSA(SHA256()))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class MadeSigstore:
    """One instance; two of them trust nothing of each other."""

    authority: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    certificate_log: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    signature_log: ec.EllipticCurvePrivateKey = field(default_factory=_key)

    @property
    def root(self) -> bytes:
        """`TrustedRoot` as JSON."""
        logs = [
            {
                "baseUrl": "https://log.example",
                "hashAlgorithm": "SHA2_256",
                "publicKey": {
                    "rawBytes": _text(_spki(key)),
                    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                    "validFor": {"start": "2020-01-01T00:00:00Z"},
                },
                "logId": {"keyId": _text(hashlib.sha256(_spki(key)).digest())},
            }
            for key in (self.signature_log, self.certificate_log)
        ]
        certificate = self._authority_certificate().public_bytes(Encoding.DER)
        authority = {
            "subject": {"organization": "example", "commonName": "made"},
            "uri": "https://authority.example",
            "certChain": {"certificates": [{"rawBytes": _text(certificate)}]},
            "validFor": {"start": "2020-01-01T00:00:00Z"},
        }
        return json.dumps(
            {
                "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                "tlogs": logs[:1],
                "certificateAuthorities": [authority],
                "ctlogs": logs[1:],
                "timestampAuthorities": [],
            }
        ).encode()

    def bundle(
        self,
        payload: bytes,
        *,
        identity: str = IDENTITY,
        issuer: str = ISSUER,
        logged: datetime = SIGNED,
        logged_by: "MadeSigstore | None" = None,
        certified_by: "MadeSigstore | None" = None,
        envelope: bool = True,
    ) -> dict[str, object]:
        """Signed at `SIGNED` with a certificate of ten minutes, and logged at `logged`."""
        key = _key()
        certificate = (certified_by or self)._certificate(key, identity, issuer, self.certificate_log)
        message = b"DSSEv1 %d %b %d %b" % (len(IN_TOTO), IN_TOTO.encode(), len(payload), payload) if envelope else payload
        signature = _sign(key, message)
        pem = _text(certificate.public_bytes(Encoding.PEM))
        digest = hashlib.sha256(payload).hexdigest()
        if envelope:
            content: dict[str, object] = {"payloadHash": {"algorithm": "sha256", "value": digest}}
            content |= {"envelopeHash": {"algorithm": "sha256", "value": "0" * 64}}
            content |= {"signatures": [{"signature": _text(signature), "verifier": pem}]}
        else:
            content = {"data": {"hash": {"algorithm": "sha256", "value": digest}}}
            content |= {"signature": {"content": _text(signature), "publicKey": {"content": pem}}}
        kind = "dsse" if envelope else "hashedrekord"
        entry = (logged_by or self)._entry(kind, content, logged)
        made: dict[str, object] = {
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": {
                "certificate": {"rawBytes": _text(certificate.public_bytes(Encoding.DER))},
                "tlogEntries": [entry],
            },
        }
        if envelope:
            made["dsseEnvelope"] = {
                "payload": _text(payload),
                "payloadType": IN_TOTO,
                "signatures": [{"sig": _text(signature), "keyid": ""}],
            }
        else:
            digest_bytes = hashlib.sha256(payload).digest()
            made["messageSignature"] = {
                "messageDigest": {"algorithm": "SHA2_256", "digest": _text(digest_bytes)},
                "signature": _text(signature),
            }
        return made

    def _entry(self, kind: str, content: dict[str, object], logged: datetime) -> dict[str, object]:
        body = json.dumps(
            {"apiVersion": "0.0.1", "kind": kind, "spec": content}, separators=(",", ":"), sort_keys=True
        ).encode()
        log = hashlib.sha256(_spki(self.signature_log)).digest()
        top = hashlib.sha256(b"\x00" + body).digest()
        note = f"log.example - 1\n1\n{_text(top)}\n"
        signed_note = _text(log[:4] + _sign(self.signature_log, note.encode()))
        seconds = int(logged.timestamp())
        promised = {"body": _text(body), "integratedTime": seconds, "logID": log.hex(), "logIndex": 0}
        promise = _sign(self.signature_log, json.dumps(promised, separators=(",", ":"), sort_keys=True).encode())
        return {
            "logIndex": "0",
            "logId": {"keyId": _text(log)},
            "kindVersion": {"kind": kind, "version": "0.0.1"},
            "integratedTime": str(seconds),
            "inclusionPromise": {"signedEntryTimestamp": _text(promise)},
            "inclusionProof": {
                "logIndex": "0",
                "rootHash": _text(top),
                "treeSize": "1",
                "hashes": [],
                "checkpoint": {"envelope": f"{note}\n\u2014 log.example {signed_note}\n"},
            },
            "canonicalizedBody": _text(body),
        }

    @property
    def _name(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "made")])

    def _authority_certificate(self) -> x509.Certificate:
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self.authority.public_key())
        return (
            x509.CertificateBuilder(self._name, self._name, self.authority.public_key(), 1)
            .not_valid_before(SIGNED - timedelta(days=900))
            .not_valid_after(SIGNED + timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(identifier, critical=False)
            .sign(self.authority, SHA256())
        )

    def _certificate(
        self, key: ec.EllipticCurvePrivateKey, identity: str, issuer: str, log: ec.EllipticCurvePrivateKey
    ) -> x509.Certificate:
        usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
        name = (
            x509.RFC822Name(identity) if "@" in identity and "/" not in identity else x509.UniformResourceIdentifier(identity)
        )
        coded = b"\x0c" + bytes([len(issuer)]) + issuer.encode()
        vouched = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), coded)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.authority.public_key())
        builder = (
            x509.CertificateBuilder(self._name, x509.Name([]), key.public_key(), 7)
            .not_valid_before(SIGNED - timedelta(minutes=1))
            .not_valid_after(SIGNED + timedelta(minutes=9))
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
            .add_extension(authority, critical=False)
            .add_extension(x509.SubjectAlternativeName([name]), critical=True)
            .add_extension(vouched, critical=False)
        )
        before = builder.sign(self.authority, SHA256()).tbs_certificate_bytes
        scts = x509.UnrecognizedExtension(_SCTS, self._timestamp(before, log))
        return builder.add_extension(scts, critical=False).sign(self.authority, SHA256())

    def _timestamp(self, certificate: bytes, log: ec.EllipticCurvePrivateKey) -> bytes:
        """A list of one signed certificate timestamp over the certificate without it (RFC 6962, sections 3.2 and 3.3)."""
        moment = int(SIGNED.timestamp() * 1000)
        entry = hashlib.sha256(_spki(self.authority)).digest() + len(certificate).to_bytes(3, "big") + certificate
        signature = _sign(log, struct.pack("!BBQH", 0, 0, moment, 1) + entry + b"\x00\x00")
        identifier = hashlib.sha256(_spki(log)).digest()
        sct = b"\x00" + identifier + struct.pack("!QH", moment, 0) + b"\x04\x03" + struct.pack("!H", len(signature)) + signature
        listed = struct.pack("!H", len(sct)) + sct
        whole = struct.pack("!H", len(listed)) + listed
        return b"\x04" + (b"\x81" if len(whole) > 127 else b"") + bytes([len(whole)]) + whole
