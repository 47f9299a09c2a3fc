"""The record of a workbook that people type into: its cells as they were written, the base of a three-way merge."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from generator.documents.word_record import attach
from generator.documents.workbook_cells import Book, Broken, WorkbookSheet
from generator.errors import ConfigError
from generator.oscal.package import AuthorizationPackage

_VERSION = 1
_STEP = "name the file as `atopack build` wrote it with --base"


class _RecordedRow(msgspec.Struct, array_like=True):
    number: int
    values: dict[int, str | float | bool]


class _RecordedSheet(msgspec.Struct, array_like=True):
    name: str
    rows: list[_RecordedRow]


class _RecordedBook(msgspec.Struct):
    version: int
    document: str
    system: str
    as_of: str
    sheets: list[_RecordedSheet]


class SheetRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook held when it was written."""

    document: str
    """Its path in the package: `workbooks/Deviation-Requests.xlsx`."""
    system: str
    as_of: str
    sheets: Mapping[str, Mapping[int, Mapping[int, str | float | bool]]]
    """By name: values by row and column, counted from 1. Days are numbers of Excel's calendar from 1900."""


def with_sheet_record(data: bytes, package: AuthorizationPackage, path: str) -> bytes:
    """The finished workbook with its record in it."""
    book = Book(data, where=path)
    wire = _RecordedBook(
        version=_VERSION,
        document=path,
        system=package.system.id,
        as_of=package.as_of.isoformat(),
        sheets=[_RecordedSheet(name=name, rows=list(_rows(book.sheet(name)))) for name in book.names],
    )
    return attach(data, msgspec.json.encode(wire).decode(), where=path)


def _rows(sheet: WorkbookSheet) -> Iterable[_RecordedRow]:
    for row in sheet.rows:
        values = {column: value for column, value in row.values.items() if not isinstance(value, Broken)}
        yield _RecordedRow(number=row.number, values=values)


def decode_sheet_record(text: str, where: str) -> SheetRecord:
    """The record of a workbook.

    Raises:
        ConfigError: damaged, of another version of this program, or the record of a Word document.
    """
    try:
        wire = msgspec.json.decode(text, type=_RecordedBook)
        date.fromisoformat(wire.as_of)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        what = f"its record of what was generated is damaged: {error}"
        raise ConfigError(what, where=where, next_step=_STEP) from error
    if wire.version != _VERSION:
        raise ConfigError("it was written by another version of atopack", where=where, next_step=_STEP)
    return SheetRecord(
        document=wire.document,
        system=wire.system,
        as_of=wire.as_of,
        sheets={sheet.name: {row.number: row.values for row in sheet.rows} for sheet in wire.sheets},
    )
