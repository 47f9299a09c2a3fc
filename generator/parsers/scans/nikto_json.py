"""Nikto's report in JSON: a host (2.1.6), or a list of hosts (2.5 and later)."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import nikto_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_on, not_null
from generator.parsers.scans.json_entry import records
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_HOST = {"host", "vulnerabilities"}
_ITEM = {"id", "OSVDB", "msg"}
"""An item without its host, which Nikto 2.1.6 writes where it reached none."""
_ONLY = {"banner", "server_banner", "port", "ip"}


def recognizes(document: Document) -> bool:
    keys = document.first_members or document.members
    return (_HOST.issubset(keys) and not _ONLY.isdisjoint(keys)) or _ITEM.issubset(keys)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, sites = ScanAccumulator(evidence, nikto_words.SCANNER), WebTargets(evidence)
    missed, dates, looked_at = [], [], 0
    for pointer, host in not_null(accumulator, records(document)):
        name = host.get("host", "ip")
        dates.append(host.get("end_time", "start_time"))
        target = accumulator.target(sites.target(nikto_words.address(name, host.get("port")), others=[host.get("ip")]))
        items = [(pointer, host)] if host.has(*_ITEM) else list(host.listed("vulnerabilities", pointer))
        fold_on(accumulator, target, items, nikto_words.result)
        if host.has(*_ITEM) or any(nikto_words.failure(item) for _, item in items if item):
            missed.append(nikto_words.NOT_REACHED.format(host=name or "a host"))
        else:
            looked_at += 1
    return accumulator.finish(
        newest(dates), assessed=looked_at > 0, because="; ".join(missed) or (None if looked_at else "no host was scanned")
    )
