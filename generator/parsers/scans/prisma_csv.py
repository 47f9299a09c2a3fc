"""Prisma Cloud's (Twistlock's) CSV exports: vulnerabilities and failed checks of images and of hosts.

https://docs.prismacloud.io, "Vulnerability management". A row with a CVE is about a package, one without about a check. The
export of scans in pipelines names two columns `Type`, the scan's and the package's, and a column `Hostname` that is the
machine of the pipeline, not what was scanned.
"""

from datetime import datetime
from functools import lru_cache
from typing import TypedDict

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Cvss,
    Disposition,
    ResultKind,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers import csv
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import cves, digest, joined
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.prisma_wire import SCANNER, disposition, fixed_version
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named
from generator.parsers.scans.whole_rows import Alike, has_table, table_of, whole_rows

_HEADER = ("CVE ID", "Packages", "Package Version")
_NAMES_OF_TARGET = ("Hostname", "Registry", "Repository", "Tag", "Id", "Distro")
_NAMES_ABOUT = (
    "CVE ID",
    "Compliance ID",
    "Severity",
    "Fix Status",
    "Description",
    "Cause",
    "CVSS",
)
_NAMES_OF_PACKAGES = ("Packages", "Source Package", "Package Version", "Binaries", "Package Path", "Fix Status")
_NOTHING = "the export has no rows: it does not say which images or hosts were looked at"


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, SCANNER), _PrismaTargets(evidence)
    taken: datetime | None = None
    empty = True
    table = table_of(document, _HEADER)
    reading, hosts = _PrismaReading(table), Alike(table, _NAMES_OF_TARGET, targets.target)
    for row in whole_rows(table, accumulator):
        empty = False
        accumulator.take(reading.result(row, hosts.of(row)))
        scanned = moment(row.get("Scan Time"))
        taken = max(taken, scanned) if taken and scanned else taken or scanned
    return accumulator.finish(taken, failure=_NOTHING if empty else None)


class _PrismaTargets:
    """Images and hosts of one file, one record each."""

    __slots__ = ("_evidence", "_hosts", "_images")

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._hosts = HostTargets(evidence)
        self._images: dict[tuple[str, str, str, str], ScanTarget] = {}

    def target(self, row: csv.CsvRow) -> ScanTarget:
        """What the row is about."""
        if "Repository" not in row.columns:
            return self._hosts.target(row.get("Hostname"), os_name=row.get("Distro"))
        key = (row.get("Registry"), row.get("Repository"), row.get("Tag"), row.get("Id"))
        if key not in self._images:
            self._images[key] = self._image(key, row.get("Distro"))
        return self._images[key]

    def _image(self, key: tuple[str, str, str, str], system: str) -> ScanTarget:
        registry, repository, tag, identity = key
        path = joined("/", registry, repository)
        name = (f"{path}:{tag}" if tag else path) if repository else identity
        return named(name, TargetKind.IMAGE, self._evidence, image_id=digest(identity), os_name=system or None)


class _PrismaAbout(TypedDict):
    """What a row says of its weakness, the same in every image: see `ScanResult`."""

    kind: ResultKind
    identifier: str
    severity: Severity
    native_severity: str
    disposition: Disposition
    native_status: str
    title: str
    description: str
    cves: tuple[str, ...]
    cvss: tuple[Cvss, ...]


class _PrismaReading:
    """The rows of one table."""

    __slots__ = ("_about", "_packages")

    def __init__(self, table: csv.CsvTable) -> None:
        self._about = Alike(table, _NAMES_ABOUT, _about)
        self._packages = Alike(table, _NAMES_OF_PACKAGES, _packages)

    def result(self, row: csv.CsvRow, target: ScanTarget) -> ScanResult | None:
        """One row; None where it names no weakness."""
        about, packages = self._about.of(row), self._packages.of(row)
        if not about["identifier"]:
            return None
        first = packages[0] if packages else None
        place, seen = f"line {row.line}", _day(row.get("Discovered"))
        return ScanResult(target=target, place=place, package=first, more_packages=packages[1:], first_seen=seen, **about)


_day = lru_cache(1 << 12)(seen_day)


def _about(row: csv.CsvRow) -> _PrismaAbout:
    vulnerability = row.get("CVE ID")
    kind = ResultKind.VULNERABILITY if vulnerability else ResultKind.MISCONFIGURATION
    native, status = row.get("Severity"), row.get("Fix Status")
    title, description = _texts(row, kind)
    return _PrismaAbout(
        kind=kind,
        identifier=vulnerability or row.get("Compliance ID"),
        severity=severity(native),
        native_severity=native,
        disposition=disposition(status),
        native_status=status,
        title=title,
        description=description,
        cves=cves(vulnerability),
        cvss=cvss_scores.scores((("prisma", "3.0", None, cvss_scores.number(row.get("CVSS"))),)),
    )


def _texts(row: csv.CsvRow, kind: ResultKind) -> tuple[str, str]:
    """Title and description. What is the description of a vulnerability is the name of a check."""
    if kind is ResultKind.VULNERABILITY:
        return "", row.get("Description")
    return row.get("Description"), row.get("Cause")


def _packages(row: csv.CsvRow) -> tuple[AffectedPackage, ...]:
    """One row may name several packages that are built from one source and have one version."""
    version, fixed = row.get("Package Version") or None, fixed_version(row.get("Fix Status"))
    path = row.get("Binaries", "Package Path") or None
    names = (name.strip() for name in row.get("Packages", "Source Package").split(","))
    return tuple(
        AffectedPackage(name=name, version=version, fixed_version=fixed, path=path) for name in dict.fromkeys(names) if name
    )
