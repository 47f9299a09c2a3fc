"""Positions out of Graphviz's JSON, turned into a picture's coordinates: points, y downwards, from the top left corner.

https://graphviz.org/docs/outputs/json/ , https://graphviz.org/docs/attr-types/splineType/
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from generator.drawing.layout_plan import Frame, Path, Point

_GROUP = "cluster_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """By the indices of the plan; only what Graphviz was asked for."""

    width: float
    height: float
    boxes: Mapping[int, Frame]
    groups: Mapping[int, Frame]
    paths: Mapping[int, Path]
    """Of arrows, inside the outermost frame."""
    outer: Mapping[int, Path]
    """From boxes outside to their points on the edge of that frame, or back."""


class _Object(msgspec.Struct):
    name: str
    pos: str = ""
    width: str = ""
    height: str = ""
    bb: str = ""


class _Edge(msgspec.Struct):
    id: str = ""
    pos: str = ""
    lp: str = ""


class _Layout(msgspec.Struct):
    bb: str
    objects: tuple[_Object, ...] = ()
    edges: tuple[_Edge, ...] = ()


_layout = msgspec.json.Decoder(_Layout)
"""Made on import, in the main thread: layouts are read in several threads at once, and two threads that make msgspec's
description of a type at the same time crash the interpreter."""


def read(data: bytes) -> Positions | None:
    """The positions; None where Graphviz's answer cannot be read."""
    try:
        layout = _layout.decode(data)
        _, _, width, height = _numbers(layout.bb)
        boxes = {int(one.name[1:]): _box(one, height) for one in layout.objects if one.pos and one.name.startswith("n")}
        frames = ((one.name.removeprefix(_GROUP), one) for one in layout.objects if one.name.startswith(_GROUP) and one.bb)
        return Positions(
            width=width,
            height=height,
            boxes=boxes,
            groups={int(index): _frame(one, height) for index, one in frames},
            paths=_paths(layout, "a", height),
            outer=_paths(layout, "o", height),
        )
    except (msgspec.DecodeError, ValueError, IndexError):
        return None


def _paths(layout: _Layout, letter: str, top: float) -> dict[int, Path]:
    return {int(edge.id[1:]): _path(edge, top) for edge in layout.edges if edge.pos and edge.id.startswith(letter)}


def _box(one: _Object, top: float) -> Frame:
    x, y = _numbers(one.pos)
    width, height = float(one.width) * 72, float(one.height) * 72
    return Frame(x=x - width / 2, y=top - y - height / 2, width=width, height=height)


def _frame(one: _Object, top: float) -> Frame:
    left, low, right, high = _numbers(one.bb)
    return Frame(x=left, y=top - high, width=right - left, height=high - low)


def _path(edge: _Edge, top: float) -> Path:
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
