"""Our own placement, for when Graphviz gives none: boxes on shelves inside their frames, straight arrows behind them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.drawing.layout_plan import Column, Frame, Path, Placement, Plan, Point

_GAP = 26.0
_PAD = 16.0
_ASPECT = 1.6
"""A frame is about so many times wider than high, like a screen."""


def place_in_rows(plan: Plan) -> Placement:
    """Who comes in on the left, then the outermost frames side by side, then the rest in a column. Never fails."""
    before = _column(plan, [index for index, box in enumerate(plan.boxes) if box.column is Column.BEFORE])
    outermost = [_block(plan, index) for index, group in enumerate(plan.groups) if group.parent is None]
    placed = {index for block in (before, *outermost) for index in block.boxes}
    rest = _column(plan, [index for index in range(len(plan.boxes)) if index not in placed])
    whole, x = _Block(), 0.0
    for block in (before, *outermost, rest):
        whole = whole.beside(block, (x, 0.0))
        x = whole.width + _GAP if whole.width else 0.0
    return Placement(
        width=whole.width,
        height=whole.height,
        boxes=tuple(whole.boxes[index] for index in range(len(plan.boxes))),
        groups=tuple(whole.groups[index] for index in range(len(plan.groups))),
        paths=tuple(_straight(whole.boxes[arrow.source], whole.boxes[arrow.target]) for arrow in plan.arrows),
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Something placed from its own top left corner."""

    width: float = 0.0
    height: float = 0.0
    boxes: Mapping[int, Frame] = field(default_factory=dict)
    groups: Mapping[int, Frame] = field(default_factory=dict)

    def beside(self, other: "_Block", corner: Point) -> "_Block":
        """Both, the other one at a corner."""
        x, y = corner
        return _Block(
            max(self.width, x + other.width),
            max(self.height, y + other.height),
            {**self.boxes, **{index: _moved(frame, corner) for index, frame in other.boxes.items()}},
            {**self.groups, **{index: _moved(frame, corner) for index, frame in other.groups.items()}},
        )


def _moved(frame: Frame, by: Point) -> Frame:
    return Frame(x=frame.x + by[0], y=frame.y + by[1], width=frame.width, height=frame.height)


def _one(plan: Plan, index: int) -> _Block:
    box = plan.boxes[index]
    return _Block(box.width, box.height, {index: Frame(x=0.0, y=0.0, width=box.width, height=box.height)})


def _column(plan: Plan, members: Sequence[int]) -> _Block:
    found, y = _Block(), 0.0
    for index in members:
        found = found.beside(_one(plan, index), (0.0, y))
        y = found.height + _GAP
    return found


def _block(plan: Plan, index: int) -> _Block:
    """A frame with what it holds: frames first, then boxes."""
    group = plan.groups[index]
    parts = [_block(plan, child) for child, one in enumerate(plan.groups) if one.parent == index]
    parts += [_one(plan, member) for member, box in enumerate(plan.boxes) if box.group == index]
    inner = _shelves(parts)
    width = max(inner.width, group.width) + 2 * _PAD
    height = inner.height + group.height + 3 * _PAD
    frame = Frame(x=0.0, y=0.0, width=width, height=height)
    return _Block(width, height, {}, {index: frame}).beside(inner, (_PAD, group.height + 2 * _PAD))


def _shelves(parts: Sequence[_Block]) -> _Block:
    """Side by side until the row is as wide as the whole should be, then on the next row."""
    area = sum((part.width + _GAP) * (part.height + _GAP) for part in parts)
    most = max([math.sqrt(area * _ASPECT), *(part.width for part in parts)])
    boxes: dict[int, Frame] = {}
    groups: dict[int, Frame] = {}
    x = y = width = height = 0.0
    for part in parts:
        if x and x + part.width > most:
            x, y = 0.0, height + _GAP
        boxes.update({index: _moved(frame, (x, y)) for index, frame in part.boxes.items()})
        groups.update({index: _moved(frame, (x, y)) for index, frame in part.groups.items()})
        width, height = max(width, x + part.width), max(height, y + part.height)
        x += part.width + _GAP
    return _Block(width, height, boxes, groups)


def _straight(source: Frame, target: Frame) -> Path | None:
    """From border to border along the line between the middles; None where the boxes touch."""
    start, end = _border(source, target.centre), _border(target, source.centre)
    if math.dist(start, end) < 4:
        return None
    return Path(points=(start, start, end, end), tip=end)


def _border(frame: Frame, towards: Point) -> Point:
    (x, y), half_width, half_height = frame.centre, frame.width / 2, frame.height / 2
    dx, dy = towards[0] - x, towards[1] - y
    reach = max(abs(dx) / half_width, abs(dy) / half_height)
    return (x + dx / reach, y + dy / reach) if reach > 1 else (x, y)
