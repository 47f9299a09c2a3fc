"""Orca's alerts as CSV."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import orca_words
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("OrcaScore", "Title")
_NOTHING = "the export has no rows: it does not say which accounts were looked at"


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, orca_words.SCANNER), CloudTargets(evidence)
    seen: dict[str, None] = {}
    for row in whole_rows(table_of(document, _HEADER), accumulator):
        seen[row.get("LastSeen")] = None
        accumulator.take(orca_words.result(row, targets, f"line {row.line}"))
    return accumulator.finish(newest(seen), failure=None if seen else _NOTHING)
