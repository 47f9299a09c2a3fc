"""The index of a month's raw scans, as FedRAMP's Vulnerability Scanning Requirements ask for it beside the files themselves.

Per scan: scanner and version, when its signatures were updated, whether it logged in, the checksum of its configuration and
whether that is the approved one, and that the file is as the scanner wrote it (or which one it was made from). What lies among
the scans and could not be read is handed on as well, and listed apart: it may be a scan.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from generator.export.material import Made, Material
from generator.export.populations import plain_cells
from generator.model.evidence import GapKind
from generator.model.identifiers import Sha256
from generator.model.quality import ScanQuality
from generator.pipeline.render import Rendered
from generator.text import moment

JSON = "conmon/Scan-Index.json"
CSV = "conmon/Scan-Index.csv"
_SCANS = "evidence/scans/"
"""Where `atopack init` and its README ask for them."""
_NOT_READ = (GapKind.UNREADABLE, GapKind.UNRECOGNISED)


class ScanRow(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One raw scan. None where it is not stated."""

    path: str
    sha256: Sha256
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


class NotRead(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A file among the scans that no reader could use: cut off, or of a form that is not known."""

    path: str
    sha256: Sha256
    size: int
    why: str


@dataclass(frozen=True, slots=True)
class ScanIndex:
    """See `Supplement`."""

    name: str = "scan-index"

    def made(self, material: Material) -> Made:
        """See `Supplement.made`."""
        found, others = rows(material), tuple(not_read(material))
        encoded = msgspec.json.format(msgspec.json.encode({"scans": found, "not-read": others}), indent=1) + b"\n"
        return {JSON: (encoded, "Index of the raw scans"), CSV: (_table(found, others), "Index of the raw scans, as a table")}


def rows(material: Material) -> tuple[ScanRow, ...]:
    """Every scan that counts on the day, sorted by path."""
    tallies = dict(material.package.tallies)
    found = []
    for one in material.package.scan_quality:
        tally = tallies.get(one.evidence.path)
        found.append(_row(one, material.rendered.places.of(one.evidence.path), tally.results if tally else None))
    return tuple(sorted(found, key=lambda row: row.path))


def unread_scans(rendered: Rendered) -> Mapping[str, str]:
    """Path in the delivery to why it could not be read, of what lies where scans belong."""
    unread = (one for one in rendered.package.gaps if one.kind in _NOT_READ and not one.place and one.path.startswith(_SCANS))
    return {rendered.places.of(one.path): one.reason for one in unread}


def not_read(material: Material) -> Iterator[NotRead]:
    """Those of the delivery, sorted by path."""
    for path, why in sorted(unread_scans(material.rendered).items()):
        if (one := material.evidence.get(path)) is not None:
            yield NotRead(path=path, sha256=one.sha256, size=one.size, why=why)


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


def _table(found: Sequence[ScanRow], others: Iterable[NotRead]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    names = ScanRow.__struct_fields__
    table.writerow([_heading(name) for name in names])
    for row in found:
        table.writerow(plain_cells(*(_cell(getattr(row, name)) for name in names)))
    for one in others:
        table.writerow(plain_cells(one.path, one.sha256, str(one.size), f"not read: {one.why}", *[""] * (len(names) - 4)))
    return out.getvalue().encode("utf-8-sig")


def _heading(name: str) -> str:
    """`Scanner version`, `Configuration SHA-256`."""
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".replace("Sha256", "SHA-256").replace("sha256", "SHA-256")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


SCAN_INDEX = ScanIndex()
