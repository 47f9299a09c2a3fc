"""Positions out of Graphviz's JSON, turned into a picture's coordinates: points, y downwards, from the top left corner.

https://graphviz.org/docs/outputs/json/ , https://graphviz.org/docs/attr-types/splineType/
"""

from dataclasses import dataclass

import msgspec

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An arrow: a first point, then three points per Bezier curve; the head ends in `tip`."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None = None
    """Middle of its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where everything is, by the indices of the plan. A path is None where boxes touch and nothing can be drawn."""

    width: float
    height: float
    boxes: tuple[Frame, ...]
    groups: tuple[Frame, ...]
    paths: tuple[Path | None, ...]


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


def read(data: bytes, *, boxes: int, groups: int, arrows: int) -> Placement | None:
    """The placement; None where Graphviz's answer is not complete."""
    try:
        layout = msgspec.json.decode(data, type=_Layout)
        named = {one.name: one for one in layout.objects}
        _, _, width, height = _numbers(layout.bb)
        paths = {int(edge.id[1:]): _path(edge, height) for edge in layout.edges if edge.id}
        return Placement(
            width=width,
            height=height,
            boxes=tuple(_box(named[f"n{index}"], height) for index in range(boxes)),
            groups=tuple(_frame(named[f"cluster_{index}"], height) for index in range(groups)),
            paths=tuple(paths[index] for index in range(arrows)),
        )
    except (msgspec.DecodeError, ValueError, KeyError, IndexError):
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
