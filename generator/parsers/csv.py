"""CSV from outside: delimiter recognized from the header, text before the header skipped, columns found by name or position.

Scanner exports carry preambles (Qualys), columns of the same name (Prisma), `;` as delimiter, cells of several lines, and
hundreds of rows of nothing but commas (Nessus). All of them are counted by whoever reads: `CsvTable.blank` says how many rows
were empty.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TextIO

import msgspec

from generator.errors import ParseError
from generator.parsers.document import NEXT_UTF8, Document, folded
from generator.parsers.late_patterns import late_re

_HEADER_WITHIN = 30
"""Lines in which a header is looked for."""
_DELIMITERS = (",", ";", "\t", "|")
_CLOSED_CELL = late_re(rb'[^",;\t|\r\n]"\Z')
"""The end of a text in quotes; a quote behind a delimiter opens one, and one behind another stands for a quote in the text."""
_LARGEST_CELL = 16 << 20
_NEXT = "export the file again"
_Record = tuple[int, list[str], bool]
"""Line on which it ends, cells, and whether the file ends inside of quotes that it opens."""


class Columns(dict[str, int]):
    """Positions by name; of two columns of the same name the first."""

    __slots__ = ("_places",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        for index, name in enumerate(names):
            self.setdefault(name, index)
        self._places: dict[int, _Places] = {}

    def places(self, meanings: Sequence[Sequence[str]]) -> "_Places":
        """Where the columns of each meaning are. Remembered by the identity of the list, which a table of fields keeps."""
        known = self._places.get(id(meanings))
        if known is None:
            places = [tuple(self[name] for name in names if name in self) for names in meanings]
            known = self._places[id(meanings)] = _Places(
                meanings,
                [each[0] if each else None for each in places],
                [(index, each[1:]) for index, each in enumerate(places) if len(each) > 1],
                max((place for each in places for place in each), default=-1),
            )
        return known


class _Places(NamedTuple):
    """The columns of several meanings in a table."""

    meanings: Sequence[Sequence[str]]
    firsts: Sequence[int | None]
    others: Sequence[tuple[int, tuple[int, ...]]]
    """Of a meaning that has more than one column, its index and the others."""
    last: int


class CsvRow(msgspec.Struct, frozen=True, gc=False):
    """One row under its header."""

    line: int
    """Line of the file on which the row ends."""
    cells: Sequence[str]
    columns: Columns
    is_open: bool = False
    """The file ends inside of quotes that this row opens: of its last cell nothing tells where it was to end."""

    def get(self, *names: str) -> str:
        """The first of the named columns that is there and not empty, without white space around; else empty."""
        cells, columns = self.cells, self.columns
        for name in names:
            index = columns.get(name)
            if index is not None and index < len(cells):
                cell = cells[index].strip()
                if cell:
                    return cell
        return ""

    def texts(self, meanings: Sequence[Sequence[str]]) -> list[str]:
        """`get` of each of several meanings."""
        cells = self.cells
        _, firsts, others, last = self.columns.places(meanings)
        if last >= len(cells):
            cells = [*cells, *[""] * (last + 1 - len(cells))]
        texts = [cells[place].strip() if place is not None else "" for place in firsts]
        for index, places in others:
            if not texts[index]:
                texts[index] = next(filter(None, (cells[place].strip() for place in places)), "")
        return texts

    def at(self, index: int) -> str:
        """A cell by position, for headers that name two columns alike."""
        return self.cells[index].strip() if index < len(self.cells) else ""


class _FoldedColumns(Columns):
    """Positions by name, whatever its capitals, and with `_` for white space or not."""

    __slots__ = ()

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__(map(folded, names))

    def __missing__(self, name: str) -> int:
        alike = folded(name)
        if alike == name:
            raise KeyError(name)
        return self[alike]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(folded(name) if isinstance(name, str) else name)

    def get(self, name: str, default: int | None = None) -> int | None:  # type: ignore[override]
        """See `dict.get`."""
        return super().get(folded(name), default)


@dataclass(frozen=True)
class CsvTable:
    """The part of a CSV file below its header."""

    header: tuple[str, ...]
    preamble: tuple[tuple[str, ...], ...]
    """Rows above the header that hold something."""
    delimiter: str
    document: Document
    first_line: int
    """Number of the header's line."""
    encoding: str = ""
    """Where it is not that of the document."""
    wrapped: bool = False
    """Every row stands in one cell, as where a spreadsheet program took the file for a list of texts and saved it."""
    folded: bool = False
    """The header names what is required in other capitals, so that no name is asked for by its capitals."""

    @cached_property
    def columns(self) -> Columns:
        """Position by name."""
        return (_FoldedColumns if self.folded else Columns)(self.header)

    def rows(self) -> Iterator[CsvRow]:
        """Every row below the header that holds something.

        Raises:
            ParseError: not UTF-8, a cell larger than any tool writes, a NUL byte, or a file that went away.
        """
        first, columns = self.first_line, self.columns
        for line, cells, is_open in self._records():
            if line > first and (is_open or (any(cells) and (cells[0].strip() or any(map(str.strip, cells))))):
                yield CsvRow(line, cells, columns, is_open)

    def blank(self) -> int:
        """How many rows below the header hold nothing."""
        return sum(line > self.first_line and not any(cell.strip() for cell in cells) for line, cells, _ in self._records())

    @property
    def ends_in_line(self) -> bool:
        """Does the file end without a line end? Some programs write none behind their last row."""
        return self.document.tail.strip(b"\x00")[-1:] not in {b"\n", b"\r"}

    @property
    def may_be_cut(self) -> bool:
        """True where the file ends inside of a line, and not behind the quote that closes a cell."""
        return self.ends_in_line and _CLOSED_CELL.search(self.document.tail.strip(b"\x00")) is None

    def _records(self) -> Iterator[_Record]:
        records = _records(self.document.opened_text(self.encoding), self.delimiter)
        if not self.wrapped:
            return records
        return ((line, _unwrapped(cells, self.delimiter), is_open) for line, cells, is_open in records)


