"""Documents that people write for the plan and system.yaml names: appendices, policies and procedures."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.evidence import EvidenceFile


class AttachmentKind(StrEnum):
    """What a document is to the plan."""

    APPENDIX = "appendix"
    POLICY = "policy"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One document in one of its uses: the same file may be the policy of several families."""

    kind: AttachmentKind
    name: str
    """The letter of an appendix; of a policy or procedure the family of controls, `AC`."""
    file: EvidenceFile
