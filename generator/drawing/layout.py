"""From a plan to places: boxes in cells, lines in channels and corridors.

Everything that a reader of a figure may ask for holds by construction, whatever the plan: boxes do not overlap, lines run
beside boxes and below titles, a line with both ends inside the outermost frame stays inside, and two lines lie on one another
only where they belong to one bundle. Tests hold it on invented plans.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.drawing.layout_across import FRAME, HEAD, LABEL_HEIGHT, LayoutDecisions, LayoutWidths, widths
from generator.drawing.layout_cells import grid
from generator.drawing.layout_plan import LayoutColumn, LayoutFrame, LayoutPlan, Path, Placement, Point
from generator.drawing.layout_rows import heights
from generator.drawing.layout_ways import Door, channel_of, ways


def place(plan: LayoutPlan) -> Placement:
    """The place of everything; the same plan is always placed the same way."""
    cells = grid(plan)
    routes = ways(plan, cells)
    chosen = LayoutDecisions(plan=plan, cells=cells, ways=routes, down=heights(plan, cells, routes))
    return _Placing(chosen, widths(chosen)).placement()


class _Placing:
    """Puts together what heights and widths say."""

    def __init__(self, chosen: LayoutDecisions, across: LayoutWidths) -> None:
        self._chosen, self._across = chosen, across
        self._plan, self._cells, self._down = chosen.plan, chosen.cells, chosen.down
        self._boxes = tuple(
            LayoutFrame(x=across.columns[column][0], y=self._down.rows[row][0], width=box.width, height=height)
            for box, (row, column), height in zip(self._plan.boxes, self._cells.spots, self._down.boxes, strict=True)
        )

    def placement(self) -> Placement:
        drawn = [self._paths(bundle) for bundle in range(len(self._plan.bundles))]
        paths = {arrow: path for own in drawn for arrow, path in own.items()}
        groups = tuple(map(self._group, range(len(self._plan.groups))))
        titles = tuple(self._title(index, frame) for index, frame in enumerate(groups))
        return Placement(
            width=self._across.width,
            height=self._down.height,
            boxes=self._boxes,
            groups=groups,
            titles=titles,
            paths=tuple(paths[index] for index in range(len(self._plan.arrows))),
            labels=tuple(map(self._label, range(len(self._plan.bundles)))),
            joints=tuple(_joints(tuple(own.values())) for own in drawn),
            cells=self._cells.kept,
            columns=self._cells.inner,
        )

    def _group(self, index: int) -> LayoutFrame:
        left, right = self._across.edges[self._chosen.depth(index)]
        top, bottom = self._down.groups[index]
        return LayoutFrame(x=left, y=top, width=right - left, height=bottom - top)

    def _title(self, index: int, frame: LayoutFrame) -> LayoutFrame:
        """Above the first column, where no line runs; that of the outermost frame at its edge, which no line passes above."""
        group = self._plan.groups[index]
        column = self._across.columns[self._cells.columns.index(LayoutColumn.INNER)][0]
        x = frame.x + FRAME if group.parent is None else column
        return LayoutFrame(x=x, y=self._down.titles[index], width=group.width, height=group.height)

    def _paths(self, number: int) -> Mapping[int, Path]:
        """Of each arrow of a bundle the whole way; what they share has one place."""
        bundle, way = self._plan.bundles[number], self._chosen.ways[number]
        end, straight = self._door(way.center, number), self._chosen.straight(number)
        paths: dict[int, Path] = {}
        for arrow, leaf in zip(bundle.arrows, way.leaves, strict=True):
            start = self._door(leaf, number)
            if straight is not None:
                points: Sequence[Point] = ((start[0], straight), (end[0], straight))
            else:
                points = (start, *self._bends(number, leaf, start, end), end)
            points = [point for index, point in enumerate(points) if not index or point != points[index - 1]]
            paths[arrow] = Path(points=tuple(points[::-1] if bundle.outward else points))
        return paths

    def _bends(self, number: int, leaf: Door, start: Point, end: Point) -> Iterator[Point]:
        own, channel = channel_of(self._cells, leaf), channel_of(self._cells, self._chosen.ways[number].center)
        x, far = self._across.tracks[number, own], self._across.tracks[number, channel]
        yield x, start[1]
        if own != channel:
            yield x, self._down.corridors[number]
            yield far, self._down.corridors[number]
        yield far, end[1]

    def _door(self, door: Door, number: int) -> Point:
        box = self._boxes[door[0]]
        return (box.x + box.width if door[1] else box.x), self._down.doors[number, door]

    def _label(self, number: int) -> LayoutFrame | None:
        """Beside the center, between the head of the arrow and the first track."""
        width, center = self._plan.labels[number], self._chosen.ways[number].center
        if not width:
            return None
        x, y = self._door(center, number)
        straight = self._chosen.straight(number)
        top = (y if straight is None else straight) - LABEL_HEIGHT / 2
        return LayoutFrame(x=x + HEAD if center[1] else x - HEAD - width, y=top, width=width, height=LABEL_HEIGHT)


def _joints(paths: Sequence[Path]) -> tuple[Point, ...]:
    """Points from which a bundle leads in three or four directions."""
    corners = sorted({point for path in paths for point in path.points})
    pieces = [piece for path in paths for piece in pairwise(path.points)]
    return tuple(corner for corner in corners if len({way for piece in pieces for way in _leads(corner, piece)}) > 2)


def _leads(point: Point, piece: tuple[Point, Point]) -> Iterator[tuple[int, int]]:
    """The directions in which a straight piece leads away from a point on it."""
    (x, y), ((left, top), (right, bottom)) = point, (min(piece), max(piece))
    low, high = min(top, bottom), max(top, bottom)
    if top == bottom == y and left <= x <= right:
        yield from ([(-1, 0)] if x > left else []) + ([(1, 0)] if x < right else [])
    if left == right == x and low <= y <= high:
        yield from ([(0, -1)] if y > low else []) + ([(0, 1)] if y < high else [])
