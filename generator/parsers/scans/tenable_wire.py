"""Words and numbers that all of Tenable's products share.

Tenable's "Nessus v2 File Format" and the export fields of Tenable Vulnerability Management and Security Center. Identifiers
are plug-in numbers; one plug-in may stand for many CVEs.
"""

import re
from datetime import UTC, date, datetime

from generator.model.scan import Cvss, Disposition, Severity
from generator.parsers.scans.dates import day
from generator.parsers.scans.dates_spelled import spelled_day
from generator.parsers.scans.severity import severity as by_word

_LEVELS = {
    "0": Severity.INFORMATIONAL,
    "1": Severity.LOW,
    "2": Severity.MODERATE,
    "3": Severity.HIGH,
    "4": Severity.CRITICAL,
    "none": Severity.INFORMATIONAL,
}
"""Severity numbers of every Tenable product; `None` is how CSV files spell 0."""
_CVE = re.compile(r"CVE-\d{4}-\d{4,}")
_EXPLOITED = re.compile(r"CISA-KNOWN-EXPLOITED\W+(\d{4})/(\d\d)/(\d\d)")
_STATES = {"fixed": Disposition.RESOLVED, "accepted": Disposition.SUPPRESSED}
RESULTS = {
    "PASSED": Disposition.PASSED,
    "FAILED": Disposition.OPEN,
    "WARNING": Disposition.MANUAL,
    "SKIPPED": Disposition.NOT_APPLICABLE,
    "ERROR": Disposition.ERROR,
    "INCONCLUSIVE": Disposition.ERROR,
}
"""A warning marks a check that Nessus cannot make and a person has to: Tenable's Compliance Checks Reference, Forced Reporting.

A word not listed is open: a result nobody understands is not a pass.
"""
_ABSENT = {"", "null", "n/a", "none"}
SOURCE = "tenable"
"""Whose scores they are: Tenable copies most from NVD and sets others itself, and does not say which."""


def severity(level: str) -> Severity:
    """`3` and `High` are high; `0`, `Info` and `None` are informational."""
    known = _LEVELS.get(level.strip().lower())
    return by_word(level) if known is None else known


def severe(level: str, original: str, modification: str) -> tuple[Severity, str]:
    """The level, or the one before a person recast it where that was more severe; with the word it comes from.

    A recast is a risk adjustment: whether it holds is for the authorization package to say, not for the scanner.
    """
    now, before = severity(level), severity(original)
    recast = modification.strip().lower().startswith("recast") and before.rank > now.rank
    return (before, original) if recast else (now, level)


def standing(state: str, modification: str = "") -> tuple[Disposition, str]:
    """What becomes of an entry, and the word that says so: `FIXED` is resolved, an `ACCEPTED` risk suppressed."""
    if modification.strip().lower() == "accepted":
        return Disposition.SUPPRESSED, modification
    return _STATES.get(state.strip().lower(), Disposition.OPEN), state


def compliance(result: str) -> Disposition:
    """What becomes of a check of a compliance audit."""
    return RESULTS.get(result.strip().upper(), Disposition.OPEN)


def cves(text: str) -> tuple[str, ...]:
    """Every CVE a cell names."""
    return tuple(sorted(set(_CVE.findall(text)))) if text else ()


def known_exploited(references: str) -> date | None:
    """CISA's due date, which Tenable writes among the cross references: `CISA-KNOWN-EXPLOITED:2022/05/03`."""
    found = _EXPLOITED.search(references)
    return slashed(f"{found[1]}/{found[2]}/{found[3]}") if found else None


def score(version: str, vector: str, base: str) -> tuple[Cvss, ...]:
    """One score, if there is one. Vectors come as `CVSS2#AV:…`, `CVSS:3.0/AV:…` or bare."""
    value = _number(base)
    vector = "" if vector.strip().lower() in _ABSENT else vector.strip().removeprefix("CVSS2#").removeprefix("CVSS3#")
    if vector.startswith("CVSS:"):
        version = vector[5:8]
    elif vector and version != "2.0":
        vector = f"CVSS:{version}/{vector}"
    if not vector and not value:
        return ()
    return (Cvss(source=SOURCE, version=version, vector=vector or None, score=value),)


def slashed(text: str) -> date | None:
    """`2026/01/02`, ISO 8601, or `Jan 2, 2026 12:00:00 UTC`."""
    return day(text.strip()[:10].replace("/", "-")) or spelled_day(text)


def epoch(text: str) -> datetime | None:
    """Seconds since 1970 as aware UTC."""
    try:
        return datetime.fromtimestamp(int(text), tz=UTC) if int(text) > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 10 else None
