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
    """For shapes without a text: the one free text under the icon, directly in the box, or above it. Two texts are none."""
    texts = [cell for cell in cells if "text" in cell.style and cell.label]
    bare = [cell for cell in cells if not cell.label and not shapes.is_annotation(cell) and not shapes.is_group(cell)]
    ids = {cell.id for cell in bare}
    strips = Strips((cell.id, boxes[cell.id]) for cell in bare)
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        written = boxes[text.id]
        beside = [cell for cell in strips.at(written.centre.x) if _is_beside(written, boxes[cell])]
        icons = [cell for cell in beside if _is_icon(boxes[cell])]
        around = [cell for cell in (inside.get(text.id),) if cell in ids]
        nearest = icons or around or beside
        if len(nearest) == 1 and nearest[0] is not None:
            found[nearest[0]].add(text.label)
    return {cell: next(iter(labels)) for cell, labels in found.items() if len(labels) == 1}


def _is_beside(written: Box, drawn: Box) -> bool:
    if abs(written.centre.x - drawn.centre.x) > max(drawn.width, 1.0) / 2:
        return False
    if _is_icon(drawn):
        return 0 <= written.y - drawn.y - drawn.height <= _UNDER_AN_ICON
    return 0 <= drawn.y - written.y - written.height <= _ABOVE_A_BOX


def _is_icon(drawn: Box) -> bool:
    return max(drawn.width, drawn.height) < _ICON
