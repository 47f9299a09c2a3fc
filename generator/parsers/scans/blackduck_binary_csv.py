"""Black Duck Binary Analysis' (Protecode's) vulnerabilities as CSV: one row for each component, object and CVE.

https://documentation.blackduck.com/. Scores and no word for severity: the band of CVSS version 3 decides, else of version 2.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.entries import affected, aliases, cves, fold_placed, joined, vulnerability_of
from generator.parsers.scans.severity import band
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("Component", "CVE", "Matching type", "Object full path")


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Black Duck Binary Analysis")
    target = accumulator.target(repository(evidence))
    rows = ((f"line {row.line}", row) for row in whole_rows(table_of(document, _HEADER), accumulator))
    fold_placed(accumulator, rows, lambda row, place: _result(row, target, place))
    return accumulator.finish(None)


def _result(row: CsvRow, target: ScanTarget, place: str) -> ScanResult | None:
    cve, bdsa = row.get("CVE"), row.get("BDSA")
    third, second = cvss_scores.number(row.get("CVSS3")), cvss_scores.number(row.get("CVSS"))
    triaged = row.get("Note type")
    return vulnerability_of(
        cve or bdsa,
        target,
        place,
        severity=band(third) if third else band(second, "2.0"),
        word=row.get("CVSS3") or row.get("CVSS"),
        disposition=Disposition.SUPPRESSED if triaged else Disposition.OPEN,
        native_status=joined(": ", triaged, row.get("Note reason")),
        package=affected(row.get("Component"), row.get("Version"), path=row.get("Object full path")),
        scope=row.get("Object full path"),
        title=f"{cve or bdsa} in {row.get('Component')}",
        description=row.get("Summary"),
        cves=cves(cve),
        aliases=aliases(cve, bdsa),
        cvss=cvss_scores.scores(
            (("nvd", "3.1", row.get("CVSS vector (v3)"), third), ("nvd", "2.0", row.get("CVSS vector (v2)"), second))
        ),
    )
