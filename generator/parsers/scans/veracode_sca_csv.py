"""Veracode Software Composition Analysis' issues as CSV.

https://docs.veracode.com/r/Export_SCA_issues. The column of CVEs leaves the `CVE-` out and is kept as written; a license
issue has none, and neither has one about an outdated library: both are named by the type of the issue.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Repositories
from generator.parsers.scans.dates_spelled import spelled_day, spelled_moment
from generator.parsers.scans.entries import affected, cves, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("Issue ID", "Issue type", "Library")
_ENDED = {"resolved": Disposition.RESOLVED, "fixed": Disposition.RESOLVED}


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Veracode SCA")
    targets = Repositories(accumulator, evidence)
    scanned: list[str] = []
    for row in whole_rows(table_of(document, _HEADER), accumulator):
        scanned.append(row.get("Scan date"))
        accumulator.take(_result(row, targets.of(row.get("Project"))))
    targets.at_least_one()
    return accumulator.finish(next(filter(None, map(spelled_moment, scanned)), None))


def _result(row: CsvRow, target: ScanTarget) -> ScanResult | None:
    kind, cve, status = row.get("Issue type"), row.get("CVE"), row.get("Status")
    ignored = row.get("Ignored").lower() == "true"
    number = f"CVE-{cve}" if cve and not cve.upper().startswith(("CVE-", "SRCCLR")) else cve
    return result_of(
        ResultKind.LICENSE if kind.lower() == "license" else ResultKind.VULNERABILITY,
        cve or row.get("Vulnerability ID") or kind,
        target,
        f"line {row.line}",
        word=row.get("Severity"),
        disposition=Disposition.SUPPRESSED if ignored else _ENDED.get(status.lower(), Disposition.OPEN),
        native_status=joined(", ", status, "ignored" if ignored else None),
        package=affected(
            joined(":", row.get("Coordinate 1"), row.get("Coordinate 2")) or row.get("Library"),
            row.get("Version in use"),
            row.get("Updated Version"),
        ),
        title=row.get("Title") or joined(" ", kind, "of", row.get("Library")),
        cves=cves(number),
        cvss=cvss_scores.scores((("veracode", "3.1", None, cvss_scores.number(row.get("CVSS score"))),)),
        first_seen=spelled_day(row.get("Issue opened: Scan date")),
    )
