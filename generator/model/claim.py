"""What the evidence says about one part of a control, in one sentence a person can check."""

from enum import StrEnum

import msgspec

from generator.model.draft_statement import DraftStatement
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId


class Support(StrEnum):
    """The four names of absence, and what lies between: never "clean" where nothing was looked at."""

    NOT_COLLECTED = "not collected"
    NONE_FOUND = "collected, none found"
    CONTEXT = "context only"
    """Worth knowing beside the control, but no support for it."""
    NOT_ESTABLISHED = "not established"
    """Nothing fails, and the evidence does not decide all of it: no support for the control."""
    FOUND_NOT_ENFORCING = "found, not enforced"
    FOUND = "found"
    """Declared by configuration that was not seen at work, or described by evidence in part."""
    OBSERVED = "found, observed"
    """Read from what runs, or reported by a tool that looked, of everything that the sentence is about."""
    ENFORCING = "found, enforced"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence for one part of one control."""

    control: ControlId
    """As FedRAMP writes it: `CM-8`, `RA-5(5)`."""
    part: str
    """`a`, `b`, or "" where the control has no parts."""
    topic: str
    """Id of the member of `claims` that says it."""
    subject: str
    """What it is about, in words: `Container images`, `Build pipeline`."""
    support: Support
    text: str
    """In the assessor's voice."""
    sources: tuple[EvidenceSource, ...] = ()
    discrepancies: tuple[str, ...] = ()
    """Ids of checks that contradict it."""
    requirements: tuple[str, ...] = ()
    """Ids of the requirements whose state it tells; empty where it tells of something else."""
    in_part: bool = True
    """Of what was found and does not enforce: does a part of it hold? False where it lets everything pass."""
    statement: DraftStatement | None = None
    """What the plan says of it; None where nothing may be claimed: not collected, not decided, or context only."""

    @property
    def shows(self) -> bool:
        """Does it show all of it, observed or reported? Configuration that was not seen at work declares, and shows nothing."""
        return self.support in (Support.OBSERVED, Support.ENFORCING)

    @property
    def supports(self) -> bool:
        """Does it support the control, wholly or in part?"""
        if self.support is Support.FOUND_NOT_ENFORCING:
            return self.in_part
        return self.support in (Support.FOUND, Support.OBSERVED, Support.ENFORCING)
