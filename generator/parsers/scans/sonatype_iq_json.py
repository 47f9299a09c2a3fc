"""Sonatype IQ's (Lifecycle's) report of an application: raw data of `GET /api/v2/applications/ID/reports/REPORT/raw`.

https://help.sonatype.com/en/report-related-rest-apis.html. A score from 0 to 10 and a threat category, no word: the band of
CVSS version 3 decides.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import ABSENT, Scalar, entries, fold_entries, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, cves, joined, not_null, vulnerability_of
from generator.parsers.scans.severity import band
from generator.parsers.scans.tally import ScanAccumulator

_ENDED = {
    "not applicable": Disposition.NOT_AFFECTED,
    "acknowledged": Disposition.OPEN,
    "confirmed": Disposition.OPEN,
}
"""IQ's states (https://help.sonatype.com/en/security-vulnerabilities.html): only the first says that nothing is affected."""


class _IqCoordinates(msgspec.Struct, rename="camel", gc=False):
    group_id: str | None = None
    artifact_id: str | None = None
    package_id: str | None = None
    name: str | None = None
    version: str | None = None


class _IqIdentifier(msgspec.Struct, gc=False):
    coordinates: _IqCoordinates | None = None


class _IqIssue(msgspec.Struct, gc=False):
    source: str | None = None
    reference: str | None = None
    severity: Scalar = None
    status: str | None = None
    vector: str | None = msgspec.field(name="cvssVector", default=None)
    cwe: str | None = None


class _IqSecurity(msgspec.Struct, gc=False):
    issues: msgspec.Raw = msgspec.field(name="securityIssues", default=ABSENT)


class _IqComponent(msgspec.Struct, rename="camel", gc=False):
    component_identifier: _IqIdentifier | None = None
    display_name: str | None = None
    package_url: str | None = None
    pathnames: tuple[str, ...] | None = None
    security_data: _IqSecurity | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return {"components", "matchSummary"}.issubset(members) or "securityData" in document.first_keys(members.get("components"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Sonatype IQ")
    target = accumulator.target(repository(evidence))
    components = entries(document, accumulator, document.members["components"], _IqComponent, "/components")
    for place, component in not_null(accumulator, components):
        result = partial(_result, package=_package(component), target=target)
        issues = (component.security_data or _IqSecurity()).issues
        fold_entries(document, accumulator, issues, _IqIssue, f"{place}/securityData/securityIssues", result)
    return accumulator.finish(None)


def _package(component: _IqComponent) -> AffectedPackage | None:
    named = (component.component_identifier or _IqIdentifier()).coordinates or _IqCoordinates()
    name = joined(":", named.group_id, named.artifact_id or named.package_id or named.name)
    path = next(iter(component.pathnames or ()), None)
    return affected(name or component.display_name or path, named.version, purl=component.package_url, path=path)


def _result(issue: _IqIssue, place: str, *, package: AffectedPackage | None, target: ScanTarget) -> ScanResult | None:
    score = cvss_scores.number(text(issue.severity))
    status = issue.status or ""
    return vulnerability_of(
        issue.reference,
        target,
        place,
        severity=band(score),
        word=text(issue.severity),
        disposition=_ENDED.get(status.lower(), Disposition.OPEN),
        native_status=status,
        package=package,
        title=titled(f"{issue.reference} in {package.name}" if package else issue.reference, issue.cwe),
        cwes=cwes(issue.cwe),
        cves=cves(issue.reference),
        cvss=cvss_scores.scores((((issue.source or "sonatype").lower(), "3.1", issue.vector, score),)),
    )
