"""Which way each bundle takes: out of its boxes into channels between columns, and along a corridor below a row.

Channel `i` lies left of column `i`. Boxes stand in cells only, so that no line in a channel or corridor can cross one.
"""

from collections.abc import Mapping, Sequence

import msgspec

from generator.drawing.layout_cells import LayoutGrid
from generator.drawing.layout_plan import LayoutBundle, LayoutColumn, LayoutPlan

_OUTWARD = {LayoutColumn.BEFORE, LayoutColumn.NEAR_BEFORE}
_BACK = {LayoutColumn.NEAR_LAST, LayoutColumn.LAST}
Door = tuple[int, bool]
"""A box, and whether its right side is meant."""


class BundleWay(msgspec.Struct, frozen=True, kw_only=True):
    """The way of one bundle."""

    center: Door
    leaves: tuple[Door, ...]
    """In the order of the bundle's arrows."""
    corridor: int | None
    """The row below which it runs across; None where one channel is enough."""
    straight: bool
    """May it lead from box to box without a bend?"""


def ways(plan: LayoutPlan, cells: LayoutGrid) -> tuple[BundleWay, ...]:
    """Of each bundle the shortest."""
    return tuple(_way(plan, cells, bundle) for bundle in plan.bundles)


def channel_of(cells: LayoutGrid, door: Door) -> int:
    """The channel in front of a door."""
    return cells.spots[door[0]][1] + int(door[1])


def _way(plan: LayoutPlan, cells: LayoutGrid, bundle: LayoutBundle) -> BundleWay:
    ends = [plan.leaf(bundle, arrow) for arrow in bundle.arrows]
    center, leaves = min(
        (_doors(cells, door, ends) for door in _doors_of(cells, bundle.center)),
        key=lambda doors: (_length(cells, *doors), doors[0][1] is not bundle.outward),
    )
    row = cells.spots[bundle.center][0]
    channels = {channel_of(cells, door) for door in (center, *leaves)}
    if cells.columns[cells.spots[bundle.center][1]] is not LayoutColumn.INNER:
        rows = sorted(cells.spots[end][0] for end in ends)
        row = rows[len(rows) // 2]
    straight = len(leaves) == 1 and len(channels) == 1 and cells.spots[leaves[0][0]][0] == cells.spots[bundle.center][0]
    return BundleWay(
        center=center,
        leaves=leaves,
        corridor=row if len(channels) > 1 else None,
        straight=straight and leaves[0][1] is not center[1],
    )


def _doors_of(cells: LayoutGrid, box: int) -> Sequence[Door]:
    kind = cells.columns[cells.spots[box][1]]
    return [(box, right) for right in (False, True) if not (right and kind in _BACK) and not (not right and kind in _OUTWARD)]


def _doors(cells: LayoutGrid, center: Door, ends: Sequence[int]) -> tuple[Door, tuple[Door, ...]]:
    channel = channel_of(cells, center)
    leaves = tuple(min(_doors_of(cells, end), key=lambda door: abs(channel_of(cells, door) - channel)) for end in ends)
    return center, leaves


def _length(cells: LayoutGrid, center: Door, leaves: Sequence[Door]) -> int:
    channel = channel_of(cells, center)
    across = [abs(channel_of(cells, leaf) - channel) for leaf in leaves]
    return sum(2 * steps + 1 if steps else 0 for steps in across)


def ports(cells: LayoutGrid, routes: Sequence[BundleWay]) -> Mapping[Door, Sequence[int]]:
    """The bundles at each door, from the top: those that lead up before those that lead down."""
    aims: dict[Door, list[tuple[float, int]]] = {}
    for number, way in enumerate(routes):
        below = None if way.corridor is None else way.corridor + 0.5
        rows = [cells.spots[box][0] for box, _ in way.leaves]
        aims.setdefault(way.center, []).append((below if below is not None else sum(rows) / len(rows), number))
        aim = below if below is not None else float(cells.spots[way.center[0]][0])
        for leaf in dict.fromkeys(way.leaves):
            aims.setdefault(leaf, []).append((aim, number))
    return {door: [number for _, number in sorted(at)] for door, at in aims.items()}
