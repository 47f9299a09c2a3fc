"""JFrog Xray's vulnerabilities report, exported as JSON.

https://jfrog.com/help, "Vulnerabilities report content": one row per issue, component and artifact. A row names every CVE of
its issue. The export is paged: `total_rows` says how many rows there are.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.dates import earliest_of, moment
from generator.parsers.scans.entries import cves, fold, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_NOTHING = "the report has no rows: it does not say which artifacts it covers"

_SHORT = 1000
"""Bytes of a list that holds nothing, white space included."""


class _XrayRow(msgspec.Struct):
    cves: tuple[jfrog_issues.XrayCve | None, ...] | None = None
    summary: str | None = None
    severity: str | None = None
    vulnerable_component: str | None = None
    impacted_artifact: str | None = None
    path: str | None = None
    fixed_versions: tuple[str | None, ...] | None = None
    artifact_scan_time: str | None = None
    issue_id: str | None = None
    description: str | None = None


class _XrayReport(msgspec.Struct):
    total_rows: int | None = None
    rows: tuple[_XrayRow | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """`total_rows` and `rows` say little: the first row has to be Xray's."""
    members = document.members
    if "rows" not in members:
        return False
    rows = bytes(members["rows"])
    if "total_rows" in members and len(rows) < _SHORT and b"".join(rows.split()) in {b"[]", b"null"}:
        return True
    return b'"vulnerable_component"' in rows


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _XrayReport)
    rows = report.rows or ()
    accumulator = ScanAccumulator(evidence, "JFrog Xray")
    fold(accumulator, rows, "/rows", lambda row, place: _result(row, place, evidence))
    if not rows:
        accumulator.stated(TargetKind.IMAGE)
        return accumulator.finish(None, failure=_NOTHING)
    accumulator.counts.compare("row", stated=report.total_rows, listed=len(rows))
    # NOTE: a report is as fresh as the least fresh of what it covers.
    return accumulator.finish(earliest_of(moment(row.artifact_scan_time) for row in rows if row))


def _result(row: _XrayRow, place: str, evidence: EvidenceFile) -> ScanResult | None:
    identifier = row.issue_id or next(jfrog_issues.names(row.cves), None)
    component = row.vulnerable_component
    return vulnerability_of(
        identifier,
        _target(row, evidence),
        place,
        severity=jfrog_issues.severity(row.severity),
        word=row.severity,
        package=jfrog_issues.component(component, row.fixed_versions) if component else None,
        scope=row.path or "",
        title=row.summary,
        description=row.description,
        cves=cves(*jfrog_issues.names(row.cves)),
        cwes=jfrog_issues.kinds(row.cves),
        cvss=jfrog_issues.scores(row.cves),
    )


def _target(row: _XrayRow, evidence: EvidenceFile) -> ScanTarget:
    artifact = row.impacted_artifact or row.path
    if not artifact:
        return from_evidence(evidence, TargetKind.UNKNOWN)
    kind = TargetKind.IMAGE if artifact.startswith("docker://") else TargetKind.REPOSITORY
    return ScanTarget(name=jfrog_issues.image(artifact), kind=kind)
