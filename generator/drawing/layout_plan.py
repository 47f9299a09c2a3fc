"""What is to be placed, and where it came to stand. All in points, y downwards, from the top left corner."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

Point = tuple[float, float]
Cell = tuple[int, int]
"""Row and column of a box: counted from the first row of its frame, and from the first of the columns inside."""


class LayoutFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow: its corners from its first point to its tip, joined by straight lines that run across or down."""

    points: tuple[Point, ...]

    @property
    def tip(self) -> Point:
        """Where its head ends."""
        return self.points[-1]


class LayoutColumn(StrEnum):
    """Which part of the picture a box belongs in, from left to right."""

    BEFORE = "before"
    """Left of the outermost frame."""
    NEAR_BEFORE = "near before"
    """Inside the outermost frame, left of what the picture is about."""
    INNER = "inner"
    NEAR_LAST = "near last"
    LAST = "last"
    """Right of the outermost frame."""


class LayoutBox(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a size, in points. The layout makes it higher where many arrows meet it."""

    key: str
    """What it stands for: under it its cell is kept from month to month."""
    width: float
    height: float
    group: int | None = None
    """Index of the innermost group it lies in."""
    column: LayoutColumn = LayoutColumn.INNER


class LayoutGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A frame around boxes, with room for its title. A parent stands before its children; the first holds all others."""

    width: float
    """Of the title."""
    height: float
    parent: int | None = None


class LayoutArrow(msgspec.Struct, frozen=True, kw_only=True):
    """From box to box, by index."""

    source: int
    target: int
    kind: str = ""
    """Only arrows of one kind share a line."""


class LayoutBundle(msgspec.Struct, frozen=True, kw_only=True):
    """Arrows that share a line: all lead to one box, or all come from one. Each of them is followed without doubt."""

    center: int
    outward: bool
    """Do the arrows come from the center?"""
    arrows: tuple[int, ...]
    """By index; the other end of each is a leaf."""


class LayoutPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be placed."""

    boxes: tuple[LayoutBox, ...]
    groups: tuple[LayoutGroup, ...]
    arrows: tuple[LayoutArrow, ...]
    bundles: tuple[LayoutBundle, ...]
    labels: tuple[float, ...]
    """Width of the text at the center of each bundle; 0 for none."""
    columns: int = 3
    """Inside, at most."""
    kept: Mapping[str, Cell] = msgspec.field(default_factory=dict)
    """Where boxes stood before, by their keys."""

    def leaf(self, bundle: LayoutBundle, arrow: int) -> int:
        """The end of a bundle's arrow that is not its center."""
        return self.arrows[arrow].target if bundle.outward else self.arrows[arrow].source


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where everything is, by the indices of the plan."""

    width: float
    height: float
    boxes: tuple[LayoutFrame, ...]
    groups: tuple[LayoutFrame, ...]
    titles: tuple[LayoutFrame, ...]
    """Of the groups."""
    paths: tuple[Path, ...]
    labels: tuple[LayoutFrame | None, ...]
    """Of the bundles."""
    joints: tuple[tuple[Point, ...], ...]
    """Of each bundle: where its arrows part or meet."""
    cells: Mapping[str, Cell]
    columns: int
