"""Rows of a scanner's CSV that are all there: a cut or shifted row would be read as something else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from generator.errors import ParseError
from generator.parsers import csv
from generator.parsers.csv import CsvRow, CsvTable
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.tally import CUT_ENTRY, CUT_WORDS, ScanAccumulator
from generator.text import counted

T = TypeVar("T")
_KEPT = 1 << 15
"""Values that are kept: more are made each time."""
SHIFTED_ROW = "a row with more cells than the header"
"""Reason to drop: one of its texts holds the delimiter outside quotes, so that nothing tells which cell is which."""
_CUT_HEADER = "the file ends inside its header, and what followed is not known"
_NEXT = "export the file again, without a spreadsheet program between"
_MAY_BE = {FileContainer.TEXT, FileContainer.BINARY}
"""UTF-16 is full of NUL bytes and looks binary. XML and JSON are not asked: a gigabyte would be decoded for it."""


class Alike(Generic[T]):
    """Values made of the cells of the named columns, and of nothing else of the row."""

    __slots__ = ("_known", "_last", "_make", "_pick")

    def __init__(self, table: CsvTable, names: Iterable[str], make: Callable[[CsvRow], T]) -> None:
        places = sorted({table.columns[name] for name in names if name in table.columns})
        # NOTE: for a single place itemgetter answers the cell itself, so the first is named twice.
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] | None = itemgetter(*places, places[0]) if places else None
        self._last = places[-1] if places else 0
        self._known: dict[tuple[str, ...], T] = {}
        self._make = make

    def of(self, row: CsvRow) -> T:
        """The value of one row."""
        if self._pick is None or len(row.cells) <= self._last:
            return self._make(row)
        key = self._pick(row.cells)
        known = self._known.get(key)
        if known is None:
            known = self._make(row)
            if len(self._known) < _KEPT:
                self._known[key] = known
        return known


def has_table(document: Document, header: Sequence[str]) -> bool:
    """Is there a row that names all these columns?"""
    return document.container in _MAY_BE and csv.table(document, *header) is not None


def table_of(document: Document, header: Sequence[str]) -> CsvTable:
    """The table under that row.

    Raises:
        ParseError: there is none.
    """
    table = csv.table(document, *header)
    if table is None:
        raise ParseError(f"no header names the columns {', '.join(header)}", next_step=_NEXT)
    return table


def whole_rows(table: CsvTable, accumulator: ScanAccumulator, *, last_column: str = "") -> Iterator[CsvRow]:
    """Every row that holds something. One with cells beyond the header is shifted, and the last may be cut off: such a row is
    dropped, counted, and stated.

    Spreadsheet programs leave out empty cells at the end of a row, so a short row is cut off only where the file ends in it. A
    file that ends inside of its header says nothing of rows, and states so. `last_column`: where a tool writes no line end.

    Raises:
        ParseError: more rows are shifted than whole, or the file ends inside its only row.
    """
    width, last, whole = len(table.header), None, 0
    shifted: list[CsvRow] = []
    for row in table.rows():
        if last is not None:
            yield last
            last = None
        if len(row.cells) > width and any(map(str.strip, row.cells[width:])):
            shifted.append(row)
            accumulator.drop(SHIFTED_ROW)
        else:
            whole += 1
            last = row
    if len(shifted) > whole:
        raise ParseError(
            f"the row has {len(shifted[0].cells)} cells where the header has {width}: its cells are shifted",
            where=f"line {shifted[0].line}",
            next_step=_NEXT,
        )
    if last is not None:
        yield from _whole(table, last, accumulator, only=whole == 1, always_ends=not last_column)
    if shifted:
        accumulator.note(_shifted_text(shifted))
    elif not whole and table.ends_in_line and not (last_column and table.header[-1] == last_column):
        accumulator.note(_CUT_HEADER)


def _shifted_text(shifted: Sequence[CsvRow]) -> str:
    have, are = ("has", "is") if len(shifted) == 1 else ("have", "are")
    many, first = counted(len(shifted), "row"), f"the first at line {shifted[0].line}"
    return f"{many} of the report {have} more cells than the header, {first}, and {are} left out"


def _whole(table: CsvTable, last: CsvRow, accumulator: ScanAccumulator, *, only: bool, always_ends: bool) -> Iterator[CsvRow]:
    """The last row, unless the file ends inside of it."""
    if _is_cut(table, last, always_ends=always_ends):
        _give_up(last, accumulator, only=only)
    else:
        yield last


def _is_cut(table: CsvTable, last: CsvRow, *, always_ends: bool) -> bool:
    """Does the file end inside of its last row? Where a tool writes no line end, a row is whole whose last cell is closed."""
    if last.is_open or len(last.cells) >= len(table.header) or not table.ends_in_line:
        return last.is_open
    return always_ends or table.may_be_cut


def _give_up(row: CsvRow, accumulator: ScanAccumulator, *, only: bool) -> None:
    """The file ends inside of this row: what it says is not known, nor what would have followed."""
    if only:
        raise ParseError("the file ends inside its only row", where=f"line {row.line}", next_step=_NEXT)
    accumulator.drop(CUT_ENTRY)
    accumulator.note(f"{CUT_WORDS} (line {row.line})")
