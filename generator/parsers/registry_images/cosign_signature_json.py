"""cosign's own records of a signature: `cosign download signature` (one object a line), and the bare payload that it signs.

https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md. Certificates and log entries in it are not judged.
"""

import base64
import binascii

import msgspec

from generator.errors import ParseError
from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry_images.lines import snapshot
from generator.parsers.registry_images.statements import NOTHING, payload


class _Downloaded(msgspec.Struct, rename="pascal"):
    signature: str = msgspec.field(name="Base64Signature")
    payload: str
    cert: msgspec.Raw = msgspec.Raw()


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    members = document.members
    if {"Base64Signature", "Payload"} <= members.keys():
        return True
    return "critical" in members and b"cosign" in bytes(members["critical"])


def parse(document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
    """See `Parser.parse`."""
    return snapshot(document, evidence, _one)


def _one(document: Document, raw: bytes, source: EvidenceSource) -> Attestation:
    if "critical" in document.members_of(raw):
        return payload(document, raw, source)
    downloaded = document.decode(raw, _Downloaded, place=source.place)
    try:
        content = base64.b64decode(downloaded.payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ParseError("the payload is not base64", where=source.place, next_step="collect it again") from error
    return payload(document, content, source, (downloaded.signature,), certificate=bytes(downloaded.cert) not in NOTHING)
