"""SpotBugs' and FindBugs' report of Java code: `-xml` and `-xml:withMessages`, also with the Find Security Bugs plug-in.

https://spotbugs.readthedocs.io/, `bugcollection.xsd`. Priority 1 is high, 2 normal, 3 low: the tool's confidence and
importance in one. What is not of the categories SECURITY and MALICIOUS_CODE is about quality, and kept as a misconfiguration.
"""

from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.cvss_scores import number
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import epoch_moment
from generator.parsers.scans.entries import fold_placed, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import within, words

_LEVELS = {"1": Severity.HIGH, "2": Severity.MODERATE, "3": Severity.LOW, "4": Severity.INFORMATIONAL}
_SECURITY = {"SECURITY", "MALICIOUS_CODE"}
_PLACES = (("SourceLine",), ("Method", "SourceLine"), ("Field", "SourceLine"), ("Class", "SourceLine"))


def recognizes(document: Document) -> bool:
    return document.root_name == "BugCollection"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name="SpotBugs", version=root.get("version") or None))
    target = accumulator.target(repository(evidence, _project(document)))
    bugs = enumerate(document.xml_elements("BugInstance"), 1)
    placed = ((f"BugInstance[{number}]", bug) for number, bug in bugs)
    fold_placed(accumulator, placed, lambda bug, place: _result(bug, target, place))
    analyzed = number(root.get("analysisTimestamp") or root.get("timestamp") or "")
    return accumulator.finish(epoch_moment(analyzed / 1000 if analyzed else None))


def _project(document: Document) -> str:
    """The project's name, which stands before what was found."""
    for element in document.xml_elements(opened=("Project", "BugInstance")):
        return element.get("projectName", "") if element.tag == "Project" else ""
    return ""


def _result(bug: Element, target: ScanTarget, place: str) -> ScanResult | None:
    priority = bug.get("priority", "")
    line = next((found for path in _PLACES for found in within(bug, *path)), None)
    where = {} if line is None else line.attrib
    method = next((found.get("name") for found in within(bug, "Method")), None)
    message = words(bug, "LongMessage") or words(bug, "ShortMessage") or bug.get("type", "")
    return result_of(
        ResultKind.VULNERABILITY if bug.get("category") in _SECURITY else ResultKind.MISCONFIGURATION,
        bug.get("type"),
        target,
        place,
        severity=_LEVELS.get(priority, Severity.UNKNOWN),
        word=priority,
        scope=at(where.get("sourcepath") or where.get("classname"), where.get("start"), joined(" ", method, _occurrence(bug))),
        title=titled(message, bug.get("cweid")),
        cwes=cwes(bug.get("cweid")),
        description=words(bug, "ShortMessage"),
    )


def _occurrence(bug: Element) -> str | None:
    """The tool numbers what it found several times in one place from 0."""
    number_of = bug.get("instanceOccurrenceNum", "0")
    return f"occurrence {number_of}" if number_of != "0" else None
