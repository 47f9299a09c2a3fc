"""What scanners write as JUnit's XML, for the servers that show the results of tests: Trivy, Checkov, Gitleaks, Dastardly.

One entry is one `testcase`: with a `failure` or an `error` it is open, with `skipped` set aside, with neither passed. What
tests of software write has the same form: a report is known by the names that a scanner gives its suites and cases. Each tool
packs identifier and severity into texts, which differ.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans import burp_words
from generator.parsers.scans.entries import affected, result_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.web_targets import WebTargets, within_site
from generator.parsers.scans.xml_entry import XmlEntry

_ROOTS = {"testsuites", "testsuite"}
_NO_ISSUE = "No issues were identified"
"""Dastardly's case of a page without issues, which is none of a check."""
_FAILED = ("failure", "error")


class JunitTool(msgspec.Struct, frozen=True, kw_only=True):
    """How one scanner fills the form."""

    scanner: str
    marks: re.Pattern[bytes]
    """What only this tool writes, near the beginning."""
    case: re.Pattern[str]
    """The name of a case: `id`, and `severity` and `title` where they stand in it."""
    kind: TargetKind
    result: ResultKind


_TOOLS = (
    JunitTool(
        scanner="Trivy",
        marks=re.compile(rb"<testsuites[^>]{0,500}\bname=[\"']trivy[\"']"),
        case=re.compile(r"\[(?P<severity>\w+)\]\s+(?P<id>\S+)"),
        kind=TargetKind.IMAGE,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="Checkov",
        marks=re.compile(rb"<testcase[^>]{0,500}\bname=[\"']\[\w+\]\[CKV"),
        case=re.compile(r"\[(?P<severity>\w+)\]\[(?P<id>\w+)\]\s*(?P<title>.*)", re.DOTALL),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.MISCONFIGURATION,
    ),
    JunitTool(
        scanner="Gitleaks",
        marks=re.compile(rb"<testsuite[^>]{0,500}\bname=[\"']gitleaks[\"']"),
        case=re.compile(r"(?P<id>\S+) has detected (?P<title>.*)", re.DOTALL),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.SECRET,
    ),
    JunitTool(
        scanner="Dastardly",
        marks=re.compile(rb"<testsuites[^>]{0,500}\bname=[\"']Dastardly "),
        case=re.compile(r"(?P<id>.+)", re.DOTALL),
        kind=TargetKind.UNKNOWN,
        result=ResultKind.VULNERABILITY,
    ),
)


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name in _ROOTS and _tool(document) is not None


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    tool = _tool(document) or _TOOLS[0]
    accumulator = ScanAccumulator(evidence, tool.scanner)
    of = _targets(tool, accumulator, evidence)
    for place, suite, case in _cases(document, of):
        accumulator.take(_result(tool, suite, case, of(suite), place))
    return accumulator.finish(None)


def _tool(document: Document) -> JunitTool | None:
    return next((tool for tool in _TOOLS if tool.marks.search(document.start)), None)


def _targets(tool: JunitTool, accumulator: ScanAccumulator, evidence: EvidenceFile) -> Callable[[str], ScanTarget]:
    """By the name of a suite, what was scanned: a page of Dastardly names its site, the others name no target."""
    if tool.kind is TargetKind.UNKNOWN:
        sites = WebTargets(evidence)
        return lambda suite: accumulator.target(sites.target(suite))
    one = accumulator.target(from_evidence(evidence, tool.kind))
    return lambda _suite: one


def _cases(document: Document, target_of: Callable[[str], ScanTarget]) -> Iterator[tuple[str, str, XmlEntry]]:
    """Every case with its place and the name of its suite."""
    index = 0
    for element in xml.stream(document.xml_source, "testsuite"):
        suite = XmlEntry(element)
        name = suite.get("@name")
        target_of(name)
        for case in suite.all("testcase"):
            index += 1
            if case.get("@name") != _NO_ISSUE:
                yield f"testcase[{index}]", name, case


def _result(tool: JunitTool, suite: str, case: XmlEntry, target: ScanTarget, place: str) -> ScanResult | None:
    name = case.get("@name")
    found = tool.case.match(name)
    if found is None:
        return None
    parts = found.groupdict(default="")
    message = case.get("failure@message", "error@message", "skipped@message")
    secret = tool.result is ResultKind.SECRET
    word = parts.get("severity", "") if "severity" in parts else case.get("failure@type", "error@type")
    word = "" if secret or word.upper() == "NONE" else word
    file, package = case.get("@file"), case.get("@classname")
    vulnerable = tool.scanner == "Trivy" and parts["id"].startswith(("CVE-", "GHSA-"))
    name_of, _, version = package.rpartition("-") if vulnerable else ("", "", "")
    return result_of(
        tool.result if tool.scanner != "Trivy" or vulnerable else ResultKind.MISCONFIGURATION,
        parts["id"],
        target,
        place,
        word=word,
        severity=burp_words.SEVERITIES.get(word.lower(), severity(word)) if word else None,
        disposition=_disposition(case),
        native_status=_status(case),
        package=affected(name_of, version),
        scope=_scope(tool, suite, file, package, name, target),
        title=parts["id"] if secret else parts.get("title") or message or parts["id"],
        description="" if secret else case.get("failure", "error"),
    )


def _scope(tool: JunitTool, suite: str, file: str, package: str, name: str, target: ScanTarget) -> str:  # noqa: PLR0917 - all names of one case
    if tool.kind is TargetKind.UNKNOWN:
        return within_site(suite, target)
    if tool.result is ResultKind.SECRET:
        return name.partition(" in file ")[2].rstrip(".") or file
    return (file and package) or suite


def _status(case: XmlEntry) -> str:
    children = case.children()
    return next((name for name in (*_FAILED, "skipped") if name in children), "passed")


def _disposition(case: XmlEntry) -> Disposition:
    status = _status(case)
    if status in _FAILED:
        return Disposition.OPEN
    return Disposition.SUPPRESSED if status == "skipped" else Disposition.PASSED
