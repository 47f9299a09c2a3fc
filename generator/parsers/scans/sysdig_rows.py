"""Rows of Sysdig's vulnerability reports: the same columns under different names, as CSV and as JSON.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/reporting. A row is one vulnerability in one package of one
container of a workload, so an image that several workloads run is listed once for each: the container is part of what makes
a result distinct, as for other reports of clusters.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity, TargetKind
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import affected, cves, digest, digests, joined, not_null
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

SCANNER = "Sysdig Secure"
NOTHING = "the report has no rows: it does not say which images were looked at"
_TRUE = {"true", "yes"}
_VERSIONS = {"2": "2.0", "3": "3.0", "": "3.0"}


class SysdigEntry(msgspec.Struct, kw_only=True, gc=False):
    """One row. What a report does not have is None or empty."""

    identifier: str | None = None
    severity: str | None = None
    link: str | None = None
    cvss_version: str | None = None
    cvss_score: float | None = None
    cvss_vector: str | None = None
    fixed: str | None = None
    package: str | None = None
    version: str | None = None
    path: str | None = None
    image: str | None = None
    image_id: str | None = None
    system: str | None = None
    cluster: str | None = None
    namespace: str | None = None
    workload_type: str | None = None
    workload: str | None = None
    container: str | None = None
    accepted: bool | str | None = None
    due: str | None = None
    """When CISA's catalog wants it fixed."""


class SysdigAbout(TypedDict):
    """What a row says of its vulnerability, the same in every image: see `ScanResult`."""

    identifier: str
    severity: Severity
    native_severity: str
    disposition: Disposition
    native_status: str
    cves: tuple[str, ...]
    cvss: tuple[Cvss, ...]
    known_exploited: date | None


class SysdigWhere(msgspec.Struct, frozen=True, gc=False):
    """What a row is about: an image, and the container of a workload that runs it."""

    target: ScanTarget
    scope: str


def fold(accumulator: ScanAccumulator, rows: Iterable[tuple[str, SysdigEntry | None]], evidence: EvidenceFile) -> None:
    """Every row, with its place."""
    for place, row in not_null(accumulator, rows):
        add(accumulator, about(row), package(row), where(row, evidence), place)


def add(accumulator: ScanAccumulator, known: SysdigAbout, package: AffectedPackage | None, at: SysdigWhere, place: str) -> None:
    """Count one row by its parts."""
    kind = ResultKind.VULNERABILITY
    result = ScanResult(kind=kind, target=at.target, package=package, scope=at.scope, place=place, **known)
    accumulator.take(result if result.identifier else None)


def about(row: SysdigEntry) -> SysdigAbout:
    """The part of a row that is about the vulnerability. A row without identifier is named by its link."""
    identifier = row.identifier or next(iter(cves(row.link)), "")
    accepted, version = row.accepted is True or str(row.accepted).strip().lower() in _TRUE, row.cvss_version or ""
    return SysdigAbout(
        identifier=identifier,
        severity=severity(row.severity or ""),
        native_severity=row.severity or "",
        disposition=Disposition.SUPPRESSED if accepted else Disposition.OPEN,
        native_status="risk accepted" if accepted else "",
        cves=cves(identifier),
        cvss=cvss_scores.scores((("sysdig", _VERSIONS.get(version, version), row.cvss_vector, row.cvss_score),)),
        known_exploited=day(row.due),
    )


def where(row: SysdigEntry, evidence: EvidenceFile) -> SysdigWhere:
    """The part of a row that is about what was looked at."""
    parts = (row.namespace, row.workload_type, row.workload)
    scope = "/".join(part or "" for part in (*parts, row.container))
    if not row.image:
        return SysdigWhere(from_evidence(evidence, TargetKind.IMAGE), scope)
    target = ScanTarget(
        name=row.image,
        kind=TargetKind.IMAGE,
        digests=digests(row.image),
        image_id=digest(row.image_id),
        os_name=row.system or None,
        workload="/".join(part for part in parts if part) if row.workload else None,
        instance=joined("/", row.cluster, *parts, row.container) if row.container else None,
    )
    return SysdigWhere(target, scope)


def package(row: SysdigEntry) -> AffectedPackage | None:
    """The part of a row that is about the package."""
    return affected(row.package, row.version, row.fixed, path=row.path)
