"""One `ReportItem` of a `.nessus` file becomes one scan result."""

import re
from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element

from generator.model.identifiers import ControlId
from generator.model.scan import Cvss, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.entries import controls
from generator.parsers.scans.hosts import service
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.tenable_wire import (
    PluginDetails,
    advisories,
    compliance,
    known_exploited,
    score,
    severity,
    slashed,
    weaknesses,
)
from generator.parsers.xml import local

_OUTPUT = "plugin_output"
_KEPT = 1 << 14
"""Plug-ins that are kept: more than any scan reports."""
_COMPLIANCE = "cm:compliance-"
_PART = late_re(r"(\d)[a-z]\b.*", re.ASCII)
"""The part behind a control of an audit's reference: `CM-6b.`."""
_CATEGORIES = {"I": Severity.HIGH, "II": Severity.MODERATE, "III": Severity.LOW}
"""CAT I to III of a STIG, which audit files carry among the references."""
_EVERY = {"cve", "cwe", "xref", "see_also"}
"""Children of which an entry may have several."""


class ItemFold:
    """Adds the entries of one file.

    Nessus repeats a plug-in's texts on every host: each is read and kept once, or a large report would need as much memory
    again.
    """

    __slots__ = ("_abouts", "_accumulator", "_once")

    def __init__(self, accumulator: ScanAccumulator) -> None:
        self._accumulator = accumulator
        self._abouts: dict[tuple[str | None, ...], PluginDetails | None] = {}
        self._once: dict[str, str] = {}

    def add(self, element: Element, target: ScanTarget, place: str) -> None:
        """Count one entry."""
        about = self._about(element)
        result = self._vulnerability(element, about, target, place) if about else _check(element, target, place)
        self._accumulator.take(result if result.identifier else None)

    def _about(self, element: Element) -> PluginDetails | None:
        """What the report states about the plug-in; None for a check of a compliance audit, which differs from host to host."""
        parts = [part for child in element if child.tag != _OUTPUT for part in (child.tag, child.text)]
        key = (element.get("pluginName"), *parts)
        if key in self._abouts:
            return self._abouts[key]
        texts, lists = _children(element)
        about = None if f"{_COMPLIANCE}result" in texts else _read(element, texts, lists)
        if about and len(self._abouts) < _KEPT:
            self._abouts[key] = about
        return about

    def _vulnerability(self, element: Element, about: PluginDetails, target: ScanTarget, place: str) -> ScanResult:
        level = self._same(element.get("severity", ""))
        return ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=self._same(element.get("pluginID", "")),
            target=target,
            severity=severity(level),
            native_severity=level,
            scope=self._same(service(element.get("port", ""), element.get("protocol", ""))),
            place=place,
            **about,
        )

    def _same(self, value: str) -> str:
        return self._once.setdefault(value, value)


def _read(element: Element, texts: Mapping[str, str], lists: Mapping[str, list[str]]) -> PluginDetails:
    return PluginDetails(
        title=element.get("pluginName") or texts.get("plugin_name", ""),
        description=(texts.get("description") or texts.get("synopsis", "")).strip(),
        solution=texts.get("solution", "").strip(),
        cves=tuple(sorted(set(lists.get("cve", ())))),
        aliases=advisories(" ".join(lists.get("xref", ()))),
        cwes=weaknesses(" ".join(lists.get("xref", ())), *lists.get("cwe", ())),
        cvss=_scores(texts),
        known_exploited=_due(texts, lists),
    )


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


def _controls(reference: str) -> tuple[ControlId, ...]:
    """Of an audit's references, `800-53|AC-3,800-53r5|AC-3(7),CSF|PR.AC-4`: those of Revision 5, else of SP 800-53 at all."""
    pairs = [entry.strip().partition("|") for entry in reference.split(",")]
    by_name = {name: [_PART.sub(r"\1", control) for key, _, control in pairs if key == name] for name in ("800-53r5", "800-53")}
    return controls(*(by_name["800-53r5"] or by_name["800-53"]))


def _check(element: Element, target: ScanTarget, place: str) -> ScanResult:
    texts, _ = _children(element)

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
        controls=_controls(field("reference")),
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
