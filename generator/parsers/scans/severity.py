"""The words scanners use for severity, on the one scale of the model.

A word nobody knows becomes `UNKNOWN` and is counted as that: an entry is never dropped, and never lowered, for its severity
(Heimdall turned unmapped words into "not applicable", so open findings disappeared: mitre/heimdall2 issue 8611).
"""

from functools import lru_cache

from generator.model.scan import Severity

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
