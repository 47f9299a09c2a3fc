"""Checkmarx SAST's report: XML (`CxXMLResults`).

https://docs.checkmarx.com/en/34965-68581-understanding-cxsast-reports.html. One entry for each `Result`; a query names the
rule. `state` 1 is not exploitable, `FalsePositive` says the same. Snippets of code are not read.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates_spelled import spelled_day, spelled_moment
from generator.parsers.scans.entries import controls, joined, vulnerability_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import within

_NOT_EXPLOITABLE = "1"
_STATES = {"0": "to verify", "1": "not exploitable", "2": "confirmed", "3": "urgent", "4": "proposed not exploitable"}


def recognizes(document: Document) -> bool:
    return document.root_name == "CxXMLResults"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name="Checkmarx SAST", version=root.get("CheckmarxVersion") or None))
    target = accumulator.target(repository(evidence, root.get("ProjectName")))
    query: Mapping[str, str] = {}
    count = 0
    for element in document.xml_elements("Result", opened=("Query",)):
        if element.tag == "Query":
            query = element.attrib
            continue
        count += 1
        accumulator.take(_result(element, query, target, f"Result[{count}]"))
    return accumulator.finish(spelled_moment(root.get("ScanStart", "")))


def _result(element: Element, query: Mapping[str, str], target: ScanTarget, place: str) -> ScanResult | None:
    state, word = element.get("state", ""), element.get("Severity") or query.get("Severity", "")
    false = element.get("FalsePositive", "").lower() == "true" or state == _NOT_EXPLOITABLE
    similarity = next((path.get("SimilarityId") for path in within(element, "Path")), None)
    return vulnerability_of(
        query.get("id") or query.get("name"),
        target,
        place,
        severity=severity("info" if word == "Information" else word),
        word=word,
        disposition=Disposition.NOT_AFFECTED if false else Disposition.OPEN,
        native_status=joined(", ", element.get("Status"), _STATES.get(state)),
        scope=at(element.get("FileName"), element.get("Line"), joined(" ", _column(element), similarity)),
        title=titled((query.get("name") or "").replace("_", " "), query.get("cweId")),
        cwes=cwes(query.get("cweId")),
        controls=controls(*_nist(query.get("categories", ""))),
        first_seen=spelled_day(element.get("DetectionDate", "")),
    )


def _column(element: Element) -> str | None:
    column = element.get("Column", "")
    return f"column {column}" if column else None


def _nist(categories: str) -> list[str]:
    """The categories of SP 800-53: `NIST SP 800-53;SI-10 Information Input Validation (P1)`."""
    return [name for name in categories.split(",") if name.startswith("NIST SP 800-53;")]
