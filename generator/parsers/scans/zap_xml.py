"""ZAP's traditional report in XML. https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-xml/."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import zap_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry


def recognizes(document: Document) -> bool:
    return document.root_name == "OWASPZAPReport"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name=zap_words.SCANNER, version=root.get("version") or None))
    sites = WebTargets(evidence)
    target, index = None, 0
    for element in document.xml_elements("alertitem", opened=("site",)):
        if element.tag == "site":
            target = accumulator.target(sites.target(element.get("name") or element.get("host") or ""))
            continue
        alert, index = XmlEntry(element), index + 1
        looked_at, place = target or sites.target(""), f"alertitem[{index}]"
        instances = list(alert.all("instances/instance")) or [alert]
        placed = ((f"{place}/instance[{number}]", instance) for number, instance in enumerate(instances, 1))
        zap_words.take(accumulator, alert, placed, looked_at)
    is_empty = target is None and not index
    if target is None:
        accumulator.target(sites.target(""))
    taken = any_moment(root.get("created") or root.get("generated", ""))
    return accumulator.finish(taken, failure=zap_words.NO_SITE if is_empty else None)
