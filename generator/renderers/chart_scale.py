"""What the charts have in common: how a scale is divided, and how places in a drawing are written."""

from collections.abc import Iterable

import msgspec

_STEPS = (1, 2, 5)
_READABLE = 13.0
"""Height of a part in which its number can stand."""


def scale(most: int) -> tuple[int, int]:
    """A step of 1, 2 or 5 times a power of ten with at most six lines, and the end of the scale."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 5 >= most:
                return step * power, max(-(-most // (step * power)), 1) * step * power
        power *= 10


def px(value: float) -> str:
    """A place in a drawing, to a tenth of a pixel: the same text on every machine."""
    return f"{value:.1f}"


class ChartSegment(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a column, drawn."""

    kind: str
    y: str
    height: str
    number: str
    """Empty where there is no room."""
    at: str
    """Base line of the number."""


class ChartScaleLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the scale."""

    y: str
    text: str


class ColumnScale(msgspec.Struct, frozen=True):
    """Heights of stacked columns: the place of zero, and what one counts for, in pixels."""

    base: float
    unit: float

    def y(self, number: int) -> float:
        """The place of a number."""
        return self.base - number * self.unit

    def lines(self, step: int, top: int) -> tuple[ChartScaleLine, ...]:
        """From zero to the end of the scale."""
        return tuple(ChartScaleLine(y=px(self.y(number)), text=f"{number:,}") for number in range(0, top + 1, step))

    def stacked(self, parts: Iterable[tuple[str, int]]) -> tuple[ChartSegment, ...]:
        """The parts of a column that are there, by kind from below."""
        segments, below = [], 0
        for kind, number in parts:
            if number:
                height, y = number * self.unit, self.y(below + number)
                shown = f"{number:,}" if height >= _READABLE else ""
                segments.append(ChartSegment(kind=kind, y=px(y), height=px(height), number=shown, at=px(y + height / 2 + 4)))
            below += number
        return tuple(segments)