def table(document: Document, *required: str) -> CsvTable | None:
    """The table whose header names all `required` columns (white space around, capitals and `_` for a blank aside), else None.

    Never raises for a file that is no CSV, and decodes its beginning only: it is asked of every text file.
    """
    if not all(names_column(document, name) for name in required):
        return None
    beginning, encoding = document.beginning
    head = "".join(beginning.splitlines(keepends=True)[:_HEADER_WITHIN])
    for delimiter, wrapped in itertools.product(_DELIMITERS, (False, True)):
        header_found = _find(head, delimiter, required, wrapped=wrapped)
        if header_found:
            preamble, line, header = header_found
            capitals = not set(required).issubset(header)
            return CsvTable(header, preamble, delimiter, document, line, encoding, wrapped, capitals)
    return None


def names_column(document: Document, column: str) -> bool:
    """Does the column's name stand anywhere in the beginning of the file, a header or not?"""
    return folded(column) in document.folded_beginning


def _find(
    head: str, delimiter: str, required: Sequence[str], *, wrapped: bool
) -> tuple[tuple[tuple[str, ...], ...], int, tuple[str, ...]] | None:
    above: list[tuple[str, ...]] = []
    try:
        for line, cells, _ in _records(io.StringIO(head, newline=""), delimiter):
            names = tuple(cell.strip() for cell in (_unwrapped(cells, delimiter) if wrapped else cells))
            if set(required).issubset(names):
                return tuple(above), line, names
            if set(map(folded, required)).issubset(map(folded, names)):
                return tuple(above), line, names
            if any(names):
                above.append(names)
    except ParseError:
        return None
    return None


def _unwrapped(cells: list[str], delimiter: str) -> list[str]:
    """The row that stands in a single cell."""
    if len(cells) != 1:
        return cells
    try:
        return next(csv.reader(cells, delimiter=delimiter), [])
    except csv.Error:
        return cells


def _records(text: TextIO, delimiter: str) -> Iterator[_Record]:
    """NOTE: the reader closes quotes that are open where the file ends, and says nothing. A blank line behind the file is a
    record of its own, unless it lies within such quotes."""
    previous = csv.field_size_limit(_LARGEST_CELL)
    ended = False

    def behind() -> Iterator[str]:
        nonlocal ended
        ended = True
        yield ""

    reader = csv.reader(itertools.chain(text, behind()), delimiter=delimiter)
    try:
        with text:
            for cells in reader:
                if not ended:
                    yield reader.line_num, cells, False
                elif cells:
                    yield reader.line_num - 1, cells, True
    except csv.Error as error:
        raise ParseError(f"not readable as CSV: {error}", where=f"line {reader.line_num}", next_step=_NEXT) from error
    except UnicodeDecodeError as error:
        where = f"after line {reader.line_num}"
        raise ParseError(f"the file is not text in {error.encoding.upper()}", where=where, next_step=NEXT_UTF8) from error
    finally:
        csv.field_size_limit(previous)
