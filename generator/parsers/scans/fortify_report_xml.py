"""Fortify's report of issues: XML of its report generator (`ReportDefinition`).

https://www.microfocus.com/documentation/fortify-static-code-analyzer/. `Friority` is Fortify's priority. A definition of a
report that was never filled in holds no issue and no count, and shows nothing.
"""

from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at, repository
from generator.parsers.scans.entries import fold_placed, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import words
from generator.parsers.xml import local

_TEMPLATE = "a definition of a report, which nothing was filled into: generate the report and add that"


def recognizes(document: Document) -> bool:
    return document.root_name == "ReportDefinition" and b"fortify" in document.start.lower()


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Fortify")
    target = accumulator.target(repository(evidence))
    count, filled = 0, False
    for element in document.xml_elements("Issue", opened=("GroupingSection", "Chart")):
        if local(element.tag) != "Issue":
            filled = filled or local(element.tag) == "GroupingSection"
            continue
        count += 1
        issue = ((f"Issue[{count}]", element),)
        fold_placed(accumulator, issue, lambda found, place: _result(found, target, place))
    return accumulator.finish(None, failure=None if filled or count > 0 else _TEMPLATE)


def _result(issue: Element, target: ScanTarget, place: str) -> ScanResult | None:
    return vulnerability_of(
        issue.get("ruleID") or words(issue, "Category"),
        target,
        place,
        word=words(issue, "Friority") or words(issue, "Folder"),
        scope=at(words(issue, "Primary", "FilePath"), words(issue, "Primary", "LineStart"), issue.get("iid")),
        title=words(issue, "Category"),
        description=words(issue, "Abstract"),
    )
