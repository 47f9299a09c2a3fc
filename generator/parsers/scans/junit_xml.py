"""What scanners write as JUnit's XML, for the servers that show the results of tests: see `junit_tools`.

One entry is one `testcase`: with a `failure` or an `error` it is open, with `skipped` set aside, with neither passed. What
tests of software write has the same form: a report is known by the names that a scanner gives its suites and cases. Each tool
packs identifier and severity into texts, which differ.
"""

from collections.abc import Callable, Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import burp_words
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, result_of
from generator.parsers.scans.junit_tools import TOOLS, JunitTool
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets, within_site
from generator.parsers.scans.xml_entry import XmlEntry

_ROOTS = {"testsuites", "testsuite"}
_NO_ISSUE = "No issues were identified"
"""Dastardly's case of a page without issues, which is none of a check."""
_FAILED = ("failure", "error")
_LONGEST = 1 << 12
"""Characters of a text that are searched."""


def recognizes(document: Document) -> bool:
    return document.root_name in _ROOTS and _tool(document) is not None


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    tool = _tool(document) or TOOLS[0]
    accumulator = ScanAccumulator(evidence, tool.scanner)
    of = _targets(tool, accumulator, evidence)
    for place, suite, case in _cases(document, of):
        accumulator.take(_result(tool, suite, case, of(suite), place))
    return accumulator.finish(None)


def _tool(document: Document) -> JunitTool | None:
    return next((tool for tool in TOOLS if tool.marks.search(document.start)), None)


def _targets(tool: JunitTool, accumulator: ScanAccumulator, evidence: EvidenceFile) -> Callable[[str], ScanTarget]:
    """By the name of a suite, what was scanned: a page of Dastardly names its site, the others name no target."""
    if tool.kind is TargetKind.UNKNOWN:
        sites = WebTargets(evidence)
        return lambda suite: accumulator.target(sites.target(suite))
    one = accumulator.stated(tool.kind)
    return lambda _suite: one


def _cases(document: Document, target_of: Callable[[str], ScanTarget]) -> Iterator[tuple[str, str, XmlEntry]]:
    """Every case with its place and the name of its suite."""
    index = 0
    for element in document.xml_elements("testsuite"):
        suite = XmlEntry(element)
        name = suite.get("@name")
        target_of(name)
        for case in suite.all("testcase"):
            index += 1
            if case.get("@name") != _NO_ISSUE:
                yield f"testcase[{index}]", name, case


def _result(tool: JunitTool, suite: str, case: XmlEntry, target: ScanTarget, place: str) -> ScanResult | None:
    name = case.get("@name")
    found = tool.case.match(name[:_LONGEST])
    if found is None:
        return None
    message = case.get("failure@message", "error@message", "skipped@message")
    parts = found.groupdict(default="") | _words_of(tool, message, case)
    if not parts.get("id"):
        return None
    secret = tool.result is ResultKind.SECRET or bool(tool.secret and tool.secret.search(parts["id"]))
    word = parts["severity"] if "severity" in parts else case.get("@severity", "failure@type", "error@type")
    word = "" if tool.result is ResultKind.SECRET or word.upper() == "NONE" else word
    package, line = case.get("@classname"), parts.get("line") or case.get("@line")
    file = parts.get("file") or case.get("@file") or (package if line else "")
    vulnerable = tool.scanner == "Trivy" and parts["id"].startswith(("CVE-", "GHSA-"))
    name_of, _, version = package.rpartition("-") if vulnerable else ("", "", "")
    return result_of(
        ResultKind.SECRET if secret else tool.result if tool.scanner != "Trivy" or vulnerable else ResultKind.MISCONFIGURATION,
        parts["id"],
        target,
        place,
        word=word,
        severity=_severity(tool, word) if word else None,
        disposition=_disposition(case),
        native_status=_status(case),
        package=affected(name_of, version),
        scope=f"{file}:{line}" if file and line else _scope(tool, suite, file, package, name, target),
        title=parts["id"] if secret else parts.get("title") or (message if tool.keeps == "text" else "") or parts["id"],
        description="" if secret else _description(tool, message, case),
        cwes=cwes(parts.get("cwe") or case.get("@cwe")),
    )


def _words_of(tool: JunitTool, message: str, case: XmlEntry) -> dict[str, str]:
    """What the failure of a case tells of it, as far as it does."""
    said = "\n".join(filter(None, (message[:_LONGEST], case.get("failure", "error")[:_LONGEST])))
    found = tool.about and tool.about.search(said)
    return {name: text for name, text in found.groupdict(default="").items() if text} if found else {}


def _description(tool: JunitTool, message: str, case: XmlEntry) -> str:
    if tool.keeps == "nothing":
        return ""
    return message if tool.keeps == "message" else case.get("failure", "error")


def _severity(tool: JunitTool, word: str) -> Severity:
    return tool.severities.get(word.lower()) or burp_words.SEVERITIES.get(word.lower(), severity(word))


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
