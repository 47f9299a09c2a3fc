"""The index of a month's raw scans, as FedRAMP's Vulnerability Scanning Requirements ask for it beside the files themselves.

Per scan: scanner and version, when its signatures were updated, whether it logged in, the checksum of its configuration and
whether that is the approved one, and that the file is as the scanner wrote it (or which one it was made from).
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import msgspec

from generator.export.material import Made, Material
from generator.export.populations import plain_cells
from generator.model.quality import ScanQuality

JSON = "conmon/Scan-Index.json"
CSV = "conmon/Scan-Index.csv"


class ScanRow(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One raw scan. None where nobody says it."""

    path: str
    sha256: str
    size: int
    scanner: str
    scanner_version: str | None
    signatures_updated: datetime | None
    """None also where the scan uses no database of vulnerabilities: see `uses_signatures`."""
    uses_signatures: bool
    scanned: datetime | None
    hosts: int
    """Targets that a scanner has to log in to; 0 where there is nothing to log in to, as for images."""
    hosts_authenticated: int
    hosts_unauthenticated: int
    hosts_without_full_rights: int
    configuration_sha256: str | None
    configuration: str
    """`approved`, `differs`, `unknown`."""
    said_by_a_person: tuple[str, ...]
    """What the report does not say itself."""
    results: int | None
    as_the_scanner_wrote_it: bool
    original_sha256: str | None
    """Of a redacted copy."""


@dataclass(frozen=True, slots=True)
class ScanIndex:
    """See `Supplement`."""

    name: str = "scan-index"

    def made(self, material: Material) -> Made:
        """See `Supplement.made`."""
        found = rows(material)
        encoded = msgspec.json.format(msgspec.json.encode({"scans": found}), indent=1) + b"\n"
        return {JSON: (encoded, "Index of the raw scans"), CSV: (_table(found), "Index of the raw scans, as a table")}


def rows(material: Material) -> tuple[ScanRow, ...]:
    """Every scan that counts on the day, sorted by path."""
    tallies = dict(material.package.tallies)
    found = []
    for one in material.package.scan_quality:
        tally = tallies.get(one.evidence.path)
        found.append(_row(one, material.prepared.places.of(one.evidence.path), tally.results if tally else None))
    return tuple(sorted(found, key=lambda row: row.path))


def _row(one: ScanQuality, path: str, results: int | None) -> ScanRow:
    return ScanRow(
        path=path,
        sha256=one.evidence.sha256,
        size=one.evidence.size,
        scanner=one.scanner.name,
        scanner_version=one.scanner.version,
        signatures_updated=one.scanner.database_updated if one.uses_database else None,
        uses_signatures=one.uses_database,
        scanned=one.taken,
        hosts=one.hosts,
        hosts_authenticated=one.authenticated,
        hosts_unauthenticated=one.unauthenticated,
        hosts_without_full_rights=one.unprivileged,
        configuration_sha256=one.configuration,
        configuration=str(one.approval),
        said_by_a_person=one.stated,
        results=results,
        as_the_scanner_wrote_it=one.evidence.original is None,
        original_sha256=one.evidence.original,
    )


def _table(found: tuple[ScanRow, ...]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    names = ScanRow.__struct_fields__
    table.writerow([name.replace("_", " ").capitalize().replace("Sha256", "SHA-256") for name in names])
    for row in found:
        table.writerow(plain_cells(*(_cell(getattr(row, name)) for name in names)))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M UTC")
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


SCAN_INDEX = ScanIndex()
