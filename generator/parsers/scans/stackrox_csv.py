"""StackRox's tables as CSV: `roxctl image scan` (vulnerabilities), `image check` and `deployment check` (policies).

None of them names the image.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import stackrox_words
from generator.parsers.scans.stackrox_words import POLICY, VULNERABILITY
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_TABLES = ((("COMPONENT", "CVE", "SEVERITY"), VULNERABILITY), (("POLICY", "SEVERITY", "VIOLATION"), POLICY))


def recognizes(document: Document) -> bool:
    return any(has_table(document, header) for header, _ in _TABLES)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, stackrox_words.SCANNER)
    target = accumulator.stated(TargetKind.IMAGE)
    header, fields = next((pair for pair in _TABLES if has_table(document, pair[0])), _TABLES[0])
    for row in whole_rows(table_of(document, header), accumulator):
        accumulator.take(stackrox_words.result(fields, row, target, f"line {row.line}"))
    return accumulator.finish(None)
