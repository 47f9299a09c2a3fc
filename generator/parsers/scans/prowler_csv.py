"""Prowler's CSV, of every version: the columns were renamed twice, and the delimiter changed from `,` to `;`.

https://docs.prowler.com, "Reporting". Its compliance CSVs, which repeat each check for every requirement, are not these.
"""

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import csv
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import aws_resource
from generator.parsers.scans.prowler_fold import ProwlerCheck, accumulator_of, compliance_of, controls_of, snapshot
from generator.parsers.scans.whole_rows import whole_rows

_HEADERS = (
    ("CHECK_ID", "STATUS_EXTENDED", "FINDING_UID", "MUTED"),
    ("check_id", "status_extended", "finding_unique_id"),
    ("TITLE_ID", "TITLE_TEXT", "ACCOUNT_NUM"),
)
"""Versions 4 and later, 3, 2."""
_TEXTS = (FileContainer.TEXT, FileContainer.BINARY)
"""Spreadsheet programs save as UTF-16, which has a zero in every second byte and so looks like no text."""
_NEXT = "export the file again"


def recognizes(document: Document) -> bool:
    return document.container in _TEXTS and _table(document) is not None


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    table = _table(document)
    if table is None:
        raise ParseError("the header of Prowler's CSV is missing", next_step=_NEXT)
    first = next(table.rows(), None)
    version = first.get("PROWLER_VERSION") if first else None
    accumulator = accumulator_of(evidence, version)
    return snapshot(accumulator, (_check(row) for row in whole_rows(table, accumulator)), evidence)


def _table(document: Document) -> csv.CsvTable | None:
    return next((table for header in _HEADERS if (table := csv.table(document, *header))), None)


def _check(row: csv.CsvRow) -> ProwlerCheck:
    return ProwlerCheck(
        identifier=row.get("CHECK_ID", "check_id", "TITLE_ID"),
        place=f"line {row.line}",
        status=row.get("STATUS", "status", "CHECK_RESULT", "RESULT"),
        muted=row.get("MUTED").lower() == "true",
        severity=row.get("SEVERITY", "severity", "CHECK_SEVERITY"),
        title=row.get("CHECK_TITLE", "check_title", "TITLE_TEXT"),
        message=row.get("STATUS_EXTENDED", "status_extended", "CHECK_RESULT_EXTENDED", "NOTES"),
        risk=row.get("RISK", "risk", "CHECK_RISK"),
        advice=row.get("REMEDIATION_RECOMMENDATION_TEXT", "remediation_recommendation_text", "CHECK_REMEDIATION"),
        controls=controls_of(compliance_of(row.get("COMPLIANCE", "compliance"))),
        provider=row.get("PROVIDER", "provider") or "aws",
        account=row.get("ACCOUNT_UID", "account_id", "subscription", "project_id", "ACCOUNT_NUM"),
        region=row.get("REGION", "region", "location"),
        resource=row.get("RESOURCE_UID", "resource_arn", "resource_id", "resource_name", "CHECK_RESOURCE_ID", "RESOURCE_NAME"),
        taken=aws_resource.when(row.get("TIMESTAMP", "assessment_start_time", "PROWLER_START_TIME")),
    )
