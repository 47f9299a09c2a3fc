"""Widths: where each column, frame edge and line in a channel stands from the left."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.drawing.layout_cells import LayoutGrid
from generator.drawing.layout_plan import LayoutColumn, LayoutPlan
from generator.drawing.layout_rows import TRACK, LayoutHeights
from generator.drawing.layout_tracks import TrackUse, tracks
from generator.drawing.layout_ways import BundleWay, Door, channel_of

LABEL_HEIGHT = 11.5
HEAD = 8.5
"""Between a box and the text of a line: room for the head of an arrow."""
FRAME = 11.0
"""From frame to frame."""
_LANE = 9.0
_NARROWEST = 22.0


class LayoutDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """Which cells and ways were chosen, with the heights that follow from them."""

    plan: LayoutPlan
    cells: LayoutGrid
    ways: tuple[BundleWay, ...]
    down: LayoutHeights

    def straight(self, bundle: int) -> float | None:
        """The height of a line without a bend: where it leaves its left box, if the right one reaches that far."""
        way = self.ways[bundle]
        if not way.straight:
            return None
        (leaf,) = way.leaves
        left, right = (way.center, leaf) if way.center[1] else (leaf, way.center)
        y, top = self.down.doors[bundle, left], self.down.rows[self.cells.spots[right[0]][0]][0]
        if y > top + self.down.boxes[right[0]] - 4 or (right == way.center and self._covers_label(bundle, right, y)):
            return None
        return y

    def _covers_label(self, bundle: int, door: Door, y: float) -> bool:
        """Would the text of a line lie on that of another one at the same door?"""
        others = (other for other, way in enumerate(self.ways) if way.center == door and other != bundle)
        return any(
            abs(self.down.doors[other, at] - y) < LABEL_HEIGHT + 1
            for other in others
            for at in (door, *self.ways[other].leaves)
            if at == door or self.ways[other].straight
        )

    def depth(self, group: int) -> int:
        """How many frames are around a group."""
        parent = self.plan.groups[group].parent
        return 0 if parent is None else 1 + self.depth(parent)


class LayoutWidths(msgspec.Struct, frozen=True, kw_only=True):
    """All in points from the left."""

    columns: tuple[tuple[float, float], ...]
    """Left edge and width."""
    tracks: Mapping[tuple[int, int], float]
    """Of each bundle in each channel."""
    edges: Mapping[int, tuple[float, float]]
    """Left and right edge of frames by their depth."""
    width: float


def widths(chosen: LayoutDecisions) -> LayoutWidths:
    """Channel by channel: room for texts, edges of frames that begin, lines, edges of frames that end, room for texts."""
    count = len(chosen.cells.columns)
    title = max((group.width for group in chosen.plan.groups if group.parent is None), default=0.0)
    begins, ends = _edges(chosen)
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    places: dict[tuple[int, int], float] = {}
    columns: list[tuple[float, float]] = []
    x = 0.0
    for channel in range(count + 1):
        start = x
        x += _lane(chosen, channel, right=True) if channel else 0.0
        for depth in begins.get(channel, ()):
            x += FRAME if x else 2.0
            left[depth] = x
        x += TRACK / 2 if channel in begins else 0.0
        numbers = tracks(list(_uses(chosen, channel)))
        if numbers:
            x += TRACK / 2
            places |= {(bundle, channel): x + TRACK * track for bundle, track in numbers.items()}
            x += TRACK * max(numbers.values()) + TRACK / 2
        for depth in ends.get(channel, ()):
            x = max(x, left[0] + title + FRAME if depth == 0 else x) + FRAME
            right[depth] = x
        if channel < count:
            x += _lane(chosen, channel, right=False)
            x = max(x, start + _NARROWEST) if channel else x
            columns.append((x, _width(chosen, channel)))
            x += columns[-1][1]
    edges = {depth: (left[depth], right[depth]) for depth in left}
    return LayoutWidths(columns=tuple(columns), tracks=places, edges=edges, width=x + 2.0)


def _edges(chosen: LayoutDecisions) -> tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]]]:
    """Depths of the frames whose left edges and whose right edges stand in each channel, from left to right."""
    kinds = chosen.cells.columns
    count = len(kinds)
    first = kinds.index(LayoutColumn.INNER)
    last = count - kinds[::-1].index(LayoutColumn.INNER)
    begins: dict[int, list[int]] = {int(LayoutColumn.BEFORE in kinds): [0]}
    ends: dict[int, list[int]] = {last: []}
    for depth in range(1, 1 + max(map(chosen.depth, range(len(chosen.plan.groups))), default=0)):
        begins.setdefault(first, []).append(depth)
        ends[last].insert(0, depth)
    ends.setdefault(count - int(LayoutColumn.LAST in kinds), []).append(0)
    return begins, ends


def _width(chosen: LayoutDecisions, column: int) -> float:
    spots = zip(chosen.plan.boxes, chosen.cells.spots, strict=True)
    return max((box.width for box, spot in spots if spot[1] == column), default=0.0)


def _lane(chosen: LayoutDecisions, channel: int, *, right: bool) -> float:
    """Beside the boxes that a channel touches, `right` or left of them: room for heads of arrows and for texts of lines."""
    texts = [
        width
        for width, way in zip(chosen.plan.labels, chosen.ways, strict=True)
        if way.center[1] is right and channel_of(chosen.cells, way.center) == channel
    ]
    widest = max(texts, default=0.0)
    return HEAD + widest + 3.0 if widest else _LANE


def _uses(chosen: LayoutDecisions, channel: int) -> Iterator[TrackUse]:
    for bundle, way in enumerate(chosen.ways):
        every = (way.center, *way.leaves)
        doors = [door for door in every if channel_of(chosen.cells, door) == channel]
        if not doors or chosen.straight(bundle) is not None:
            continue
        before = [chosen.down.doors[bundle, door] for door in doors if door[1]]
        after = [chosen.down.doors[bundle, door] for door in doors if not door[1]]
        if way.corridor is not None:
            used = {channel_of(chosen.cells, door) for door in every}
            before += [chosen.down.corridors[bundle]] if min(used) < channel else []
            after += [chosen.down.corridors[bundle]] if max(used) > channel else []
        yield TrackUse(bundle=bundle, before=tuple(before), after=tuple(after))
