"""A checklist before it is a file: one STIG on one asset, each rule with its status and finding details."""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.stig import Stig, StigRule


class ChecklistStatus(StrEnum):
    """As STIG Viewer writes them into a .ckl."""

    OPEN = "Open"
    NOT_A_FINDING = "NotAFinding"
    NOT_APPLICABLE = "Not_Applicable"
    NOT_REVIEWED = "Not_Reviewed"

    @property
    def in_json(self) -> str:
        """As it writes them into a .cklb."""
        return {ChecklistStatus.NOT_A_FINDING: "not_a_finding"}.get(self, self.value.lower())


class FilledRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, judged or not."""

    rule: StigRule
    status: ChecklistStatus
    details: str = ""
    comments: str = ""
    override: str = ""
    """A severity that a person chose instead; empty where none did."""
    justification: str = ""


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """The whole."""

    asset: str
    comment: str
    stig: Stig
    """From the user's copy; of rules without a copy only ids and severities are known."""
    rules: tuple[FilledRule, ...]
    as_of: date
