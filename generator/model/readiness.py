"""What a person answers to DISA's General Readiness Requirements."""

from dataclasses import dataclass
from datetime import date

from generator.model.evidence import EvidenceSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessAnswer:
    """One entry of `decisions/dod-readiness.yaml`."""

    id: str
    """`GRR-1`."""
    answer: str
    by: str
    role: str
    day: date
    evidence: tuple[EvidenceSource, ...]
    place: str
    """`decisions/dod-readiness.yaml, line 3`."""
