"""Ratings of a CycloneDX vulnerability: several sources score it, and one word has to lead."""

from collections.abc import Iterator, Sequence

from generator.model.scan import Severity
from generator.parsers.scans.cvss_bands import band
from generator.parsers.scans.cvss_scores import Raw
from generator.parsers.scans.cyclonedx_wire import Rating, Source, Vulnerability
from generator.parsers.scans.severity import severity

_METHODS = {"CVSSv2": "2.0", "CVSSv3": "3.0", "CVSSv31": "3.1", "CVSSv4": "4.0"}
_NONE = "none"
"""A value of CycloneDX's own enumeration; in CVSS v3.1, section 5, a score of 0."""
_SOURCES = {"github": "ghsa", "github advisories": "ghsa", "nvdv2": "nvd"}
_PREFIX = "vulnerabilities:"
"""Of the namespaces of early versions of Grype."""


def rated(vulnerability: Vulnerability) -> tuple[str, Severity]:
    """Word and severity.

    First the bare word of the tool itself; then the word of whoever published the vulnerability; then NVD's; then the first
    beside a CVSS score, before those of other methods. Where nobody has a word, the first CVSS score.
    """
    ratings = [one for one in vulnerability.ratings or () if one]
    known = [one for one in ratings if _severity(one.severity) is not Severity.UNKNOWN]
    for leads in _leads(known, _source(vulnerability.source)):
        return leads.severity or "", _severity(leads.severity)
    for rating in ratings:
        found = band(rating.score, _METHODS[rating.method or ""]) if rating.method in _METHODS else Severity.UNKNOWN
        if found is not Severity.UNKNOWN:
            return str(rating.score), found
    return next((one.severity for one in ratings if one.severity), ""), Severity.UNKNOWN


def raw_scores(vulnerability: Vulnerability) -> Iterator[Raw]:
    """CVSS scores. One without a source is that of whoever published the vulnerability."""
    for rating in vulnerability.ratings or ():
        if rating and rating.method in _METHODS:
            source = _source(rating.source) or _source(vulnerability.source) or "cyclonedx"
            yield source, _METHODS[rating.method or ""], rating.vector, rating.score


def _leads(known: Sequence[Rating], publisher: str) -> Iterator[Rating]:
    yield from (one for one in known if not (one.source or one.score or one.method or one.vector))
    yield from (one for one in known if publisher and _source(one.source) == publisher)
    yield from (one for one in known if _source(one.source) == "nvd")
    yield from (one for one in known if one.method in _METHODS)
    yield from known


def _severity(word: str | None) -> Severity:
    if (word or "").lower() == _NONE:
        return Severity.INFORMATIONAL
    return severity(word or "")


def _source(source: Source | None) -> str:
    """`NVD` and `nvd:cpe` are nvd, `vulnerabilities:debian:10` is debian, `github:language:go` is ghsa."""
    name = (source.name if source else None) or ""
    name = name.lower().removeprefix(_PREFIX).partition(":")[0]
    return _SOURCES.get(name, name)
