"""Places in a spreadsheet: column letters, and rectangles of cells such as `B9:AB4021` (ECMA-376 part 1, 18.18.76)."""

import re
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Z]{0,3})\$?(\d*)")


class CellRange(msgspec.Struct, frozen=True):
    """A rectangle of cells, all edges included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = f"{letters(self.left)}{self.top}"
        last = f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def without_rows(self, first: int, last: int) -> "CellRange | None":
        """Where this area is after the rows first..last were deleted; None when it is gone with them."""
        top, bottom = _after_deletion(self.top, self.bottom, first, last)
        return replace(self, top=top, bottom=bottom) if top <= bottom else None

    def without_columns(self, first: int, last: int) -> "CellRange | None":
        """Where this area is after the columns first..last were deleted; None when it is gone with them."""
        left, right = _after_deletion(self.left, self.right, first, last)
        return replace(self, left=left, right=right) if left <= right else None

    def holds(self, row: int, column: int) -> bool:
        """Is that cell inside?"""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def reaching(self, row: int) -> "CellRange":
        """This area, grown downwards to `row` when it ends above it."""
        return replace(self, bottom=max(self.bottom, row))

    def sparing(self, column: int, from_row: int) -> tuple["CellRange", ...]:
        """The parts left when the cells of `column` from `from_row` downwards are taken out."""
        if not self.left <= column <= self.right or self.bottom < from_row:
            return (self,)
        split = max(self.top, from_row)
        parts = (
            CellRange(self.top, self.left, split - 1, self.right),
            CellRange(split, self.left, self.bottom, column - 1),
            CellRange(split, column + 1, self.bottom, self.right),
        )
        return tuple(part for part in parts if part.top <= part.bottom and part.left <= part.right)


def parse_areas(text: str) -> tuple[CellRange, ...]:
    """The areas of an attribute such as `A9:A1059 B7:N7`; whole rows and columns (`A:C`, `1:2`) count too."""
    return tuple(_parse_area(part) for part in text.split())


def format_areas(areas: Iterable[CellRange]) -> str:
    """The attribute text of several areas."""
    return " ".join(map(str, areas))


def parse_cell(reference: str) -> tuple[int, int]:
    """Row and column of `B4`."""
    match = _CELL.fullmatch(reference)
    if match is None or not all(match.groups()):
        raise ValueError(f"not a cell reference: {reference!r}")
    return int(match[2]), column_number(match[1])


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def _parse_area(text: str) -> CellRange:
    first, _, last = text.partition(":")
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
    if start is None or end is None:
        raise ValueError(f"not a range of cells: {text!r}")
    return CellRange(
        int(start[2] or 1),
        column_number(start[1]) or 1,
        int(end[2] or LAST_ROW),
        column_number(end[1]) or LAST_COLUMN,
    )


def _after_deletion(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    count = last - first + 1
    new_start = start if start < first else max(start - count, first)
    new_end = end if end < first else end - count if end > last else first - 1
    return new_start, new_end
