"""Where the columns of a sheet stand: the template's own by their header text, and those that people added.

People add columns where it suits them, with and without a header. Whatever stands in one comes back; only what could be taken
for two things is refused.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.documents.grid import letters
from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_cells import ValueRow, WorkbookSheet, cell_name
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.cell_values import plain

_DEPTH = 40
"""Rows in which a header is looked for."""
_NAMES = {
    normalize_header(name): header for header in (*c.REQUIRED, *c.OPTIONAL) for name in (header, *c.SPELLINGS.get(header, ()))
}
"""Every spelling of a known header to the header."""


class Headers(msgspec.Struct, frozen=True, kw_only=True):
    """The headers of one sheet."""

    row: int
    places: Mapping[str, int]
    """Column of every header, known ones first."""
    known: frozenset[str]
    extra: tuple[str, ...]
    """Those that people added, from left to right."""

    @property
    def labeled(self) -> bool:
        """Version 3.0 has labels in the first column of its first sheet, left of everything else."""
        return min(self.places[name] for name in self.known) > 1

    def with_loose(self, data: Iterable[ValueRow]) -> tuple["Headers", Mapping[str, str]]:
        """With columns that hold something and have no header: `Column AD`. The second gives the first cell of each.

        Only rows count that say something under a header: what is scribbled beside the table is no column of it.
        """
        used, due = set(self.places.values()), {self.places[c.DUE]}
        first: dict[int, int] = {}
        for row in data:
            if used.isdisjoint(row.values.keys() - due):
                continue
            for column in row.values.keys() - used:
                if plain(row.values[column]):
                    first.setdefault(column, row.number)
        if not first:
            return self, {}
        named = {column: _free(f"Column {letters(column)}", self.places) for column in sorted(first)}
        headers = Headers(
            row=self.row,
            places={**self.places, **{name: column for column, name in named.items()}},
            known=self.known,
            extra=(*self.extra, *named.values()),
        )
        return headers, {name: cell_name(first[column], column) for column, name in named.items()}


def headers_of(sheet: WorkbookSheet, where: str) -> Headers:
    """The row of the headers, and the column of each.

    Raises:
        ConfigError: a column of the template is missing, was renamed, or is a duplicate (names the cells).
    """
    best: tuple[int, ValueRow | None, Sequence[str]] = (len(c.REQUIRED) + 1, None, c.REQUIRED)
    for row in sheet.rows:
        if row.number > _DEPTH:
            break
        places, twice = _known(row)
        missing = [header for header in c.REQUIRED if header not in places]
        if not missing:
            if twice:
                raise _duplicate_header(sheet, where, row, twice)
            return _with_extra(row, places)
        if len(missing) < best[0]:
            best = len(missing), row, missing
    raise _no_header(sheet, where, best[1], best[2])


def _known(row: ValueRow) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    places: dict[str, int] = {}
    twice: dict[str, tuple[int, int]] = {}
    for column, text in sorted(row.values.items()):
        header = _NAMES.get(normalize_header(text)) if isinstance(text, str) else None
        if header is not None and places.setdefault(header, column) != column:
            twice.setdefault(header, (places[header], column))
    ordered = {header: places[header] for header in (*c.REQUIRED, *c.OPTIONAL) if header in places}
    return ordered, twice


def _with_extra(row: ValueRow, places: dict[str, int]) -> Headers:
    known, taken = frozenset(places), set(places.values())
    extra = []
    for column, value in sorted(row.values.items()):
        name = " ".join(plain(value).split())
        if column not in taken and name:
            name = _free(name, places)
            places[name] = column
            extra.append(name)
    return Headers(row=row.number, places=places, known=known, extra=tuple(extra))


def _free(name: str, places: Mapping[str, int]) -> str:
    """The name, or with a number where another column has it."""
    candidate, number = name, 1
    while candidate in places:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def _duplicate_header(sheet: WorkbookSheet, where: str, row: ValueRow, twice: Mapping[str, tuple[int, int]]) -> ConfigError:
    header, (first, second) = next(iter(twice.items()))
    what = f"duplicate column {header!r}: in {cell_name(row.number, first)} and in {cell_name(row.number, second)}"
    return ConfigError(what, where=f"{where}, sheet {sheet.name!r}", next_step="give one of the two a header of its own")


def _no_header(sheet: WorkbookSheet, where: str, row: ValueRow | None, missing: Sequence[str]) -> ConfigError:
    what = f"the columns {', '.join(missing[:5])} are missing"
    if row is not None and len(missing) < len(c.REQUIRED):
        odd = [
            f"{cell_name(row.number, column)} says {text!r}"
            for column, text in sorted(row.values.items())
            if isinstance(text, str) and normalize_header(text) not in _NAMES
        ]
        what += f"; cell {', '.join(odd[:3])}" if odd else f" from row {row.number}"
    return ConfigError(what, where=f"{where}, sheet {sheet.name!r}", next_step="give the header the text that the template has")
