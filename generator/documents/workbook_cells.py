"""Every cell of a sheet with its place, as it was stored: for workbooks that people worked in.

Sheets are read as a stream and rows that only carry formats are passed over, so a used range of a million rows costs its bytes
and no more. A formula counts as the value that was stored with it; where none was stored, and where it is an error, the cell
says so (ECMA-376 part 1, 18.3.1.4 "c (Cell)", 18.18.11 "ST_CellType").
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from generator.documents.bounded_zip import Limits, unpack
from generator.documents.damage import damage_named
from generator.documents.grid import CellRange, letters, parse_areas
from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_parts import MAIN, STRINGS, WorkbookPart
from generator.errors import ParseError
from generator.limits import WORKBOOK_COLUMNS, WORKBOOK_ROWS

LARGE = Limits(member_bytes=512 * 1024 * 1024, total_bytes=1024 * 1024 * 1024)
"""A POA&M of 50,000 items has 60 MB of rows; they are streamed, never held as a tree."""
_DAY_ZERO = dt.date(1899, 12, 30)
_LATER_EPOCH = 1462
"""Days between the two calendars of Excel: workbooks from old Macs count from 1904 (18.17.4.1)."""
_COUNTS_FROM_1904 = re.compile(rb"date1904=[\"'](?:1|true|on)[\"']")
_COMMENT = re.compile(rb"<(?:\w+:)?comment[\s>]")
_ROW, _CELL, _VALUE, _FORMULA, _TEXT = (f"{MAIN}{name}" for name in ("row", "c", "v", "f", "t"))
_ITEM, _MERGE, _PHONETIC = f"{MAIN}si", f"{MAIN}mergeCell", f"{MAIN}rPh"


class Broken(msgspec.Struct, frozen=True):
    """A cell whose value cannot be used: an error, or a formula that was never calculated."""

    what: str


Stored = str | float | bool | Broken


class ValueRow(msgspec.Struct, frozen=True):
    """A row that holds at least one value."""

    number: int
    values: Mapping[int, Stored]
    """By column, counted from 1; empty cells are absent."""


class WorkbookSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet."""

    name: str
    rows: tuple[ValueRow, ...]
    merged: tuple[CellRange, ...]


class Book:
    """A workbook, opened for reading. `where` is what errors call the file.

    Raises:
        ConfigError: not a workbook, damaged, protected by a password, with macros, or too large.
    """

    def __init__(self, data: bytes, *, where: str, limits: Limits = LARGE) -> None:
        self.where = where
        with damage_named(where):
            self._members = dict(unpack(data, where=where, limits=limits))
            self._part = WorkbookPart(self._members)
            self._strings = _strings(self._members.get(STRINGS, b""))
            self._late = _COUNTS_FROM_1904.search(self._members["xl/workbook.xml"]) is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets, in order."""
        return tuple(self._part.sheets)

    def find(self, wanted: str) -> str | None:
        """The sheet of that name, whatever its case and spaces."""
        return next((name for name in self.names if normalize_header(name) == normalize_header(wanted)), None)

    def size(self, name: str) -> int:
        """Bytes of a sheet."""
        return len(self._members[self._part.part_of(name)])

    def comments(self) -> int:
        """How many comments hang on cells of any sheet."""
        parts = (data for name, data in self._members.items() if name.startswith("xl/") and "comments" in name.casefold())
        return sum(len(_COMMENT.findall(data)) for data in parts)

    def sheet(self, name: str) -> WorkbookSheet:
        """All of a sheet.

        Raises:
            ConfigError: it is damaged, or has more rows with values than anybody works in.
        """
        with damage_named(f"{self.where}, sheet {name!r}"):
            rows: list[ValueRow] = []
            merged: list[CellRange] = []
            for element in _elements(self._members[self._part.part_of(name)], (_ROW, _MERGE)):
                if element.tag == _MERGE:
                    merged += parse_areas(element.get("ref", ""))
                elif values := self._values(element):
                    rows.append(ValueRow(int(element.get("r", len(rows) + 1)), values))
                    if len(rows) > WORKBOOK_ROWS:
                        raise ParseError(
                            f"more than {WORKBOOK_ROWS:,} rows hold values", where=name, next_step="split the workbook"
                        )
        return WorkbookSheet(name=name, rows=tuple(rows), merged=tuple(merged))

    def day(self, serial: float) -> dt.date | None:
        """The day that a number stands for in this workbook; None where it stands for none."""
        days = serial + (_LATER_EPOCH if self._late else 0)
        return _DAY_ZERO + dt.timedelta(days=int(days)) if 1 <= days < 2_958_466 else None

    def _values(self, row: etree._Element) -> dict[int, Stored]:
        stored: dict[int, Stored] = {}
        for place, cell in enumerate(row, start=1):
            if len(cell) and cell.tag == _CELL:
                value = self._stored(cell)
                column = _column(cell.get("r"), place)
                if value != "" and column <= WORKBOOK_COLUMNS:
                    stored[column] = value
        return stored

    def _stored(self, cell: etree._Element) -> Stored:
        kind, value = cell.get("t", "n"), cell.findtext(_VALUE)
        if kind == "inlineStr":
            return _joined(cell)
        if kind == "e":
            return Broken(f"the error {value}")
        if not value:
            return Broken("a formula that was never calculated") if cell.find(_FORMULA) is not None else ""
        if kind == "s":
            return self._strings[int(value)]
        if kind == "n":
            return float(value)
        return value == "1" if kind == "b" else value


def cell_name(row: int, column: int) -> str:
    """`B12`."""
    return f"{letters(column)}{row}"


def _elements(data: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Elements as they end, each freed after it was used."""
    for _, element in etree.iterparse(
        io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            parent = element.getparent()
            if parent is None:
                break
            del parent[0]


def _strings(data: bytes) -> list[str]:
    return [_joined(item) for item in _elements(data, (_ITEM,))] if data else []


def _joined(item: etree._Element) -> str:
    """The runs of a text, without the reading of East Asian text (18.4.6)."""
    if len(item) == 1 and item[0].tag == _TEXT:
        return item[0].text or ""
    return "".join(run.text or "" for run in item.iter(_TEXT) if (above := run.getparent()) is None or above.tag != _PHONETIC)


def _column(reference: str | None, place: int) -> int:
    """The column of `AB12`; a cell without a reference stands after the one before it."""
    if not reference:
        return place
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter) - 64
    return number
