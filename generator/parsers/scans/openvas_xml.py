"""Greenbone's (OpenVAS's) report in XML, as exported and as the answer of `get_reports` and `get_results`, or a result alone.

Details of a host say whether the scan logged in to it: `Auth-SSH-Success`, `Auth-SMB-Failure`.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import openvas_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.scan_quality import Logins
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_entry import XmlEntry

_ROOTS = {"report", "get_reports_response", "get_results_response", "results", "result"}
_MARKS = (b"<report_format", b"<gmp", b"<omp", b"<scan_run_status", b"format_id=", b"<nvt oid")
_DATES = ("scan_end", "scan_start", "timestamp")
_AUTHENTICATED = {"Success": True, "Failure": False}
_NO_HOST = "the report names no host: it does not say which hosts were scanned"
_NOT_DONE = "the scan did not end: {}"


def recognizes(document: Document) -> bool:
    """`report` and `result` say little: what only Greenbone writes must follow."""
    return document.root_name in _ROOTS and any(mark in document.start for mark in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts, logins = ScanAccumulator(evidence, openvas_words.SCANNER), HostTargets(evidence), Logins()
    dates: list[str] = []
    index, state, named = 0, "", False
    for element in document.xml_elements("result", "host", "scan_run_status", *_DATES):
        entry = XmlEntry(element)
        if element.tag in _DATES:
            dates.append(entry.get(""))
        elif element.tag == "scan_run_status":
            state = state or entry.get("")
        elif element.tag == "host":
            named |= _host(entry, accumulator, hosts, logins)
        elif element.find("nvt") is not None or element.find("host") is not None:
            index += 1
            host = hosts.target(entry.head("host"), others=[entry.get("host/hostname")])
            accumulator.take(openvas_words.result(entry, host, f"result[{index}]"))
    if not named and not index:
        accumulator.target(hosts.target(""))
    ended = state in {"", "Done"}
    failure = _NOT_DONE.format(state) if not ended else None if named or index else _NO_HOST
    return logins.on(accumulator.finish(newest(dates), failure=failure))


def _host(entry: XmlEntry, accumulator: ScanAccumulator, hosts: HostTargets, logins: Logins) -> bool:
    """A host that was scanned, with what is known of it; other elements `host` hold a name alone."""
    name = entry.get("ip")
    if not name:
        return False
    details = {detail.get("name"): detail.get("value") for detail in entry.all("detail")}
    target = accumulator.target(
        hosts.target(name, os_name=details.get("best_os_txt", ""), others=[details.get("hostname"), entry.get("hostname")])
    )
    for detail in details:
        if detail.startswith("Auth-"):
            logins.note(target.name, authenticated=_AUTHENTICATED.get(detail.rpartition("-")[2]))
    return True
