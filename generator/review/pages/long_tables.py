"""Long tables in pieces: filtered by words, one piece of them shown, with links to the others. All of it on the server."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

import msgspec

SIZES = (25, 50, 100, 250)
"""Rows of one piece, as a person may choose; those of the report's tables (`templates/html/report/table.js`)."""
ROWS = 50
"""Of one piece where nothing is chosen."""
_WORDS, _PIECE, _SIZE = "q", "page", "rows"

Row = TypeVar("Row")


class TablePiece(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """What of a table one page shows."""

    rows: tuple[Row, ...]
    words: str
    """The words that every row has."""
    count: int
    """Rows that fit the filter."""
    total: int
    first: int
    """Of the rows shown, counted from 1; 0 where there is none."""
    before: str
    """Address of the piece before; empty at the first."""
    after: str
    sizes: tuple[tuple[int, str], ...]
    """Rows of a piece, and the address with so many; the address is empty at the size that is shown."""

    @property
    def last(self) -> int:
        """Of the rows shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def piece_of(rows: Iterable[Row], query: Mapping[str, str], *, text: Callable[[Row], str]) -> TablePiece[Row]:
    """The piece that the query of an address asks for.

    Args:
        text: what of a row is searched; every word of the filter has to be in it, whatever its case.
    """
    all_rows = tuple(rows)
    words = query.get(_WORDS, "").casefold().split()
    fitting = [row for row in all_rows if fits(text(row), words)] if words else all_rows
    size = next((each for each in SIZES if str(each) == query.get(_SIZE)), ROWS)
    last = max((len(fitting) - 1) // size, 0)
    wanted = query.get(_PIECE, "")
    number = min(int(wanted), last) if wanted.isascii() and wanted.isdigit() and len(wanted) < _DIGITS else 0
    shown = tuple(fitting[number * size : (number + 1) * size])
    return TablePiece(
        rows=shown,
        words=query.get(_WORDS, ""),
        count=len(fitting),
        total=len(all_rows),
        first=number * size + 1 if shown else 0,
        before=_address(query, {_PIECE: number - 1}) if number else "",
        after=_address(query, {_PIECE: number + 1}) if number < last else "",
        sizes=tuple((each, "" if each == size else _address(query, {_SIZE: each})) for each in SIZES)
        if len(fitting) > SIZES[0]
        else (),
    )


_DIGITS = 9


def fits(text: str, words: Sequence[str]) -> bool:
    """Has a row every word of a filter? The words are case-folded."""
    folded = text.casefold()
    return all(word in folded for word in words)


def _address(query: Mapping[str, str], changed: Mapping[str, int]) -> str:
    kept = {name: value for name, value in query.items() if name != _PIECE and value}
    return "?" + urlencode({**kept, **changed})
