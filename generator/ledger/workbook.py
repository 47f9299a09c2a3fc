"""Last time's workbook as people edited it: the rows of its sheets by POA&M ID, every cell with its place.

Columns are found by header text. A header that is missing or was renamed, an id that stands twice, a merged cell over several
rows, and a cell that shows an error where a value is needed are refused with the cell named: a guess would lose what somebody
wrote.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from generator.documents.sheet_fill import normalise_header
from generator.documents.workbook_cells import Book, Broken, Row, Sheet, Stored, cell_name
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.item import Deficiency, Notice

OPEN, CLOSED, CONFIGURATION, PL2 = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings", "PL-2 Findings"
_HEADER_DEPTH = 40
_GUIDANCE = frozenset({"guidance", "examples", "mandatory or situational", "example", "format"})
"""Labels of the rows between headers and data in v3.0; their first column is no data."""
_EXPLAINED = re.compile(
    r"mandatory|situational|assign a unique identifier|unique identifier|alphanumeric|v-?\d+ ?-? ?example|vs-001-ac\(2\)",
    re.IGNORECASE,
)
"""How guidance and example rows of v2.1, which have no labels, begin."""
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%d %b %Y")
_PL2 = ("Deficiency ID", "Deficiency Name", "Deficiency Description", "Remediation Plan/Description", "Remediation Date")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBook:
    """The whole workbook."""

    path: str
    open: tuple[WrittenRow, ...] = ()
    closed: tuple[WrittenRow, ...] = ()
    configuration: tuple[WrittenRow, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    extra: tuple[str, ...] = ()
    """Headers that people added, in their order."""
    headers: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()

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
    reader = _Reader(book)
    found = {name: reader.rows(name) for name in (OPEN, CLOSED, CONFIGURATION)}
    _refuse_repeats([row for rows in found.values() for row in rows], path)
    return WrittenBook(
        path=path,
        open=found[OPEN],
        closed=found[CLOSED],
        configuration=found[CONFIGURATION],
        deficiencies=reader.deficiencies(),
        extra=tuple(dict.fromkeys(reader.extra)),
        headers=frozenset(reader.headers),
        notices=tuple(reader.notices),
    )


class _Reader:
    def __init__(self, book: Book) -> None:
        self._book = book
        self.extra: list[str] = []
        self.headers: set[str] = set()
        self.notices: list[Notice] = []

    def rows(self, wanted: str) -> tuple[WrittenRow, ...]:
        """The data rows of a sheet; none where the workbook has no such sheet but the first, which it must have."""
        name = self._book.find(wanted)
        if name is None:
            if wanted == OPEN:
                has = ", ".join(map(repr, self._book.names))
                raise ConfigError(f"there is no sheet {wanted!r}; it has {has}", where=self._book.where, next_step=_NEXT)
            return ()
        sheet = self._book.sheet(name)
        header, places = self._header(sheet)
        label = min(places.values()) > 1
        data = [row for row in sheet.rows if row.number > header and not _explains(row, places[c.ID], label=label)]
        self._refuse_merged(sheet, data, places)
        return tuple(row for one in data if (row := self._row(sheet, one, places)) is not None)

    def _header(self, sheet: Sheet) -> tuple[int, Mapping[str, int]]:
        """The row of the headers, and the column of each, known ones first."""
        best: tuple[int, Row | None, list[str]] = (len(c.REQUIRED) + 1, None, list(c.REQUIRED))
        for row in sheet.rows:
            if row.number > _HEADER_DEPTH:
                break
            texts = {normalise_header(text): column for column, text in row.values.items() if isinstance(text, str)}
            places = _places(texts)
            missing = [header for header in c.REQUIRED if header not in places]
            if not missing:
                return row.number, self._with_extra(row, places)
            if len(missing) < best[0]:
                best = len(missing), row, missing
        raise self._no_header(sheet, best[1], best[2])

    def _with_extra(self, row: Row, places: dict[str, int]) -> Mapping[str, int]:
        known = set(places.values())
        last = max(known)
        self.headers |= set(places)
        for column, text in sorted(row.values.items()):
            if column not in known and isinstance(text, str) and column > last and text.strip() not in places:
                places[text.strip()] = column
                self.extra.append(text.strip())
        return places

    def _no_header(self, sheet: Sheet, row: Row | None, missing: Sequence[str]) -> ConfigError:
        what = f"the columns {', '.join(missing[:5])} are missing"
        if row is not None and len(missing) < len(c.REQUIRED):
            known = {normalise_header(name) for name in (*c.REQUIRED, *c.OPTIONAL, *c.SPELLINGS[c.PLAN])}
            odd = [
                f"{cell_name(row.number, column)} says {text!r}"
                for column, text in sorted(row.values.items())
                if isinstance(text, str) and normalise_header(text) not in known
            ]
            what += f"; cell {', '.join(odd[:3])}" if odd else f" from row {row.number}"
        where = f"{self._book.where}, sheet {sheet.name!r}"
        return ConfigError(what, where=where, next_step="give the header the text that the template has")

    def _refuse_merged(self, sheet: Sheet, data: Sequence[Row], places: Mapping[str, int]) -> None:
        numbers = {row.number for row in data}
        used = set(places.values())
        for area in sheet.merged:
            over = [number for number in range(area.top, min(area.bottom, area.top + 10_000) + 1) if number in numbers]
            if over and any(column in used for column in range(area.left, area.right + 1)):
                where = f"{self._book.where}, sheet {sheet.name!r}, cells {area}"
                step = "unmerge them and write the value into each row"
                raise ConfigError("merged cells: nobody can tell which row the value belongs to", where=where, next_step=step)

    def _row(self, sheet: Sheet, row: Row, places: Mapping[str, int]) -> WrittenRow | None:
        cells = {}
        for header, column in places.items():
            value = row.values.get(column)
            if value is not None and (text := self._text(sheet, row, header, column, value)):
                cells[header] = text
        if not cells or cells.keys() <= {c.DUE}:  # the templates' own formula, down to row 4021
            return None
        return WrittenRow(sheet=sheet.name, number=row.number, poam_id=cells.get(c.ID, ""), cells=cells, places=places)

    def _text(self, sheet: Sheet, row: Row, header: str, column: int, value: Stored) -> str:
        place = f"{sheet.name}!{cell_name(row.number, column)}"
        if isinstance(value, Broken):
            return self._broken(header, place, value)
        if header in c.DATES:
            return self._date(header, place, value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, float):
            return f"{value:.0f}" if value.is_integer() else repr(value)
        return value.strip()

    def _broken(self, header: str, place: str, value: Broken) -> str:
        """A calculated date is made again; an error anywhere else is somebody's text gone wrong."""
        if header != c.DUE:
            what, step = f"the cell holds {value.what}", "write the value itself into the cell"
            raise ConfigError(what, where=f"{self._book.where}, {place}", next_step=step)
        return ""

    def _date(self, header: str, place: str, value: Stored) -> str:
        day = self._book.day(value) if isinstance(value, float) else parsed_day(value) if isinstance(value, str) else None
        if day is not None:
            return day.isoformat()
        if header in (c.DUE, c.TRACKING_DUE) or not str(value).strip():
            return ""
        what, step = f"{str(value)[:40]!r} is not a date", "write it as a date, or like 2026-11-20"
        raise ConfigError(what, where=f"{self._book.where}, {place}", next_step=step)

    def deficiencies(self) -> tuple[Deficiency, ...]:
        """The rows of the sheet PL-2 Findings, where the workbook has one."""
        name = self._book.find(PL2)
        if name is None:
            return ()
        sheet = self._book.sheet(name)
        for row in sheet.rows:
            texts = {normalise_header(text): column for column, text in row.values.items() if isinstance(text, str)}
            places = [texts.get(normalise_header(header), 0) for header in _PL2]
            if all(places):
                return tuple(self._deficiency(sheet, one, places) for one in sheet.rows if _is_deficiency(one, row, places))
        return ()

    def _deficiency(self, sheet: Sheet, row: Row, places: Sequence[int]) -> Deficiency:
        texts = [self._text(sheet, row, "", column, row.values.get(column, "")) for column in places[:4]]
        done = row.values.get(places[4], "")
        day = self._date(c.STATUS_DATE, f"{sheet.name}!{cell_name(row.number, places[4])}", done) if done != "" else ""
        return Deficiency(
            id=texts[0], name=texts[1], description=texts[2], plan=texts[3], remediated=date.fromisoformat(day) if day else None
        )


