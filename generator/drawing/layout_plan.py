"""What is to be placed, and where it came to stand. All in points, y downwards, from the top left corner."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFrame:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, right: float) -> "LayoutFrame":
        """The same, further right."""
        return LayoutFrame(x=self.x + right, y=self.y, width=self.width, height=self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An arrow: a first point, then three points per Bezier curve; the head ends in `tip`."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None = None
    """Middle of its label."""

    def moved(self, right: float) -> "Path":
        """The same, further right."""
        return Path(
            points=tuple((x + right, y) for x, y in self.points),
            tip=(self.tip[0] + right, self.tip[1]),
            label=None if self.label is None else (self.label[0] + right, self.label[1]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where everything is, by the indices of the plan. A path is None where boxes touch and nothing can be drawn."""

    width: float
    height: float
    boxes: tuple[LayoutFrame, ...]
    groups: tuple[LayoutFrame, ...]
    paths: tuple[Path | None, ...]


class LayoutColumn(StrEnum):
    """Which part of the picture a box belongs in."""

    BEFORE = "before"
    """Left of everything."""
    INNER = "inner"
    LAST = "last"
    """Right of everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutBox:
    """Something with a size, in points."""

    width: float
    height: float
    group: int | None = None
    """Index of the innermost group it lies in."""
    column: LayoutColumn = LayoutColumn.INNER


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutGroup:
    """A frame around boxes, with room for its title. A parent stands before its children."""

    width: float
    """Of the title."""
    height: float
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutArrow:
    """From box to box, by index."""

    source: int
    target: int
    width: float = 0.0
    """Of its label; 0 where it has none."""
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutPlan:
    """What is to be placed."""

    boxes: tuple[LayoutBox, ...]
    groups: tuple[LayoutGroup, ...]
    arrows: tuple[LayoutArrow, ...]
    quick: bool = False
    """Straight arrows and little searching: for plans that are slow otherwise."""

    @property
    def touched(self) -> set[int]:
        """Indices of boxes that an arrow begins or ends at."""
        return {end for arrow in self.arrows for end in (arrow.source, arrow.target)}

    @property
    def laid_out(self) -> list[int]:
        """Indices of boxes that Graphviz places: all but those outside that nothing leads to, which stand beside the rest."""
        touched = self.touched
        return [index for index, box in enumerate(self.boxes) if box.column is LayoutColumn.INNER or index in touched]
