"""What the system security plan may say of a requirement: how it is implemented, by which evidence, and which part is missing.

A claim has two voices. Its text is the assessor's, for the readiness report and the assessment results. Its statement is the
plan's (SSP Appendix A): what is implemented, and nothing that the evidence does not decide.
"""

import msgspec

from generator.model.discrepancy import DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.posture import SubjectKey


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """What implements something, by the name that its users know."""

    title: str
    """`Admission control`."""
    main: str
    """The control part that describes it in full: `CM-6(b)`, `AC-6`. The others refer to it."""
    serves: tuple[tuple[str, str], ...] = ()
    """By another control part, what it contributes there, to follow "This": `limits accounts to the permissions that they
    need`."""

    def contribution(self, part: str) -> str:
        """To a part that it is not described at; empty where that is nothing of its own."""
        return dict(self.serves).get(part, "")


class PlanSentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of the plan, with what proves it."""

    text: str
    """Ends with a period."""
    sources: tuple[EvidenceSource, ...] = ()


class UnmetSubject(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not meet a requirement."""

    name: str
    """As discrepancies, waivers and POA&M items name it."""
    label: str
    """As the plan names it: `node-sensor`; empty where its name says nothing to a reader."""
    noun: tuple[str, str] = ("", "")
    """What it is, one and several, where the words of the requirement are for several kinds and its name says which."""
    lacks: str = ""
    """What is missing there, to follow its name: clauses with `; ` between them. Empty where the requirement says it."""
    sources: tuple[EvidenceSource, ...] = ()
    asset_ids: tuple[AssetId, ...] = ()
    follows_from: tuple[SubjectKey, ...] = ()
    """What it fails because of: remediated with that."""
    waiver: DiscrepancyWaiver | None = None
    """Who accepts it for a time."""


class UnmetPart(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a requirement that is not implemented. Who plans what about it stands in the POA&M ledger."""

    check: str
    """Id of the requirement."""
    lacks: tuple[str, str]
    """What is missing, to follow the name of one subject and of several: `("is not encrypted", "are not encrypted")`."""
    requires: str = ""
    """What holds where all of them meet it, to follow "that": `images that run are named by digest`."""
    words: tuple[str, str]
    """What the subjects are: `("workload", "workloads")`."""
    where: str = ""
    """` of cluster prod`; empty where that is clear."""
    subjects: tuple[UnmetSubject, ...]
    """At least one."""
    total: int = 0
    """Of how many, whatever their verdict; 0 where that is not counted."""


class DraftStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What the plan says of one requirement in one place. It stands in full once; the other parts refer to
    it, or say in short what it does for them."""

    key: str
    """The same in every part of a control that it is about."""
    mechanism: Mechanism
    sentences: tuple[PlanSentence, ...] = ()
    brief: str = ""
    """What the mechanism does and where, in one clause without a period, for the other parts that it belongs to; empty where
    that is the first sentence."""
    unmet: tuple[UnmetPart, ...] = ()
    unassessed: str = ""
    """`the other 12 images have not been assessed`: how many no evidence decides. Empty where all are decided."""
