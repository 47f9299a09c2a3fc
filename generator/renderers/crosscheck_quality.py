"""How good the scans are as evidence, and which of their raw results could not be used."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.places import evidence_path
from generator.model.quality import Approval, ScanQuality
from generator.model.scan import ScanTally
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck_rows import DroppedRow, Place, QualityRow, Tally
from generator.renderers.crosscheck_words import link_to
from generator.text import counted, moment

UNKNOWN = "not known"
_APPLIES_NOT = "does not apply"
_DAY = 24
_APPROVALS = {
    Approval.APPROVED: "approved",
    Approval.DIFFERS: "differs from the approved one",
    Approval.UNKNOWN: "not known whether approved",
}


def quality(package: AuthorizationPackage) -> tuple[QualityRow, ...]:
    """One row per scan that counts."""
    return tuple(_row(one) for one in package.scan_quality)


def unknown(scans: Sequence[ScanQuality]) -> str:
    """What is not stated, counted: `database date of 12 scans`. Unknown is neither good nor bad, and has to be collected."""
    databases = sum(one.uses_database and one.database_age is None for one in scans)
    hosts = sum(one.unknown_hosts for one in scans)
    configurations = sum(one.approval is Approval.UNKNOWN for one in scans)
    versions = sum(one.scanner.version is None for one in scans)
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


def _row(one: ScanQuality) -> QualityRow:
    return QualityRow(
        scanner=one.scanner.name,
        version=one.scanner.version or UNKNOWN,
        scanned=_moment(one.taken),
        database=_moment(one.scanner.database_updated) if one.uses_database else _APPLIES_NOT,
        age=_age(one),
        login=_login(one),
        configuration=_APPROVALS[one.approval],
        checksum=one.configuration or "",
        stated=", ".join(one.stated),
        place=_place(one.evidence),
        bad=tuple(_bad(one)),
    )


def _moment(value: datetime | None) -> str:
    return moment(value) if value else UNKNOWN


def _age(one: ScanQuality) -> str:
    age = one.database_age
    if not one.uses_database:
        return _APPLIES_NOT
    if age is None:
        return UNKNOWN
    return counted(round(age / _DAY), "day") if age >= 2 * _DAY else counted(round(age), "hour")


def _login(one: ScanQuality) -> str:
    """`18 of 20 hosts; not known of 1; 1 without full rights`."""
    if not one.hosts:
        return _APPLIES_NOT
    if one.unknown_hosts == one.hosts and not one.unprivileged:
        return UNKNOWN
    text = f"{one.authenticated:,} of {counted(one.hosts, 'host')}"
    text += f"; not known of {one.unknown_hosts:,}" if one.unknown_hosts else ""
    return text + (f"; {one.unprivileged:,} without full rights" if one.unprivileged else "")


def _bad(one: ScanQuality) -> Iterator[str]:
    if one.uses_database and (one.database_age or 0) > _DAY:
        yield "age"
    if one.unauthenticated or one.unprivileged:
        yield "login"
    if one.approval is Approval.DIFFERS:
        yield "configuration"


def _place(file: EvidenceFile) -> Place:
    path = evidence_path(file.path)
    return Place(text=path, href=link_to(path))


def _dropped(path: str, tally: ScanTally) -> DroppedRow:
    inside = evidence_path(path)
    return DroppedRow(
        place=Place(text=inside, href=link_to(inside)),
        results=f"{tally.results:,}",
        kept=f"{tally.unique:,}",
        duplicates=f"{tally.duplicates:,}",
        left_out=f"{sum(count for _, count in tally.dropped):,}",
        dropped=tuple(Tally(label=reason, count=f"{count:,}") for reason, count in tally.dropped),
    )


def _sum(label: str, tallies: Sequence[ScanTally]) -> DroppedRow:
    return DroppedRow(
        place=Place(text=label, href=""),
        results=f"{sum(tally.results for tally in tallies):,}",
        kept=f"{sum(tally.unique for tally in tallies):,}",
        duplicates=f"{sum(tally.duplicates for tally in tallies):,}",
        left_out=f"{sum(count for tally in tallies for _, count in tally.dropped):,}",
        dropped=(),
    )
