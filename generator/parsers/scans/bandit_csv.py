"""Bandit's report as CSV: `bandit -f csv`, one issue a row; see `bandit_json`.

https://bandit.readthedocs.io/en/latest/formatters/csv.html. Columns have been added from version to version. What the tests of
passwords say repeats them, and is not read.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.bandit_json import PASSWORDS
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("filename", "test_id", "issue_severity")


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Bandit")
    target = accumulator.target(repository(evidence))
    for row in whole_rows(table_of(document, _HEADER), accumulator):
        accumulator.take(_result(row, target))
    return accumulator.finish(None)


def _result(row: CsvRow, target: ScanTarget) -> ScanResult | None:
    test = row.get("test_id")
    password = test in PASSWORDS
    weakness = row.get("issue_cwe")
    return result_of(
        ResultKind.SECRET if password else ResultKind.VULNERABILITY,
        test,
        target,
        f"line {row.line}",
        word=row.get("issue_severity"),
        scope=at(row.get("filename"), row.get("line_number")),
        title=titled(row.get("test_name"), weakness),
        cwes=cwes(weakness),
        description="" if password else row.get("issue_text"),
    )
