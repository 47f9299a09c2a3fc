"""Heights: where each row, corridor, frame and title stands from the top, and where lines leave boxes."""

from collections.abc import Mapping, Sequence

import msgspec

from generator.drawing.layout_cells import LayoutBand, LayoutGrid
from generator.drawing.layout_plan import LayoutPlan
from generator.drawing.layout_tracks import TrackUse, tracks
from generator.drawing.layout_ways import BundleWay, Door, channel_of, ports

TRACK = 7.0
"""Points from line to line."""
_PORT = 15.0
"""From line to line on one side of a box; those of the other side stand between them, so that none is taken for another's.

Half of it is more than half of a label and of a line together, so that the label of one does not touch the other.
"""
_FIRST = {True: 9.0, False: 9.0 + _PORT / 2}
_EDGE = 8.0
_TITLE = 8.0
_BETWEEN_FRAMES = 10.0


class LayoutHeights(msgspec.Struct, frozen=True, kw_only=True):
    """All in points from the top."""

    rows: tuple[tuple[float, float], ...]
    """Top and height of each."""
    corridors: Mapping[int, float]
    """Of each bundle that runs along one."""
    doors: Mapping[tuple[int, Door], float]
    """Where each bundle meets each box."""
    groups: Mapping[int, tuple[float, float]]
    """Top and bottom."""
    titles: Mapping[int, float]
    """Top of each group's title."""
    boxes: tuple[float, ...]
    """Height of each box: at least as much as the lines at its sides need."""
    height: float


def heights(plan: LayoutPlan, cells: LayoutGrid, routes: Sequence[BundleWay]) -> LayoutHeights:
    """Of everything."""
    at = ports(cells, routes)
    tall = _row_heights(plan, cells, at)
    corridor_tracks = _corridors(cells, routes)
    groups = _FrameHeights(plan, cells.bands)
    y, rows, corridors = 0.0, list[tuple[float, float]](), dict[int, float]()
    for band in cells.bands:
        y = groups.opened(band, y)
        for row in range(band.first, band.first + band.rows):
            rows.append((y, tall[row]))
            y += tall[row] + _EDGE
            used = corridor_tracks.get(row, {})
            corridors |= {bundle: y + TRACK * track for bundle, track in used.items()}
            y += TRACK * max(used.values(), default=0) + _EDGE
        y = groups.closed(band, y)
    return LayoutHeights(
        rows=tuple(rows),
        corridors=corridors,
        doors=_door_heights(plan, cells, at, rows),
        groups=groups.reach,
        titles=groups.titles,
        boxes=tuple(_height_of(plan, box, at) for box in range(len(plan.boxes))),
        height=y,
    )


def _height_of(plan: LayoutPlan, box: int, at: Mapping[Door, Sequence[int]]) -> float:
    most = max(len(at.get((box, right), ())) for right in (False, True))
    return max(plan.boxes[box].height, _PORT * most + _EDGE)


def _row_heights(plan: LayoutPlan, cells: LayoutGrid, at: Mapping[Door, Sequence[int]]) -> Sequence[float]:
    tall = [24.0] * cells.rows
    for box, (row, _) in enumerate(cells.spots):
        tall[row] = max(tall[row], _height_of(plan, box, at))
    return tall


def _corridors(cells: LayoutGrid, routes: Sequence[BundleWay]) -> Mapping[int, Mapping[int, int]]:
    """Of each row the tracks below it, by bundle."""
    uses: dict[int, list[TrackUse]] = {}
    for number, way in enumerate(routes):
        if way.corridor is None:
            continue
        doors = (way.center, *way.leaves)
        above = tuple(float(channel_of(cells, door)) for door in doors if cells.spots[door[0]][0] <= way.corridor)
        below = tuple(float(channel_of(cells, door)) for door in doors if cells.spots[door[0]][0] > way.corridor)
        uses.setdefault(way.corridor, []).append(TrackUse(bundle=number, before=above, after=below))
    return {
        row: {use.bundle: made[use.bundle] for use in own} for row, own in uses.items() for made in [tracks(own, clear=0.5)]
    }


def _door_heights(
    plan: LayoutPlan, cells: LayoutGrid, at: Mapping[Door, Sequence[int]], rows: Sequence[tuple[float, float]]
) -> Mapping[tuple[int, Door], float]:
    """In the middle of each side, on lines that only this side uses."""
    places: dict[tuple[int, Door], float] = {}
    for door, bundles in at.items():
        top = rows[cells.spots[door[0]][0]][0]
        spare = _height_of(plan, door[0], at) - _PORT * (len(bundles) - 1)
        first = max(0, int(spare / 2 / _PORT - _FIRST[door[1]] / _PORT + 0.5))
        for number, bundle in enumerate(bundles):
            places[bundle, door] = top + _FIRST[door[1]] + _PORT * (first + number)
    return places


class _FrameHeights:
    """Frames open before their first band and close behind their last."""

    def __init__(self, plan: LayoutPlan, bands: Sequence[LayoutBand]) -> None:
        self._plan = plan
        self.reach: dict[int, tuple[float, float]] = {}
        self.titles: dict[int, float] = {}
        around = [self._around(band.group) for band in bands]
        self._first = {group: next(i for i, own in enumerate(around) if group in own) for own in around for group in own}
        self._last = {group: max(i for i, own in enumerate(around) if group in own) for own in around for group in own}
        self._bands = list(bands)

    def _around(self, group: int) -> Sequence[int]:
        """The group and those around it, the outermost first."""
        chain: list[int] = []
        current: int | None = group if self._plan.groups else None
        while current is not None:
            chain.insert(0, current)
            current = self._plan.groups[current].parent
        return chain

    def opened(self, band: LayoutBand, y: float) -> float:
        number = self._bands.index(band)
        for group in self._around(band.group):
            if self._first[group] == number:
                self.reach[group] = (y, y)
                self.titles[group] = y + _TITLE / 2
                y += self._plan.groups[group].height + _TITLE + 4
        return y

    def closed(self, band: LayoutBand, y: float) -> float:
        number = self._bands.index(band)
        for group in reversed(self._around(band.group)):
            if self._last[group] == number:
                y += 4
                self.reach[group] = (self.reach[group][0], y)
                y += _BETWEEN_FRAMES
        return y
