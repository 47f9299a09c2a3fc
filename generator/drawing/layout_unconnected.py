"""What stands beside the part that Graphviz placed: people and services outside that nothing leads to or from.

Left to Graphviz, boxes without arrows would stretch the picture.
"""

from collections.abc import Sequence

from generator.drawing.layout_gates import joined
from generator.drawing.layout_plan import LayoutColumn, LayoutFrame, LayoutPlan, Placement
from generator.drawing.layout_reading import Positions

_GAP = 22.0
_ASIDE = 40.0


def complete(plan: LayoutPlan, positions: Positions) -> Placement | None:
    """The whole placement; None where something that Graphviz was asked for is missing."""
    if any(index not in positions.boxes for index in plan.laid_out) or len(positions.groups) != len(plan.groups):
        return None
    boxes, groups = dict(positions.boxes), dict(positions.groups)
    _aside(plan, boxes, list(groups.values()))
    everything = [*boxes.values(), *groups.values()]
    paths = joined(plan, positions.paths, positions.outer)
    left = min((frame.x for frame in everything), default=0.0)
    shift = max(0.0, -left)
    return Placement(
        width=max([positions.width, *(frame.x + frame.width for frame in everything)]) + shift,
        height=max([positions.height, *(frame.y + frame.height for frame in everything)]),
        boxes=tuple(boxes[index].moved(shift) for index in range(len(plan.boxes))),
        groups=tuple(groups[index].moved(shift) for index in range(len(plan.groups))),
        paths=tuple(paths[index].moved(shift) if index in paths else None for index in range(len(plan.arrows))),
    )


def _aside(plan: LayoutPlan, boxes: dict[int, LayoutFrame], groups: Sequence[LayoutFrame]) -> None:
    """Boxes outside that nothing leads to, one below the other: people on the left, services where the last column has room."""
    left = min((frame.x for frame in groups), default=0.0) - _ASIDE
    right = max((frame.x + frame.width for frame in groups), default=0.0) + _ASIDE
    for column, edge in ((LayoutColumn.BEFORE, left), (LayoutColumn.LAST, right)):
        own = [frame for index, frame in boxes.items() if plan.boxes[index].column is column]
        y = min((frame.y for frame in groups), default=0.0)
        for index, box in enumerate(plan.boxes):
            if index in boxes or box.column is not column:
                continue
            x = min((frame.x for frame in own), default=edge - box.width if column is LayoutColumn.BEFORE else edge)
            taken = sorted(frame.y + frame.height for frame in own if _meet(frame, y, box.height))
            while taken:
                y = taken[-1] + _GAP
                taken = sorted(frame.y + frame.height for frame in own if _meet(frame, y, box.height))
            boxes[index] = LayoutFrame(x=x, y=y, width=box.width, height=box.height)
            y += box.height + _GAP


def _meet(frame: LayoutFrame, y: float, height: float) -> bool:
    return frame.y - _GAP < y + height and y < frame.y + frame.height + _GAP
