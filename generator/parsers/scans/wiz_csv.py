"""Wiz's CSV reports: issues (a control and the resource that breaks it) and vulnerability findings.

https://docs.wiz.io, "Reports". An issue goes by its control, which is the same for every resource; a vulnerability by its CVE.
A report of issues without rows says that no issue was open, and not what was looked at.
"""

from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans import wiz_words
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import affected, cves, misconfiguration_of, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_ISSUES = ("Title", "Severity", "Resource Type", "Resource external ID", "Control ID")
_VULNERABILITIES = ("Name", "CVSSSeverity", "FindingStatus", "DetailedName", "AssetName")
_NOTHING = "the report has no rows: it does not say which resources Wiz looked at"


def recognizes(document: Document) -> bool:
    return has_table(document, _ISSUES) or has_table(document, _VULNERABILITIES)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Wiz")
    issues = has_table(document, _ISSUES)
    result = _issue if issues else _vulnerability
    table = table_of(document, _ISSUES if issues else _VULNERABILITIES)
    latest: datetime | None = None
    empty = True
    for row in whole_rows(table, accumulator):
        empty = False
        accumulator.take(result(row, evidence))
        seen = moment(row.get("LastDetected"))
        latest = max(latest, seen) if latest and seen else latest or seen
    return accumulator.finish(latest, failure=_NOTHING if empty else None)


def _issue(row: CsvRow, evidence: EvidenceFile) -> ScanResult | None:
    status = row.get("Status")
    return misconfiguration_of(
        row.get("Control ID"),
        wiz_words.resource(
            evidence,
            row.get("Resource Name"),
            row.get("Resource Type"),
            identity=row.get("Resource external ID"),
            system=row.get("Resource OS"),
        ),
        f"line {row.line}",
        word=row.get("Severity"),
        disposition=wiz_words.disposition(status),
        native_status=status,
        scope=row.get("Issue ID"),
        title=row.get("Title"),
        description=row.get("Description"),
        solution=row.get("Remediation Recommendation"),
        first_seen=day(row.get("Created At")),
    )


def _vulnerability(row: CsvRow, evidence: EvidenceFile) -> ScanResult | None:
    status = row.get("FindingStatus")
    path = row.get("LocationPath")
    return vulnerability_of(
        row.get("Name"),
        wiz_words.resource(
            evidence,
            row.get("AssetName"),
            row.get("AssetType") or "virtual_machine",
            identity=row.get("ProviderUniqueId"),
            system=row.get("OperatingSystem"),
        ),
        f"line {row.line}",
        word=row.get("VendorSeverity", "CVSSSeverity"),
        disposition=wiz_words.disposition(status),
        native_status=status,
        package=affected(row.get("DetailedName"), row.get("Version"), row.get("FixedVersion"), path=path),
        scope=path,
        title=row.get("Name"),
        solution=row.get("Remediation"),
        cves=cves(row.get("Name")),
        first_seen=day(row.get("FirstDetected")),
    )
