"""Which box lies in which. Real drawings nest by geometry far more often than by their file's structure."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH
from generator.parsers.diagrams.boxes import ShapeOutline
from generator.parsers.diagrams.strips import Strips


class NestedShape(msgspec.Struct, frozen=True, kw_only=True):
    """A shape on its page."""

    id: str
    box: ShapeOutline
    parents: tuple[str, ...] = ()
    """Shapes it belongs to in the file's structure, innermost first."""
    is_container: bool = True
    """Can others lie in it? Texts and pictures are no containers."""


def ancestors(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """For each id the chain of its parents that are known, innermost first.

    Raises:
        ParseError: a shape that contains itself.
    """
    known: dict[str, tuple[str, ...]] = {}
    for start in parents:
        chain: list[str] = []
        current: str | None = start
        while current is not None and current in parents and current not in known:
            if current in chain:
                raise ParseError("a shape contains itself", where=f"shape {current}", next_step="save the diagram again")
            chain.append(current)
            _refuse_depth(len(chain), current)
            current = parents[current]
        for below in reversed(chain):
            above = parents[below]
            known[below] = (above, *known[above]) if above is not None and above in known else ()
            _refuse_depth(len(known[below]), below)
    return known


def _refuse_depth(depth: int, shape: str) -> None:
    if depth > DIAGRAM_DEPTH:
        raise ParseError(f"shapes are nested more than {DIAGRAM_DEPTH} deep", where=f"shape {shape}", next_step="simplify it")


def innermost(shapes: Sequence[NestedShape]) -> dict[str, str]:
    """For each shape the smallest larger box it lies in, by structure or by geometry. Independent of the shapes' order.

    Every answer has a larger area than the shape it is given for, so chains of answers always end.
    """
    boxes = {shape.id: shape.box for shape in shapes}
    containers = sorted((shape for shape in shapes if shape.is_container), key=_size)
    strips = Strips((container, container.box) for container in containers)
    parents: dict[str, str] = {}
    for shape in shapes:
        near = strips.at(shape.box.center.x)
        larger = near[bisect_right(near, shape.box.area, key=_area) :]
        by_geometry = next((placed_shape for placed_shape in larger if placed_shape.box.encloses(shape.box)), None)
        candidates = [*([by_geometry] if by_geometry else []), *_first_larger(shape, boxes)]
        if candidates:
            parents[shape.id] = min(candidates, key=_size).id
    return parents


def _first_larger(shape: NestedShape, boxes: Mapping[str, ShapeOutline]) -> Iterable[NestedShape]:
    for parent in shape.parents:
        if parent in boxes and boxes[parent].area > shape.box.area:
            return [NestedShape(id=parent, box=boxes[parent])]
    return []


def _size(shape: NestedShape) -> tuple[float, float, float, str]:
    return shape.box.area, shape.box.x, shape.box.y, shape.id


def _area(shape: NestedShape) -> float:
    return shape.box.area
