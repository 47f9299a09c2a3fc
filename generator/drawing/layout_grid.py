"""Our own placement, for when Graphviz gives none: boxes in rows inside their frames, straight arrows behind them."""

import math
from collections.abc import Sequence

from generator.drawing.layout_plan import Column, Frame, Path, Placement, Plan, Point

_GAP = 26.0
_PAD = 16.0
_TOP = 36.0


def place_in_rows(plan: Plan) -> Placement:
    """Who comes in, then the outermost frames from left to right, then the rest in a column. Never fails."""
    frames: dict[int, Frame] = {}
    groups: dict[int, Frame] = {}
    before = [index for index, box in enumerate(plan.boxes) if box.column is Column.BEFORE]
    x = _stack(plan, before, (0.0, _TOP), frames)
    for index, group in enumerate(plan.groups):
        if group.parent is None:
            x = _fill(plan, index, (x, 0.0), frames, groups) + _GAP
    _stack(plan, [index for index in range(len(plan.boxes)) if index not in frames], (x, 0.0), frames)
    everything = [*frames.values(), *groups.values()]
    return Placement(
        width=max((one.x + one.width for one in everything), default=0.0),
        height=max((one.y + one.height for one in everything), default=0.0),
        boxes=tuple(frames[index] for index in range(len(plan.boxes))),
        groups=tuple(groups[index] for index in range(len(plan.groups))),
        paths=tuple(_straight(frames[arrow.source], frames[arrow.target]) for arrow in plan.arrows),
    )


def _stack(plan: Plan, members: Sequence[int], corner: Point, frames: dict[int, Frame]) -> float:
    """One below the other; answers where the next column begins."""
    (x, y), right = corner, corner[0]
    for index in members:
        box = plan.boxes[index]
        frames[index] = Frame(x=x, y=y, width=box.width, height=box.height)
        y, right = y + box.height + _GAP, max(right, x + box.width + _GAP)
    return right


def _fill(plan: Plan, index: int, corner: Point, frames: dict[int, Frame], groups: dict[int, Frame]) -> float:
    """Place one frame with what it holds; answers its right edge."""
    group, (left, top) = plan.groups[index], corner
    y, right = top + group.height + _PAD, left + group.width + 2 * _PAD
    for child, one in enumerate(plan.groups):
        if one.parent == index:
            edge = _fill(plan, child, (left + _PAD, y), frames, groups)
            right, y = max(right, edge + _PAD), groups[child].y + groups[child].height + _GAP
    own = [member for member, box in enumerate(plan.boxes) if box.group == index]
    first = [member for member in own if plan.boxes[member].column is Column.FIRST]
    start = _stack(plan, first, (left + _PAD, y), frames)
    bottom = max((frames[member].y + frames[member].height + _GAP for member in first), default=y)
    members = [member for member in own if member not in first]
    across = max(1, math.ceil(math.sqrt(len(members))))
    for begin in range(0, len(members), across):
        x, tallest = start, 0.0
        for member in members[begin : begin + across]:
            box = plan.boxes[member]
            frames[member] = Frame(x=x, y=y, width=box.width, height=box.height)
            x, tallest = x + box.width + _GAP, max(tallest, box.height)
        right, y = max(right, x - _GAP + _PAD), y + tallest + _GAP
    right, y = max(right, start - _GAP + _PAD), max(y, bottom)
    groups[index] = Frame(x=left, y=top, width=right - left, height=y - _GAP + _PAD - top)
    return right


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