_NEXT = "name a POA&M workbook of FedRAMP's template v3.0 or v2.1"


def parsed_day(text: str) -> date | None:
    """A day that somebody typed as text, the month first as in the United States; None where it is none."""
    bare = text.strip().removesuffix("T00:00:00").removesuffix(" 00:00:00")
    for form in _DAYS:
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    return None


def _places(texts: Mapping[str, int]) -> dict[str, int]:
    found = {}
    for header in (*c.REQUIRED, *c.OPTIONAL):
        names = (header, *c.SPELLINGS.get(header, ()))
        column = next((texts[key] for name in names if (key := normalise_header(name)) in texts), None)
        if column is not None:
            found[header] = column
    return found


def _explains(row: Row, id_column: int, *, label: bool) -> bool:
    """A row of guidance, examples or column needs, not data."""
    first = row.values.get(1)
    if label and isinstance(first, str) and normalise_header(first) in _GUIDANCE:
        return True
    text = row.values.get(id_column)
    return row.number < 9 and isinstance(text, str) and _EXPLAINED.match(text.strip()) is not None


def _is_deficiency(row: Row, header: Row, places: Sequence[int]) -> bool:
    label = row.values.get(1)
    guidance = isinstance(label, str) and normalise_header(label) in _GUIDANCE
    return row.number > header.number and not guidance and places[0] in row.values


def _refuse_repeats(rows: Iterable[WrittenRow], path: str) -> None:
    seen: dict[str, WrittenRow] = {}
    for row in rows:
        if row.poam_id and row.poam_id in seen:
            what = f"the POA&M ID {row.poam_id!r} stands twice: in {seen[row.poam_id].at(c.ID)} and in {row.at(c.ID)}"
            step = "give a new item an id of its own; move a closed row instead of copying it"
            raise ConfigError(what, where=path, next_step=step)
        seen[row.poam_id] = row
