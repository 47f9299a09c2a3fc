"""The lines of a draw.io page: which shapes they join, which way they point, what is written on them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.parsers.diagrams.boxes import Point, ShapeOutline
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.strips import Strips

REACH = 30.0
"""A loose end is attached to the nearest shape within this many pixels."""

_MOST_LOOSE = 1_000
"""Lines with a loose end that are looked after on one page: each is compared with every shape."""


class DiagramLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line between two shapes."""

    cell: str
    source: str
    target: str
    label: str
    both_ways: bool
    """Arrowheads on both ends, or on none."""
    headless: bool
    snapped: bool


class LineTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A shape that a loose end may be attached to."""

    id: str
    box: ShapeOutline
    is_boundary: bool


def lines(
    cells: Sequence[MxCell], boxes: Mapping[str, ShapeOutline], targets: Sequence[LineTarget]
) -> tuple[tuple[DiagramLine, ...], tuple[str, ...]]:
    """The lines that join two different shapes, or a shape with itself as drawn; and the texts of those with a lost end.

    A line that is attached to a note is part of the note.
    """
    texts = _texts_on_lines(cells)
    known = {target.id for target in targets}
    near = Strips(((target, target.box) for target in targets), margin=REACH)
    diagram_lines: list[DiagramLine] = []
    lost: list[str] = []
    loose = 0
    remarks = {cell.id for cell in cells if cell.is_shape} - known
    for cell in (cell for cell in cells if cell.is_edge and not remarks.intersection((cell.source, cell.target))):
        label = " ".join(part for part in (cell.label, *texts[cell.id]) if part)
        corner = boxes.get(cell.parent or "", ShapeOutline())
        source, target = (end if end in known else None for end in (cell.source, cell.target))
        is_loose = source is None or target is None
        loose += is_loose
        if is_loose and loose <= _MOST_LOOSE:
            source = source or _nearest(cell.source_point, corner, near, without=target)
            target = target or _nearest(cell.target_point, corner, near, without=source)
        if source is None or target is None:
            lost.append(label)
        else:
            diagram_lines.append(_line(cell, source, target, label, snapped=is_loose))
    return tuple(diagram_lines), tuple(lost)


def _texts_on_lines(cells: Sequence[MxCell]) -> Mapping[str, list[str]]:
    edges = {cell.id for cell in cells if cell.is_edge}
    texts: dict[str, list[str]] = defaultdict(list)
    for cell in cells:
        if cell.is_shape and cell.parent in edges and cell.label:
            texts[cell.parent or ""].append(cell.label)
    return texts


def _line(cell: MxCell, source: str, target: str, label: str, *, snapped: bool) -> DiagramLine:
    """mxGraph draws an arrowhead at the end, and none at the start, where the style does not say."""
    at_start = cell.style.get("startArrow", "none") != "none"
    at_end = cell.style.get("endArrow", "classic") != "none"
    if at_start and not at_end:
        source, target = target, source
    return DiagramLine(
        cell=cell.id,
        source=source,
        target=target,
        label=label,
        both_ways=at_start == at_end,
        headless=not (at_start or at_end),
        snapped=snapped,
    )


def _nearest(point: Point | None, corner: ShapeOutline, near: Strips[LineTarget], *, without: str | None) -> str | None:
    """The nearest shape within reach: a boundary by its border, since every point of a page lies in some boundary."""
    if point is None:
        return None
    place = Point(point.x + corner.x, point.y + corner.y)
    return min(_within_reach(place, near.at(place.x), without), default=(0.0, 0.0, None))[2]


def _within_reach(
    place: Point, targets: Sequence[LineTarget], without: str | None
) -> Iterator[tuple[float, float, str | None]]:
    for target in targets:
        if target.id != without:
            away = target.box.distance_to_border(place) if target.is_boundary else target.box.distance(place)
            if away <= REACH:
                yield away, target.box.area, target.id
