"""Words and numbers that all of Tenable's products share.

Tenable's "Nessus v2 File Format" and the export fields of Tenable Vulnerability Management and Security Center. Identifiers
are plug-in numbers; one plug-in may stand for many CVEs.
"""

import re
from datetime import UTC, date, datetime
from typing import TypedDict

from generator.model.identifiers import CweId
from generator.model.scan import Cvss, Disposition, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.dates_spelled import spelled_day
from generator.parsers.scans.entries import aliases
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
_CVE = late_re(r"CVE-\d{4}-\d{4,}")
_EXPLOITED = late_re(r"CISA-KNOWN-EXPLOITED\W+(\d{4})/(\d\d)/(\d\d)")
_ADVISORY = late_re(
    r"\b(?P<kind>IAV[ABMT]|MSFT|MSKB|RHSA|USN|DSA|DLA|GLSA|ALAS2?|ELSA|FEDORA|SUSE-SU|CISCO-SA|VMSA|APPLE-SA|JSA|TRA)"
    r"[\s:#]+(?P<number>[A-Za-z0-9][\w.:-]{2,60})"
)
"""Cross references that name an advisory: `RHSA:2026:1001` in files of Nessus, `IAVA #2026-A-0001` in CSV."""
_WEAKNESS = late_re(r"\bCWE(?:\s*[:#]\s*(\d{1,5})|=\[([\d, ]{1,400})\])", re.ASCII)
"""Cross references that name a kind of weakness: `CWE:79`, `CWE #310`, `CWE=[192, 330]`."""
_WRITTEN = {
    "MSFT": "",
    "MSKB": "KB",
    "CISCO-SA": "",
    "APPLE-SA": "",
    "IAVA": "IAVA:",
    "IAVB": "IAVB:",
    "IAVM": "IAVM:",
    "IAVT": "IAVT:",
}
"""What stands before the number where others name the advisory, if not the kind and a hyphen."""
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

A word not listed is open: a result that is not understood is no pass.
"""
_ABSENT = {"", "null", "n/a", "none"}
SOURCE = "tenable"
"""Whose scores they are: Tenable copies most from NVD and sets others itself, and does not say which."""


class PluginDetails(TypedDict):
    """What an entry says of its plug-in, the same on every host: see `ScanResult`."""

    title: str
    description: str
    solution: str
    cves: tuple[str, ...]
    aliases: tuple[str, ...]
    cwes: tuple[CweId, ...]
    cvss: tuple[Cvss, ...]
    known_exploited: date | None


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


def advisories(references: str) -> tuple[str, ...]:
    """Advisories among the cross references, as others name them: `RHSA-2026:1001`, `MS17-010`, `IAVA:2026-A-1`."""
    if not references:
        return ()
    numbers = ((match["kind"], match["number"].rstrip(".:-")) for match in _ADVISORY.finditer(references))
    return aliases(
        "", *(number if number.startswith(kind) else _WRITTEN.get(kind, f"{kind}-") + number for kind, number in numbers)
    )


def weaknesses(references: str, *others: str) -> tuple[CweId, ...]:
    """Kinds of weakness among the cross references, and those of fields of their own."""
    return cwes(*others, *(one or several for one, several in _WEAKNESS.findall(references)))


def known_exploited(references: str) -> date | None:
    """CISA's due date, which Tenable writes among the cross references: `CISA-KNOWN-EXPLOITED:2022/05/03`."""
    match = _EXPLOITED.search(references) if references else None
    return slashed(f"{match[1]}/{match[2]}/{match[3]}") if match else None


def score(version: str, vector: str, base: str) -> tuple[Cvss, ...]:
    """One score, if there is one. Vectors come as `CVSS2#AV:…`, `CVSS:3.0/AV:…` or bare."""
    if not vector and not base:
        return ()
    vector = "" if vector.strip().lower() in _ABSENT else vector
    return cvss_scores.scores([(SOURCE, version, vector, cvss_scores.number(base))])


def slashed(text: str) -> date | None:
    """`2026/01/02`, ISO 8601, or `Jan 2, 2026 12:00:00 UTC`."""
    if not text:
        return None
    return seen_day(text.strip().replace("/", "-")) or spelled_day(text)


def epoch(text: str) -> datetime | None:
    """Seconds since 1970 as aware UTC."""
    try:
        return datetime.fromtimestamp(int(text), tz=UTC) if int(text) > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
