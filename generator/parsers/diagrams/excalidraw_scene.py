"""An Excalidraw scene as placed cells. https://docs.excalidraw.com/docs/codebase/json-schema

Sizes are brought to those of draw.io by the size of the letters, so that a loose end is as near here as there. Arrows are
bound to shapes or just end beside them; icons are groups of strokes, and stand for one shape.
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import json
from generator.parsers.diagrams import drawing
from generator.parsers.diagrams.boxes import Point, ShapeOutline
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.mxgraph import MxCell

KIND = "application/vnd.excalidraw+json"
"""What a picture calls the scene that it carries."""
_LETTERS = 12.0
"""draw.io's usual size of letters."""
_SHAPES = frozenset({"rectangle", "ellipse", "diamond", "image", "frame", "magicframe", "embeddable", "iframe"})
_FRAMES = frozenset({"frame", "magicframe"})
_STROKES = frozenset({"line", "draw", "freedraw"})


class _ArrowBinding(msgspec.Struct, rename="camel"):
    element_id: str = ""


class _ExcalidrawElement(msgspec.Struct, rename="camel"):
    id: str
    type: str
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    is_deleted: bool = False
    text: str | None = None
    name: str | None = None
    font_size: float | None = None
    container_id: str | None = None
    group_ids: list[str] | None = None
    points: list[list[float]] | None = None
    start_binding: _ArrowBinding | None = None
    end_binding: _ArrowBinding | None = None
    start_arrowhead: str | None = None
    end_arrowhead: str | None = None
    custom_data: dict[str, object] | None = None


class _Scene(msgspec.Struct):
    elements: list[_ExcalidrawElement]


class _Icons(msgspec.Struct, frozen=True):
    """Groups of strokes: which icon an element is part of, and the elements of each."""

    of: Mapping[str, str]
    parts: Mapping[str, Sequence[_ExcalidrawElement]]


def snapshot(raw: bytes, evidence: EvidenceFile, name: str) -> DiagramSnapshot:
    """The scene as the one page of a diagram.

    Raises:
        ParseError: not a scene, or one with more elements than any drawing.
    """
    elements = [element for element in json.decode(raw, _Scene).elements if not element.is_deleted]
    if len(elements) > DIAGRAM_CELLS:
        raise ParseError(f"more than {DIAGRAM_CELLS:,} elements", where="whole scene", next_step="split the drawing")
    sizes = [
        element.font_size for element in elements if element.type == "text" and element.font_size and element.font_size > 0
    ]
    scale = _LETTERS / statistics.median(sizes) if sizes else 1.0
    return drawing.of_pages([("Excalidraw", _cells(elements, scale))], evidence, name, taken=None)


def _cells(elements: Sequence[_ExcalidrawElement], scale: float) -> tuple[MxCell, ...]:
    icons = _icons(elements)
    shapes = {element.id for element in elements if element.type in _SHAPES}
    lines = {element.id for element in elements if _is_line(element, icons)}
    holds = {**dict(zip(shapes, shapes, strict=True)), **icons.of}
    texts: dict[str, list[str]] = defaultdict(list)
    cells: dict[str, MxCell] = {}
    for element in elements:
        holder = element.container_id or icons.of.get(element.id, "")
        if element.type == "text" and (holder in shapes or holder in lines or holder in icons.parts):
            texts[holder].append(_plain(element.text))
    for element in elements:
        if element.id in lines:
            cells[element.id] = _line(element, holds, scale, " ".join(texts[element.id]))
        elif element.id not in icons.of and (
            element.type in _SHAPES or (element.type == "text" and element.container_id not in lines | shapes)
        ):
            cells[element.id] = _shape(element, scale, " ".join(texts[element.id]))
    for icon, parts in icons.parts.items():
        cells[icon] = _icon(icon, parts, scale, " ".join(texts[icon]))
    return tuple(cells.values())


