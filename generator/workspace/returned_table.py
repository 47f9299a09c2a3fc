"""A table of a workbook that came back, cell by cell, beside what was written into it and what would be written now.

Rows are known by their id and columns by their header, so that sorting, inserting and hiding change nothing. Whatever stands
anywhere else (above the table, beside it, on another sheet) is compared by its place, and reported.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_cells import Book, Broken, Stored, cell_name
from generator.errors import ConfigError
from generator.ledger.cell_values import parsed_day, plain
from generator.renderers.sheet_record import SheetRecord
from generator.text import shortened
from generator.workspace.edit_remarks import Remark

_DEPTH = 60
"""Rows in which the header is looked for."""
_SHOWN = 2_000
_LARGEST_ELSEWHERE = 1 << 20
"""Bytes of a further sheet up to which its cells are compared."""
_DAY_ZERO = date(1899, 12, 30)


class TableShape(msgspec.Struct, frozen=True, kw_only=True):
    """A table that people type into."""

    document: str
    """Path in the package."""
    sheet: str
    key: str
    """Header of the column with the id of each row."""
    headers: tuple[str, ...]
    """All columns of the table that we write."""
    days: frozenset[str] = frozenset()
    """Those that hold days."""


class ReturnedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row."""

    number: int
    cells: Mapping[str, str]
    """Text by header; a day as ISO 8601 writes it; a cell that cannot be read as what is wrong with it."""
    broken: frozenset[str] = frozenset()
    """Headers whose cell holds an error, or a formula that was never calculated."""


class ReturnedTable(msgspec.Struct, frozen=True, kw_only=True):
    """The table, and what stands around it."""

    sheet: str
    header_row: int
    places: Mapping[str, int]
    """Column by header."""
    rows: Mapping[str, ReturnedRow]
    """By id; of a duplicate id neither."""
    twice: Mapping[str, tuple[ReturnedRow, ...]] = msgspec.field(default_factory=dict)
    unnamed: tuple[ReturnedRow, ...] = ()
    """Rows that say something and have no id."""
    around: Mapping[tuple[str, str], tuple[str, str]] = msgspec.field(default_factory=dict)
    """(what identifies a place, column) to (cell, text) of what is no cell of the table."""

    def at(self, row: ReturnedRow, header: str) -> str:
        """`Inventory!B12`."""
        return f"{self.sheet}!{cell_name(row.number, self.places.get(header, 1))}"


class TypedCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that a person changed."""

    id: str
    header: str
    place: str
    base: str
    typed: str
    now: str | None
    """What would be written today; None where the row would not be there."""

    @property
    def named(self) -> str:
        """`Function of shop/cart`; `Table 3.1, Service Model` of a document without rows that have ids."""
        return f"{self.header} of {self.id}" if self.id else self.header

    @property
    def clashes(self) -> bool:
        """Did what we would write change as well, to something else?"""
        return self.now is not None and not same(self.now, self.base) and not same(self.now, self.typed)


def same(text: str, other: str) -> bool:
    """Texts are the same whatever spaces and line ends they have: spreadsheet programs change these."""
    return " ".join(text.split()) == " ".join(other.split())


def typed_cells(shape: TableShape, base: ReturnedTable, back: ReturnedTable, now: ReturnedTable | None) -> Iterator[TypedCell]:
    """Cells of known rows that do not say what was written, in the order of the sheet that came back."""
    for row_id, row in back.rows.items():
        known = base.rows.get(row_id)
        if known is None:
            continue
        today = now.rows.get(row_id) if now is not None else None
        for header in shape.headers:
            if header not in back.places or header not in base.places or header in row.broken:
                continue
            was, typed = known.cells.get(header, ""), row.cells.get(header, "")
            if not same(was, typed):
                text = today.cells.get(header, "") if today is not None else None
                yield TypedCell(id=row_id, header=header, place=back.at(row, header), base=was, typed=typed, now=text)


def reported(shape: TableShape, base: ReturnedTable, back: ReturnedTable) -> Iterator[Remark]:
    """Everything of the workbook that is no changed cell of a known row, with its place and its words."""
    gone = [header for header in shape.headers if header in base.places and header not in back.places]
    if gone:
        yield Remark(place=back.sheet, text=f"columns are missing or were renamed, and were not read: {', '.join(gone)}")
    yield from _reported_rows(shape, base, back)
    for row_id in base.rows:
        if row_id not in back.rows and row_id not in back.twice:
            yield Remark(place=back.sheet, text=f"the row of {row_id} was deleted; the next build writes it again")
    yield from _around(base, back)


def _reported_rows(shape: TableShape, base: ReturnedTable, back: ReturnedTable) -> Iterator[Remark]:
    for row_id, rows in back.twice.items():
        at = " and ".join(back.at(row, shape.key) for row in rows)
        words = "; ".join(_difference(row, base.rows.get(row_id)) or "as it was written" for row in rows)
        yield Remark(place=at, text=f"{row_id!r} is a duplicate, and neither row was taken over: {shortened(words, _SHOWN)}")
    for row_id, row in back.rows.items():
        for header in sorted(row.broken):
            yield Remark(place=back.at(row, header), text=f"the cell holds {row.cells[header]}, and was not taken over")
        if row_id not in base.rows:
            words = shortened(_difference(row, None), _SHOWN)
            yield Remark(place=back.at(row, shape.key), text=f"a row that was not written, and is not taken over: {words}")
    for row in back.unnamed:
        words = shortened(_difference(row, None), _SHOWN)
        yield Remark(place=back.at(row, shape.key), text=f"a row without an id is not taken over: {words}")


def _around(base: ReturnedTable, back: ReturnedTable) -> Iterator[Remark]:
    for key, (place, text) in back.around.items():
        _, was = base.around.get(key, ("", ""))
        if not same(text, was):
            before = f" (it said {shortened(was, 200)!r})" if was else ""
            yield Remark(
                place=place,
                text=f"typed outside of the cells of the table, and not taken over: {shortened(text, _SHOWN)!r}{before}",
            )
    for key, (place, was) in base.around.items():
        if key not in back.around:
            yield Remark(
                place=place, text=f"the words {shortened(was, 200)!r} were taken out; the next build writes them again"
            )


def _difference(row: ReturnedRow, base: ReturnedRow | None) -> str:
    known = base.cells if base is not None else {}
    return "; ".join(f"{header}: {text}" for header, text in row.cells.items() if not same(text, known.get(header, "")))


def table_of(book: Book, shape: TableShape) -> ReturnedTable:
    """The table of a workbook.

    Raises:
        ConfigError: no such sheet, no column of ids, a duplicate header, or cells merged over rows of the table.
    """
    name = book.find(shape.sheet)
    if name is None:
        has = ", ".join(map(repr, book.names[:5]))
        raise ConfigError(f"there is no sheet {shape.sheet!r}; it has {has}", where=book.where, next_step=_AS_BUILT)
    elsewhere = {
        other: {row.number: row.values for row in book.sheet(other).rows}
        for other in book.names
        if other != name and book.size(other) <= _LARGEST_ELSEWHERE
    }
    sheet = book.sheet(name)
    rows = {row.number: row.values for row in sheet.rows}
    table = _SheetReader(
        shape=shape, name=name, cells=rows, elsewhere=elsewhere, days=_Days(book.day), where=book.where
    ).table()
    used = set(table.places.values())
    for area in sheet.merged:
        over = [number for number in rows if area.top <= number <= area.bottom and number > table.header_row]
        if area.bottom > max(area.top, table.header_row) and over and used & set(range(area.left, area.right + 1)):
            what = "merged cells: which row the value belongs to is not known"
            where = f"{book.where}, sheet {name!r}, cells {area}"
            raise ConfigError(what, where=where, next_step="unmerge them and write the value into each row")
    return table


def recorded_table(record: SheetRecord, shape: TableShape, where: str) -> ReturnedTable:
    """The table as it was written. See `table_of`."""
    name = next((each for each in record.sheets if normalize_header(each) == normalize_header(shape.sheet)), None)
    if name is None:
        raise ConfigError("its record of what was generated is damaged", where=where, next_step=_AS_BUILT)
    elsewhere = {other: rows for other, rows in record.sheets.items() if other != name}
    cells = record.sheets[name]
    return _SheetReader(shape=shape, name=name, cells=cells, elsewhere=elsewhere, days=_Days(_day), where=where).table()


_AS_BUILT = "keep sheets and headers as `atopack build` wrote them"


def _day(serial: float) -> date | None:
    return _DAY_ZERO + timedelta(days=int(serial)) if 1 <= serial < 2_958_466 else None


class _Days(msgspec.Struct, frozen=True):
    """Days of one workbook."""

    of: Callable[[float], date | None]

    def text(self, value: Stored) -> str:
        day = self.of(value) if isinstance(value, float) else parsed_day(value) if isinstance(value, str) else None
        return day.isoformat() if day is not None else plain(value)


_Cells = Mapping[int, Mapping[int, Stored]]
"""Values by row and column."""


class _SheetReader(msgspec.Struct, frozen=True, kw_only=True):
    """Parts the cells of a workbook into those of the table and those around it."""

    shape: TableShape
    name: str
    cells: _Cells
    elsewhere: Mapping[str, _Cells]
    days: _Days
    where: str

    def table(self) -> ReturnedTable:
        header_row, places = _headers(self.shape, self.name, self.cells, self.where)
        by_column = {column: header for header, column in places.items()}
        listed: dict[str, list[ReturnedRow]] = {}
        unnamed: list[ReturnedRow] = []
        for number, values in self.cells.items():
            if number > header_row and values.keys() & by_column.keys():
                row = _row(number, values, by_column, self.shape, self.days)
                row_id = plain(values.get(places[self.shape.key], ""))
                (listed.setdefault(row_id, []) if row_id else unnamed).append(row)
        return ReturnedTable(
            sheet=self.name,
            header_row=header_row,
            places=places,
            rows={row_id: rows[0] for row_id, rows in listed.items() if len(rows) == 1},
            twice={row_id: tuple(rows) for row_id, rows in listed.items() if len(rows) > 1},
            unnamed=tuple(unnamed),
            around={**self._around_table(header_row, places), **self._elsewhere()},
        )

    def _around_table(self, header_row: int, places: Mapping[str, int]) -> dict[tuple[str, str], tuple[str, str]]:
        """What stands above the table, and in columns that are not ours, known by their header where they have one."""
        used = set(places.values())
        names = {column: plain(value) for column, value in self.cells[header_row].items()}
        around = {}
        for number, values in self.cells.items():
            row_id = plain(values.get(places[self.shape.key], "")) if number > header_row else ""
            for column, value in values.items():
                text = _stored_text(value)
                if text and (number < header_row or column not in used):
                    label = names.get(column, "") if number >= header_row else ""
                    key = row_id or f"row {number - header_row}", label or str(column)
                    around[key] = f"{self.name}!{cell_name(number, column)}", text
        return around

    def _elsewhere(self) -> dict[tuple[str, str], tuple[str, str]]:
        return {
            (f"{sheet} {number}", str(column)): (f"{sheet}!{cell_name(number, column)}", text)
            for sheet, cells in self.elsewhere.items()
            for number, values in cells.items()
            for column, value in values.items()
            if (text := _stored_text(value))
        }


def _headers(shape: TableShape, name: str, rows: _Cells, where: str) -> tuple[int, Mapping[str, int]]:
    """The row with most of the headers, and the column of each."""
    wanted = {normalize_header(header): header for header in shape.headers}
    best: tuple[int, int, list[tuple[str, int]]] = (0, 0, [])
    for number in sorted(rows)[:_DEPTH]:
        named = [
            (wanted[normalize_header(value)], column)
            for column, value in sorted(rows[number].items())
            if isinstance(value, str) and normalize_header(value) in wanted
        ]
        if len(named) > best[0]:
            best = len(named), number, named
    counts = Counter(header for header, _ in best[2])
    doubled = next((header for header, count in counts.items() if count > 1), None)
    if doubled is not None or not counts[shape.key]:
        what = f"the column {doubled!r} is a duplicate" if doubled else f"the column {shape.key!r} is missing or was renamed"
        raise ConfigError(what, where=f"{where}, sheet {name!r}", next_step=_AS_BUILT)
    return best[1], dict(best[2])


def _row(
    number: int, values: Mapping[int, Stored], by_column: Mapping[int, str], shape: TableShape, days: _Days
) -> ReturnedRow:
    cells, broken = {}, set()
    for column, header in by_column.items():
        value = values.get(column)
        if isinstance(value, Broken):
            cells[header] = value.what
            broken.add(header)
        elif value is not None and (text := days.text(value) if header in shape.days else plain(value)):
            cells[header] = text
    return ReturnedRow(number=number, cells=cells, broken=frozenset(broken))


def _stored_text(value: Stored) -> str:
    return value.what if isinstance(value, Broken) else plain(value)
