"""One `ReportItem` of a `.nessus` file becomes one scan result."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar, cast
from xml.etree.ElementTree import Element

from generator.model.scan import Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans.hosts import service
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.tenable_wire import advisories, compliance, known_exploited, score, severity, slashed
from generator.parsers.xml import local

_T = TypeVar("_T")
_COMPLIANCE = "cm:compliance-"
_CATEGORIES = {"I": Severity.HIGH, "II": Severity.MODERATE, "III": Severity.LOW}
"""CAT I to III of a STIG, which audit files carry among the references."""
_EVERY = {"cve", "xref", "see_also"}
"""Children of which an entry may have several."""


class ItemFold:
    """Adds the entries of one file.

    Nessus repeats a plug-in's texts on every host: each is kept once, or a large report would need as much memory again.
    """

    __slots__ = ("_accumulator", "_once")

    def __init__(self, accumulator: ScanAccumulator) -> None:
        self._accumulator = accumulator
        self._once: dict[object, object] = {}

    def add(self, element: Element, target: ScanTarget, place: str) -> None:
        """Count one entry."""
        texts, lists = _children(element)
        if f"{_COMPLIANCE}result" in texts:
            result = _check(element, texts, target, place)
        else:
            result = self._vulnerability(element, texts, lists, target, place)
        if result.identifier:
            self._accumulator.add(result)
        else:
            self._accumulator.drop(NO_IDENTIFIER)

    def _vulnerability(
        self, element: Element, texts: Mapping[str, str], lists: Mapping[str, list[str]], target: ScanTarget, place: str
    ) -> ScanResult:
        identifier, level = self._same(element.get("pluginID", "")), self._same(element.get("severity", ""))
        new = self._accumulator.is_new(ResultKind.VULNERABILITY, identifier, target, Disposition.OPEN)
        return ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=identifier,
            target=target,
            severity=severity(level),
            native_severity=level,
            scope=self._same(service(element.get("port", ""), element.get("protocol", ""))),
            title=self._same(element.get("pluginName") or texts.get("plugin_name", "")) if new else "",
            description=self._same((texts.get("description") or texts.get("synopsis", "")).strip()) if new else "",
            solution=self._same(texts.get("solution", "").strip()) if new else "",
            cves=self._same(tuple(sorted(set(lists["cve"])))) if "cve" in lists else (),
            aliases=self._same(advisories(" ".join(lists["xref"]))) if "xref" in lists else (),
            cvss=self._same(_scores(texts)) if new else (),
            references=self._same(_lines(lists.get("see_also", ()))) if new else (),
            published=slashed(texts.get("vuln_publication_date", "")) if new else None,
            known_exploited=_due(texts, lists) if new else None,
            place=place,
        )

    def _same(self, value: _T) -> _T:
        return cast("_T", self._once.setdefault(value, value))


def _children(element: Element) -> tuple[dict[str, str], dict[str, list[str]]]:
    texts: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    for child in element:
        tag, text = child.tag, child.text
        if not text:
            continue
        if tag in _EVERY:
            lists.setdefault(tag, []).append(text.strip())
        else:
            texts[f"cm:{local(tag)}" if tag[0] == "{" else tag] = text
    return texts, lists


def _check(element: Element, texts: Mapping[str, str], target: ScanTarget, place: str) -> ScanResult:
    def field(name: str) -> str:
        return texts.get(_COMPLIANCE + name, "").strip()

    result, title = field("result"), field("check-name")
    level, rated = _rated(field("reference"), element.get("severity", ""))
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=field("check-id") or title or element.get("pluginID", ""),
        target=target,
        severity=rated,
        native_severity=level,
        disposition=compliance(result),
        native_status=result,
        scope=service(element.get("port", ""), element.get("protocol", "")),
        title=title or element.get("pluginName", ""),
        description=field("info") or texts.get("description", "").strip(),
        solution=field("solution"),
        references=_lines((field("see-also"),)),
        place=place,
    )


def _rated(references: str, level: str) -> tuple[str, Severity]:
    """The STIG's category where the check has one; else the level, with which Nessus writes the result and not a risk."""
    for reference in references.split(","):
        name, _, value = reference.strip().partition("|")
        if name == "CAT" and value in _CATEGORIES:
            return f"CAT {value}", _CATEGORIES[value]
    return level, severity(level)


def _scores(texts: Mapping[str, str]) -> tuple[Cvss, ...]:
    """Web application scans name their scores `cvss` and `cvssv3`."""
    return (
        *score("4.0", texts.get("cvss4_vector", ""), texts.get("cvss4_base_score", "")),
        *score("3.0", texts.get("cvss3_vector", ""), texts.get("cvss3_base_score") or texts.get("cvssv3", "")),
        *score("2.0", texts.get("cvss_vector", ""), texts.get("cvss_base_score") or texts.get("cvss", "")),
    )


def _due(texts: Mapping[str, str], lists: Mapping[str, list[str]]) -> date | None:
    return known_exploited(" ".join(lists.get("xref", ()))) or slashed(texts.get("cisa-known-exploited", ""))


def _lines(texts: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """One reference a line."""
    return tuple(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip()))
