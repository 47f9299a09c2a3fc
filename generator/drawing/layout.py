"""From a plan to places: boxes in cells, lines in channels and corridors.

Everything that a reader of a figure may ask for holds by construction, whatever the plan: boxes do not overlap, lines run
beside boxes and below titles, a line with both ends inside a frame does not leave the boundary, and two lines lie on one
another only where they belong to one bundle. Tests prove it on invented plans.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.drawing.layout_cells import LayoutGrid, grid
from generator.drawing.layout_plan import LayoutColumn, LayoutFrame, LayoutPlan, Path, Placement, Point
from generator.drawing.layout_rows import TRACK, LayoutHeights, heights
from generator.drawing.layout_tracks import TrackUse, tracks
from generator.drawing.layout_ways import BundleWay, Door, channel_of, ways

LABEL_HEIGHT = 11.5
_HEAD = 8.5
"""Between a box and the text of a line: room for the head of an arrow."""
_LANE = 9.0
_FRAME = 11.0
"""From frame to frame."""
_NARROWEST = 22.0


def place(plan: LayoutPlan) -> Placement:
    """The place of everything; the same plan is always placed the same way."""
    cells = grid(plan)
    routes = ways(plan, cells)
    down = heights(plan, cells, routes)
    across = _across(plan, cells, routes, down)
    boxes = tuple(
        LayoutFrame(x=across.columns[column][0], y=down.rows[row][0], width=box.width, height=down.boxes[index])
        for index, (box, (row, column)) in enumerate(zip(plan.boxes, cells.spots, strict=True))
    )
    drawn = [_paths(plan, number, routes, boxes, across, down, cells) for number in range(len(routes))]
    paths = {arrow: path for own in drawn for arrow, path in own.items()}
    groups = tuple(_group(plan, index, across, down) for index in range(len(plan.groups)))
    titles = tuple(_title(plan, index, frame, across, down, cells) for index, frame in enumerate(groups))
    return Placement(
        width=max([across.width, *(title.x + title.width + _FRAME for title in titles)]),
        height=down.height,
        boxes=boxes,
        groups=groups,
        titles=titles,
        paths=tuple(paths[index] for index in range(len(plan.arrows))),
        labels=tuple(_label(plan, number, way, boxes, down, cells) for number, way in enumerate(routes)),
        joints=tuple(_joints(tuple(own.values())) for own in drawn),
        cells=cells.kept,
        columns=cells.inner,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Across:
    """All in points from the left."""

    columns: tuple[tuple[float, float], ...]
    """Left edge and width."""
    tracks: Mapping[tuple[int, int], float]
    """Of each bundle in each channel."""
    edges: Mapping[int, tuple[float, float]]
    """Left and right edge of frames by their depth."""
    width: float


def _across(plan: LayoutPlan, cells: LayoutGrid, routes: Sequence[BundleWay], down: LayoutHeights) -> _Across:
    count = len(cells.columns)
    depths = range(1 + max((_depth(plan, group) for group in range(len(plan.groups))), default=0))
    first = cells.columns.index(LayoutColumn.INNER)
    last = count - cells.columns[::-1].index(LayoutColumn.INNER)
    outer = (int(LayoutColumn.BEFORE in cells.columns), count - int(LayoutColumn.LAST in cells.columns))
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    places: dict[tuple[int, int], float] = {}
    columns: list[tuple[float, float]] = []
    x = 0.0
    for channel in range(count + 1):
        begin = x
        if channel:
            x += _lane(plan, cells, routes, channel, right=True)
        for depth in depths:
            if channel == (outer[0] if depth == 0 else first):
                x += 2.0 if x == 0.0 else _FRAME
                left[depth] = x
        numbers = tracks(list(_uses(cells, routes, down, channel)))
        if numbers:
            x += TRACK if any(edge == x for edge in left.values()) else TRACK / 2
            places |= {(bundle, channel): x + TRACK * track for bundle, track in numbers.items()}
            x += TRACK * max(numbers.values()) + TRACK / 2
        for depth in reversed(depths):
            if channel == (outer[1] if depth == 0 else last):
                x += _FRAME
                right[depth] = x
        if channel < count:
            x += _lane(plan, cells, routes, channel, right=False)
            x = max(x, begin + _NARROWEST) if channel else x
            width = max(
                (box.width for box, spot in zip(plan.boxes, cells.spots, strict=True) if spot[1] == channel), default=0.0
            )
            columns.append((x, width))
            x += width
    edges = {depth: (left[depth], right[depth]) for depth in depths}
    return _Across(columns=tuple(columns), tracks=places, edges=edges, width=x + 2.0)


def _lane(plan: LayoutPlan, cells: LayoutGrid, routes: Sequence[BundleWay], channel: int, *, right: bool) -> float:
    """Beside the boxes that a channel touches, `right` or left of them: room for heads of arrows and for texts of lines."""
    widths = [
        plan.labels[number]
        for number, way in enumerate(routes)
        if way.center[1] is right and channel_of(cells, way.center) == channel
    ]
    widest = max(widths, default=0.0)
    return _HEAD + widest + 3.0 if widest else _LANE


def _uses(cells: LayoutGrid, routes: Sequence[BundleWay], down: LayoutHeights, channel: int) -> Iterator[TrackUse]:
    for number, way in enumerate(routes):
        doors = [door for door in (way.center, *way.leaves) if channel_of(cells, door) == channel]
        if not doors or _straight(number, way, cells, down) is not None:
            continue
        before = [down.doors[number, door] for door in doors if door[1]]
        after = [down.doors[number, door] for door in doors if not door[1]]
        if way.corridor is not None:
            used = {channel_of(cells, door) for door in (way.center, *way.leaves)}
            before += [down.corridors[number]] if min(used) < channel else []
            after += [down.corridors[number]] if max(used) > channel else []
        yield TrackUse(bundle=number, before=tuple(before), after=tuple(after))


def _straight(number: int, way: BundleWay, cells: LayoutGrid, down: LayoutHeights) -> float | None:
    """The height of a line without a bend: that of its left box, if it is beside the right one as well."""
    if not way.straight:
        return None
    (leaf,) = way.leaves
    from_left = way.center if way.center[1] else leaf
    into = leaf if way.center[1] else way.center
    y, row = down.doors[number, from_left], cells.spots[into[0]][0]
    return y if y < down.rows[row][0] + min(down.boxes[into[0]], down.boxes[from_left[0]]) - 4 else None


def _depth(plan: LayoutPlan, group: int) -> int:
    parent = plan.groups[group].parent
    return 0 if parent is None else 1 + _depth(plan, parent)


def _group(plan: LayoutPlan, index: int, across: _Across, down: LayoutHeights) -> LayoutFrame:
    left, right = across.edges[_depth(plan, index)]
    top, bottom = down.groups[index]
    if plan.groups[index].parent is None:
        right = max(right, left + plan.groups[index].width + 2 * _FRAME)
    return LayoutFrame(x=left, y=top, width=right - left, height=bottom - top)


def _title(
    plan: LayoutPlan, index: int, frame: LayoutFrame, across: _Across, down: LayoutHeights, cells: LayoutGrid
) -> LayoutFrame:
    """Above the first column, where no line runs; that of the outermost frame at its edge, which no line passes above."""
    inside = plan.groups[index].parent is not None
    x = across.columns[cells.columns.index(LayoutColumn.INNER)][0] if inside else frame.x + _FRAME
    group = plan.groups[index]
    return LayoutFrame(x=x, y=down.titles[index], width=group.width, height=group.height)


def _paths(
    plan: LayoutPlan,
    number: int,
    routes: Sequence[BundleWay],
    boxes: Sequence[LayoutFrame],
    across: _Across,
    down: LayoutHeights,
    cells: LayoutGrid,
) -> Mapping[int, Path]:
    """Of each arrow of a bundle the whole way; what they share is drawn once for each, in one place."""
    bundle, way = plan.bundles[number], routes[number]
    end = _door(way.center, number, boxes, down)
    channel = channel_of(cells, way.center)
    straight = _straight(number, way, cells, down)
    paths: dict[int, Path] = {}
    for arrow, leaf in zip(bundle.arrows, way.leaves, strict=True):
        start, own = _door(leaf, number, boxes, down), channel_of(cells, leaf)
        if straight is not None:
            points: tuple[Point, ...] = ((start[0], straight), (end[0], straight))
        elif own == channel:
            x = across.tracks[number, own]
            points = (start, (x, start[1]), (x, end[1]), end)
        else:
            x, far, y = across.tracks[number, own], across.tracks[number, channel], down.corridors[number]
            points = (start, (x, start[1]), (x, y), (far, y), (far, end[1]), end)
        points = tuple(point for index, point in enumerate(points) if not index or point != points[index - 1])
        paths[arrow] = Path(points=points[::-1] if bundle.outward else points)
    return paths


def _door(door: Door, number: int, boxes: Sequence[LayoutFrame], down: LayoutHeights) -> Point:
    box = boxes[door[0]]
    return (box.x + box.width if door[1] else box.x), down.doors[number, door]


def _label(
    plan: LayoutPlan, number: int, way: BundleWay, boxes: Sequence[LayoutFrame], down: LayoutHeights, cells: LayoutGrid
) -> LayoutFrame | None:
    """Beside the center, between the head of the arrow and the first track."""
    width = plan.labels[number]
    if not width:
        return None
    x, y = _door(way.center, number, boxes, down)
    straight = _straight(number, way, cells, down)
    y = (y if straight is None else straight) - LABEL_HEIGHT / 2
    return LayoutFrame(x=x + _HEAD if way.center[1] else x - _HEAD - width, y=y, width=width, height=LABEL_HEIGHT)


def _joints(paths: Sequence[Path]) -> tuple[Point, ...]:
    """Points from which a bundle leads in three or four directions."""
    corners = sorted({point for path in paths for point in path.points})
    pieces = [piece for path in paths for piece in pairwise(path.points)]
    return tuple(corner for corner in corners if len({way for piece in pieces for way in _leads(corner, piece)}) > 2)


def _leads(point: Point, piece: tuple[Point, Point]) -> Iterator[tuple[int, int]]:
    """The directions in which a straight piece leads away from a point on it."""
    (x, y), ((left, top), (right, bottom)) = point, (min(piece), max(piece))
    if top == bottom == y and left <= x <= right:
        yield from ([(-1, 0)] if x > left else []) + ([(1, 0)] if x < right else [])
    if left == right == x and min(top, bottom) <= y <= max(top, bottom):
        yield from ([(0, -1)] if y > min(top, bottom) else []) + ([(0, 1)] if y < max(top, bottom) else [])
