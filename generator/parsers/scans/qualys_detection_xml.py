"""Qualys's host detections: `HOST_LIST_VM_DETECTION_OUTPUT` of its VM API, and the bare list of hosts of the same API.

https://docs.qualys.com/en/vm/api/assets/host_lists/Host_List_Detection_-_Normalized_Data.htm. Detections name a QID and a
level; what the QID means stands in Qualys's knowledge base and not in the file.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_glossary import text
from generator.parsers.scans.qualys_wire import (
    NAMES,
    NOTHING_KNOWN,
    SCANNER,
    QualysDetection,
    add,
    first_day,
    last_login,
    latest,
)
from generator.parsers.scans.scan_quality import Logins
from generator.parsers.scans.tally import ScanAccumulator

_DETECTIONS = "HOST_LIST_VM_DETECTION_OUTPUT"
_HOSTS = "HOST_LIST_OUTPUT"
_NO_DETECTIONS = "a list of hosts, which does not say what was found on them: export the detections"
_NO_HOST = "the answer lists no host that was scanned"
_FLAGS = (("IS_IGNORED", "ignored"), ("IS_DISABLED", "disabled"))


def recognizes(document: Document) -> bool:
    return document.root_name in {_DETECTIONS, _HOSTS}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, SCANNER), HostTargets(evidence)
    logins = Logins()
    scanned, answered, warning, any_host = {""}, "", "", False
    for element in document.xml_elements("HOST", "WARNING", "DATETIME"):
        if element.tag == "WARNING":
            warning = text(element, "TEXT") or (element.text or "").strip()
        elif element.tag == "DATETIME":
            answered = answered or element.text or ""
        else:
            any_host = True
            target = accumulator.target(_host(element, hosts))
            ended = text(element, "LAST_VM_SCANNED_DATE")
            logins.note(target.name, authenticated=last_login(ended, text(element, "LAST_VM_AUTH_SCANNED_DATE")))
            scanned.add(ended or text(element, "LAST_SCAN_DATETIME"))
            for detection in _detections(element, target):
                add(accumulator, target, detection, NOTHING_KNOWN)
    root = document.xml_root
    if root is not None and root.name == _HOSTS:
        return accumulator.finish(latest([answered]), failure=_NO_DETECTIONS)
    because = warning or (None if any_host else _NO_HOST)
    return logins.on(accumulator.finish(latest(scanned) or latest([answered]), assessed=any_host, because=because))


def _host(element: Element, hosts: HostTargets) -> ScanTarget:
    name = next(filter(None, (text(element, path) for path in ("IP", "IPV6", "DNS", "NETBIOS"))), "")
    others = (text(element, path) for path in NAMES)
    return hosts.target(name, identity=text(element, "ID"), os_name=text(element, "OS"), others=others)


def _detections(host: Element, target: ScanTarget) -> Iterator[QualysDetection]:
    for index, entry in enumerate(host.iterfind("DETECTION_LIST/DETECTION"), 1):
        yield QualysDetection(
            qid=text(entry, "QID"),
            place=f"HOST[{target.name}]/DETECTION[{index}]",
            level=text(entry, "SEVERITY"),
            kind=text(entry, "TYPE"),
            status=text(entry, "STATUS"),
            ignored=next((word for flag, word in _FLAGS if text(entry, flag) == "1"), ""),
            port=text(entry, "PORT"),
            protocol=text(entry, "PROTOCOL"),
            first_seen=first_day(text(entry, "FIRST_FOUND_DATETIME")),
        )
