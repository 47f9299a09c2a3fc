"""What a named person judged about a control or one of its objectives: the only way in which anything is satisfied."""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId


class VerdictState(StrEnum):
    """OSCAL's two states of an objective."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of `decisions/verdicts.yaml`."""

    control: ControlId
    """As FedRAMP writes it, without a part: `CM-8`, `SC-7(5)`."""
    target: str
    """What is judged, as NIST's catalog spells it: `cm-8_smt`, `cm-8_smt.a`, `cm-8_obj.a.1`."""
    state: VerdictState
    by: str
    role: str
    day: date
    evidence: tuple[EvidenceSource, ...]
    note: str
    procedures: tuple[str, ...] = ()
    """Assessment procedures that it answers, as eMASS calls them: `CM-8.1`."""
    place: str
    """`decisions/verdicts.yaml, line 3`."""

    @property
    def objective(self) -> str:
        """The objective of SP 800-53A that is judged: of a statement, the one that is about it, `cm-8_obj.a`."""
        return self.target.replace("_smt", "_obj")


class RequirementState(StrEnum):
    """The findings of a CMMC assessment (32 CFR 170.24(b)); a requirement without one is not assessed."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    """Counts as MET."""


class RequirementVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a named person found of a CMMC requirement or one of its objectives."""

    requirement: str
    """`AC.L2-3.1.5`."""
    objective: str
    """`AC.L2-3.1.5[b]`; empty where the whole requirement is judged."""
    state: RequirementState
    by: str
    role: str
    day: date
    evidence: tuple[EvidenceSource, ...]
    note: str
    cost: int | None
    """What NOT MET costs, where that depends on how much is missing; else None."""
    plan: str
    owner: str
    resources: str
    due: date | None
    """Plan, owner, means and day: for the plan of action."""
    place: str
    """`decisions/verdicts.yaml, line 3`."""
