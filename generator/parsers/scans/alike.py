"""What the rows of a table that say the same in some columns amount to, made once.

A row is one weakness on one host or in one package: what it says of the weakness stands in thousands of rows, and so does
what it says of the host. Looking at those cells together costs a tenth of reading them one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from generator.parsers.csv import Row, Table

T = TypeVar("T")
_KEPT = 1 << 15
"""Values that are kept: more are made each time."""


class Alike(Generic[T]):
    """Values made of the cells of the named columns, and of nothing else of the row."""

    __slots__ = ("_known", "_last", "_make", "_pick")

    def __init__(self, table: Table, names: Iterable[str], make: Callable[[Row], T]) -> None:
        places = sorted({table.columns[name] for name in names if name in table.columns})
        # NOTE: for a single place itemgetter answers the cell itself, so the first is named twice.
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] | None = itemgetter(*places, places[0]) if places else None
        self._last = places[-1] if places else 0
        self._known: dict[tuple[str, ...], T] = {}
        self._make = make

    def of(self, row: Row) -> T:
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
