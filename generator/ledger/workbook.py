"""Last time's workbook as people edited it: the rows of its sheets by POA&M ID, every cell with its place.

Columns are found by header text. A header that is missing, was renamed or repeated, an id that is repeated, a merged cell
over several rows, and a cell that shows an error where a value is needed are refused with the cell named: a guess would lose
what somebody wrote. A column that people added comes back wherever it stands.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_cells import Book, ValueRow, WorkbookSheet, cell_name
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.cell_values import Cells, plain
from generator.ledger.deficiencies import deficiencies_of
from generator.ledger.poam_ledger import Deficiency, Notice
from generator.ledger.sheet_headers import Headers, headers_of

OPEN, CLOSED, CONFIGURATION, PL2 = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings", "PL-2 Findings"
_GUIDANCE = frozenset({"guidance", "examples", "mandatory or situational", "example", "format"})
"""Labels of the rows between headers and data in v3.0; their first column is no data."""
_EXPLAINED = re.compile(
    r"mandatory|situational|assign a unique identifier|unique identifier|alphanumeric|v-?\d+ ?-? ?example|vs-001-ac\(2\)",
    re.IGNORECASE,
)
"""How guidance and example rows of v2.1, which have no labels, begin."""
_LARGEST_ELSEWHERE = 1 << 20
"""Bytes of a further sheet up to which it is looked at for what people wrote."""


class WrittenRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of one sheet."""

    sheet: str
    number: int
    poam_id: str
    cells: Mapping[str, str]
    """Text by header; days as ISO 8601 writes them; empty cells are absent."""
    places: Mapping[str, int]
    """Column of every header of the sheet."""

    def at(self, header: str) -> str:
        """`Open POA&M Items!B12`."""
        return f"{self.sheet}!{cell_name(self.number, self.places.get(header, 1))}"

    def stands_on(self, sheet: str) -> bool:
        """It is a row of the sheet of that name, whatever its case and spaces."""
        return normalize_header(self.sheet) == normalize_header(sheet)


class WrittenBook(msgspec.Struct, frozen=True, kw_only=True):
    """The whole workbook."""

    path: str
    open: tuple[WrittenRow, ...]
    closed: tuple[WrittenRow, ...]
    configuration: tuple[WrittenRow, ...]
    deficiencies: tuple[Deficiency, ...]
    extra: tuple[str, ...]
    """Headers that people added, in their order."""
    headers: frozenset[str]
    elsewhere: Mapping[str, tuple[str, ...]]
    """Every further sheet with the texts on it; none of a very large one."""
    comments: int
    """Comments that hang on cells."""
    notices: tuple[Notice, ...]

    @property
    def rows(self) -> tuple[WrittenRow, ...]:
        """All rows of all three sheets."""
        return (*self.open, *self.closed, *self.configuration)


def read_workbook(data: bytes, *, path: str) -> WrittenBook:
    """Read a POA&M workbook of the layout v3.0 or v2.1, whoever edited it.

    Raises:
        ConfigError: no workbook that can be read, or a cell that could only be guessed at (names it).
    """
    book = Book(data, where=path)
    reader = _PoamWorkbookReader(book)
    rows_by_sheet = {name: reader.rows(name) for name in (OPEN, CLOSED, CONFIGURATION)}
    _refuse_repeats([row for rows in rows_by_sheet.values() for row in rows], path)
    return WrittenBook(
        path=path,
        open=rows_by_sheet[OPEN],
        closed=rows_by_sheet[CLOSED],
        configuration=rows_by_sheet[CONFIGURATION],
        deficiencies=reader.deficiencies(),
        extra=tuple(dict.fromkeys(reader.extra)),
        headers=frozenset(reader.headers),
        elsewhere=reader.elsewhere(),
        comments=book.comments(),
        notices=tuple(reader.notices),
    )