def _icons(elements: Sequence[_ExcalidrawElement]) -> _Icons:
    """The widest groups that hold strokes and no arrow, and at most one text: larger ones are parts of the drawing."""
    groups: dict[str, list[_ExcalidrawElement]] = defaultdict(list)
    for element in elements:
        for group in element.group_ids or ():
            groups[group].append(element)
    drawn = {group for group, members in groups.items() if _is_icon(members)}
    of: dict[str, str] = {}
    parts: dict[str, list[_ExcalidrawElement]] = defaultdict(list)
    for element in elements:
        widest = next((group for group in reversed(element.group_ids or ()) if group in drawn), None)
        if widest is not None:
            of[element.id] = widest
            parts[widest].append(element)
    return _Icons(of, parts)


def _is_icon(members: Sequence[_ExcalidrawElement]) -> bool:
    kinds = [member.type for member in members]
    return bool(_STROKES.intersection(kinds)) and "arrow" not in kinds and kinds.count("text") <= 1


def _is_line(element: _ExcalidrawElement, icons: _Icons) -> bool:
    """A line that is bound to nothing is a stroke."""
    is_bound = element.start_binding is not None or element.end_binding is not None
    return element.type == "arrow" or (element.type == "line" and is_bound and element.id not in icons.of)


def _shape(element: _ExcalidrawElement, scale: float, text: str) -> MxCell:
    style = {"text": ""} if element.type == "text" else {"swimlane": ""} if element.type in _FRAMES else {}
    if element.type == "image":
        style = {"shape": "image"}
    label = _plain(element.text) if element.type == "text" else _plain(element.name) if element.type in _FRAMES else text
    return _cell(element.id, label, style, box=_box([element], scale), properties=_properties(element))


def _icon(icon: str, parts: Sequence[_ExcalidrawElement], scale: float, text: str) -> MxCell:
    return _cell(icon, text, {"shape": "image"}, box=_box(parts, scale))


def _line(element: _ExcalidrawElement, holds: Mapping[str, str], scale: float, text: str) -> MxCell:
    """`holds`: what an arrow that is bound to an element is attached to. One bound to a free text only ends beside it."""
    heads = {"startArrow": element.start_arrowhead, "endArrow": element.end_arrowhead}
    ends = [bound.element_id if bound is not None else "" for bound in (element.start_binding, element.end_binding)]
    points = [point for point in element.points or () if len(point) == 2] or [[0.0, 0.0]]
    return _cell(
        element.id,
        text,
        {name: head or "none" for name, head in heads.items()},
        ends=(holds.get(ends[0]), holds.get(ends[1])),
        points=(_point(element, points[0], scale), _point(element, points[-1], scale)),
    )


def _cell(
    id_: str,
    label: str,
    style: Mapping[str, str],
    *,
    box: ShapeOutline | None = None,
    ends: tuple[str | None, str | None] = (None, None),
    points: tuple[Point | None, Point | None] = (None, None),
    properties: Mapping[str, str] | None = None,
) -> MxCell:
    return MxCell(
        id=id_,
        label=label,
        style=style,
        is_shape=box is not None,
        is_edge=box is None,
        box=box or ShapeOutline(),
        source=ends[0],
        target=ends[1],
        source_point=points[0],
        target_point=points[1],
        properties=properties or {},
    )


def _box(parts: Iterable[_ExcalidrawElement], scale: float) -> ShapeOutline:
    sides = [(_number(part.x), _number(part.y), abs(_number(part.width)), abs(_number(part.height))) for part in parts]
    left, top = min(side[0] for side in sides), min(side[1] for side in sides)
    right, bottom = max(side[0] + side[2] for side in sides), max(side[1] + side[3] for side in sides)
    return ShapeOutline(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)


def _point(element: _ExcalidrawElement, point: Sequence[float], scale: float) -> Point:
    return Point((_number(element.x) + _number(point[0])) * scale, (_number(element.y) + _number(point[1])) * scale)


def _number(number: float) -> float:
    return number if math.isfinite(number) and abs(number) < 1e9 else 0.0


def _plain(text: str | None) -> str:
    return plain(text or "", markup=False)


def _properties(element: _ExcalidrawElement) -> dict[str, str]:
    """What other tools or people keep beside a shape, where it is a text."""
    return {key.lower(): value for key, value in (element.custom_data or {}).items() if isinstance(value, str)}
