"""Positions out of Graphviz's JSON, turned into a picture's coordinates: points, y downwards, from the top left corner.

https://graphviz.org/docs/outputs/json/ , https://graphviz.org/docs/attr-types/splineType/
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from generator.drawing.layout_plan import LayoutFrame, Path, Point

_GROUP = "cluster_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """By the indices of the plan; only what Graphviz was asked for."""

    width: float
    height: float
    boxes: Mapping[int, LayoutFrame]
    groups: Mapping[int, LayoutFrame]
    paths: Mapping[int, Path]
    """Of arrows, inside the outermost frame."""
    outer: Mapping[int, Path]
    """From boxes outside to their points on the edge of that frame, or back."""


class _GraphvizObject(msgspec.Struct):
    name: str
    pos: str = ""
    width: str = ""
    height: str = ""
    bb: str = ""


class _GraphvizEdge(msgspec.Struct):
    id: str = ""
    pos: str = ""
    lp: str = ""


class _Layout(msgspec.Struct):
    bb: str
    objects: tuple[_GraphvizObject, ...] = ()
    edges: tuple[_GraphvizEdge, ...] = ()


_layout = msgspec.json.Decoder(_Layout)
"""Made on import, in the main thread: layouts are read in several threads at once, and two threads that make msgspec's
description of a type at the same time crash the interpreter."""


def read(data: bytes) -> Positions | None:
    """The positions; None where Graphviz's answer cannot be read."""
    try:
        layout = _layout.decode(data)
        _, _, width, height = _numbers(layout.bb)
        boxes = {
            int(graphviz_object.name[1:]): _box(graphviz_object, height)
            for graphviz_object in layout.objects
            if graphviz_object.pos and graphviz_object.name.startswith("n")
        }
        frames = (
            (graphviz_object.name.removeprefix(_GROUP), graphviz_object)
            for graphviz_object in layout.objects
            if graphviz_object.name.startswith(_GROUP) and graphviz_object.bb
        )
        return Positions(
            width=width,
            height=height,
            boxes=boxes,
            groups={int(index): _frame(graphviz_object, height) for index, graphviz_object in frames},
            paths=_paths(layout, "a", height),
            outer=_paths(layout, "o", height),
        )
    except (msgspec.DecodeError, ValueError, IndexError):
        return None


def _paths(layout: _Layout, letter: str, top: float) -> dict[int, Path]:
    return {int(edge.id[1:]): _path(edge, top) for edge in layout.edges if edge.pos and edge.id.startswith(letter)}


def _box(graphviz_object: _GraphvizObject, top: float) -> LayoutFrame:
    x, y = _numbers(graphviz_object.pos)
    width, height = float(graphviz_object.width) * 72, float(graphviz_object.height) * 72
    return LayoutFrame(x=x - width / 2, y=top - y - height / 2, width=width, height=height)


def _frame(graphviz_object: _GraphvizObject, top: float) -> LayoutFrame:
    left, low, right, high = _numbers(graphviz_object.bb)
    return LayoutFrame(x=left, y=top - high, width=right - left, height=high - low)


def _path(edge: _GraphvizEdge, top: float) -> Path:
    """`e,x,y` names the tip, `s,x,y` that of an arrow laid out backwards; then come the control points."""
    parts = edge.pos.split(";")[0].split()
    tips = {part[0]: _point(part[2:], top) for part in parts if part[:2] in ("e,", "s,")}
    points = tuple(_point(part, top) for part in parts if part[:2] not in ("e,", "s,"))
    if "s" in tips:
        points = points[::-1]
    tip = tips.get("s") or tips.get("e") or points[-1]
    return Path(points=points, tip=tip, label=_point(edge.lp, top) if edge.lp else None)


def _point(text: str, top: float) -> Point:
    x, y = _numbers(text)
    return x, top - y


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