class _PoamWorkbookReader:
    def __init__(self, book: Book) -> None:
        self._book = book
        self.extra: list[str] = []
        self.headers: set[str] = set()
        self.notices: list[Notice] = []
        self._cells = Cells(book, self.notices)

    def rows(self, wanted: str) -> tuple[WrittenRow, ...]:
        """The data rows of a sheet; none where the workbook has no such sheet but the first, which it must have."""
        name = self._book.find(wanted)
        if name is None:
            if wanted == OPEN:
                has = ", ".join(map(repr, self._book.names))
                absorbed = any(self._book.find(sheet) for sheet in _ABSORBED)
                step = "take it out of previous/ and give it to `atopack absorb`" if absorbed else _NEXT
                raise ConfigError(f"there is no sheet {wanted!r}; it has {has}", where=self._book.where, next_step=step)
            return ()
        sheet = self._book.sheet(name)
        headers = headers_of(sheet, self._book.where)
        data = [row for row in sheet.rows if row.number > headers.row and not _explains(row, headers)]
        headers, loose = headers.with_loose(data)
        for header, place in loose.items():
            what = f"this stands in a column without a header; it is carried over under {header!r}"
            self._tell(sheet, place, what, "give the column a header")
        self.headers |= headers.known
        self.extra += headers.extra
        self._refuse_merged(sheet, data, headers.places)
        return tuple(row for value_row in data if (row := self._row(sheet, value_row, headers, loose)) is not None)

    def _tell(self, sheet: WorkbookSheet, place: str, what: str, step: str) -> None:
        self.notices.append(Notice(path=self._book.where, place=f"{sheet.name}!{place}", what=what, next_step=step))

    def _refuse_merged(self, sheet: WorkbookSheet, data: Sequence[ValueRow], places: Mapping[str, int]) -> None:
        numbers = {row.number for row in data}
        used = set(places.values())
        for area in sheet.merged:
            over = [number for number in range(area.top, min(area.bottom, area.top + 10_000) + 1) if number in numbers]
            if over and any(column in used for column in range(area.left, area.right + 1)):
                where = f"{self._book.where}, sheet {sheet.name!r}, cells {area}"
                step = "unmerge them and write the value into each row"
                raise ConfigError("merged cells: to which row the value belongs is not known", where=where, next_step=step)

    def _row(self, sheet: WorkbookSheet, row: ValueRow, headers: Headers, loose: Mapping[str, str]) -> WrittenRow | None:
        cells = {}
        for header, column in headers.places.items():
            value = row.values.get(column)
            if value is not None and (text := self._cells.text(sheet.name, row.number, column, header, value)):
                cells[header] = text
        if not cells.keys() - {c.DUE} - loose.keys():  # the templates' own formula, down to row 4021
            neighbor = min(
                (column for column, value in row.values.items() if column != headers.places[c.DUE] and plain(value)), default=0
            )
            if neighbor:
                what = "this stands beside the table, in a row without an item; it is not carried over"
                self._tell(sheet, cell_name(row.number, neighbor), what, "write it into the row of the item that it is about")
            return None
        return WrittenRow(sheet=sheet.name, number=row.number, poam_id=cells.get(c.ID, ""), cells=cells, places=headers.places)

    def deficiencies(self) -> tuple[Deficiency, ...]:
        """The rows of the sheet PL-2 Findings, where the workbook has one."""
        name = self._book.find(PL2)
        return deficiencies_of(self._book.sheet(name), self._cells, self.notices, self._book.where) if name else ()

    def elsewhere(self) -> Mapping[str, tuple[str, ...]]:
        """Sheets that are none of the four."""
        ours = {self._book.find(name) for name in (OPEN, CLOSED, CONFIGURATION, PL2)}
        return {name: self._texts(name) for name in self._book.names if name not in ours}

    def _texts(self, name: str) -> tuple[str, ...]:
        if self._book.size(name) > _LARGEST_ELSEWHERE:
            return ()
        return tuple(text for row in self._book.sheet(name).rows for value in row.values.values() if (text := plain(value)))


_ABSORBED = ("Inventory", "DR Sheet")
"""Sheets of the inventory workbook and the deviation request form."""
_NEXT = "name a POA&M workbook of FedRAMP's template v3.0 or v2.1"


def _explains(row: ValueRow, headers: Headers) -> bool:
    """A row of guidance, examples or column needs, not data."""
    first = row.values.get(1)
    if headers.labeled and isinstance(first, str) and normalize_header(first) in _GUIDANCE:
        return True
    text = row.values.get(headers.places[c.ID])
    return row.number < 9 and isinstance(text, str) and _EXPLAINED.match(text.strip()) is not None


def _refuse_repeats(rows: Iterable[WrittenRow], path: str) -> None:
    seen: dict[str, WrittenRow] = {}
    for row in rows:
        if row.poam_id and row.poam_id in seen:
            what = f"duplicate POA&M ID {row.poam_id!r}: in {seen[row.poam_id].at(c.ID)} and in {row.at(c.ID)}"
            step = "give a new item an id of its own; move a closed row instead of copying it"
            raise ConfigError(what, where=path, next_step=step)
        seen[row.poam_id] = row
