"""Qualys's results of one scan: `scan-1.dtd`, downloaded from the scan list or with the API.

Qualys's "API (VM, PC) XML/DTD Reference", Vulnerability Scan Results. Four sections under each host: vulnerabilities,
potential ones (`PRACTICES`), information and services; the last two describe the host and are no weaknesses.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_glossary import details_of, text
from generator.parsers.scans.qualys_wire import SCANNER, QualysDetection, QualysKnowledge, add, cves, latest, scanner
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.tally import ScanAccumulator

_KINDS = {"VULN": "Vuln", "PRACTICE": "Practice", "INFO": "Info", "SERVICE": "Info"}
_NO_HOST = "the scan reached no host (its status: {})"
_UNFINISHED = "the scan did not finish (its status: {}): hosts may be missing"
_FINISHED = {"FINISHED", ""}


def recognizes(document: Document) -> bool:
    """Other tools have a root of that name; only Qualys gives it such a value."""
    root = document.xml_root
    return root is not None and root.name == "SCAN" and dict(root.attributes).get("value", "").startswith("scan/")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, SCANNER), HostTargets(evidence)
    header, error, any_host = {}, "", False
    known: dict[str, QualysKnowledge] = {}
    for element in document.xml_elements("KEY", "IP", "ERROR"):
        if element.tag == "KEY":
            header[element.get("value", "")] = (element.text or "").strip()
        elif element.tag == "ERROR":
            error = (element.text or "").strip() or element.get("number", "")
        else:
            any_host = True
            name = element.get("value", "") or element.get("name", "")
            target = hosts.target(
                name, identity=text(element, "NETWORK_ID"), os_name=text(element, "OS"), others=_names(element)
            )
            accumulator.target(target)
            for detection in _detections(element, name, known):
                add(accumulator, target, detection, known[detection.qid])
    status = error or header.get("STATUS", "")
    if any_host:
        because = None if status.upper() in _FINISHED else _UNFINISHED.format(status)
    else:
        because = _NO_HOST.format(status or "not given")
    snapshot = accumulator.finish(
        latest([header.get("DATE", "")]), assessed=any_host, because=because, configuration=_options(header)
    )
    return replace(snapshot, scanner=scanner(header.get("SCAN_HOST", "")))


def _names(host: Element) -> Iterator[str]:
    """Address and names: `<IP value="192.0.2.7" name="app-1.shop.example"><NETBIOS_HOSTNAME>APP-1</…>`."""
    yield from (host.get("value", ""), host.get("name", ""), text(host, "NETBIOS_HOSTNAME"))


def _options(header: Mapping[str, str]) -> str | None:
    """The options of the profile, not its name: a checksum of them is the configuration."""
    options = header.get("OPTIONS", "")
    return configuration([("options", options)]) if options else None


def _detections(host: Element, name: str, known: dict[str, QualysKnowledge]) -> Iterator[QualysDetection]:
    """Every entry of a host; what is known of a QID is learned from the first entry that has it."""
    index = 0
    for category in host.iter("CAT"):
        for entry in category:
            if entry.tag not in _KINDS:
                continue
            index += 1
            qid = entry.get("number", "")
            if qid not in known:
                known[qid] = _described(entry)
            yield QualysDetection(
                qid=qid,
                place=f"IP[{name}]/{entry.tag}[{index}]",
                level=entry.get("severity", ""),
                kind=_KINDS[entry.tag],
                port=category.get("port", ""),
                protocol=category.get("protocol", ""),
            )


def _described(entry: Element) -> QualysKnowledge:
    """CVEs stand in a list and, without their addresses, in an attribute."""
    known = details_of(entry)
    return known if known.cves else replace(known, cves=cves([entry.get("cveid", "")]))
