"""Qualys's host assets: an answer of its asset management API (`/qps/rest/2.0/…/am/hostasset`).

Qualys's "Asset Management and Tagging API v2 User Guide". Asked for vulnerabilities, the API gives each host's QIDs with
first and last time found, and neither level nor title: their severity is unknown here.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_glossary import text
from generator.parsers.scans.qualys_wire import NOTHING_KNOWN, SCANNER, QualysDetection, add, first_day, latest
from generator.parsers.scans.tally import ScanAccumulator

_HEAD = 1 << 16
_NO_VULNERABILITIES = (
    "the answer lists hosts without vulnerabilities: it describes them and does not say that they were scanned"
)
_MORE = "the answer is one page of several: hosts are missing"


def recognizes(document: Document) -> bool:
    """Every answer of this API has the root; the schema or the first record says which."""
    root = document.xml_root
    if root is None or root.name != "ServiceResponse":
        return False
    return b"<HostAsset>" in document.start[:_HEAD] or b"hostasset.xsd" in document.start[:_HEAD]


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, SCANNER), HostTargets(evidence)
    times, more, scanned = {""}, False, False
    for element in document.xml_elements("HostAsset", "hasMoreRecords"):
        if element.tag == "hasMoreRecords":
            more = (element.text or "").strip() == "true"
            continue
        names = [text(element, path) for path in ("dnsHostName", "fqdn", "name", "address", "netbiosName")]
        name, system = next(filter(None, names), ""), text(element, "os")
        target = accumulator.target(hosts.target(name, identity=text(element, "id"), os_name=system, others=names))
        scanned = scanned or bool(text(element, "lastVulnScan") or text(element, "vulnsUpdated"))
        for index, entry in enumerate(element.iterfind("vuln/list/HostAssetVuln"), 1):
            scanned = True
            times.add(text(entry, "lastFound"))
            detection = QualysDetection(
                qid=text(entry, "qid"),
                place=f"HostAsset[{target.name}]/HostAssetVuln[{index}]",
                first_seen=first_day(text(entry, "firstFound")),
            )
            add(accumulator, target, detection, NOTHING_KNOWN)
    because = None if scanned else _NO_VULNERABILITIES
    return accumulator.finish(latest(times), assessed=scanned, because=because or (_MORE if more else None))
