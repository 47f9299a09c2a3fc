"""Nikto's report in XML: scans of hosts, each within its own `niktoscan`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import nikto_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_NOTHING = "the report holds no scan of a host"


def recognizes(document: Document) -> bool:
    return document.root_name in {"niktoscan", "niktoscans"}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    sites, version = WebTargets(evidence), ""
    placed: list[tuple[str, XmlEntry, ScanTarget]] = []
    targets: list[ScanTarget] = []
    dates, missed, target = [], [], None
    for element in document.xml_elements("item", opened=("niktoscan", "scandetails")):
        if element.tag == "niktoscan":
            version = version or element.get("version", "")
        elif element.tag == "scandetails":
            dates.append(element.get("starttime", ""))
            address = element.get("sitename") or element.get("targethostname") or element.get("targetip") or ""
            target = sites.target(address, others=[element.get("targetip"), element.get("targethostname")])
            targets.append(target)
        else:
            item = XmlEntry(element)
            placed.append((f"item[{len(placed) + 1}]", item, target or sites.target("")))
            if nikto_words.failure(item) and target:
                missed.append(nikto_words.NOT_REACHED.format(host=target.name))
    accumulator = ScanAccumulator(evidence, Scanner(name=nikto_words.SCANNER, version=version or None))
    for looked_at in targets or [sites.target("")]:
        accumulator.target(looked_at)
    for place, item, looked_at in placed:
        accumulator.take(nikto_words.result(item, looked_at, place))
    reached = len(targets) > len(missed)
    because = "; ".join(missed) or (None if targets else _NOTHING)
    return accumulator.finish(newest(dates), assessed=reached, because=because)
