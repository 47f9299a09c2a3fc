"""The words scanners use for severity, on the one scale of the model.

An unknown word becomes `UNKNOWN` and is counted as that: an entry is never dropped, and never lowered, for its severity
(Heimdall turned unmapped words into "not applicable", so open findings disappeared: mitre/heimdall2 issue 8611).

Formats with a CVSS score and no word: CVSS v3.1 specification, section 5 (qualitative severity rating scale), which CVSS v4.0
section 6 repeats; for version 2 the bands of NVD, https://nvd.nist.gov/vuln-metrics/cvss.
"""

from functools import lru_cache

from generator.model.scan import Severity

_BANDS = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MODERATE))
"""Lower bounds; what lies below them is low."""
_WORDS = {
    "critical": Severity.CRITICAL,
    "defcon1": Severity.CRITICAL,
    "high": Severity.HIGH,
    "important": Severity.HIGH,
    "moderate": Severity.MODERATE,
    "medium": Severity.MODERATE,
    "low": Severity.LOW,
    "minor": Severity.LOW,
    "negligible": Severity.INFORMATIONAL,
    "unimportant": Severity.INFORMATIONAL,
    "informational": Severity.INFORMATIONAL,
    "info": Severity.INFORMATIONAL,
}


@lru_cache(256)
def severity(word: str) -> Severity:
    """`MEDIUM` is moderate, `Negligible` is informational; `Unknown`, `unassigned` and nothing at all are unknown."""
    return _WORDS.get(word.strip().lower(), Severity.UNKNOWN)


def band(score: float | None, version: str = "3.1") -> Severity:
    """7.5 is high. A score of 0 is how tools write that there is none, so it is unknown, as is one beyond the scale."""
    if score is None or not 0 < score <= 10:
        return Severity.UNKNOWN
    rating = next((severity for bound, severity in _BANDS if score >= bound), Severity.LOW)
    return Severity.HIGH if version.startswith("2") and rating is Severity.CRITICAL else rating
