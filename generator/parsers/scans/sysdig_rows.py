"""Rows of Sysdig's vulnerability reports: the same columns under different names, as CSV and as JSON.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/reporting. A row is one vulnerability in one package of one
container of a workload, so an image that several workloads run is told once for each: the container is part of what makes
a result distinct, as for other reports of clusters.
"""

from collections.abc import Iterable
from typing import Protocol

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget, TargetKind
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import cves, digest, digests
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

SCANNER = "Sysdig Secure"
NOTHING = "the report has no rows: it does not say which images were looked at"
_TRUE = {"true", "yes"}
_VERSIONS = {"2": "2.0", "3": "3.0", "": "3.0"}


class Entry(Protocol):
    """One row. What a report does not have is None or empty."""

    @property
    def cvss_score(self) -> float | None: ...

    identifier: str | None
    severity: str | None
    link: str | None
    cvss_version: str | None
    cvss_vector: str | None
    published: str | None
    fixed: str | None
    package: str | None
    version: str | None
    path: str | None
    image: str | None
    image_id: str | None
    system: str | None
    namespace: str | None
    workload_type: str | None
    workload: str | None
    container: str | None
    accepted: bool | str | None
    due: str | None
    """When CISA's catalogue wants it fixed."""


def fold(accumulator: ScanAccumulator, rows: Iterable[tuple[str, Entry | None]], evidence: EvidenceFile) -> int:
    """Every row, with its place. Answers how many there were."""
    count = 0
    known: dict[tuple[str | None, ...], tuple[ScanTarget, str]] = {}
    for count, (place, row) in enumerate(rows, 1):  # noqa: B007 - the last one is the answer
        if row is None:
            accumulator.drop(EMPTY_ENTRY)
            continue
        key = (row.image, row.image_id, row.system, row.namespace, row.workload_type, row.workload, row.container)
        where = known.get(key)
        if where is None:
            where = known[key] = (_target(row, evidence), "/".join(part or "" for part in key[3:]))
        identifier = row.identifier or next(iter(cves(row.link)), "")
        if identifier:
            accumulator.add(_result(accumulator, row, identifier, (*where, place)))
        else:
            accumulator.drop(NO_IDENTIFIER)
    return count


def _target(row: Entry, evidence: EvidenceFile) -> ScanTarget:
    if not row.image:
        return from_evidence(evidence, TargetKind.IMAGE)
    workload = "/".join(part for part in (row.namespace, row.workload_type, row.workload) if part)
    return ScanTarget(
        name=row.image,
        kind=TargetKind.IMAGE,
        digests=digests(row.image),
        image_id=digest(row.image_id),
        os_name=row.system or None,
        workload=workload if row.workload else None,
    )


def _result(accumulator: ScanAccumulator, row: Entry, identifier: str, where: tuple[ScanTarget, str, str]) -> ScanResult:
    accepted = row.accepted is True or str(row.accepted).strip().lower() in _TRUE
    disposition = Disposition.SUPPRESSED if accepted else Disposition.OPEN
    new = accumulator.is_new(ResultKind.VULNERABILITY, identifier, where[0], disposition)
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=where[0],
        severity=severity(row.severity or ""),
        native_severity=row.severity or "",
        disposition=disposition,
        native_status="risk accepted" if accepted else "",
        package=_package(row),
        scope=where[1],
        cves=cves(identifier) if new else (),
        cvss=cvss_scores.scores((_score(row),)) if new else (),
        references=(row.link,) if new and row.link else (),
        published=day(row.published) if new else None,
        known_exploited=day(row.due),
        place=where[2],
    )


def _score(row: Entry) -> cvss_scores.Raw:
    version = row.cvss_version or ""
    return "sysdig", _VERSIONS.get(version, version), row.cvss_vector, row.cvss_score


def _package(row: Entry) -> AffectedPackage | None:
    if not row.package:
        return None
    return AffectedPackage(
        name=row.package, version=row.version or None, fixed_version=row.fixed or None, path=row.path or None
    )
