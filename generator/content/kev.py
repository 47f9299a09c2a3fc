"""CISA's catalog of known exploited vulnerabilities, as JSON or CSV.

https://www.cisa.gov/known-exploited-vulnerabilities-catalog. The CSV carries no date of its own: the newest day on which an
entry was added stands in, since the file cannot be older than that.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, BinaryIO

import msgspec

from generator.content.base import Condensed, ContentKind, broken, day_of
from generator.model.content import KnownExploited

_COLUMNS = ("cveID", "dateAdded", "dueDate")
_BOM = b"\xef\xbb\xbf"


class _KevEntry(msgspec.Struct):
    cve: Annotated[str, msgspec.Meta(pattern=r"^CVE-[0-9]{4}-[0-9]{4,19}\Z")] = msgspec.field(name="cveID")
    added: date = msgspec.field(name="dateAdded")
    due: date = msgspec.field(name="dueDate")


class _KevCatalog(msgspec.Struct):
    released: str = msgspec.field(name="dateReleased")
    vulnerabilities: tuple[_KevEntry, ...]


class _KevLine(msgspec.Struct, array_like=True):
    cve: str
    added: date
    due: date


class _KevRow(msgspec.Struct, rename="camel"):
    cve: str
    date_added: date
    due_date: date


_catalog = msgspec.json.Decoder(_KevCatalog)
_line = msgspec.json.Decoder(_KevLine)


def _recognizes(head: bytes) -> bool:
    return (b'"catalogVersion"' in head or b'"dateReleased"' in head) or _is_csv(head)


def _condense(stream: BinaryIO) -> Condensed:
    data = stream.read().removeprefix(_BOM)
    try:
        return _from_csv(data) if _is_csv(data) else _from_json(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, csv.Error) as error:
        raise broken(f"this is not the catalog as CISA writes it: {error}") from error


def _plain(line: bytes) -> object:
    kev_line = _line.decode(line)
    return _KevRow(kev_line.cve, kev_line.added, kev_line.due)


def known_exploited(line: bytes, dated: date) -> KnownExploited:
    """A condensed line as the model has it."""
    kev_line = _line.decode(line)
    return KnownExploited(cve=kev_line.cve, added=kev_line.added, due=kev_line.due, dated=dated)


def _is_csv(head: bytes) -> bool:
    first = head.removeprefix(_BOM).split(b"\n", 1)[0]
    return all(name.encode() in first for name in _COLUMNS) and not first.lstrip().startswith(b"{")


def _from_json(data: bytes) -> Condensed:
    catalog = _catalog.decode(data)
    return Condensed(dated=day_of(catalog.released), dated_by="dateReleased", lines=_lines(catalog.vulnerabilities))


def _from_csv(data: bytes) -> Condensed:
    rows: Iterable[Mapping[str | None, object]] = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    entries = [msgspec.convert({name: row.get(name) for name in _COLUMNS}, _KevEntry) for row in rows]
    if not entries:
        raise broken("it has no entry")
    return Condensed(dated=max(entry.added for entry in entries), dated_by="newest dateAdded", lines=_lines(entries))


def _lines(entries: Iterable[_KevEntry]) -> list[bytes]:
    return sorted(msgspec.json.encode(_line_of(entry)) for entry in entries)


def _line_of(entry: _KevEntry) -> _KevLine:
    return _KevLine(entry.cve, day_of(entry.added.isoformat()), day_of(entry.due.isoformat()))


KEV = ContentKind(
    name="kev",
    title="CISA: known exploited vulnerabilities",
    largest=64 << 20,
    extract=("content/known-exploited.json", "Entries of CISA's catalog for the CVEs in this package"),
    recognizes=_recognizes,
    condense=_condense,
    plain=_plain,
)
