"""What stands beside the part that Graphviz placed: who comes in from the left, and outside services that nothing leads to.

Left to Graphviz, boxes without arrows would stretch the picture.
"""

from collections.abc import Sequence

from generator.drawing.layout_plan import Column, Frame, Path, Placement, Plan
from generator.drawing.layout_reading import Positions

_GAP = 22.0
_ASIDE = 40.0


def complete(plan: Plan, found: Positions) -> Placement | None:
    """The whole placement; None where something that Graphviz was asked for is missing."""
    if any(index not in found.boxes for index in plan.laid_out) or len(found.groups) != len(plan.groups):
        return None
    before = [index for index, box in enumerate(plan.boxes) if box.column is Column.BEFORE]
    shift = max((plan.boxes[index].width + _ASIDE for index in before), default=0.0)
    boxes = {index: frame.moved(shift) for index, frame in found.boxes.items()}
    groups = {index: frame.moved(shift) for index, frame in found.groups.items()}
    for index in before:
        boxes[index] = _level_with(plan, index, boxes)
    _aside(plan, boxes, list(groups.values()))
    paths = {index: path.moved(shift) for index, path in found.paths.items()}
    for index, arrow in enumerate(plan.arrows):
        if index not in paths and arrow.source in before:
            paths[index] = straight(boxes[arrow.source], boxes[arrow.target])
    everything = [*boxes.values(), *groups.values()]
    return Placement(
        width=max([found.width + shift, *(frame.x + frame.width for frame in everything)]),
        height=max([found.height, *(frame.y + frame.height for frame in everything)]),
        boxes=tuple(boxes[index] for index in range(len(plan.boxes))),
        groups=tuple(groups[index] for index in range(len(plan.groups))),
        paths=tuple(paths.get(index) for index in range(len(plan.arrows))),
    )


def straight(source: Frame, target: Frame) -> Path:
    """From the right border to the left one."""
    start = source.x + source.width, source.centre[1]
    end = target.x, target.centre[1]
    return Path(points=(start, start, end, end), tip=end)


def _level_with(plan: Plan, index: int, boxes: dict[int, Frame]) -> Frame:
    """At the left edge, on the height of what it leads to."""
    box = plan.boxes[index]
    targets = [boxes[arrow.target].centre[1] for arrow in plan.arrows if arrow.source == index]
    middle = sum(targets) / len(targets) if targets else box.height / 2
    return Frame(x=0.0, y=max(0.0, middle - box.height / 2), width=box.width, height=box.height)


def _aside(plan: Plan, boxes: dict[int, Frame], groups: Sequence[Frame]) -> None:
    """Boxes that nothing leads to, one below the other where the last column has room."""
    column = [frame for index, frame in boxes.items() if plan.boxes[index].column is Column.LAST]
    edge = max((frame.x + frame.width for frame in groups), default=0.0) + _ASIDE
    x = min((frame.x for frame in column), default=edge)
    y = min((frame.y for frame in groups), default=0.0)
    for index, box in enumerate(plan.boxes):
        if index not in boxes:
            taken = sorted(frame.y + frame.height for frame in column if _meet(frame, y, box.height))
            while taken:
                y = taken[-1] + _GAP
                taken = sorted(frame.y + frame.height for frame in column if _meet(frame, y, box.height))
            boxes[index] = Frame(x=max(x, edge), y=y, width=box.width, height=box.height)
            y += box.height + _GAP


def _meet(frame: Frame, y: float, height: float) -> bool:
    return frame.y - _GAP < y + height and y < frame.y + frame.height + _GAP
