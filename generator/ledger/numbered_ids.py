"""POA&M IDs that people can say: `V-1`, `V-2`, fixed when a package is accepted.

Until then a new item shows the hash of its natural key, which any build gives it again. The number that it gets is never
another item's, and the hash stays known: decisions, evaluations and edited workbooks may name the item by either
(POA&M Template v3.0, guidance of "POAM ID": unique, and recommended as V- with a number).
"""

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before
from generator.ledger.workbook import WrittenBook, WrittenRow

_HASHED = re.compile(r"V-[0-9A-F]{10}(?:-\d{1,4})?", re.ASCII)
_MOST_DIGITS = 9
"""A hash of ten digits is no number."""


def numbers_of(items: Iterable[LedgerItem], prefix: str, *, handed_in: Collection[str], taken: Iterable[str]) -> dict[str, str]:
    """By hash, the number of each item that has none yet, the oldest first.

    Args:
        handed_in: ids of the package that was accepted before; none of them is ever renumbered.
        taken: numbers that were given before.
    """
    rows = sorted(items, key=lambda item: (item.detected, item.effective.position, item.identifier, item.poam_id))
    known = [number for name in (*taken, *(row.poam_id for row in rows)) if (number := _number(name, prefix)) is not None]
    following = max(known, default=0) + 1
    new = [
        row for row in rows if not row.former_id and row.poam_id not in handed_in and _HASHED.fullmatch(row.poam_id) is not None
    ]
    return {row.poam_id: f"{prefix}{number}" for number, row in enumerate(new, start=following)}


def renumbered(before: Before, numbers: Mapping[str, str]) -> Before:
    """The prior ledger under the numbers that its items got when it was accepted."""
    if not numbers:
        return before
    return replace(before, items=tuple(_renumbered(item, numbers) for item in before.items))


def renumbered_rows(book: WrittenBook, numbers: Mapping[str, str]) -> WrittenBook:
    """The same of its workbook.

    Raises:
        ConfigError: a person gave a new row an id that is the number of another item (names the cell).
    """
    if not numbers:
        return book
    given = set(numbers.values())
    for row in book.rows:
        if row.poam_id in given:
            what = f"{row.poam_id} is the number of another item since the package was accepted"
            step = "give the row an id of its own that has another form"
            raise ConfigError(what, where=f"{book.path}, {row.at(c.ID)}", next_step=step)
    return replace(
        book,
        open=_rows(book.open, numbers),
        closed=_rows(book.closed, numbers),
        configuration=_rows(book.configuration, numbers),
    )


def _renumbered(item: LedgerItem, numbers: Mapping[str, str]) -> LedgerItem:
    replaces = numbers.get(item.replaces, item.replaces)
    if item.poam_id not in numbers:
        return item if replaces == item.replaces else replace(item, replaces=replaces)
    return replace(item, poam_id=numbers[item.poam_id], former_id=item.poam_id, replaces=replaces)


def _number(name: str, prefix: str) -> int | None:
    digits = name.removeprefix(prefix)
    if digits == name or not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits)


def _rows(rows: Iterable[WrittenRow], numbers: Mapping[str, str]) -> tuple[WrittenRow, ...]:
    return tuple(replace(row, poam_id=numbers.get(row.poam_id, row.poam_id)) for row in rows)
