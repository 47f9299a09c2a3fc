"""What is known of a vulnerability beside its finding: what FedRAMP's Consolidated Rules ask a provider to evaluate and report.

Terms are those of FedRAMP's definitions (FRD): internet-reachable, likely exploitable, N-rating, overdue, accepted.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec


class EvaluationQuestion(StrEnum):
    """What only a person can answer (VER-RPT-VDT)."""

    EVALUATED = "the day of its evaluation"
    REACHABLE = "whether it is reachable from the internet"
    EXPLOITABLE = "whether it is likely exploitable"
    RATING = "its N-rating"

    __hash__ = str.__hash__


class VulnerabilityAcceptance(StrEnum):
    """Why a vulnerability is an accepted one (FRD-ACV, VER-TFR-MAV)."""

    DECLARED = "declared by its owner"
    OPERATIONAL_REQUIREMENT = "an approved operational requirement"
    PLANNED_LATER = "planned for later than 192 days after its evaluation"
    TIME = "open for more than 192 days after its evaluation"


class Reduction(msgspec.Struct, frozen=True, kw_only=True):
    """A lower N-rating, reached or planned."""

    day: date
    rating: int


class ItemEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the ledger, evaluated as far as anybody says."""

    poam_id: str
    evaluated: datetime | None = None
    """As stated, also where it is earlier than the detection here."""
    runs_from: datetime | None = None
    """From when the time frames run: the evaluation, or the detection where that is later."""
    by: str = ""
    reachable: bool | None = None
    derived: str = ""
    """Why it counts as reachable where no person says so: a sentence about the evidence. Nothing ever derives *no*."""
    exploitable: bool | None = None
    first_rating: int | None = None
    rating: int | None = None
    """N1 to N5, today."""
    reductions: tuple[Reduction, ...] = ()
    """Reached until today, oldest first."""
    next_reduction: Reduction | None = None
    impact: str = ""
    """What exploitation would do to agencies."""
    more: str = ""
    mitigated: date | None = None
    """Since when it is fully mitigated: still detected, with negligible risk (FRD-FMV)."""
    acceptance: VulnerabilityAcceptance | None = None
    rationale: str = ""
    """Why it is accepted: a person's words, else what follows from dates."""
    evaluate_by: date
    respond_by: date | None = None
    """None where the rules give no time frame, or where an answer is missing that it depends on."""
    overdue: bool | None = None
    """None where it cannot be determined."""
    because: str = ""
    """Why it is overdue, or is going to be."""
    is_incident: bool = False
    """A reportable incident as the Consolidated Rules define it."""
    is_open: bool = True
    closed_now: bool = False
    """Closed since the report of last time."""
    missing: tuple[EvaluationQuestion, ...] = ()
    """Of an open item that is not accepted: questions without an answer."""
