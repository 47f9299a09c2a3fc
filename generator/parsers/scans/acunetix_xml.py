"""Acunetix's report in XML: one scan or several. https://www.acunetix.com/support/docs/wvs/.

An aborted scan is stated as such.
"""

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets, within_site
from generator.parsers.scans.xml_entry import XmlEntry

_ITEM = FieldMap(
    identifier=("Name",),
    title=("Name",),
    description=("Description", "Details"),
    solution=("Recommendation",),
    level=("Severity",),
    cve=("CVEList/CVE", "Name"),
    cwe=("CWEList/CWE",),
    vector=("CVSS3/Descriptor", "CVSS/Descriptor"),
    score=("CVSS3/Score", "CVSS/Score"),
    cvss_source="acunetix",
)
_ABOUT = ("StartURL", "FinishTime", "StartTime", "Aborted", "Responsive")
_ABORTED = "Acunetix says that the scan of {site} was aborted"


def recognizes(document: Document) -> bool:
    return document.root_name == "ScanGroup"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, sites = ScanAccumulator(evidence, Scanner(name="Acunetix")), WebTargets(evidence)
    target: ScanTarget | None = None
    ended, reasons = [], []
    index = scans = 0
    for element in document.xml_elements("ReportItem", *_ABOUT, opened=("Scan",)):
        text = (element.text or "").strip()
        if element.tag == "Scan":
            target, scans = None, scans + 1
        elif element.tag == "StartURL":
            target = accumulator.target(sites.target(text))
        elif element.tag in {"FinishTime", "StartTime"}:
            ended.append(text)
        elif element.tag == "Aborted" and text.lower() == "true":
            reasons.append(_ABORTED.format(site=target.name if target else "a site"))
        elif element.tag == "ReportItem":
            index += 1
            accumulator.take(_result(XmlEntry(element), target or sites.target(""), f"ReportItem[{index}]"))
    if not scans:
        raise ParseError("the report holds no scan", where="/ScanGroup", next_step="export the report of a finished scan")
    return accumulator.finish(newest(ended), assessed=not reasons, because="; ".join(reasons) or None)


def _result(item: XmlEntry, target: ScanTarget, place: str) -> ScanResult | None:
    scope = " ".join(filter(None, (within_site(item.get("Affects"), target), item.get("Parameter"))))
    if item.get("IsFalsePositive").lower() in {"1", "true"}:
        return _ITEM.result(
            item, target, place, scope=scope, disposition=Disposition.SUPPRESSED, native_status="false positive"
        )
    return _ITEM.result(item, target, place, scope=scope)
