"""Sigstore bundles as evidence of their own: `cosign … --bundle`, `gh attestation download` (one a line).

https://github.com/sigstore/protobuf-specs, `sigstore_bundle.proto`. Certificates and log entries in it are not judged.
"""

from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry_images.lines import snapshot
from generator.parsers.registry_images.statements import any_of

_MEDIA_TYPE = b"application/vnd.dev.sigstore.bundle"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    members = document.members
    return "verificationMaterial" in members and _MEDIA_TYPE in bytes(members.get("mediaType", b""))


def parse(document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
    """See `Parser.parse`."""
    return snapshot(document, evidence, any_of)
