"""Severity of formats that give a CVSS score and no word.

CVSS v3.1 specification, section 5 (qualitative severity rating scale), which CVSS v4.0 section 6 repeats; for version 2 the
bands of NVD, https://nvd.nist.gov/vuln-metrics/cvss.
"""

from generator.model.scan import Severity

_BANDS = (
    (9.0, Severity.CRITICAL),
    (7.0, Severity.HIGH),
    (4.0, Severity.MODERATE),
    (0.1, Severity.LOW),
)
"""Lower bounds."""


def band(score: float | None, version: str = "3.1") -> Severity:
    """7.5 is high. A score of 0 is how tools write that there is none, so it is unknown, as is one beyond the scale."""
    if score is None or not 0 < score <= 10:
        return Severity.UNKNOWN
    found = next((severity for bound, severity in _BANDS if score >= bound), Severity.LOW)
    return Severity.HIGH if version.startswith("2") and found is Severity.CRITICAL else found
