"""Formats that are a list of rows: which field of an entry means what, as a table, and one way to read it.

A field is a column of a CSV file, a path of keys in JSON (`info.severity`) or of elements and attributes in XML (`host@ip`):
what an entry is written in answers `get` (`CsvRow`, `JsonEntry`, `XmlEntry`), so that one table serves a tool's JSON, XML and
CSV.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol, Unpack

from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.dates_spelled import spelled_day
from generator.parsers.scans.entries import ResultDetails, affected, aliases, cves, result_of, unique
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.severity import band
from generator.parsers.scans.severity import severity as severity_of

Names = tuple[str, ...]
"""Fields of one meaning; the first that is not empty counts."""
_ADDRESS = re.compile(r"https?://[^\s'\"<>\\)\]]{1,2000}")
_CWE = re.compile(r"(?:CWE[-:/ ]?)?0*([1-9]\d{0,4})(?!\d)", re.IGNORECASE)
_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{}.html"
_MOST_ADDRESSES = 20


class EntryFields(Protocol):
    """One entry, whatever it is written in."""

    def get(self, *names: str) -> str:
        """The first of the named fields that is there and not empty, without white space around; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMap:
    """Which fields of an entry mean what."""

    identifier: Names
    kind: ResultKind = ResultKind.VULNERABILITY
    title: Names = ()
    description: Names = ()
    solution: Names = ()
    level: Names = ()
    """The severity as the tool writes it."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """What the tool's own words mean, lower case; without it, and for other words, see `severity`."""
    status: Names = ()
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    """What the tool's states mean, lower case; others are open."""
    scope: Names = ()
    """Every one of them that is there is part of the scope."""
    cve: Names = ()
    alias: Names = ()
    cwe: Names = ()
    """Kinds of weakness, which are kept as references."""
    references: Names = ()
    """Texts that hold web addresses."""
    package: Names = ()
    version: Names = ()
    fixed: Names = ()
    path: Names = ()
    purl: Names = ()
    vector: Names = ()
    score: Names = ()
    cvss_source: str = ""
    cvss_version: str = ""
    """Where the vector does not say it. A score of no known version rates an entry without a word, and is not kept."""
    published: Names = ()
    first_seen: Names = ()

    def result(self, entry: EntryFields, target: ScanTarget, place: str, **changed: Unpack[ResultDetails]) -> ScanResult | None:
        """The entry, with what is `changed`; None where it has no identifier."""
        get = entry.get
        identifier = get(*self.identifier)
        if not identifier:
            return None
        word = get(*self.level) if self.level else ""
        status = get(*self.status) if self.status else ""
        scored = self._scores(entry) if self.score or self.vector else ()
        details: ResultDetails = {
            "severity": self._severity(word, entry, scored),
            "native_status": status,
            "cves": cves(identifier.upper(), *(text.upper() for text in _texts(entry, self.cve))),
            "cvss": scored,
        }
        if status and self.dispositions:
            details["disposition"] = self.dispositions.get(status.lower(), Disposition.OPEN)
        self._add_affected(entry, details)
        self._add_known(entry, identifier, details)
        details.update(changed)
        title = plain(get(*self.title)) if self.title else ""
        description = plain(get(*self.description)) if self.description else ""
        return result_of(self.kind, identifier, target, place, word=word, title=title, description=description, **details)

    def _add_affected(self, entry: EntryFields, details: ResultDetails) -> None:
        """What the entry is about, and what to do."""
        if self.package:
            details["package"] = self._package(entry)
        if self.scope:
            details["scope"] = " ".join(dict.fromkeys(_texts(entry, self.scope)))
        if self.solution:
            details["solution"] = plain(entry.get(*self.solution))

    def _add_known(self, entry: EntryFields, identifier: str, details: ResultDetails) -> None:
        """What is known elsewhere, and since when."""
        if self.alias:
            details["aliases"] = aliases(identifier, *_texts(entry, self.alias))
        if self.cwe or self.references:
            details["references"] = self._references(entry)
        if self.published:
            details["published"] = written_day(entry.get(*self.published))
        if self.first_seen:
            details["first_seen"] = written_day(entry.get(*self.first_seen))

    def _package(self, entry: EntryFields) -> AffectedPackage | None:
        name = entry.get(*self.package)
        if not name:
            return None
        fixed, purl, path = entry.get(*self.fixed), entry.get(*self.purl), entry.get(*self.path)
        return affected(name, entry.get(*self.version), fixed, purl=purl, path=path)

    def _severity(self, word: str, entry: EntryFields, scored: tuple[Cvss, ...]) -> Severity:
        """By the tool's word; where it gives none, by its score."""
        if word:
            return self.severities.get(word.lower()) or severity_of(word)
        if scored:
            return band(scored[0].score, scored[0].version)
        return band(cvss_scores.number(entry.get(*self.score))) if self.score else Severity.UNKNOWN

    def _scores(self, entry: EntryFields) -> tuple[Cvss, ...]:
        vector, score = entry.get(*self.vector), entry.get(*self.score)
        if not (vector or (score and self.cvss_version)):
            return ()
        return cvss_scores.scores(((self.cvss_source, self.cvss_version, vector, cvss_scores.number(score)),))

    def _references(self, entry: EntryFields) -> tuple[str, ...]:
        pages = (page for text in _texts(entry, self.cwe) for page in cwe_pages(text))
        return unique(*pages, *(link for text in _texts(entry, self.references) for link in web_addresses(text)))


@lru_cache(1 << 12)
def web_addresses(text: str) -> tuple[str, ...]:
    """The web addresses in a text, HTML included, each once, at most twenty."""
    links = (match[0].rstrip(".,;") for match in _ADDRESS.finditer(text.replace("&amp;", "&")))
    return tuple(dict.fromkeys(links))[:_MOST_ADDRESSES]


@lru_cache(1 << 12)
def cwe_pages(text: str) -> tuple[str, ...]:
    """The pages of the kinds of weakness (Common Weakness Enumeration) that a field of them names: `CWE-79`, `79, 80`."""
    return tuple(_CWE_PAGE.format(match[1]) for match in _CWE.finditer(text))


@lru_cache(1 << 12)
def written_day(text: str) -> date | None:
    """The day of a date of ISO 8601 or with its month's name."""
    return (seen_day(text) or spelled_day(text)) if text else None


def _texts(entry: EntryFields, names: Names) -> list[str]:
    return [text for name in names if (text := entry.get(name))]
