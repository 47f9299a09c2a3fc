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


def read(data: bytes) -> Positions | None:
    """The positions; None where Graphviz's answer cannot be read."""
    try:
        layout = msgspec.json.decode(data, type=_Layout)
        _, _, width, height = _numbers(layout.bb)
        boxes = {int(one.name[1:]): _box(one, height) for one in layout.objects if one.pos and one.name.startswith("n")}
        frames = ((one.name.removeprefix(_GROUP), one) for one in layout.objects if one.name.startswith(_GROUP) and one.bb)
        return Positions(
            width=width,
            height=height,
            boxes=boxes,
            groups={int(index): _frame(one, height) for index, one in frames},
            paths={int(edge.id[1:]): _path(edge, height) for edge in layout.edges if edge.id and edge.pos},
        )
    except (msgspec.DecodeError, ValueError, IndexError):
        return None


def _box(one: _Object, top: float) -> Frame:
    x, y = _numbers(one.pos)
    width, height = float(one.width) * 72, float(one.height) * 72
    return Frame(x=x - width / 2, y=top - y - height / 2, width=width, height=height)


def _frame(one: _Object, top: float) -> Frame:
    left, low, right, high = _numbers(one.bb)
    return Frame(x=left, y=top - high, width=right - left, height=high - low)


def _path(edge: _Edge, top: float) -> Path:
    """`e,x,y` names the tip; then come the control points."""
    parts = edge.pos.split(";")[0].split()
    ends = [part for part in parts if part.startswith("e,")]
    points = tuple(_point(part, top) for part in parts if part[:2] not in ("e,", "s,"))
    return Path(
        points=points,
        tip=_point(ends[0][2:], top) if ends else points[-1],
        label=_point(edge.lp, top) if edge.lp else None,
    )


def _point(text: str, top: float) -> Point:
    x, y = _numbers(text)
    return x, top - y


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
