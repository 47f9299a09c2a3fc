"""Deepfence ThreatMapper's reports as CSV."""

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import deepfence_words
from generator.parsers.scans.dates import latest_of
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.deepfence_words import TABLES
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_NOTHING = "the report has no rows: it does not say which nodes were scanned"


def recognizes(document: Document) -> bool:
    return any(has_table(document, header) for header, _ in TABLES)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    header, fields = next((pair for pair in TABLES if has_table(document, pair[0])), (None, None))
    if header is None or fields is None:
        raise ParseError("no header names the columns of a report", next_step="export the report again")
    accumulator, stamps = ScanAccumulator(evidence, deepfence_words.SCANNER), []
    for row in whole_rows(table_of(document, header), accumulator):
        stamps.append(any_moment(row.get("@timestamp")))
        accumulator.take(deepfence_words.result(fields, row, evidence, f"line {row.line}"))
    taken = latest_of(stamps)
    return accumulator.finish(taken, failure=None if stamps else _NOTHING)
