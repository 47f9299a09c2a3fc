"""Sigstore bundles as evidence of their own: `cosign … --bundle`, `gh attestation download` (one a line).

https://github.com/sigstore/protobuf-specs, `sigstore_bundle.proto`. Certificates and log entries in it are not judged.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.registry_images.lines import snapshot
from generator.parsers.registry_images.statements import any_of

_MEDIA_TYPE = b"application/vnd.dev.sigstore.bundle"


class SigstoreBundleJson(msgspec.Struct, frozen=True):
    """See `Parser`."""

    name: str = "sigstore-bundle-json"
    family: Family = "registry"
    title: str = "Sigstore bundle: signature or attestation (JSON, JSON lines)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        members = document.members
        return "verificationMaterial" in members and _MEDIA_TYPE in bytes(members.get("mediaType", b""))

    def parse(self, document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
        """See `Parser.parse`."""
        return snapshot(document, evidence, any_of)
