"""Where arrows cross the outermost frame: a point on its left or right edge for each box outside.

Graphviz leads an arrow out of a frame as soon as it can, above or below everything. With a point inside the frame to lead to,
it stays inside until it crosses where a reader looks for it: on the side of the box outside.
"""

import math
from collections.abc import Iterator, Mapping

from generator.drawing.layout_plan import LayoutArrow, LayoutColumn, LayoutPlan, Path, Point

_HEAD = 6.0
"""Points that the last part of an arrow is shorter, for its head."""


def gate_nodes(plan: LayoutPlan) -> Iterator[str]:
    """In Graphviz's language: the points, those of a side on one line."""
    for column in (LayoutColumn.BEFORE, LayoutColumn.LAST):
        names = [f"g{index}" for index in _outside(plan) if plan.boxes[index].column is column]
        yield from (f"{name} [shape=point style=invis width=0.02 height=0.02];" for name in names)
        if names:
            yield f"{{ rank=same; {'; '.join(names)}; }}"


def gate_arrows(plan: LayoutPlan) -> Iterator[str]:
    """From each box outside to its point, or the other way round: what all its arrows share."""
    for index in _outside(plan):
        ends = (f"n{index}", f"g{index}") if plan.boxes[index].column is LayoutColumn.BEFORE else (f"g{index}", f"n{index}")
        yield f"{ends[0]} -> {ends[1]} [id=o{index} dir=none weight=8];"


def ends_of(plan: LayoutPlan, arrow: LayoutArrow) -> tuple[str, str, str]:
    """What Graphviz is to lead the inner part of an arrow from and to, and in which direction its head is."""
    before = _is(plan, arrow.source, LayoutColumn.BEFORE), _is(plan, arrow.target, LayoutColumn.LAST)
    back = _is(plan, arrow.source, LayoutColumn.LAST) or _is(plan, arrow.target, LayoutColumn.BEFORE)
    source = f"g{arrow.source}" if plan.boxes[arrow.source].column is not LayoutColumn.INNER else f"n{arrow.source}"
    target = f"g{arrow.target}" if plan.boxes[arrow.target].column is not LayoutColumn.INNER else f"n{arrow.target}"
    if back:
        return target, source, "back"
    return source, target, "none" if before[1] else "forward"


def joined(plan: LayoutPlan, inner: Mapping[int, Path], outer: Mapping[int, Path]) -> dict[int, Path]:
    """Whole arrows from their inner and outer parts; what Graphviz did not place is left out."""
    paths: dict[int, Path] = {}
    for number, arrow in enumerate(plan.arrows):
        path = inner.get(number)
        if path is None:
            continue
        if plan.boxes[arrow.source].column is not LayoutColumn.INNER:
            part = outer.get(arrow.source)
            path = path if part is None else _after(_from_box(plan, arrow.source, part), path)
        if plan.boxes[arrow.target].column is not LayoutColumn.INNER:
            part = outer.get(arrow.target)
            path = path if part is None else _headed(_after(path, _to_box(plan, arrow.target, part)))
        paths[number] = path
    return paths


def _outside(plan: LayoutPlan) -> list[int]:
    touched = plan.touched
    return [index for index, box in enumerate(plan.boxes) if box.column is not LayoutColumn.INNER and index in touched]


def _is(plan: LayoutPlan, index: int, column: LayoutColumn) -> bool:
    return plan.boxes[index].column is column


def _from_box(plan: LayoutPlan, index: int, part: Path) -> tuple[Point, ...]:
    """The outer part as it runs from its box to its point."""
    return part.points if _is(plan, index, LayoutColumn.BEFORE) else part.points[::-1]


def _to_box(plan: LayoutPlan, index: int, part: Path) -> Path:
    points = part.points[::-1] if _is(plan, index, LayoutColumn.BEFORE) else part.points
    return Path(points=points, tip=points[-1])


def _after(first: tuple[Point, ...] | Path, second: Path) -> Path:
    """One after the other, with a straight piece between."""
    points, label = (first.points, first.label) if isinstance(first, Path) else (first, None)
    bridge = (points[-1], second.points[0])
    return Path(points=(*points, *bridge, *second.points), tip=second.tip, label=label or second.label)


def _headed(path: Path) -> Path:
    """The same with its last point moved back, so that the line ends inside the head."""
    end = path.points[-1]
    behind = next((point for point in reversed(path.points) if math.dist(point, end) > 1), end)
    length = math.dist(behind, end)
    if length < 2 * _HEAD:
        return path
    share = _HEAD / length
    moved = end[0] + (behind[0] - end[0]) * share, end[1] + (behind[1] - end[1]) * share
    return Path(points=(*path.points[:-1], moved), tip=end, label=path.label)
