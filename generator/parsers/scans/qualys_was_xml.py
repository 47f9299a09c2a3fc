"""Qualys's Web Application Scanning reports: of scans (`WAS_SCAN_REPORT`) and of web applications (`WAS_WEBAPP_REPORT`).

Qualys's "Web Application Scanning API User Guide". Requests and responses, which may hold credentials, are not read. What a QID
means stands once, in the glossary behind the results, so the file is read twice.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.file_loading import Content
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_glossary import text, web_glossary
from generator.parsers.scans.qualys_wire import NOTHING_KNOWN, SCANNER, QualysDetection, add, first_day, latest
from generator.parsers.scans.tally import ScanAccumulator

_ENTRIES = {"VULNERABILITY": "Vuln", "SENSITIVE_CONTENT": "Sensitive content", "INFORMATION_GATHERED": "Info"}
_SECTIONS = ("SUMMARY", "RESULTS", "GLOSSARY", "APPENDIX")
_LONGEST_NUMBER = 10
_NOT_FINISHED = "the scan did not finish: {}"


def recognizes(document: Document) -> bool:
    return document.root_name in {"WAS_SCAN_REPORT", "WAS_WEBAPP_REPORT"}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    known, about = web_glossary(document.xml_source), _QualysWasAbout(document.xml_source)
    accumulator, hosts = ScanAccumulator(evidence, SCANNER), HostTargets(evidence)
    for name in about.applications or [""]:
        accumulator.target(hosts.target(name))
    root = document.xml_root
    by_application = root is not None and root.name == "WAS_WEBAPP_REPORT"
    listed = 0
    for application, entry, place in _entries(document.xml_source, by_application=by_application):
        own = hosts.target(about.addresses.get(application, application) or next(iter(about.applications), ""))
        listed += 1
        detection = _detection(entry, place)
        add(accumulator, own, detection, known.get(detection.qid, NOTHING_KNOWN))
    accumulator.counts.compare("result", stated=about.counted, listed=listed)
    failure = _NOT_FINISHED.format(about.status) if about.status else None
    return accumulator.finish(latest(about.ended) or latest([about.generated]), failure=failure)


class _QualysWasAbout:
    """What the header and the appendix say: applications, scans and their ends."""

    def __init__(self, source: Content) -> None:
        self.addresses: dict[str, str] = {}
        """Address by name and number of the application."""
        self.applications: list[str] = []
        self.ended: list[str] = []
        self.generated = self.status = ""
        self.counted = 0
        """Vulnerabilities, sensitive contents and information gathered, by the summary of the whole report."""
        for element in xml.stream(source, "GENERATION_DATETIME", "SCAN_LIST", "WEBAPP", "GLOBAL_SUMMARY"):
            if element.tag == "GLOBAL_SUMMARY":
                numbers = (text(element, tag) for tag in _ENTRIES)
                self.counted += sum(int(number) for number in numbers if number.isdecimal() and len(number) < _LONGEST_NUMBER)
            elif element.tag == "GENERATION_DATETIME":
                self.generated = self.generated or element.text or ""
            elif element.tag == "WEBAPP":
                self._application(element)
            else:
                self._scans(element)

    def _application(self, element: Element) -> None:
        name, address = text(element, "NAME"), text(element, "URL")
        if address or name:
            self.applications.append(address or name)
            self.addresses |= {name: address or name, text(element, "ID"): address or name}

    def _scans(self, element: Element) -> None:
        for scan in element.iterfind("SCAN"):
            self.ended.append(text(scan, "END_DATE"))
            status = text(scan, "STATUS")
            if status and status.lower() != "finished":
                self.status = status


def _entries(source: Content, *, by_application: bool) -> Iterator[tuple[str, Element, str]]:
    """Entries under the results, with the application they are about; the summary has counters of the same names."""
    if by_application:
        for application in xml.stream(source, "WEB_APPLICATION"):
            name = text(application, "NAME") or text(application, "ID")
            listed = (entry for group in application if group.tag.endswith("_LIST") for entry in group)
            for index, entry in enumerate((entry for entry in listed if entry.tag in _ENTRIES), 1):
                yield name, entry, f"WEB_APPLICATION[{name}]/{entry.tag}[{index}]"
        return
    section, index = "", 0
    for element in xml.stream(source, *_ENTRIES, opened=_SECTIONS):
        if element.tag in _SECTIONS:
            section = element.tag
        elif section == "RESULTS":
            index += 1
            yield "", element, f"RESULTS/{element.tag}[{index}]"


def _detection(entry: Element, place: str) -> QualysDetection:
    first = text(entry, "FIRST_TIME_DETECTED") or text(entry, "DETECTION_DATE")
    return QualysDetection(
        qid=text(entry, "QID"),
        place=place,
        level=text(entry, "SEVERITY"),
        kind=_ENTRIES[entry.tag],
        status=text(entry, "STATUS"),
        ignored="ignored" if text(entry, "IGNORED").lower() == "true" else "",
        scope=" ".join(filter(None, (text(entry, "URL"), text(entry, "PARAM")))),
        first_seen=first_day(first),
    )
