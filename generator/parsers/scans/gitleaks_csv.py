"""Gitleaks' report as CSV: `--report-format csv`, version 8 and its predecessor 7: one secret a row.

https://github.com/gitleaks/gitleaks, `report/csv.go`. Columns differ from version to version; neither the secret nor the text
around it is read into a result.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import joined, secret_of
from generator.parsers.scans.secret_place import history, scope
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADERS = (("RuleID", "Commit", "File", "Secret"), ("rule", "offender", "commit", "file"))
"""Of version 8, and of 7."""


def recognizes(document: Document) -> bool:
    return any(has_table(document, header) for header in _HEADERS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Gitleaks")
    header = next((header for header in _HEADERS if has_table(document, header)), _HEADERS[0])
    target = accumulator.stated(TargetKind.REPOSITORY)
    for row in whole_rows(table_of(document, header), accumulator):
        accumulator.take(_result(row, target))
    return accumulator.finish(None)


def _result(row: CsvRow, target: ScanTarget) -> ScanResult | None:
    rule, commit, tags = row.get("RuleID", "rule"), row.get("Commit", "commit"), row.get("Tags", "tags")
    return secret_of(
        rule,
        target,
        f"line {row.line}",
        scope=scope(row.get("File", "file"), row.get("StartLine", "lineNumber"), commit),
        title=row.get("Description") or rule,
        description=joined("\n", history(commit, day(row.get("Date", "date"))), f"Tags: {tags}" if tags else ""),
    )
