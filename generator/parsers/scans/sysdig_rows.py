"""Rows of Sysdig's vulnerability reports: the same columns under different names, as CSV and as JSON.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/reporting. A row is one vulnerability in one package of one
container of a workload, so an image that several workloads run is listed once for each: the container is part of what makes
a result distinct, as for other reports of clusters.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity, TargetKind
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import cves, digest, digests, joined
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

SCANNER = "Sysdig Secure"
NOTHING = "the report has no rows: it does not say which images were looked at"
_TRUE = {"true", "yes"}
_VERSIONS = {"2": "2.0", "3": "3.0", "": "3.0"}


class SysdigEntry(Protocol):
    """One row. What a report does not have is None or empty."""

    @property
    def cvss_score(self) -> float | None: ...

    identifier: str | None
    severity: str | None
    link: str | None
    cvss_version: str | None
    cvss_vector: str | None
    fixed: str | None
    package: str | None
    version: str | None
    path: str | None
    image: str | None
    image_id: str | None
    system: str | None
    cluster: str | None
    namespace: str | None
    workload_type: str | None
    workload: str | None
    container: str | None
    accepted: bool | str | None
    due: str | None
    """When CISA's catalog wants it fixed."""


class SysdigAbout(msgspec.Struct, frozen=True, gc=False):
    """What a row says of its vulnerability, the same in every image."""

    identifier: str
    severity: Severity
    native: str
    disposition: Disposition
    cves: tuple[str, ...]
    cvss: tuple[Cvss, ...]
    known_exploited: date | None


class SysdigWhere(msgspec.Struct, frozen=True, gc=False):
    """What a row is about: an image, and the container of a workload that runs it."""

    target: ScanTarget
    scope: str


def fold(accumulator: ScanAccumulator, rows: Iterable[tuple[str, SysdigEntry | None]], evidence: EvidenceFile) -> int:
    """Every row, with its place. Answers how many there were."""
    count = 0
    for count, (place, row) in enumerate(rows, 1):  # noqa: B007 - the last one is the answer
        if row is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            add(accumulator, about(row), package(row), where(row, evidence), place)
    return count


def add(
    accumulator: ScanAccumulator, known: SysdigAbout, affected: AffectedPackage | None, at: SysdigWhere, place: str
) -> None:
    """Count one row by its parts."""
    if not known.identifier:
        accumulator.drop(NO_IDENTIFIER)
        return
    accumulator.add(
        ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=known.identifier,
            target=at.target,
            severity=known.severity,
            native_severity=known.native,
            disposition=known.disposition,
            native_status="risk accepted" if known.disposition is Disposition.SUPPRESSED else "",
            package=affected,
            scope=at.scope,
            cves=known.cves,
            cvss=known.cvss,
            known_exploited=known.known_exploited,
            place=place,
        )
    )


def about(row: SysdigEntry) -> SysdigAbout:
    """The part of a row that is about the vulnerability. A row without identifier is named by its link."""
    identifier = row.identifier or next(iter(cves(row.link)), "")
    accepted = row.accepted is True or str(row.accepted).strip().lower() in _TRUE
    return SysdigAbout(
        identifier=identifier,
        severity=severity(row.severity or ""),
        native=row.severity or "",
        disposition=Disposition.SUPPRESSED if accepted else Disposition.OPEN,
        cves=cves(identifier),
        cvss=cvss_scores.scores((_score(row),)),
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


def _score(row: SysdigEntry) -> cvss_scores.Raw:
    version = row.cvss_version or ""
    return "sysdig", _VERSIONS.get(version, version), row.cvss_vector, row.cvss_score


def package(row: SysdigEntry) -> AffectedPackage | None:
    """The part of a row that is about the package."""
    if not row.package:
        return None
    return AffectedPackage(
        name=row.package, version=row.version or None, fixed_version=row.fixed or None, path=row.path or None
    )
