"""Fortify SCA's findings: `audit.fvdl`, and the project archive (`.fpr`) that holds it with the auditors' decisions.

https://www.microfocus.com/documentation/fortify-static-code-analyzer/. Fortify's priority order (Critical, High, Medium, Low)
is made of the rule's impact and of a likelihood, accuracy x confidence x probability / 25, each against 2.5; where the rule
has none, the severity of the instance from 1 to 5 decides. `audit.xml` says what auditors suppressed. Code is not read.
"""

from collections.abc import Iterator, Mapping, Set
from xml.etree.ElementTree import Element

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import CweId
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import archive_parts
from generator.parsers.scans.code_results import at, repository
from generator.parsers.scans.cvss_scores import number
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import fold_placed, joined, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import within, words
from generator.parsers.xml import local

_FVDL, _AUDIT = "audit.fvdl", "audit.xml"
_MIDDLE = 2.5
_ORDER = {
    (True, True): Severity.CRITICAL,
    (True, False): Severity.HIGH,
    (False, True): Severity.MODERATE,
    (False, False): Severity.LOW,
}
_INSTANCE = ((5.0, Severity.CRITICAL), (4.0, Severity.HIGH), (3.0, Severity.MODERATE), (2.0, Severity.LOW))
_PLACES = (("AnalysisInfo", "Unified", "Trace", "Primary", "Entry", "Node", "SourceLocation"),)
_KIND = "altcategoryCWE"
"""The group of a rule that names kinds of weakness."""
_RATED = ("Impact", "Accuracy", "Probability")


class _FvdlIssue(msgspec.Struct, gc=False):
    """What is kept of a finding until the rules have been read, which stand behind all findings."""

    rule: str
    title: str
    instance: str
    severity: str
    confidence: float | None
    scope: str
    values: dict[str, float]


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return (root is not None and root.name == "FVDL") or _FVDL in archive_parts.names(document)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    archived = document.xml_root is None
    fvdl = archive_parts.part(document, _FVDL) if archived else document
    suppressed = _suppressed(document) if archived and _AUDIT in archive_parts.names(document) else frozenset()
    issues: list[_FvdlIssue] = []
    rules: dict[str, dict[str, float]] = {}
    kinds: dict[str, tuple[CweId, ...]] = {}
    project, version, written = "", "", ""
    for element in fvdl.xml_elements("Vulnerability", "Rule", "Project", "EngineVersion", opened=("CreatedTS",)):
        tag = local(element.tag)
        if tag == "Vulnerability":
            issues.append(_issue(element))
        elif tag == "Rule":
            rules[element.get("id", "")] = {name: value for name, value in _groups(element) if name in _RATED}
            kinds[element.get("id", "")] = _kinds(element)
        elif tag == "Project":
            project = project or (element.text or "").strip()
        elif tag == "EngineVersion":
            version = (element.text or "").strip()
        else:
            written = joined("T", element.get("date"), element.get("time"))
    accumulator = ScanAccumulator(evidence, Scanner(name="Fortify SCA", version=version or None))
    target = accumulator.target(repository(evidence, project))
    placed = ((f"Vulnerability[{index}]", issue) for index, issue in enumerate(issues, 1))

    def result(issue: _FvdlIssue, place: str) -> ScanResult | None:
        made = _result(issue, rules, suppressed, target, place)
        return msgspec.structs.replace(made, cwes=kinds.get(issue.rule, ())) if made else None

    fold_placed(accumulator, placed, result)
    return accumulator.finish(moment(written))


def _suppressed(document: Document) -> Set[str]:
    """Instances that auditors suppressed."""
    audit = archive_parts.part(document, _AUDIT)
    issues = audit.xml_elements("Issue")
    return {issue.get("instanceId", "") for issue in issues if issue.get("suppressed") == "true"}


def _kinds(rule: Element) -> tuple[CweId, ...]:
    return cwes(*(group.text for group in within(rule, "MetaInfo", "Group") if group.get("name") == _KIND))


def _groups(rule: Element) -> Iterator[tuple[str, float]]:
    for group in within(rule, "MetaInfo", "Group"):
        value = number((group.text or "").strip())
        if value is not None:
            yield group.get("name", ""), value


def _issue(element: Element) -> _FvdlIssue:
    kind, subtype = words(element, "ClassInfo", "Type"), words(element, "ClassInfo", "Subtype")
    line = next((found for path in _PLACES for found in within(element, *path)), None)
    where: Mapping[str, str] = {} if line is None else line.attrib
    instance = words(element, "InstanceInfo", "InstanceID")
    return _FvdlIssue(
        rule=words(element, "ClassInfo", "ClassID"),
        title=joined(": ", kind, subtype),
        instance=instance,
        severity=words(element, "InstanceInfo", "InstanceSeverity") or words(element, "ClassInfo", "DefaultSeverity"),
        confidence=number(words(element, "InstanceInfo", "Confidence")),
        scope=at(where.get("path"), where.get("line"), instance),
        values={
            group.get("name", ""): value
            for group in within(element, "InstanceInfo", "MetaInfo", "Group")
            if (value := number((group.text or "").strip())) is not None
        },
    )


def _result(
    issue: _FvdlIssue, rules: Mapping[str, Mapping[str, float]], suppressed: Set[str], target: ScanTarget, place: str
) -> ScanResult | None:
    hidden = issue.instance in suppressed
    return vulnerability_of(
        issue.rule,
        target,
        place,
        severity=_severity(issue, {**rules.get(issue.rule, {}), **issue.values}),
        word=issue.severity,
        disposition=Disposition.SUPPRESSED if hidden else Disposition.OPEN,
        native_status="suppressed" if hidden else "",
        scope=issue.scope,
        title=issue.title,
    )


def _severity(issue: _FvdlIssue, rated: Mapping[str, float]) -> Severity:
    if issue.confidence is not None and set(_RATED) <= set(rated):
        likelihood = rated["Accuracy"] * issue.confidence * rated["Probability"] / 25
        return _ORDER[rated["Impact"] >= _MIDDLE, likelihood >= _MIDDLE]
    level = number(issue.severity)
    if level is None or level <= 0:
        return Severity.UNKNOWN
    return next((severity for bound, severity in _INSTANCE if level >= bound), Severity.INFORMATIONAL)
