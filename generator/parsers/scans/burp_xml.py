"""Burp Suite's issues in XML. https://portswigger.net/burp/documentation/desktop/reports."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import burp_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_ISSUE = FieldMap(
    identifier=("type", "name"),
    title=("name",),
    description=("issueDetail", "issueBackground"),
    solution=("remediationDetail", "remediationBackground"),
    level=("severity",),
    severities=burp_words.SEVERITIES,
    cve=("issueDetail", "name"),
    cwe=("vulnerabilityClassifications",),
)
_NOTHING = "the export holds no issue: it does not say which sites were scanned"


def recognizes(document: Document) -> bool:
    root = document.xml_root
    if root is None or root.name != "issues":
        return False
    return "burpVersion" in dict(root.attributes) or b"<serialNumber>" in document.start


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name=burp_words.SCANNER, version=root.get("burpVersion") or None))
    sites, listed = WebTargets(evidence), 0
    for listed, element in enumerate(document.xml_elements("issue"), 1):
        issue = XmlEntry(element)
        target = sites.target(issue.get("host"), others=[issue.get("host@ip")])
        accumulator.take(burp_words.result(_ISSUE, issue, target, f"issue[{listed}]"))
    if not listed:
        accumulator.target(sites.target(""))
    return accumulator.finish(any_moment(root.get("exportTime", "")), failure=None if listed else _NOTHING)
