"""The index of a month's raw scans, as FedRAMP's Vulnerability Scanning Requirements ask for it beside the files themselves.

Per scan: scanner and version, when its signatures were updated, whether it logged in, the checksum of its configuration and
whether that is the approved one, and that the file is as the scanner wrote it (or which one it was made from). What lies among
the scans and could not be read is handed on as well, and listed apart: it may be a scan. So is a scan that could not look at
its target or was not finished: what it found is in the POA&M, and nothing was shown to be clean.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from generator.deliverables.material import Made, Material
from generator.documents.csv_text import csv_bytes
from generator.model.evidence import GapKind
from generator.model.identifiers import Sha256
from generator.model.quality import ScanQuality
from generator.pipeline.render import Rendered
from generator.text import indented_json, moment

JSON = "conmon/Scan-Index.json"
CSV = "conmon/Scan-Index.csv"
_SCANS = "evidence/scans/"
"""Where `atopack init` and its README ask for them."""
_NOT_READ = (GapKind.UNREADABLE, GapKind.UNRECOGNIZED, GapKind.NOT_ASSESSED)


class IndexedScan(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
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
    """A file among the scans that does not count: cut off, of a form that is not known, or of a scan that could not look."""

    path: str
    sha256: Sha256
    size: int
    why: str


def scan_index(material: Material) -> Made:
    """The index as data and as a table."""
    scans, others = rows(material), tuple(not_read(material))
    encoded = indented_json({"scans": scans, "not-read": others})
    return {JSON: (encoded, "Index of the raw scans"), CSV: (_table(scans, others), "Index of the raw scans, as a table")}


def rows(material: Material) -> tuple[IndexedScan, ...]:
    """Every scan that counts on the day, sorted by path."""
    tallies = dict(material.package.tallies)
    indexed = []
    for quality in material.package.scan_quality:
        tally = tallies.get(quality.evidence.path)
        indexed.append(_row(quality, material.rendered.places.of(quality.evidence.path), tally.results if tally else None))
    return tuple(sorted(indexed, key=lambda row: row.path))


def unread_scans(rendered: Rendered) -> Mapping[str, str]:
    """Path in the delivery to why it does not count, of what lies where scans belong and is no scan that counts."""
    counted = {quality.evidence.path for quality in rendered.package.scan_quality}
    unread = (gap for gap in rendered.package.gaps if gap.kind in _NOT_READ and not gap.place and gap.path.startswith(_SCANS))
    return {rendered.places.of(gap.path): gap.reason for gap in unread if gap.path not in counted}


def not_read(material: Material) -> Iterator[NotRead]:
    """Those of the delivery, sorted by path."""
    for path, why in sorted(unread_scans(material.rendered).items()):
        if (link := material.evidence.get(path)) is not None:
            yield NotRead(path=path, sha256=link.sha256, size=link.size, why=why)


def _row(quality: ScanQuality, path: str, results: int | None) -> IndexedScan:
    return IndexedScan(
        path=path,
        sha256=quality.evidence.sha256,
        size=quality.evidence.size,
        scanner=quality.scanner.name,
        scanner_version=quality.scanner.version,
        signatures_updated=quality.scanner.database_updated if quality.uses_database else None,
        uses_signatures=quality.uses_database,
        scanned=quality.taken,
        hosts=quality.hosts,
        hosts_authenticated=quality.authenticated,
        hosts_unauthenticated=quality.unauthenticated,
        hosts_without_full_rights=quality.unprivileged,
        configuration_sha256=quality.configuration,
        configuration=str(quality.approval),
        said_by_a_person=quality.stated,
        results=results,
        as_the_scanner_wrote_it=quality.evidence.original is None,
        original_sha256=quality.evidence.original,
    )


def _table(scans: Sequence[IndexedScan], others: Iterable[NotRead]) -> bytes:
    names = IndexedScan.__struct_fields__
    read = ([_cell(getattr(row, name)) for name in names] for row in scans)
    unread = ([row.path, row.sha256, str(row.size), f"does not count: {row.why}", *[""] * (len(names) - 4)] for row in others)
    return csv_bytes(([_heading(name) for name in names], *read, *unread))


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
