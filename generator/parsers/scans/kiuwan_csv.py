"""Kiuwan Code Security's defects as CSV: one defect a row. https://www.kiuwan.com/docs/; a muted defect was set aside by a
person.

The table names no application.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_DEFECT = FieldMap(
    identifier=("Rule code", "Rule"),
    kind=ResultKind.VULNERABILITY,
    title=("Rule",),
    level=("Priority",),
    severities={
        "very high": Severity.CRITICAL,
        "normal": Severity.MODERATE,
        "very low": Severity.INFORMATIONAL,
    },
    status=("Status",),
    cwe=("CWE",),
)
_HEADER = ("Rule code", "Rule", "Priority", "File")
_YES = {"yes", "true"}


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Kiuwan")
    target = accumulator.stated(TargetKind.REPOSITORY)
    for row in whole_rows(table_of(document, _HEADER), accumulator, last_column="Framework"):
        accumulator.take(_result(row, target))
    return accumulator.finish(None)


def _result(row: CsvRow, target: ScanTarget) -> ScanResult | None:
    scope = at(row.get("File"), row.get("Line number", "Line"))
    if row.get("Muted").lower() in _YES:
        set_aside = Disposition.SUPPRESSED
        return _DEFECT.result(row, target, f"line {row.line}", scope=scope, disposition=set_aside, native_status="muted")
    return _DEFECT.result(row, target, f"line {row.line}", scope=scope)
