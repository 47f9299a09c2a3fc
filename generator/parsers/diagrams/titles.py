"""Titles of shapes that have no text of their own: people write beside a box, or under an icon, what it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.parsers.diagrams import shapes
from generator.parsers.diagrams.boxes import ShapeOutline
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.strips import Strips

_ABOVE_A_BOX = 20.0
"""Pixels between a box and a title above it."""
_UNDER_AN_ICON = 10.0
_ICON = 100.0
"""Pixels: what is smaller is an icon."""


def titles(cells: Sequence[MxCell], boxes: Mapping[str, ShapeOutline], inside: Mapping[str, str]) -> dict[str, str]:
    """For shapes without a text: the one free text under the icon, directly in the box, or above it. Of several texts in a box
    the one along its upper or lower border; two are none.
    """
    texts = [cell for cell in cells if "text" in cell.style and cell.label]
    bare = [cell for cell in cells if not cell.label and not shapes.is_annotation(cell) and not shapes.is_group(cell)]
    ids = {cell.id for cell in bare}
    strips = Strips((cell.id, boxes[cell.id]) for cell in bare)
    candidates: dict[str, set[str]] = defaultdict(set)
    along: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        written = boxes[text.id]
        adjacent = [cell for cell in strips.at(written.center.x) if _is_adjacent(written, boxes[cell])]
        icons = [cell for cell in adjacent if _is_icon(boxes[cell])]
        around = [cell for cell in (inside.get(text.id),) if cell in ids]
        nearest = icons or around or adjacent
        if len(nearest) == 1 and nearest[0] is not None:
            candidates[nearest[0]].add(text.label)
            if _is_along_the_border(written, boxes[nearest[0]]):
                along[nearest[0]].add(text.label)
    chosen = {cell: labels if len(labels) == 1 else along[cell] for cell, labels in candidates.items()}
    return {cell: next(iter(labels)) for cell, labels in chosen.items() if len(labels) == 1}


def _is_adjacent(written: ShapeOutline, drawn: ShapeOutline) -> bool:
    """Under or on an icon, or above a box. People let a text reach into the box by a few pixels, yet not with its middle."""
    if abs(written.center.x - drawn.center.x) > max(drawn.width, 1.0) / 2:
        return False
    if _is_icon(drawn):
        under = written.y - drawn.y - drawn.height
        return -written.height / 2 <= under <= _UNDER_AN_ICON or drawn.contains(written.center)
    return -written.height / 2 <= drawn.y - written.y - written.height <= _ABOVE_A_BOX


def _is_along_the_border(written: ShapeOutline, drawn: ShapeOutline) -> bool:
    above, below = written.y - drawn.y, drawn.y + drawn.height - written.y - written.height
    return not _is_icon(drawn) and min(abs(above), abs(below)) <= _UNDER_AN_ICON


def _is_icon(drawn: ShapeOutline) -> bool:
    return max(drawn.width, drawn.height) < _ICON
