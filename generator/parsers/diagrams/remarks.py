"""What is drawn beside the components: captions, legends, and logos stuck on a shape's border to say what it is made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec
from msgspec import structs

from generator.model.diagram import NodeKind
from generator.parsers.diagrams import kinds, shapes, stencils
from generator.parsers.diagrams.boxes import ShapeOutline
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.strips import Strips

_LOGO = 0.5
_TAG = 0.25
"""Share of a shape's area that a logo, or a plain shape stuck on its border, may have."""
_STUCK = 0.1
"""Share of a plain shape that lies on the other: shapes drawn side by side overlap by a hair."""
_EXPLICIT = frozenset({"workload", "diagram-label", "diagram_label"})
_UNJOINED = (NodeKind.COMPONENT, NodeKind.NOTE)


class Logos(msgspec.Struct, frozen=True):
    """Shapes that only say what another shape is made of."""

    drawn: frozenset[str]
    products: Mapping[str, str]
    """Of every shape with a known picture, or a logo on its border: what that shows."""


def captions(cells: Sequence[MxCell], inside: Mapping[str, str], connected: Collection[str]) -> list[MxCell]:
    """The same cells, where a text without an outline that holds nothing and is joined to nothing is free text."""
    holders = set(inside.values())
    return [
        structs.replace(cell, style={**cell.style, "text": ""})
        if shapes.is_bare_text(cell) and not _is_known(cell) and cell.id not in holders and cell.id not in connected
        else cell
        for cell in cells
    ]


def with_legends(
    titles: Mapping[str, str], cells: Sequence[MxCell], inside: Mapping[str, str], shown: Sequence[MxCell]
) -> dict[str, str]:
    """The titles of shapes, with those of boxes around the word "Legend". No line leads out of a legend: a frame around the
    whole page is not called by the legend in it.
    """
    bare = {cell.id for cell in cells if not cell.label and not shapes.is_annotation(cell)}
    found = {box: title for box, title in titles.items() if kinds.is_legend(title)}
    for cell in cells:
        if shapes.is_text(cell) and kinds.is_legend(cell.label) and inside.get(cell.id) in bare:
            found[inside[cell.id]] = cell.label
    left = {box for box in found for line in shown if line.is_edge and _leads_out(line, box, inside)} if found else set()
    others = {box: title for box, title in titles.items() if box not in found}
    return {**others, **{box: title for box, title in found.items() if box not in left}}


def logos(
    cells: Sequence[MxCell],
    boxes: Mapping[str, ShapeOutline],
    node_kinds: Mapping[str, NodeKind],
    connected: Collection[str],
) -> Logos:
    """A picture or tag that no line leads to, across the border of the one component it touches, says what that is made of."""
    components = [cell for cell in cells if node_kinds[cell.id] is NodeKind.COMPONENT]
    products = {cell.id: name for cell in cells if (name := stencils.technology(cell.style))}
    strips = Strips((cell.id, boxes[cell.id]) for cell in components if cell.label and not shapes.is_picture(cell))
    drawn: set[str] = set()
    said: dict[str, list[str]] = defaultdict(list)
    for cell in cells:
        is_apart = cell.id in connected or shapes.is_annotation(cell) or _is_known(cell)
        if is_apart or node_kinds[cell.id] not in _UNJOINED:
            continue
        box = boxes[cell.id]
        if host := _the_only_host(cell, box, strips, boxes):
            drawn.add(cell.id)
            named = cell.label if node_kinds[cell.id] is NodeKind.COMPONENT else ""
            said[host].append(named or products.get(cell.id, ""))
    on_border = {host: ", ".join(dict.fromkeys(filter(None, names))) for host, names in said.items()}
    return Logos(frozenset(drawn), {**products, **{host: names for host, names in on_border.items() if names}})


def _is_known(cell: MxCell) -> bool:
    """A person said what it stands for."""
    return not _EXPLICIT.isdisjoint(cell.properties)


def _the_only_host(cell: MxCell, box: ShapeOutline, strips: Strips[str], boxes: Mapping[str, ShapeOutline]) -> str | None:
    """The one shape on whose border it sticks; None for none or several."""
    picture = shapes.is_picture(cell) or stencils.technology(cell.style) is not None
    share, least = (_LOGO, 0.0) if picture else (_TAG, _STUCK)
    found: str | None = None
    for x in (box.x, box.x + box.width):
        for host in strips.at(x):
            if host not in (cell.id, found) and _sticks(box, boxes[host], share, least):
                if found is not None:
                    return None
                found = host
    return found


def _sticks(tag: ShapeOutline, host: ShapeOutline, share: float, least: float) -> bool:
    """Does it lie partly on the other, and partly beside it?"""
    if tag.area > share * host.area:
        return False
    shared = host.shared(tag)
    return shared > 0 and shared >= least * tag.area and not host.encloses(tag)


def _leads_out(line: MxCell, box: str, inside: Mapping[str, str]) -> bool:
    return _lies_in(line.source, box, inside) != _lies_in(line.target, box, inside)


def _lies_in(cell: str | None, box: str, inside: Mapping[str, str]) -> bool:
    """`inside` leads to ever larger boxes, so that this ends."""
    current = cell
    while current is not None and current != box:
        current = inside.get(current)
    return current is not None
