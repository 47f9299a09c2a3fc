"""StackRox's vulnerabilities of an image as CSV: `roxctl image scan --output csv`. The table does not name the image."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import stackrox_words
from generator.parsers.scans.stackrox_words import VULNERABILITY
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("COMPONENT", "CVE", "SEVERITY")


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, stackrox_words.SCANNER)
    target = accumulator.target(from_evidence(evidence, TargetKind.IMAGE))
    for row in whole_rows(table_of(document, _HEADER)):
        accumulator.take(stackrox_words.result(VULNERABILITY, row, target, f"line {row.line}"))
    return accumulator.finish(None)
