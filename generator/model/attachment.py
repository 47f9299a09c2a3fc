"""Documents that people write for the plan and system.yaml names: appendices, policies and procedures."""

from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile


class AttachmentKind(StrEnum):
    """What a document is to the plan."""

    APPENDIX = "appendix"
    POLICY = "policy"
    PROCEDURE = "procedure"


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """One document in one of its uses: the same file may be the policy of several families."""

    kind: AttachmentKind
    name: str
    """The letter of an appendix; of a policy or procedure the family of controls, `AC`."""
    file: EvidenceFile
