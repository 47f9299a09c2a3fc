"""Formats that are a list of rows: which field of an entry means what, as a table, and one way to read it.

A field is a column of a CSV file, a path of keys in JSON (`info.severity`) or of elements and attributes in XML (`host@ip`):
what an entry is written in answers `get` (`CsvRow`, `JsonEntry`, `XmlEntry`), so that one table serves a tool's JSON, XML and
CSV.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, Protocol, Unpack

from generator.model.scan import Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.dates_spelled import spelled_day
from generator.parsers.scans.entries import ResultDetails, affected, aliases, cves
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.severity import band
from generator.parsers.scans.severity import severity as severity_of

Names = tuple[str, ...]
"""Fields of one meaning; the first that is not empty counts."""
_MOST_WORDS = 256
"""Words of severity whose rating a table remembers."""


class EntryFields(Protocol):
    """One entry, whatever it is written in."""

    def get(self, *names: str) -> str:
        """The first of the named fields that is there and not empty, without white space around; else empty."""

    def texts(self, meanings: Sequence[Names]) -> list[str]:
        """`get` of each of several meanings, at once."""


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
    """Every one of them is asked for kinds of weakness."""
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
    first_seen: Names = ()

    _plan: "_Plan" = field(init=False, repr=False, compare=False)
    """The table gone through once, and not once per entry."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plan", _Plan(self))

    def result(self, entry: EntryFields, target: ScanTarget, place: str, **changed: Unpack[ResultDetails]) -> ScanResult | None:
        """The entry, with what is `changed`; None where it has no identifier."""
        plan = self._plan
        texts = entry.texts(plan.fields_read)
        identifier = texts[0]
        if not identifier:
            return None
        word, status = texts[plan.level], texts[plan.status]
        title, description = texts[plan.title], texts[plan.description]
        score = texts[plan.score]
        scored = self._scored(texts[plan.vector], score) if plan.is_scored else ()
        details: dict[str, Any] = {"cvss": scored} if scored else {}
        severity = plan.rated(word) if word else _by_score(scored, score)
        if status:
            details["native_status"] = status
            if self.dispositions:
                details["disposition"] = self.dispositions.get(status.lower(), Disposition.OPEN)
        for name, index, made in plan.made:
            if text := texts[index]:
                details[name] = made(text)
        if plan.has_several or "CVE-" in identifier.upper():
            plan.add_several(details, identifier, texts)
        if changed:
            severity = changed.pop("severity", severity)
            details.update(changed)
        return ScanResult(
            self.kind,
            identifier,
            target,
            severity,
            word,
            place,
            title and plain(title),
            description and plain(description),
            **details,
        )

    def _scored(self, vector: str, score: str) -> tuple[Cvss, ...]:
        if not (vector or (score and self.cvss_version)):
            return ()
        return cvss_scores.scores(((self.cvss_source, self.cvss_version, vector, cvss_scores.number(score)),))


class _Plan:
    """The fields of a table in the order in which an entry is asked for them, each once, and where its answers stand."""

    __slots__ = (
        "alias",
        "cve",
        "cwe",
        "description",
        "fields_read",
        "has_several",
        "is_scored",
        "level",
        "made",
        "package",
        "rated",
        "scope",
        "score",
        "status",
        "title",
        "vector",
    )

    def __init__(self, fields: FieldMap) -> None:
        order: dict[Names, int] = {fields.identifier: 0}

        def place(names: Names) -> int:
            return order.setdefault(names, len(order))

        def each(names: Names) -> tuple[int, ...]:
            return tuple(place((name,)) for name in names)

        self.level, self.status = place(fields.level), place(fields.status)
        self.score, self.vector = place(fields.score), place(fields.vector)
        self.title, self.description = place(fields.title), place(fields.description)
        self.is_scored = bool(fields.score or fields.vector)
        of_one: tuple[tuple[str, Names, Callable[[str], object]], ...] = (
            ("solution", fields.solution, plain),
            ("first_seen", fields.first_seen, written_day),
        )
        self.made = [(name, place(names), made) for name, names, made in of_one if names]
        of_package = (fields.package, fields.version, fields.fixed, fields.purl, fields.path)
        self.package = tuple(map(place, of_package)) if fields.package else ()
        self.scope, self.cve, self.alias = each(fields.scope), each(fields.cve), each(fields.alias)
        self.cwe = each(fields.cwe)
        self.has_several = bool(self.scope or self.cve or self.alias or self.cwe or self.package)
        self.rated = lru_cache(_MOST_WORDS)(partial(_rated, fields.severities))
        self.fields_read = tuple(order)

    def add_several(self, details: dict[str, Any], identifier: str, texts: list[str]) -> None:
        """What is made of several fields, and of the identifier, which may name a CVE."""
        stated = [identifier, *[texts[index] for index in self.cve]] if self.cve else [identifier]
        if named := [name for text in stated if "CVE-" in (name := text.upper())]:
            details["cves"] = cves(*named)
        if self.scope:
            scope = [text for index in self.scope if (text := texts[index])]
            details["scope"] = scope[0] if len(scope) == 1 else " ".join(dict.fromkeys(scope))
        if self.package and texts[self.package[0]]:
            name, version, fixed, purl, path = [texts[index] for index in self.package]
            details["package"] = affected(name, version, fixed, purl=purl, path=path)
        if self.alias and (names := [text for index in self.alias if (text := texts[index])]):
            details["aliases"] = aliases(identifier, *names)
        if self.cwe and (kinds := [text for index in self.cwe if (text := texts[index])]):
            details["cwes"] = cwes(*kinds)


def _rated(severities: Mapping[str, Severity], word: str) -> Severity:
    return severities.get(word.lower()) or severity_of(word)


def _by_score(scored: tuple[Cvss, ...], score: str) -> Severity:
    """The severity of an entry that the tool gives no word."""
    if scored:
        return band(scored[0].score, scored[0].version)
    return band(cvss_scores.number(score)) if score else Severity.UNKNOWN


@lru_cache(1 << 12)
def written_day(text: str) -> date | None:
    """The day of a date of ISO 8601 or with its month's name."""
    return (seen_day(text) or spelled_day(text)) if text else None
