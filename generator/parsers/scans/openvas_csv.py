"""Greenbone's (OpenVAS's) report as CSV: one result a row."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import openvas_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("IP", "NVT Name", "NVT OID")
_NO_HOST = "the report has no row about a host: it does not say which hosts were scanned"


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, openvas_words.SCANNER), HostTargets(evidence)
    seen: dict[str, None] = {}
    rows = 0
    for row in whole_rows(table_of(document, _HEADER), accumulator):
        seen[row.get("Timestamp")] = None
        if not row.get("IP", "Hostname", "NVT OID", "NVT Name"):
            continue  # NOTE: a task without a result has a row of its name and time.
        rows += 1
        target = hosts.target(row.get("IP", "Hostname"), others=[row.get("Hostname")])
        accumulator.take(openvas_words.result(row, target, f"line {row.line}"))
    return accumulator.finish(newest(seen), failure=None if rows else _NO_HOST)
