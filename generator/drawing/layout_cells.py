"""Rows and columns: which cell of a grid each box stands in.

Each frame has rows of its own. Boxes that call stand left of those they call, as far as the columns go (layers of Sugiyama,
Tagawa and Toda, 1981); within a column they are ordered by the rows of what they are joined to. A box that stood in a cell
before stays there: a reader finds it where it was.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.drawing.layout_plan import Cell, LayoutColumn, LayoutPlan

_SWEEPS = 6


class LayoutBand(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of what lies in one frame and in none inside it."""

    group: int
    first: int
    rows: int


class LayoutGrid(msgspec.Struct, frozen=True, kw_only=True):
    """The cells of a picture."""

    bands: tuple[LayoutBand, ...]
    columns: tuple[LayoutColumn, ...]
    """From left to right, only those that are there."""
    spots: tuple[Cell, ...]
    """Of each box: row and column of the whole."""
    kept: Mapping[str, Cell]
    """The cells of the boxes inside, within their frames."""
    inner: int
    """How many columns are inside."""

    @property
    def rows(self) -> int:
        """Of the whole."""
        return self.bands[-1].first + self.bands[-1].rows


def grid(plan: LayoutPlan) -> LayoutGrid:
    """A cell for every box; no two share one."""
    members = _members(plan)
    inner = max(1, min(plan.columns, max((len(own) for own in members.values()), default=1)))
    depth = _depths([index for own in members.values() for index in own], plan)
    partners = _partners(plan)
    bands: list[LayoutBand] = []
    cells: dict[int, Cell] = {}
    kept: dict[str, Cell] = {}
    row = 0
    for group, own in members.items():
        placed = _ordered(_cells(plan, own, inner, depth), own, plan, partners)
        rows = max((cell[0] for cell in placed.values()), default=0) + 1
        bands.append(LayoutBand(group=group, first=row, rows=rows))
        cells |= {index: (row + cell[0], cell[1]) for index, cell in placed.items()}
        kept |= {plan.boxes[index].key: cell for index, cell in placed.items()}
        row += rows
    columns = _columns(plan, inner)
    sides = {column: _side(plan, column, cells, partners, row) for column in columns if column is not LayoutColumn.INNER}
    needed = max((max(rows.values()) + 1 for rows in sides.values() if rows), default=0)
    if needed > row:
        bands.append(LayoutBand(group=0, first=row, rows=needed - row))
    first = columns.index(LayoutColumn.INNER)
    spots = {index: (row, first + column) for index, (row, column) in cells.items()}
    for column, rows_of in sides.items():
        spots |= {index: (row, columns.index(column)) for index, row in rows_of.items()}
    return LayoutGrid(
        bands=tuple(bands),
        columns=columns,
        spots=tuple(spots[index] for index in range(len(plan.boxes))),
        kept=kept,
        inner=inner,
    )


def _members(plan: LayoutPlan) -> Mapping[int, Sequence[int]]:
    """The boxes of each group that has some of its own, frames inside before what stands beside them."""
    own: dict[int, list[int]] = defaultdict(list)
    for index, box in enumerate(plan.boxes):
        if box.column is LayoutColumn.INNER:
            own[box.group or 0].append(index)
    return {group: own[group] for group in _walk(plan, None) if own[group]} or {0: ()}


def _walk(plan: LayoutPlan, parent: int | None) -> Iterator[int]:
    for index, group in enumerate(plan.groups):
        if group.parent == parent:
            yield from _walk(plan, index)
            yield index


def _partners(plan: LayoutPlan) -> Mapping[int, Sequence[int]]:
    partners: dict[int, list[int]] = defaultdict(list)
    for arrow in plan.arrows:
        partners[arrow.source].append(arrow.target)
        partners[arrow.target].append(arrow.source)
    return partners


