"""What a person answers to DISA's General Readiness Requirements."""

from datetime import date

import msgspec

from generator.model.evidence import EvidenceSource


class ReadinessAnswer(msgspec.Struct, frozen=True, kw_only=True):
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
