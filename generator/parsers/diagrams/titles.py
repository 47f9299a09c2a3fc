"""Titles of shapes that have no text of their own: people write beside a box, or under an icon, what it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.parsers.diagrams import shapes
from generator.parsers.diagrams.boxes import Box
from generator.parsers.diagrams.mxgraph import Cell
from generator.parsers.diagrams.strips import Strips

_ABOVE_A_BOX = 20.0
"""Pixels between a box and a title above it."""
_UNDER_AN_ICON = 10.0
_ICON = 100.0
"""Pixels: what is smaller is an icon."""


def titles(cells: Sequence[Cell], boxes: Mapping[str, Box], inside: Mapping[str, str]) -> dict[str, str]:
    """For shapes without a text: the one free text that lies directly in, above or under them. Two texts are none."""
    texts = [cell for cell in cells if "text" in cell.style and cell.label]
    bare = [cell for cell in cells if not cell.label and not shapes.is_annotation(cell) and not shapes.is_group(cell)]
    ids = {cell.id for cell in bare}
    strips = Strips((cell.id, boxes[cell.id]) for cell in bare)
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        around, written = inside.get(text.id), boxes[text.id]
        beside = [cell for cell in strips.at(written.centre.x) if around not in ids and _is_beside(written, boxes[cell])]
        named = around if around in ids else beside[0] if len(beside) == 1 else None
        if named is not None:
            found[named].add(text.label)
    return {cell: next(iter(labels)) for cell, labels in found.items() if len(labels) == 1}


def _is_beside(written: Box, drawn: Box) -> bool:
    if abs(written.centre.x - drawn.centre.x) > max(drawn.width, 1.0) / 2:
        return False
    above, under = drawn.y - written.y - written.height, written.y - drawn.y - drawn.height
    if max(drawn.width, drawn.height) < _ICON:
        return 0 <= under <= _UNDER_AN_ICON
    return 0 <= above <= _ABOVE_A_BOX
