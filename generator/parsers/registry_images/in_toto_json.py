"""in-toto statements as evidence of their own: bare, in DSSE envelopes, or one envelope a line.

https://github.com/in-toto/attestation/tree/main/spec. `cosign download attestation`, the SLSA generators for GitHub
(`*.intoto.jsonl`), Tekton Chains and `docker buildx imagetools inspect` write these. The file does not say when it was
collected: its sidecar does.
"""

from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry_images.lines import snapshot
from generator.parsers.registry_images.statements import IN_TOTO, any_of


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    members = document.members
    if {"_type", "predicateType"} <= members.keys():
        return b"in-toto.io/Statement" in bytes(members["_type"])
    return {"payload", "payloadType", "signatures"} <= members.keys() and IN_TOTO.encode() in bytes(members["payloadType"])


def parse(document: Document, evidence: EvidenceFile) -> RegistrySnapshot:
    """See `Parser.parse`."""
    return snapshot(document, evidence, any_of)