def _cells(plan: LayoutPlan, own: Sequence[int], inner: int, depth: Mapping[int, int]) -> dict[int, Cell]:
    """Those of before first; the others column by column, by how many calls lead to them."""
    cells: dict[int, Cell] = {}
    for index in own:
        cell = plan.kept.get(plan.boxes[index].key)
        if cell and 0 <= cell[0] < 2 * len(own) and 0 <= cell[1] < inner and cell not in cells.values():
            cells[index] = cell
    rows = max([math.ceil(len(own) / inner), *(cell[0] + 1 for cell in cells.values())])
    taken = set(cells.values())
    free = [(row, column) for column in range(inner) for row in range(rows) if (row, column) not in taken]
    others = sorted((index for index in own if index not in cells), key=lambda index: (depth[index], plan.boxes[index].key))
    return cells | dict(zip(others, free, strict=False))


def _ordered(
    cells: dict[int, Cell], own: Sequence[int], plan: LayoutPlan, partners: Mapping[int, Sequence[int]]
) -> dict[int, Cell]:
    """Within each column by the rows of their partners, if that makes the arrows shorter; kept boxes stay."""
    best, length = cells, _length(cells, partners)
    movable = [index for index in own if plan.kept.get(plan.boxes[index].key) != cells[index]]
    for _ in range(_SWEEPS):
        cells = dict(cells)
        for column in sorted({cells[index][1] for index in movable}):
            mine = [index for index in movable if cells[index][1] == column]
            places = sorted(cells[index] for index in mine)
            wished = sorted(mine, key=lambda index: (_mean_row(index, cells, partners), plan.boxes[index].key))
            cells |= dict(zip(wished, places, strict=True))
        if (made := _length(cells, partners)) < length:
            best, length = cells, made
    return best


def _length(cells: Mapping[int, Cell], partners: Mapping[int, Sequence[int]]) -> int:
    return sum(
        abs(row - cells[other][0]) + (3 if column == cells[other][1] else 0)
        for index, (row, column) in cells.items()
        for other in partners.get(index, ())
        if other in cells
    )


def _mean_row(index: int, cells: Mapping[int, Cell], partners: Mapping[int, Sequence[int]]) -> float:
    rows = [cells[other][0] for other in partners.get(index, ()) if other in cells]
    return sum(rows) / len(rows) if rows else float(cells[index][0]) if index in cells else 0.0


def _columns(plan: LayoutPlan, inner: int) -> tuple[LayoutColumn, ...]:
    present = {box.column for box in plan.boxes}
    before = [column for column in (LayoutColumn.BEFORE, LayoutColumn.NEAR_BEFORE) if column in present]
    after = [column for column in (LayoutColumn.NEAR_LAST, LayoutColumn.LAST) if column in present]
    return (*before, *[LayoutColumn.INNER] * inner, *after)


def _side(
    plan: LayoutPlan, column: LayoutColumn, cells: Mapping[int, Cell], partners: Mapping[int, Sequence[int]], rows: int
) -> dict[int, int]:
    """Each box beside, in the free row next to the middle of what it is joined to."""
    own = [index for index, box in enumerate(plan.boxes) if box.column is column]
    free = list(range(max(rows, len(own))))
    placed: dict[int, int] = {}
    for index in sorted(own, key=lambda index: (_mean_row(index, cells, partners), plan.boxes[index].key)):
        wished = _mean_row(index, cells, partners)
        placed[index] = min(free, key=lambda row: (abs(row - wished), row))
        free.remove(placed[index])
    return placed


def _depths(boxes: Sequence[int], plan: LayoutPlan) -> dict[int, int]:
    """How many arrows lead to each box at most. Boxes on or behind a circle of arrows keep what was known before it."""
    after: dict[int, list[int]] = defaultdict(list)
    steps, waiting = dict.fromkeys(boxes, 0), dict.fromkeys(boxes, 0)
    for arrow in plan.arrows:
        if arrow.source in steps and arrow.target in steps:
            after[arrow.source].append(arrow.target)
            waiting[arrow.target] += 1
    ready = [index for index in boxes if not waiting[index]]
    for index in ready:  # grows while it is walked
        for target in after[index]:
            steps[target] = max(steps[target], steps[index] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return steps
