"""How good the scans are as evidence, and which of their raw results could not be used."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.places import evidence_path
from generator.model.quality import Approval, ScanQuality
from generator.model.scan import ScanTally
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck.rows import CountLine, DroppedRow, EvidencePlace, QualityRow
from generator.renderers.crosscheck.text import link_to
from generator.text import counted, moment

UNKNOWN = "not known"
_APPLIES_NOT = "does not apply"
_DAY = 24
_APPROVALS = {
    Approval.APPROVED: "approved",
    Approval.DIFFERS: "differs from the approved one",
    Approval.LATER: "approved after the scan",
    Approval.UNKNOWN: "not known whether approved",
}


def quality(package: AuthorizationPackage) -> tuple[QualityRow, ...]:
    """One row per scan that counts."""
    return tuple(_row(scan_quality) for scan_quality in package.scan_quality)


def unknown(scans: Sequence[ScanQuality]) -> str:
    """What is not stated, counted: `database date of 12 scans`. Unknown is neither good nor bad, and has to be collected."""
    databases = sum(scan.uses_database and scan.database_age is None for scan in scans)
    hosts = sum(scan.unknown_hosts for scan in scans)
    configurations = sum(scan.approval is Approval.UNKNOWN for scan in scans)
    versions = sum(scan.scanner.version is None for scan in scans)
    parts = (
        (databases, f"age of the vulnerability database in {counted(databases, 'scan')}"),
        (hosts, f"login to {counted(hosts, 'scanned host')}"),
        (configurations, f"approval of the configuration in {counted(configurations, 'scan')}"),
        (versions, f"scanner version in {counted(versions, 'scan')}"),
    )
    return "; ".join(text for number, text in parts if number)


def dropped(package: AuthorizationPackage) -> tuple[DroppedRow, ...]:
    """The files of which the reader left something out."""
    return tuple(_dropped(path, tally) for path, tally in package.tallies if tally.dropped)


def read(package: AuthorizationPackage) -> tuple[DroppedRow, ...]:
    """The files of which nothing was left out, as one row, and the sum of all files that count."""
    whole = [tally for _, tally in package.tallies if not tally.dropped and tally.results]
    everything = [tally for _, tally in package.tallies]
    rows = ((f"{counted(len(whole), 'other file')}, with nothing left out", whole), ("all scans that count", everything))
    return tuple(_sum(label, tallies) for label, tallies in rows if tallies)


def _row(scan_quality: ScanQuality) -> QualityRow:
    return QualityRow(
        scanner=scan_quality.scanner.name,
        version=scan_quality.scanner.version or UNKNOWN,
        scanned=_moment(scan_quality.taken),
        database=_moment(scan_quality.scanner.database_updated) if scan_quality.uses_database else _APPLIES_NOT,
        age=_age(scan_quality),
        login=_login(scan_quality),
        configuration=_APPROVALS[scan_quality.approval],
        checksum=scan_quality.configuration or "",
        stated=", ".join(scan_quality.stated),
        place=_place(scan_quality.evidence),
        bad=tuple(_bad(scan_quality)),
    )


def _moment(value: datetime | None) -> str:
    return moment(value) if value else UNKNOWN


def _age(scan_quality: ScanQuality) -> str:
    age = scan_quality.database_age
    if not scan_quality.uses_database:
        return _APPLIES_NOT
    if age is None:
        return UNKNOWN
    return counted(round(age / _DAY), "day") if age >= 2 * _DAY else counted(round(age), "hour")


def _login(scan_quality: ScanQuality) -> str:
    """`18 of 20 hosts; not known of 1; 1 without full rights`."""
    if not scan_quality.hosts:
        return _APPLIES_NOT
    if scan_quality.unknown_hosts == scan_quality.hosts and not scan_quality.unprivileged:
        return UNKNOWN
    text = f"{scan_quality.authenticated:,} of {counted(scan_quality.hosts, 'host')}"
    text += f"; not known of {scan_quality.unknown_hosts:,}" if scan_quality.unknown_hosts else ""
    return text + (f"; {scan_quality.unprivileged:,} without full rights" if scan_quality.unprivileged else "")


def _bad(scan_quality: ScanQuality) -> Iterator[str]:
    if scan_quality.uses_database and (scan_quality.database_age or 0) > _DAY:
        yield "age"
    if scan_quality.unauthenticated or scan_quality.unprivileged:
        yield "login"
    if scan_quality.approval in (Approval.DIFFERS, Approval.LATER):
        yield "configuration"


def _place(file: EvidenceFile) -> EvidencePlace:
    path = evidence_path(file.path)
    return EvidencePlace(text=path, href=link_to(path))


def _dropped(path: str, tally: ScanTally) -> DroppedRow:
    inside = evidence_path(path)
    return DroppedRow(
        place=EvidencePlace(text=inside, href=link_to(inside)),
        results=f"{tally.results:,}",
        kept=f"{tally.unique:,}",
        duplicates=f"{tally.duplicates:,}",
        left_out=f"{sum(count for _, count in tally.dropped):,}",
        dropped=tuple(CountLine(label=reason, count=f"{count:,}") for reason, count in tally.dropped),
    )


def _sum(label: str, tallies: Sequence[ScanTally]) -> DroppedRow:
    return DroppedRow(
        place=EvidencePlace(text=label, href=""),
        results=f"{sum(tally.results for tally in tallies):,}",
        kept=f"{sum(tally.unique for tally in tallies):,}",
        duplicates=f"{sum(tally.duplicates for tally in tallies):,}",
        left_out=f"{sum(count for tally in tallies for _, count in tally.dropped):,}",
        dropped=(),
    )
