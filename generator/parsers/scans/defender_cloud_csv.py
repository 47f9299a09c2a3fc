"""Microsoft Defender for Cloud: recommendations as the portal exports them (CSV)."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import defender_cloud_words
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.defender_cloud_words import ASSESSMENT
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("resourceId", "recommendationDisplayName", "state")
_NOTHING = "the export has no rows: it does not say which resources were looked at"


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, defender_cloud_words.SCANNER), CloudTargets(evidence)
    dates: dict[str, None] = {}
    for row in whole_rows(table_of(document, _HEADER), accumulator):
        dates[row.get("exportedTimestamp")] = None
        target = targets.target(row.get("resourceId", "nativeResourceId", "resourceName"), row.get("resourceName"))
        accumulator.take(ASSESSMENT.result(row, target, f"line {row.line}"))
    return accumulator.finish(newest(dates), failure=None if dates else _NOTHING)
