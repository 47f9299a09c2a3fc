"""Reading a workbook back: the rows under the headers that a caller names, whatever column they stand in.

The file may have been edited by anyone, so its size is bounded before openpyxl sees it, and what a formula shows is taken
from the value that was stored with it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from generator.documents.bounded_zip import DEFAULT_LIMITS, Limits, unpack
from generator.documents.damage import damage_named
from generator.documents.sheet_fill import normalize_header
from generator.errors import ParseError
from generator.limits import WORKBOOK_COLUMNS, WORKBOOK_ROWS

if TYPE_CHECKING:
    from openpyxl import Workbook

ReadValue = str | int | float | bool | dt.date | None

_HEADER_DEPTH = 40


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row that holds at least one value."""

    number: int  # as the spreadsheet counts
    values: Mapping[str, ReadValue]  # by header, spelled as the caller spells it


def sheet_texts(
    data: bytes, *, where: str = "workbook", limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """(sheet, row number, the cells as texts from column A) of every row.

    Raises:
        ParseError: it is no workbook, or too large.
    """
    with damage_named(where, *book_damage()), _opened(data, where, limits) as book:
        for name in book.sheetnames:
            for number, row in enumerate(_rows(book, name, 1, WORKBOOK_ROWS, WORKBOOK_COLUMNS), 1):
                yield name, number, tuple("" if value is None else str(value) for value in row)


def formula_cells(data: bytes, *, where: str = "workbook", limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, int, int]]:
    """(sheet, row number, column counted from 0) of every formula, whatever value is stored with it.

    Raises:
        ParseError: it is no workbook, or too large.
    """
    with damage_named(where, *book_damage()), _opened(data, where, limits, data_only=False) as book:
        for name in book.sheetnames:
            for number, row in enumerate(_rows(book, name, 1, WORKBOOK_ROWS, WORKBOOK_COLUMNS), 1):
                yield from ((name, number, at) for at, value in enumerate(row) if isinstance(value, str) and value[:1] == "=")


def read_rows(
    data: bytes,
    sheet: str,
    required: Sequence[str],
    *,
    optional: Sequence[str] = (),
    first_row: int | None = None,
    where: str = "workbook",
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[SheetRow, ...]:
    """The rows below the header, from `first_row` when guidance stands in between.

    Headers in `optional` that the sheet does not have are absent from `values`.
    """
    with damage_named(where, *book_damage()), _opened(data, where, limits) as book:
        name = next((name for name in book.sheetnames if normalize_header(name) == normalize_header(sheet)), None)
        if name is None:
            raise ParseError(f"no sheet {sheet!r}; it has {', '.join(map(repr, book.sheetnames))}", where=where)
        place = f"{where}, sheet {name!r}"
        header_row, columns = _find_header(_rows(book, name, 1, _HEADER_DEPTH, WORKBOOK_COLUMNS), required, place)
        wanted = {header: columns[key] for header in (*required, *optional) if (key := normalize_header(header)) in columns}
        start = max(header_row + 1, first_row or 0)
        rows = _rows(book, name, start, WORKBOOK_ROWS + 1, max(wanted.values()) + 1)
        return tuple(_named(rows, wanted, start, place))


def book_damage() -> tuple[type[Exception], ...]:
    """What openpyxl raises of its own; OSError for a book without a workbook part, since the file is in memory already.

    openpyxl is imported where a workbook is read: a build that reads none is a tenth of a second shorter.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    return InvalidFileException, OSError


@contextmanager
def _opened(data: bytes, where: str, limits: Limits, *, data_only: bool = True) -> "Iterator[Workbook]":
    from generator.documents.workbook_opening import opened_workbook

    unpack(data, where=where, limits=limits)
    with opened_workbook(data, data_only=data_only) as book:
        yield book


def _rows(book: "Workbook", sheet: str, first: int, last: int, width: int) -> Iterator[tuple[object, ...]]:
    worksheet = book[sheet]
    worksheet.reset_dimensions()  # a stated size of a million rows by 16,384 columns would be believed
    yield from worksheet.iter_rows(min_row=first, max_row=last, max_col=width, values_only=True)


def _find_header(rows: Iterator[tuple[object, ...]], required: Sequence[str], where: str) -> tuple[int, Mapping[str, int]]:
    best = len(required) + 1, ""
    for number, row in enumerate(rows, start=1):
        columns: dict[str, int] = {}
        for column, value in enumerate(row):
            if isinstance(value, str):
                columns.setdefault(normalize_header(value), column)
        missing = [header for header in required if normalize_header(header) not in columns]
        if not missing:
            return number, columns
        best = min(best, (len(missing), ", ".join(missing)))
    raise ParseError(
        f"no row has all headers; missing from the best one: {best[1] or ', '.join(required)}",
        where=where,
        next_step="headers must stay as they are in the template",
    )


def _named(rows: Iterator[tuple[object, ...]], wanted: Mapping[str, int], start: int, where: str) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, start=start):
        if number > WORKBOOK_ROWS:
            raise ParseError(f"more than {WORKBOOK_ROWS:,} rows", where=where, next_step="split the workbook")
        values = {header: _plain(row[column]) if column < len(row) else None for header, column in wanted.items()}
        if any(value not in {None, ""} for value in values.values()):
            yield SheetRow(number=number, values=values)


def _plain(value: object) -> ReadValue:
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value.isoformat(sep=" ")
    if value is None or isinstance(value, str | int | float | bool | dt.date):
        return value
    return str(value)
