"""Rapid7 Nexpose and InsightVM: XML Export 1.0 and 2.0, and Simple XML.

What a vulnerability is stands once, behind the hosts, so the file is read twice.
"""

from collections.abc import Iterator

import msgspec

from generator.file_loading import Content
from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans import nexpose_words
from generator.parsers.scans.dates import latest_of
from generator.parsers.scans.entries import cves, result_of
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.hosts import HostTargets, service
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_entry import XmlEntry

_ROOTS = {"NexposeReport", "NeXposeSimpleXML"}
_DEFINITION = FieldMap(
    identifier=("@id",),
    title=("@title",),
    description=("description",),
    solution=("solution",),
    cve=("references/reference",),
    vector=("@cvssVector",),
    score=("@cvssScore",),
    cvss_source="nexpose",
    cvss_version="2.0",
)
_TESTS = {"test", "vulnerability"}
_SERVICES = {"endpoint", "service"}
_NO_HOST = "the report names no host: it does not say which hosts were scanned"


def recognizes(document: Document) -> bool:
    return document.root_name in _ROOTS


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, nexpose_words.SCANNER), HostTargets(evidence)
    known, dates = _definitions(document.xml_source)
    scanned = 0
    for scanned, element in enumerate(document.xml_elements("node", "device"), 1):
        node = XmlEntry(element)
        target = accumulator.target(_host(node, hosts))
        for number, (test, scope) in enumerate(_tests(node), 1):
            accumulator.take(_result(test, scope, known, target, f"node[{scanned}]/test[{number}]"))
    if not scanned:
        accumulator.target(hosts.target(""))
    taken = latest_of(map(nexpose_words.moment_of, dates))
    return accumulator.finish(taken, failure=None if scanned else _NO_HOST)


def _definitions(source: Content) -> tuple[dict[str, XmlEntry], list[str]]:
    """Vulnerabilities by their ids in lower case, and the times of scans. `vulnerability` in Simple XML is a test."""
    known: dict[str, XmlEntry] = {}
    dates = []
    for element in xml.stream(source, "vulnerability", "generated", opened=("scan",)):
        if element.tag == "scan":
            dates.append(element.get("endTime") or element.get("startTime") or "")
        elif element.tag == "generated":
            dates.append((element.text or "").strip())
        elif element.get("title"):
            known.setdefault(element.get("id", "").lower(), XmlEntry(element))
    return known, dates


def _host(node: XmlEntry, hosts: HostTargets) -> ScanTarget:
    system = next(node.all("fingerprints/os"), None) or next(node.all("fingerprint"), None)
    os_name = " ".join(filter(None, (system.get("@product"), system.get("@version")))) if system else ""
    return hosts.target(
        node.get("@address"),
        os_name=os_name or (system.get("description").partition("\n")[0] if system else ""),
        others=[node.get("names/name")],
    )


def _tests(node: XmlEntry) -> Iterator[tuple[XmlEntry, str]]:
    """Tests of the host and of its services at any depth, each with the service as its scope; Simple XML calls a test a
    vulnerability."""
    waiting = [(node.element, "")]
    while waiting:
        element, scope = waiting.pop()
        name = xml.local(element.tag)
        if name in _TESTS:
            yield XmlEntry(element), scope
        elif name != "VulnerabilityDefinitions":
            if name in _SERVICES and element.get("port"):
                scope = service(element.get("port", ""), element.get("protocol", ""))
            waiting += [(child, scope) for child in reversed(element)]


def _result(test: XmlEntry, scope: str, known: dict[str, XmlEntry], target: ScanTarget, place: str) -> ScanResult | None:
    """One test; Simple XML names the CVEs beside it."""
    identifier, status = test.get("@id"), test.get("@status", "@resultCode")
    scope = " ".join(filter(None, (scope, test.get("@key"))))
    named = cves(test.get("id"))
    about = known.get(identifier.lower())
    final = nexpose_words.disposition(status)
    if about is None or not identifier:
        kind = ResultKind.VULNERABILITY
        return result_of(kind, identifier, target, place, scope=scope, disposition=final, native_status=status, cves=named)
    level = about.get("@severity")
    made = _DEFINITION.result(about, target, place, scope=scope, disposition=final, native_status=status)
    if made is None:
        return None
    return msgspec.structs.replace(made, native_severity=level, severity=nexpose_words.severity(level), identifier=identifier)
