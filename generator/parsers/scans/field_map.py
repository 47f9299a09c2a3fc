"""Formats that are a list of rows: which field of an entry means what, as a table, and one way to read it.

A field is a column of a CSV file, a path of keys in JSON (`info.severity`) or of elements and attributes in XML (`host@ip`):
what an entry is written in answers `get` (`CsvRow`, `JsonEntry`, `XmlEntry`), so that one table serves a tool's JSON, XML and
CSV.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, Protocol, Unpack

from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.dates_spelled import spelled_day
from generator.parsers.scans.entries import ResultDetails, affected, aliases, cves
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.severity import band
from generator.parsers.scans.severity import severity as severity_of

Names = tuple[str, ...]
"""Fields of one meaning; the first that is not empty counts."""
_ADDRESS = re.compile(r"https?://[^\s'\"<>\\)\]]{1,2000}")
_CWE = re.compile(r"(?:CWE[-:/ ]?)?0*([1-9]\d{0,4})(?!\d)", re.IGNORECASE)
_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{}.html"
_MOST_ADDRESSES = 20
_MOST_WORDS = 256
"""Words of severity whose rating a table remembers."""


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

    _steps: "tuple[_Step, ...]" = field(init=False, repr=False, compare=False)
    """How what the table names is read, beside identifier, severity and state: gone through once, and not once per entry."""
    _rated: Callable[[str], Severity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_steps", tuple(_steps(self)))
        object.__setattr__(self, "_rated", lru_cache(_MOST_WORDS)(partial(_rated, self.severities)))

    def result(self, entry: EntryFields, target: ScanTarget, place: str, **changed: Unpack[ResultDetails]) -> ScanResult | None:
        """The entry, with what is `changed`; None where it has no identifier."""
        get = entry.get
        identifier = get(*self.identifier)
        if not identifier:
            return None
        word = get(*self.level) if self.level else ""
        scored = self._scores(entry) if self.score or self.vector else ()
        details: dict[str, Any] = {
            "severity": self._rated(word) if word else self._by_score(entry, scored),
            "cvss": scored,
        }
        if self.status:
            details["native_status"] = status = get(*self.status)
            if status and self.dispositions:
                details["disposition"] = self.dispositions.get(status.lower(), Disposition.OPEN)
        for name, read in self._steps:
            if name not in changed:
                details[name] = read(entry, identifier)
        details.update(changed)
        return ScanResult(
            kind=self.kind, identifier=identifier, target=target, place=place, native_severity=word, **details
        )

    def _by_score(self, entry: EntryFields, scored: tuple[Cvss, ...]) -> Severity:
        """The severity of an entry that the tool gives no word."""
        if scored:
            return band(scored[0].score, scored[0].version)
        return band(cvss_scores.number(entry.get(*self.score))) if self.score else Severity.UNKNOWN

    def _scores(self, entry: EntryFields) -> tuple[Cvss, ...]:
        vector, score = entry.get(*self.vector), entry.get(*self.score)
        if not (vector or (score and self.cvss_version)):
            return ()
        return cvss_scores.scores(((self.cvss_source, self.cvss_version, vector, cvss_scores.number(score)),))


_Step = tuple[str, Callable[[EntryFields, str], object]]
"""A field of `ScanResult`, and how it is read of an entry with its identifier."""


def _steps(fields: FieldMap) -> Iterator[_Step]:
    yield "cves", partial(_cves, fields.cve)
    for name, of in (("title", fields.title), ("description", fields.description), ("solution", fields.solution)):
        if of:
            yield name, partial(_plain, of)
    if fields.package:
        yield "package", partial(_package, fields)
    if fields.scope:
        yield "scope", partial(_scope, fields.scope)
    if fields.alias:
        yield "aliases", partial(_aliases, fields.alias)
    if fields.cwe or fields.references:
        yield "references", partial(_references, fields.cwe, fields.references)
    for name, of in (("published", fields.published), ("first_seen", fields.first_seen)):
        if of:
            yield name, partial(_day, of)


def _rated(severities: Mapping[str, Severity], word: str) -> Severity:
    return severities.get(word.lower()) or severity_of(word)


def _plain(names: Names, entry: EntryFields, _: str) -> str:
    return plain(entry.get(*names))


def _scope(names: Names, entry: EntryFields, _: str) -> str:
    return " ".join(dict.fromkeys(_texts(entry, names)))


def _day(names: Names, entry: EntryFields, _: str) -> date | None:
    return written_day(entry.get(*names))


def _cves(names: Names, entry: EntryFields, identifier: str) -> tuple[str, ...]:
    texts = [identifier.upper()]
    for name in names:
        texts.append(entry.get(name).upper())
    named = [text for text in texts if "CVE-" in text]
    return cves(*named) if named else ()


def _aliases(names: Names, entry: EntryFields, identifier: str) -> tuple[str, ...]:
    texts = _texts(entry, names)
    return aliases(identifier, *texts) if texts else ()


def _package(fields: FieldMap, entry: EntryFields, _: str) -> AffectedPackage | None:
    get = entry.get
    name = get(*fields.package)
    if not name:
        return None
    fixed, purl, path = get(*fields.fixed), get(*fields.purl), get(*fields.path)
    return affected(name, get(*fields.version), fixed, purl=purl, path=path)


def _references(weaknesses: Names, links: Names, entry: EntryFields, _: str) -> tuple[str, ...]:
    pages: list[str] = []
    for name in weaknesses:
        text = entry.get(name)
        if text:
            pages += cwe_pages(text)
    for name in links:
        text = entry.get(name)
        if "://" in text:
            pages += web_addresses(text)
    return tuple(dict.fromkeys(pages))


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
