"""FedRAMP's Consolidated Rules for 2026 (v2026.07.14.01): how soon vulnerabilities are evaluated and answered, class by class.

The JSON documents follow FedRAMP's schemas of 2026-06-24: vulnerability detail report (VER-RPT-VDT), accepted vulnerability
information (VER-RPT-AVI), historical activity (VER-TFR-MRH), ongoing certification report (CCM-OCR-AVL) and significant change
notification (SCN-CSO-INF), with their common definitions.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

SCHEMA_DATE = date(2026, 6, 24)
BINDING_FROM = date(2026, 12, 7)
GRACE_ENDS = date(2027, 3, 7)

URI_OUTSTANDING = "urn:atopack:outstanding:certification-package-overview"
"""Stands where the schema demands the address of the Certification Package Overview and system.yaml does not say it."""


class CertificationClass(StrEnum):
    """FedRAMP Certification classes."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


OF_LEVEL = {"low": CertificationClass.B, "moderate": CertificationClass.C, "high": CertificationClass.D}
"""The class that goes with a Rev5 baseline: the control lists of FRC-CSF-BSL for Classes B, C and D are the Low, Moderate and
High baselines without CA-5."""

ACCEPTED_AFTER = timedelta(days=192)
"""VER-TFR-MAV: what is not fully mitigated or remediated within 192 days of its evaluation is an accepted vulnerability."""

_EVALUATE_WITHIN = {
    CertificationClass.A: 14,
    CertificationClass.B: 7,
    CertificationClass.C: 5,
    CertificationClass.D: 2,
}
"""VER-TFR-EVU, days from detection."""

_LIKE_B: dict[int, tuple[float, float, float]] = {5: (4, 8, 32), 4: (8, 32, 64), 3: (32, 64, 192), 2: (96, 160, 192)}
_RESPOND_WITHIN: dict[CertificationClass, dict[int, tuple[float, float, float]]] = {
    CertificationClass.A: _LIKE_B,
    CertificationClass.B: _LIKE_B,
    CertificationClass.C: {5: (2, 4, 16), 4: (4, 8, 64), 3: (16, 32, 128), 2: (48, 128, 192)},
    CertificationClass.D: {5: (0.5, 1, 8), 4: (2, 8, 32), 3: (8, 16, 64), 2: (24, 96, 192)},
}
"""VDR, "Mitigation and Remediation Expectations": days from evaluation by N-rating, for likely exploitable and reachable from
the internet, likely exploitable and not reachable, not likely exploitable. N1 has no time frame (VDR, "Remaining
Vulnerabilities")."""

SAMPLE_EVERY = {CertificationClass.A: 14, CertificationClass.B: 7, CertificationClass.C: 3, CertificationClass.D: 1}
"""VDR, "Persistent Sample Detection", in days: samples of similar machine-based resources."""
EVERYTHING_EVERY = {CertificationClass.A: 183, CertificationClass.B: 183, CertificationClass.C: 31, CertificationClass.D: 31}
"""VDR, "Persistently Complete Detection": 6 months or 1 month, in days, for what is not likely to drift: a container is
replaced, not changed."""


def evaluate_by(certification: CertificationClass, detected: date) -> date:
    """The last day on which a vulnerability should be evaluated (VER-TFR-EVU)."""
    return detected + timedelta(days=_EVALUATE_WITHIN[certification])


def respond_within(
    certification: CertificationClass, rating: int, *, reachable: bool | None, exploitable: bool
) -> timedelta | None:
    """How long after its evaluation a vulnerability should have been brought to a lower rating or remediated.

    None where no time frame is given (N1), or where it depends on reachability and that is not stated.
    """
    row = _RESPOND_WITHIN[certification].get(rating)
    if row is None:
        return None
    if not exploitable:
        return timedelta(days=row[2])
    if reachable is None:
        return None
    return timedelta(days=row[0] if reachable else row[1])


def respond_by(evaluated: datetime, within: timedelta) -> date:
    """The day on which the time frame ends; it is overdue from the next day on."""
    return (evaluated + within).date()


def is_reportable_incident(rating: int, *, reachable: bool, exploitable: bool) -> bool:
    """Whether VER-TFR, "Internet-Reachable Incidents" and "Non-Internet-Reachable Incidents", mean this vulnerability: above N3
    where it is reachable from the internet, N5 where not. A provider of Class A or B may treat it so, of the others should;
    for Class C the second is a may."""
    return exploitable and rating > (3 if reachable else 4)
