"""An Excalidraw scene as placed cells. https://docs.excalidraw.com/docs/codebase/json-schema

Sizes are brought to those of draw.io by the size of the letters, so that a loose end is as near here as there. Arrows are
bound to shapes or just end beside them; icons are groups of strokes, and stand for one shape.
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import json
from generator.parsers.diagrams import drawing
from generator.parsers.diagrams.boxes import Box, Point
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.mxgraph import Cell

KIND = "application/vnd.excalidraw+json"
"""What a picture calls the scene that it carries."""
_LETTERS = 12.0
"""draw.io's usual size of letters."""
_SHAPES = frozenset({"rectangle", "ellipse", "diamond", "image", "frame", "magicframe", "embeddable", "iframe"})
_FRAMES = frozenset({"frame", "magicframe"})
_STROKES = frozenset({"line", "draw", "freedraw"})


class _Binding(msgspec.Struct, rename="camel"):
    element_id: str = ""


class _Element(msgspec.Struct, rename="camel"):
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
    start_binding: _Binding | None = None
    end_binding: _Binding | None = None
    start_arrowhead: str | None = None
    end_arrowhead: str | None = None
    custom_data: dict[str, object] | None = None


class _Scene(msgspec.Struct):
    elements: list[_Element]


@dataclass(frozen=True, slots=True)
class _Icons:
    """Groups of strokes: which icon an element is part of, and the elements of each."""

    of: Mapping[str, str]
    parts: Mapping[str, Sequence[_Element]]


def snapshot(raw: bytes, evidence: EvidenceFile, name: str) -> DiagramSnapshot:
    """The scene as the one page of a diagram.

    Raises:
        ParseError: not a scene, or one with more elements than any drawing.
    """
    elements = [one for one in json.decode(raw, _Scene).elements if not one.is_deleted]
    if len(elements) > DIAGRAM_CELLS:
        raise ParseError(f"more than {DIAGRAM_CELLS:,} elements", where="whole scene", next_step="split the drawing")
    sizes = [one.font_size for one in elements if one.type == "text" and one.font_size and one.font_size > 0]
    scale = _LETTERS / statistics.median(sizes) if sizes else 1.0
    return drawing.of_pages([("Excalidraw", _cells(elements, scale))], evidence, name, taken=None)


def _cells(elements: Sequence[_Element], scale: float) -> tuple[Cell, ...]:
    icons = _icons(elements)
    shapes = {one.id for one in elements if one.type in _SHAPES}
    lines = {one.id for one in elements if _is_line(one, icons)}
    holds = {**dict(zip(shapes, shapes, strict=True)), **icons.of}
    texts: dict[str, list[str]] = defaultdict(list)
    found: dict[str, Cell] = {}
    for one in elements:
        holder = one.container_id or icons.of.get(one.id, "")
        if one.type == "text" and (holder in shapes or holder in lines or holder in icons.parts):
            texts[holder].append(_plain(one.text))
    for one in elements:
        if one.id in lines:
            found[one.id] = _line(one, holds, scale, " ".join(texts[one.id]))
        elif one.id not in icons.of and (
            one.type in _SHAPES or (one.type == "text" and one.container_id not in lines | shapes)
        ):
            found[one.id] = _shape(one, scale, " ".join(texts[one.id]))
    for icon, parts in icons.parts.items():
        found[icon] = _icon(icon, parts, scale, " ".join(texts[icon]))
    return tuple(found.values())


def _icons(elements: Sequence[_Element]) -> _Icons:
    """The widest groups that hold strokes and no arrow, and at most one text: larger ones are parts of the drawing."""
    groups: dict[str, list[_Element]] = defaultdict(list)
    for one in elements:
        for group in one.group_ids or ():
            groups[group].append(one)
    drawn = {group for group, members in groups.items() if _is_icon(members)}
    of: dict[str, str] = {}
    parts: dict[str, list[_Element]] = defaultdict(list)
    for one in elements:
        widest = next((group for group in reversed(one.group_ids or ()) if group in drawn), None)
        if widest is not None:
            of[one.id] = widest
            parts[widest].append(one)
    return _Icons(of, parts)


def _is_icon(members: Sequence[_Element]) -> bool:
    kinds = [one.type for one in members]
    return bool(_STROKES.intersection(kinds)) and "arrow" not in kinds and kinds.count("text") <= 1


def _is_line(one: _Element, icons: _Icons) -> bool:
    """A line that is bound to nothing is a stroke."""
    is_bound = one.start_binding is not None or one.end_binding is not None
    return one.type == "arrow" or (one.type == "line" and is_bound and one.id not in icons.of)


def _shape(one: _Element, scale: float, text: str) -> Cell:
    style = {"text": ""} if one.type == "text" else {"swimlane": ""} if one.type in _FRAMES else {}
    if one.type == "image":
        style = {"shape": "image"}
    label = _plain(one.text) if one.type == "text" else _plain(one.name) if one.type in _FRAMES else text
    return _cell(one.id, label, style, box=_box([one], scale), properties=_properties(one))


def _icon(icon: str, parts: Sequence[_Element], scale: float, text: str) -> Cell:
    return _cell(icon, text, {"shape": "image"}, box=_box(parts, scale))


def _line(one: _Element, holds: Mapping[str, str], scale: float, text: str) -> Cell:
    """`holds`: what an arrow that is bound to an element is attached to. One bound to a free text only ends beside it."""
    heads = {"startArrow": one.start_arrowhead, "endArrow": one.end_arrowhead}
    ends = [bound.element_id if bound is not None else "" for bound in (one.start_binding, one.end_binding)]
    points = [point for point in one.points or () if len(point) == 2] or [[0.0, 0.0]]
    return _cell(
        one.id,
        text,
        {name: head or "none" for name, head in heads.items()},
        ends=(holds.get(ends[0]), holds.get(ends[1])),
        points=(_point(one, points[0], scale), _point(one, points[-1], scale)),
    )


def _cell(
    id_: str,
    label: str,
    style: Mapping[str, str],
    *,
    box: Box | None = None,
    ends: tuple[str | None, str | None] = (None, None),
    points: tuple[Point | None, Point | None] = (None, None),
    properties: Mapping[str, str] | None = None,
) -> Cell:
    return Cell(
        id=id_,
        label=label,
        style=style,
        parent=None,
        is_shape=box is not None,
        is_edge=box is None,
        visible=True,
        box=box or Box(),
        relative=False,
        offset=Point(0.0, 0.0),
        source=ends[0],
        target=ends[1],
        source_point=points[0],
        target_point=points[1],
        properties=properties or {},
    )


def _box(parts: Iterable[_Element], scale: float) -> Box:
    sides = [(_number(one.x), _number(one.y), abs(_number(one.width)), abs(_number(one.height))) for one in parts]
    left, top = min(side[0] for side in sides), min(side[1] for side in sides)
    right, bottom = max(side[0] + side[2] for side in sides), max(side[1] + side[3] for side in sides)
    return Box(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)


def _point(one: _Element, point: Sequence[float], scale: float) -> Point:
    return Point((_number(one.x) + _number(point[0])) * scale, (_number(one.y) + _number(point[1])) * scale)


def _number(found: float) -> float:
    return found if math.isfinite(found) and abs(found) < 1e9 else 0.0


def _plain(text: str | None) -> str:
    return plain(text or "", markup=False)


def _properties(one: _Element) -> dict[str, str]:
    """What other tools or people keep beside a shape, where it is a text."""
    return {key.lower(): value for key, value in (one.custom_data or {}).items() if isinstance(value, str)}
