"""Powerpipe's and Steampipe's results of benchmarks as CSV (`--export csv`): one result a row, its dimensions in the last
columns."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import powerpipe_words
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("control_id", "reason", "resource", "status")
_NOTHING = "the report has no rows: no control ran"


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets, rows = ScanAccumulator(evidence, powerpipe_words.SCANNER), CloudTargets(evidence), 0
    table = table_of(document, _HEADER)
    dimensions = table.header[table.columns.get("severity", table.columns["status"]) + 1 :]
    for row in whole_rows(table, accumulator):
        rows += 1
        scope = " ".join(filter(None, (row.get(name) for name in dimensions)))
        target = targets.target(row.get("resource"))
        accumulator.take(powerpipe_words.ROW.result(row, target, f"line {row.line}", scope=scope))
    return accumulator.finish(None, failure=None if rows else _NOTHING)
