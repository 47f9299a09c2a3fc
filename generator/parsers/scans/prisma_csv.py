"""Prisma Cloud's (Twistlock's) CSV exports: vulnerabilities and failed checks of images and of hosts.

https://docs.prismacloud.io, "Vulnerability management". A row with a CVE is about a package, one without about a check. The
export of scans in pipelines names two columns `Type`, the scan's and the package's, and a column `Hostname` that is the
machine of the pipeline, not what was scanned.
"""

from dataclasses import dataclass
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers import csv
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import cves, digest
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.prisma_wire import SCANNER, disposition, fixed_version
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("CVE ID", "Compliance ID", "Packages", "Package Version", "Fix Status")
_NOTHING = "the export has no rows: it does not say which images or hosts were looked at"


@dataclass(frozen=True, slots=True)
class PrismaCsv:
    """See `Parser`."""

    name: str = "prisma-csv"
    family: Family = "scan"
    title: str = "Prisma Cloud (Twistlock) exports of images and hosts (CSV)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return has_table(document, _HEADER)

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        accumulator, targets = ScanAccumulator(evidence, Scanner(name=SCANNER)), _Targets(evidence)
        taken: datetime | None = None
        empty = True
        for row in whole_rows(table_of(document, _HEADER)):
            empty = False
            result = _result(accumulator, row, targets.target(row))
            if result is None:
                accumulator.drop(NO_IDENTIFIER)
            else:
                accumulator.add(result)
            scanned = moment(row.get("Scan Time"))
            taken = max(taken, scanned) if taken and scanned else taken or scanned
        return accumulator.finish(taken, assessed=not empty, because=_NOTHING if empty else None)


class _Targets:
    """Images and hosts of one file, one record each."""

    __slots__ = ("_evidence", "_hosts", "_images")

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._hosts = HostTargets(evidence)
        self._images: dict[tuple[str, str, str, str], ScanTarget] = {}

    def target(self, row: csv.Row) -> ScanTarget:
        """What the row is about."""
        if "Repository" not in row.columns:
            return self._hosts.target(row.get("Hostname"), os_name=row.get("Distro"))
        key = (row.get("Registry"), row.get("Repository"), row.get("Tag"), row.get("Id"))
        if key not in self._images:
            self._images[key] = self._image(key, row.get("Distro"))
        return self._images[key]

    def _image(self, key: tuple[str, str, str, str], system: str) -> ScanTarget:
        registry, repository, tag, identity = key
        path = "/".join(part for part in (registry, repository) if part)
        name = (f"{path}:{tag}" if tag else path) if repository else identity
        if not name:
            return from_evidence(self._evidence, TargetKind.IMAGE)
        return ScanTarget(name=name, kind=TargetKind.IMAGE, image_id=digest(identity), os_name=system or None)


def _result(accumulator: ScanAccumulator, row: csv.Row, target: ScanTarget) -> ScanResult | None:
    vulnerability = row.get("CVE ID")
    identifier = vulnerability or row.get("Compliance ID")
    if not identifier:
        return None
    kind = ResultKind.VULNERABILITY if vulnerability else ResultKind.MISCONFIGURATION
    native, status = row.get("Severity"), row.get("Fix Status")
    standing = disposition(status)
    new = accumulator.is_new(kind, identifier, target, standing)
    link = row.get("Vulnerability Link") if new else ""
    title, description = _texts(row, kind) if new else ("", "")
    return ScanResult(
        kind=kind,
        identifier=identifier,
        target=target,
        severity=severity(native),
        native_severity=native,
        disposition=standing,
        native_status=status,
        package=_package(row, status),
        title=title,
        description=description,
        cves=cves(vulnerability),
        cvss=cvss_scores.scores((("prisma", "3.0", None, cvss_scores.number(row.get("CVSS"))),)) if new else (),
        references=(link,) if link else (),
        published=day(row.get("Published")) if new else None,
        first_seen=day(row.get("Discovered")),
        place=f"line {row.line}",
    )


def _texts(row: csv.Row, kind: ResultKind) -> tuple[str, str]:
    """Title and description. What is the description of a vulnerability is the name of a check."""
    if kind is ResultKind.VULNERABILITY:
        return "", row.get("Description")
    return row.get("Description"), row.get("Cause")


def _package(row: csv.Row, status: str) -> AffectedPackage | None:
    """One row may name several packages that are built from one source."""
    names = row.get("Packages", "Source Package")
    if not names:
        return None
    return AffectedPackage(
        name=names,
        version=row.get("Package Version") or None,
        fixed_version=fixed_version(status),
        path=row.get("Binaries", "Package Path") or None,
    )
