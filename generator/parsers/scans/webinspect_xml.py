"""OpenText (Fortify) WebInspect's export: sessions with their issues, or the issues of a scan.

https://www.microfocus.com/documentation/fortify-webinspect/: severity 0 (information and best practices) to 4 (critical).
Requests and responses are not read.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets, within_site
from generator.parsers.scans.xml_entry import XmlEntry

_ISSUE = FieldMap(
    identifier=("VulnerabilityID", "Name"),
    title=("Name",),
    level=("Severity",),
    severities={
        "4": Severity.CRITICAL,
        "3": Severity.HIGH,
        "2": Severity.MODERATE,
        "1": Severity.LOW,
        "0": Severity.INFORMATIONAL,
    },
    cve=("Name", "ReportSection"),
)
_MARKS = (b"<VulnerabilityID", b"<Issues", b"<AttackParamDescriptor", b"<PolicyName")
_NOTHING = "the export holds no session with an address: it does not say what was scanned"


def recognizes(document: Document) -> bool:
    """`Sessions` and `Scan` say little: an element that only WebInspect has must follow."""
    return document.root_name in {"Sessions", "Scan"} and any(mark in document.start for mark in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, sites = ScanAccumulator(evidence, "WebInspect"), WebTargets(evidence)
    root = document.xml_root
    wanted = "Session" if root is not None and root.name == "Sessions" else "Issue"
    started: list[str] = []
    index = looked_at = 0
    for element in document.xml_elements(wanted, "StartTime"):
        session = XmlEntry(element)
        if element.tag == "StartTime":
            started.append((element.text or "").strip())
            continue
        address = session.get("URL") or _address(session)
        target = accumulator.target(sites.target(address))
        looked_at += bool(address)
        issues = [session] if element.tag == "Issue" else list(session.all("Issues/Issue"))
        placed = [(f"Issue[{index + number}]", issue) for number, issue in enumerate(issues, 1)]
        index += len(issues)
        fold_on(accumulator, target, placed, partial(_result, address))
    if not looked_at:
        accumulator.target(sites.target(""))
    return accumulator.finish(newest(started), failure=None if looked_at or index else _NOTHING)


def _address(session: XmlEntry) -> str:
    scheme, host, port = session.get("Scheme"), session.get("Host"), session.get("Port")
    return f"{scheme}://{host}:{port}" if scheme and host and port else host


def _result(address: str, issue: XmlEntry, target: ScanTarget, place: str) -> ScanResult | None:
    made = _ISSUE.result(issue, target, place, scope=within_site(address, target))
    if made is None:
        return None
    sections = {section.get("Name"): section.get("SectionText") for section in issue.all("ReportSection")}
    return msgspec.structs.replace(
        made,
        description=plain(sections.get("Summary", "")),
        solution=plain(sections.get("Fix", "")),
        cwes=cwes(*(each.get("@identifier", "") for each in issue.all("Classifications/Classification") if _is_cwe(each))),
    )


def _is_cwe(classification: XmlEntry) -> bool:
    return classification.get("@kind").upper() == "CWE"
