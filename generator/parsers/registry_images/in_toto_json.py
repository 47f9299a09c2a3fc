"""in-toto statements as evidence of their own: bare, in DSSE envelopes, or one envelope a line.

https://github.com/in-toto/attestation/tree/main/spec. `cosign download attestation`, the SLSA generators for GitHub
(`*.intoto.jsonl`), Tekton Chains and `docker buildx imagetools inspect` write these. The file does not say when it was
collected: its sidecar does.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.registry_images.lines import snapshot
from generator.parsers.registry_images.statements import IN_TOTO, any_of


class InTotoJson(msgspec.Struct, frozen=True):
    """See `Parser`."""

    name: str = "in-toto-json"
    family: Family = "registry"
    title: str = "in-toto statements and DSSE envelopes: provenance, SBOM attestations (JSON, JSON lines)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        members = document.members
        if {"_type", "predicateType"} <= members.keys():
            return b"in-toto.io/Statement" in bytes(members["_type"])
        return {"payload", "payloadType", "signatures"} <= members.keys() and IN_TOTO.encode() in bytes(members["payloadType"])

    def parse(self, document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
        """See `Parser.parse`."""
        return snapshot(document, evidence, any_of)
