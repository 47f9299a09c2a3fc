"""Our own placement, for when Graphviz gives none: boxes on shelves inside their frames, straight arrows behind them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.drawing.layout_plan import LayoutColumn, LayoutFrame, LayoutPlan, Path, Placement, Point

_GAP = 26.0
_PAD = 16.0
_ASPECT = 1.6
"""A frame is about so many times wider than high, like a screen."""


def place_in_rows(plan: LayoutPlan) -> Placement:
    """Who comes in on the left, then the outermost frames side by side, then the rest in a column. Never fails."""
    before = _column(plan, [index for index, box in enumerate(plan.boxes) if box.column is LayoutColumn.BEFORE])
    outermost = [_block(plan, index) for index, group in enumerate(plan.groups) if group.parent is None]
    placed = {index for block in (before, *outermost) for index in block.boxes}
    rest = _column(plan, [index for index in range(len(plan.boxes)) if index not in placed])
    whole, x = _PlacedBlock(), 0.0
    for block in (before, *outermost, rest):
        whole = whole.next_to(block, (x, 0.0))
        x = whole.width + _GAP if whole.width else 0.0
    return Placement(
        width=whole.width,
        height=whole.height,
        boxes=tuple(whole.boxes[index] for index in range(len(plan.boxes))),
        groups=tuple(whole.groups[index] for index in range(len(plan.groups))),
        paths=tuple(_straight(whole.boxes[arrow.source], whole.boxes[arrow.target]) for arrow in plan.arrows),
    )


@dataclass(frozen=True, slots=True)
class _PlacedBlock:
    """Something placed from its own top left corner."""

    width: float = 0.0
    height: float = 0.0
    boxes: Mapping[int, LayoutFrame] = field(default_factory=dict)
    groups: Mapping[int, LayoutFrame] = field(default_factory=dict)

    def next_to(self, other: "_PlacedBlock", corner: Point) -> "_PlacedBlock":
        """Both, the other one at a corner."""
        x, y = corner
        return _PlacedBlock(
            max(self.width, x + other.width),
            max(self.height, y + other.height),
            {**self.boxes, **{index: _moved(frame, corner) for index, frame in other.boxes.items()}},
            {**self.groups, **{index: _moved(frame, corner) for index, frame in other.groups.items()}},
        )


def _moved(frame: LayoutFrame, by: Point) -> LayoutFrame:
    return LayoutFrame(x=frame.x + by[0], y=frame.y + by[1], width=frame.width, height=frame.height)


def _one(plan: LayoutPlan, index: int) -> _PlacedBlock:
    box = plan.boxes[index]
    return _PlacedBlock(box.width, box.height, {index: LayoutFrame(x=0.0, y=0.0, width=box.width, height=box.height)})


def _column(plan: LayoutPlan, members: Sequence[int]) -> _PlacedBlock:
    block, y = _PlacedBlock(), 0.0
    for index in members:
        block = block.next_to(_one(plan, index), (0.0, y))
        y = block.height + _GAP
    return block


def _block(plan: LayoutPlan, index: int) -> _PlacedBlock:
    """A frame with what it holds: frames first, then boxes."""
    group = plan.groups[index]
    parts = [_block(plan, child) for child, layout_group in enumerate(plan.groups) if layout_group.parent == index]
    parts += [_one(plan, member) for member, box in enumerate(plan.boxes) if box.group == index]
    inner = _shelves(parts)
    width = max(inner.width, group.width) + 2 * _PAD
    height = inner.height + group.height + 3 * _PAD
    frame = LayoutFrame(x=0.0, y=0.0, width=width, height=height)
    return _PlacedBlock(width, height, {}, {index: frame}).next_to(inner, (_PAD, group.height + 2 * _PAD))


def _shelves(parts: Sequence[_PlacedBlock]) -> _PlacedBlock:
    """Side by side until the row is as wide as the whole should be, then on the next row."""
    area = sum((part.width + _GAP) * (part.height + _GAP) for part in parts)
    most = max([math.sqrt(area * _ASPECT), *(part.width for part in parts)])
    boxes: dict[int, LayoutFrame] = {}
    groups: dict[int, LayoutFrame] = {}
    x = y = width = height = 0.0
    for part in parts:
        if x and x + part.width > most:
            x, y = 0.0, height + _GAP
        boxes.update({index: _moved(frame, (x, y)) for index, frame in part.boxes.items()})
        groups.update({index: _moved(frame, (x, y)) for index, frame in part.groups.items()})
        width, height = max(width, x + part.width), max(height, y + part.height)
        x += part.width + _GAP
    return _PlacedBlock(width, height, boxes, groups)


def _straight(source: LayoutFrame, target: LayoutFrame) -> Path | None:
    """From border to border along the line between the middles; None where the boxes touch."""
    start, end = _border(source, target.center), _border(target, source.center)
    if math.dist(start, end) < 4:
        return None
    return Path(points=(start, start, end, end), tip=end)


def _border(frame: LayoutFrame, towards: Point) -> Point:
    (x, y), half_width, half_height = frame.center, frame.width / 2, frame.height / 2
    dx, dy = towards[0] - x, towards[1] - y
    reach = max(abs(dx) / half_width, abs(dy) / half_height)
    return (x + dx / reach, y + dy / reach) if reach > 1 else (x, y)
