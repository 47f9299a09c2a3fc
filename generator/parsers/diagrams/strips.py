"""Boxes sorted into vertical strips of a page, so that a place is compared with the boxes near it and not with all."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from generator.parsers.diagrams.boxes import ShapeOutline

T = TypeVar("T")

_STRIPS = 128


class Strips(Generic[T]):
    """Things with their boxes; `margin` widens every box."""

    def __init__(self, things: Iterable[tuple[T, ShapeOutline]], *, margin: float = 0.0) -> None:
        spans = [(thing, box.x - margin, box.x + box.width + margin) for thing, box in things]
        self._left = min((left for _, left, _ in spans), default=0.0)
        right = max((right for _, _, right in spans), default=0.0)
        self._width = max((right - self._left) / _STRIPS, 1.0)
        self._strips: list[list[T]] = [[] for _ in range(_STRIPS + 1)]
        for thing, begin, end in spans:
            for number in range(self._number(begin), self._number(end) + 1):
                self._strips[number].append(thing)

    def at(self, x: float) -> Sequence[T]:
        """Everything whose box may cover this place across, in the order given; a few that do not are among them."""
        return self._strips[min(max(self._number(x), 0), _STRIPS)]

    def _number(self, x: float) -> int:
        return int((x - self._left) // self._width)
