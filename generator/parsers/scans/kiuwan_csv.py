"""Kiuwan's defects of code as CSV: Code Security, Export.

https://www.kiuwan.com/docs/. Priorities Very High, High, Normal, Low and Very Low; muted rows stay in the list and are counted.
The lines of code beside a defect are not read.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.entries import fold_placed, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("Rule code", "Rule", "Priority", "Muted")
_LEVELS = {
    "very high": Severity.CRITICAL,
    "high": Severity.HIGH,
    "normal": Severity.MODERATE,
    "low": Severity.LOW,
    "very low": Severity.INFORMATIONAL,
}
_ENDED = {"discarded": Disposition.SUPPRESSED, "reviewed": Disposition.OPEN}


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Kiuwan")
    target = accumulator.target(repository(evidence))
    rows = ((f"line {row.line}", row) for row in whole_rows(table_of(document, _HEADER)))
    fold_placed(accumulator, rows, lambda row, place: _result(row, target, place))
    return accumulator.finish(None)


def _result(row: CsvRow, target: ScanTarget, place: str) -> ScanResult | None:
    word, status = row.get("Priority"), row.get("Status").lower()
    muted = row.get("Muted").lower() == "yes"
    return result_of(
        ResultKind.VULNERABILITY,
        row.get("Rule code"),
        target,
        place,
        severity=_LEVELS.get(word.lower(), Severity.UNKNOWN),
        word=word,
        disposition=Disposition.SUPPRESSED if muted else _ENDED.get(status, Disposition.OPEN),
        native_status="muted" if muted else row.get("Status"),
        scope=at(row.get("File"), row.get("Line number"), at(row.get("Source file"), row.get("Source line number"))),
        title=titled(row.get("Rule"), row.get("CWE")),
    )
