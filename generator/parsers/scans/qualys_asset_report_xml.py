"""Qualys's asset data report, which its users download as a scan report with host based findings.

Qualys's "API (VM, PC) XML/DTD Reference", `asset_data_report.dtd`. What is known of a QID stands once, in the
glossary behind the hosts, so the file is read twice. The appendix lists the hosts that were clean and those not scanned.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_glossary import asset_glossary, text
from generator.parsers.scans.qualys_wire import NAMES, NOTHING_KNOWN, SCANNER, QualysDetection, add, first_day, latest
from generator.parsers.scans.tally import ScanAccumulator

_NO_HOST = "the report lists no host, neither with findings nor without"
_NO_RESULTS = "Qualys has no scan results for {}"


def recognizes(document: Document) -> bool:
    return document.root_name == "ASSET_DATA_REPORT"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, SCANNER), HostTargets(evidence)
    known = asset_glossary(document.xml_source)
    seen, generated, missing, any_host = {""}, "", "", False
    for element in document.xml_elements("HOST", "NO_VULNS", "NO_RESULTS", "GENERATION_DATETIME"):
        if element.tag == "HOST":
            target = accumulator.target(_host(element, hosts))
            for detection, last in _detections(element, target):
                add(accumulator, target, detection, known.get(detection.qid, NOTHING_KNOWN))
                seen.add(last)
        elif element.tag == "NO_VULNS":
            for name in _ranges(element):
                accumulator.target(hosts.target(name))
        elif element.tag == "NO_RESULTS":
            missing = ", ".join(_ranges(element))
        else:
            generated = generated or element.text or ""
        any_host = any_host or element.tag in {"HOST", "NO_VULNS"}
    because = _NO_RESULTS.format(missing) if missing else None if any_host else _NO_HOST
    return accumulator.finish(latest(seen) or latest([generated]), assessed=any_host, because=because)


def _host(element: Element, hosts: HostTargets) -> ScanTarget:
    name = text(element, "IP") or text(element, "IPV6") or text(element, "DNS") or text(element, "NETBIOS")
    return hosts.target(
        name,
        identity=text(element, "NETWORK"),
        os_name=text(element, "OPERATING_SYSTEM"),
        others=(text(element, path) for path in NAMES),
    )


def _detections(host: Element, target: ScanTarget) -> Iterator[tuple[QualysDetection, str]]:
    """Every entry of a host, with the time it was last found."""
    for index, entry in enumerate(host.iterfind("VULN_INFO_LIST/VULN_INFO"), 1):
        kind = text(entry, "TYPE")
        yield (
            QualysDetection(
                qid=text(entry, "QID"),
                place=f"HOST[{target.name}]/VULN_INFO[{index}]",
                level=text(entry, "SEVERITY"),
                kind=kind,
                status=text(entry, "VULN_STATUS"),
                port=text(entry, "PORT"),
                protocol=text(entry, "PROTOCOL"),
                first_seen=first_day(text(entry, "FIRST_FOUND")),
            ),
            text(entry, "LAST_FOUND"),
        )


def _ranges(element: Element) -> Iterator[str]:
    for span in element.iter("RANGE"):
        start, end = text(span, "START"), text(span, "END")
        if start:
            yield start if start == end or not end else f"{start}-{end}"
