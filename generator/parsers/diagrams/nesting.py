"""Which box lies in which. Real drawings nest by geometry far more often than by their file's structure."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import ParseError

_MOSTLY = 0.75
"""Share of a shape's area that must lie in a box: icons are drawn across borders by a few pixels."""
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a page, in pixels."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A shape's outline, in pixels from the page's or its parent's corner."""

    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def contains(self, point: Point) -> bool:
        """Is the point inside, or on the border?"""
        return self.x <= point.x <= self.x + self.width and self.y <= point.y <= self.y + self.height

    def encloses(self, other: "Box") -> bool:
        """Does the other box lie in this one: its middle, and three quarters of its area?"""
        if not self.contains(other.centre):
            return False
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across * down >= _MOSTLY * other.area

    def distance(self, point: Point) -> float:
        """How far a point lies outside; 0 inside."""
        across = max(self.x - point.x, 0.0, point.x - self.x - self.width)
        down = max(self.y - point.y, 0.0, point.y - self.y - self.height)
        return float((across * across + down * down) ** 0.5)

    def distance_to_border(self, point: Point) -> float:
        """How far a point lies from the outline, inside or out."""
        if not self.contains(point):
            return self.distance(point)
        return min(point.x - self.x, self.x + self.width - point.x, point.y - self.y, self.y + self.height - point.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A shape on its page."""

    id: str
    box: Box
    parents: tuple[str, ...] = ()
    """Shapes it belongs to in the file's structure, innermost first."""
    is_container: bool = True
    """Can others lie in it? Texts and pictures are no containers."""


def ancestors(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """For each id the chain of its parents that are known, innermost first.

    Raises:
        ParseError: a shape that contains itself.
    """
    known: dict[str, tuple[str, ...]] = {}
    for start in parents:
        chain: list[str] = []
        current: str | None = start
        while current is not None and current in parents and current not in known:
            if current in chain:
                raise ParseError("a shape contains itself", where=f"shape {current}", next_step="save the diagram again")
            chain.append(current)
            _refuse_depth(len(chain), current)
            current = parents[current]
        for below in reversed(chain):
            above = parents[below]
            known[below] = (above, *known[above]) if above is not None and above in known else ()
            _refuse_depth(len(known[below]), below)
    return known


def _refuse_depth(depth: int, shape: str) -> None:
    if depth > _DEEPEST:
        raise ParseError(f"shapes are nested more than {_DEEPEST} deep", where=f"shape {shape}", next_step="simplify it")


def innermost(shapes: Sequence[Placed]) -> dict[str, str]:
    """For each shape the smallest larger box it lies in, by structure or by geometry. Independent of the shapes' order.

    Every answer has a larger area than the shape it is given for, so chains of answers always end.
    """
    boxes = {shape.id: shape.box for shape in shapes}
    containers = sorted((shape for shape in shapes if shape.is_container), key=_size)
    areas = [container.box.area for container in containers]
    found: dict[str, str] = {}
    for shape in shapes:
        larger = containers[bisect_right(areas, shape.box.area) :]
        by_geometry = next((one for one in larger if one.box.encloses(shape.box)), None)
        by_structure = _first_larger(shape, boxes)
        candidates = [*([by_geometry] if by_geometry else []), *by_structure]
        if candidates:
            found[shape.id] = min(candidates, key=_size).id
    return found


def _first_larger(shape: Placed, boxes: Mapping[str, Box]) -> Iterable[Placed]:
    for parent in shape.parents:
        if parent in boxes and boxes[parent].area > shape.box.area:
            return [Placed(id=parent, box=boxes[parent])]
    return []


def _size(shape: Placed) -> tuple[float, float, float, str]:
    return shape.box.area, shape.box.x, shape.box.y, shape.id
