"""Reports of Invicti, Netsparker and Acunetix 360 in XML: the vulnerabilities of one scan."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import invicti_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_ROOTS = ("netsparker", "invicti", "acunetix-360", "acunetix360")


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name.lower().startswith(_ROOTS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator, sites = ScanAccumulator(evidence, invicti_words.SCANNER), WebTargets(evidence)
    target: ScanTarget | None = None
    dates, index = [root.get("generated", "")], 0
    for element in document.xml_elements("target", "vulnerability"):
        entry = XmlEntry(element)
        if element.tag == "target":
            target = accumulator.target(sites.target(entry.get("url")))
            dates.append(entry.get("initiated", "scantime"))
            continue
        index += 1
        looked_at = target or sites.target(entry.get("url"))
        dates.append(entry.get("LastSeenDate"))
        accumulator.take(invicti_words.result(entry, looked_at, f"vulnerability[{index}]"))
    if target is None and not index:
        accumulator.target(sites.target(""))
    return accumulator.finish(newest(dates))
