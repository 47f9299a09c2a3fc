"""A picture as Enhanced Metafile: what Word and LibreOffice both show as lines and text, sharp at any size, a few kilobytes.

Made from the SVG that `svg` writes, and of nothing else: an element that is not among those is a mistake of ours. Dashes and
round corners are cut into straight pieces here, since programs disagree about both. Every letter gets its place from the widths
of `text`, so that a substitute font neither spills over nor shrinks. [MS-EMF]: Enhanced Metafile Format.
"""

import math
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from generator.drawing.text import width_of

_SVG = "{http://www.w3.org/2000/svg}"
_UNITS = 20
"""To a point: the metafile counts in twentieths, as Word does."""
_DEVICE, _MILLIMETRES = 14_400, 254
"""A device on which a twentieth of a point is one pixel: ten inches."""
_FRAME = 25_400 / _DEVICE
"""Hundredths of a millimetre to a unit."""
_CURVE, _ROUND = 16, 8
"""Straight pieces of a curve and of a corner."""
_FONT = "Arial"
_BLACK, _NONE = "#000000", "none"

_HEADER, _POLYGON, _POLYLINE, _END, _CREATE_FONT, _TEXT = 1, 3, 4, 14, 82, 84
_WINDOW_EXTENT, _WINDOW_ORIGIN, _VIEWPORT_EXTENT, _VIEWPORT_ORIGIN = 9, 10, 11, 12
_MAP_MODE, _BACKGROUND_MODE, _TEXT_ALIGN, _TEXT_COLOR = 17, 18, 22, 24
_SELECT, _CREATE_BRUSH, _CREATE_PEN = 37, 39, 95
_ANISOTROPIC, _TRANSPARENT, _BASE_LINE, _COMPATIBLE = 8, 1, 24, 1
_NO_BRUSH, _NO_PEN = 0x8000_0005, 0x8000_0008
_GEOMETRIC_FLAT_ROUND = 0x0001_0000 | 0x0000_0200
_NORMAL, _BOLD = 400, 700

Point = tuple[float, float]


def from_svg(svg: bytes) -> bytes:
    """The metafile of a picture that `svg` wrote."""
    root = fromstring(svg)
    metafile = _Metafile(float(root.get("width", "0")), float(root.get("height", "0")))
    for child in root:
        _draw(child, (0.0, 0.0), metafile)
    return metafile.finished()


class _Metafile:
    """Records, and the objects they use: each pen, brush and font is made once."""

    def __init__(self, width: float, height: float) -> None:
        self._size = (_units(width), _units(height))
        self._records: list[bytes] = []
        self._objects: dict[bytes, int] = {}
        self._selected: dict[int, int] = {}
        for kind, values in (
            (_MAP_MODE, (_ANISOTROPIC,)),
            (_WINDOW_ORIGIN, (0, 0)),
            (_WINDOW_EXTENT, self._size),
            (_VIEWPORT_ORIGIN, (0, 0)),
            (_VIEWPORT_EXTENT, self._size),
            (_BACKGROUND_MODE, (_TRANSPARENT,)),
            (_TEXT_ALIGN, (_BASE_LINE,)),
        ):
            self._add(kind, struct.pack(f"<{len(values)}I", *values))

    def area(self, points: Sequence[Point], color: str) -> None:
        """A filled shape without a border."""
        brush = struct.pack("<III", 0, _color(color), 0)
        self._select(_CREATE_BRUSH, brush)
        self._use(_CREATE_PEN, _NO_PEN)
        self._add(_POLYGON, self._points(points))

    def line(self, points: Sequence[Point], color: str, width: float) -> None:
        """A line through the points."""
        pen = struct.pack("<IIIIIIIIII", 0, 0, 0, 0, _GEOMETRIC_FLAT_ROUND, max(_units(width), 1), 0, _color(color), 0, 0)
        self._select(_CREATE_PEN, pen)
        self._use(_CREATE_BRUSH, _NO_BRUSH)
        self._add(_POLYLINE, self._points(points))

    def text(self, text: str, at: Point, size: float, width: float, color: str, *, bold: bool) -> None:
        """A line of text of that width, which begins at the point on its base line."""
        self._select(_CREATE_FONT, _font(_units(size), _BOLD if bold else _NORMAL))
        self._add(_TEXT_COLOR, struct.pack("<I", _color(color)))
        encoded = text.encode("utf-16-le")
        padded = encoded + bytes(-len(encoded) % 4)
        head = 76
        body = struct.pack("<iiiiIff", 0, 0, -1, -1, _COMPATIBLE, _FRAME, _FRAME)
        body += struct.pack("<iiIII", _units(at[0]), _units(at[1]), len(encoded) // 2, head, 0)
        body += struct.pack("<iiiiI", 0, 0, -1, -1, head + len(padded))
        self._add(_TEXT, body + padded + struct.pack(f"<{len(encoded) // 2}I", *_advances(text, size, width, bold=bold)))

    def finished(self) -> bytes:
        """The file."""
        self._add(_END, struct.pack("<III", 0, 16, 20))
        head = 108
        size = head + sum(map(len, self._records))
        right, bottom = self._size
        header = struct.pack("<IIiiii", _HEADER, head, 0, 0, right, bottom)
        header += struct.pack("<iiii", 0, 0, round(right * _FRAME), round(bottom * _FRAME))
        header += b" EMF" + struct.pack("<IIIHH", 0x10000, size, len(self._records) + 1, len(self._objects) + 1, 0)
        header += struct.pack("<IIIiiii", 0, 0, 0, _DEVICE, _DEVICE, _MILLIMETRES, _MILLIMETRES)
        header += struct.pack("<IIIii", 0, 0, 0, _MILLIMETRES * 1000, _MILLIMETRES * 1000)
        return header + b"".join(self._records)

    def _add(self, kind: int, body: bytes) -> None:
        self._records.append(struct.pack("<II", kind, 8 + len(body)) + body)

    def _select(self, kind: int, made: bytes) -> None:
        key = bytes([kind]) + made
        if key not in self._objects:
            self._objects[key] = len(self._objects) + 1
            self._add(kind, struct.pack("<I", self._objects[key]) + made)
        self._use(kind, self._objects[key])

    def _use(self, kind: int, handle: int) -> None:
        if self._selected.get(kind) != handle:
            self._selected[kind] = handle
            self._add(_SELECT, struct.pack("<I", handle))

    @staticmethod
    def _points(points: Sequence[Point]) -> bytes:
        placed = [(_units(x), _units(y)) for x, y in points]
        across, down = [x for x, _ in placed], [y for _, y in placed]
        body = struct.pack("<iiiiI", min(across), min(down), max(across), max(down), len(placed))
        return body + b"".join(struct.pack("<ii", x, y) for x, y in placed)


def _draw(element: Element, origin: Point, metafile: _Metafile) -> None:
    name = element.tag.removeprefix(_SVG)
    if name == "g":
        origin = _shifted(_moved(element.get("transform", "")), origin)
        for child in element:
            _draw(child, origin, metafile)
    elif name == "text":
        _write(element, origin, metafile)
    elif name not in _UNSEEN:
        _outline(element, [[_shifted(point, origin) for point in shape] for shape in _SHAPES[name](element)], metafile)


_UNSEEN = ("title", "desc")


def _write(element: Element, origin: Point, metafile: _Metafile) -> None:
    text, at = element.text or "", _shifted((_number(element, "x"), _number(element, "y")), origin)
    width, size, bold = _number(element, "textLength"), _number(element, "font-size"), element.get("font-weight") == "bold"
    metafile.text(text, at, size, width, element.get("fill", _BLACK), bold=bold)


def _outline(element: Element, shapes: Iterable[Sequence[Point]], metafile: _Metafile) -> None:
    """Filled first, the line on top."""
    fill, stroke = element.get("fill", _BLACK), element.get("stroke", _NONE)
    dashes = tuple(map(float, element.get("stroke-dasharray", "").split()))
    for points in shapes:
        if fill != _NONE:
            metafile.area(points, fill)
        if stroke != _NONE:
            for piece in _dashed(points, dashes) if dashes else (points,):
                metafile.line(piece, stroke, _number(element, "stroke-width"))


def _rectangle(element: Element) -> list[list[Point]]:
    x, y, width, height = (_number(element, name) for name in ("x", "y", "width", "height"))
    radius = min(_number(element, "rx"), width / 2, height / 2)
    if not radius:
        return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]]
    left, right, top, bottom = x + radius, x + width - radius, y + radius, y + height - radius
    corners = ((right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180))
    points = [point for corner in corners for point in _arc(corner[:2], radius, corner[2], corner[2] + 90, _ROUND)]
    return [[*points, points[0]]]


def _circle(element: Element) -> list[list[Point]]:
    return [_arc((_number(element, "cx"), _number(element, "cy")), _number(element, "r"), 0, 360, 4 * _ROUND)]


def _arc(center: Point, radius: float, start: float, end: float, pieces: int) -> list[Point]:
    angles = [math.radians(start + (end - start) * step / pieces) for step in range(pieces + 1)]
    return [(center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)) for angle in angles]


_STEP = re.compile(r"([MLCHVz])([^MLCHVz]*)")


def _path(element: Element) -> list[list[Point]]:
    """Lines, curves of three points each, and their end."""
    shapes: list[list[Point]] = []
    for kind, given in _STEP.findall(element.get("d", "")):
        numbers = [float(part) for part in re.split(r"[ ,]+", given.strip()) if part]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if kind == "M":
            shapes.append(pairs)
        elif kind == "L":
            shapes[-1] += pairs
        elif kind == "C":
            for first in range(0, len(pairs), 3):
                shapes[-1] += _curve(shapes[-1][-1], *pairs[first : first + 3])
        elif kind == "z":
            shapes[-1].append(shapes[-1][0])
        else:
            x, y = shapes[-1][-1]
            shapes[-1].append((numbers[0], y) if kind == "H" else (x, numbers[0]))
    return shapes


_SHAPES: Mapping[str, Callable[[Element], list[list[Point]]]] = {"rect": _rectangle, "circle": _circle, "path": _path}


def _curve(start: Point, control: Point, second_control: Point, end: Point) -> Iterator[Point]:
    """Points on a Bezier curve behind its start."""
    for step in range(1, _CURVE + 1):
        t = step / _CURVE
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield tuple(
            sum(w * p[axis] for w, p in zip(weights, (start, control, second_control, end), strict=True)) for axis in (0, 1)
        )  # type: ignore[misc]


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> Iterator[list[Point]]:
    """The drawn pieces of a line: dashes and gaps by turns, from its first point on."""
    number, left, piece = 0, dashes[0], [points[0]]
    for start, end in pairwise(points):
        done, length = 0.0, math.dist(start, end)
        while length - done > left:
            done += left
            at = (start[0] + (end[0] - start[0]) * done / length, start[1] + (end[1] - start[1]) * done / length)
            if number % 2 == 0:
                yield [*piece, at]
            number, piece = number + 1, [at]
            left = dashes[number % len(dashes)]
        left -= length - done
        piece.append(end)
    if number % 2 == 0 and len(piece) > 1:
        yield piece


def _font(height: int, weight: int) -> bytes:
    """LOGFONTW in its longest form; a height below zero is that of the letters without the room above them."""
    name = _FONT.encode("utf-16-le").ljust(64, b"\0")
    return struct.pack("<iiiiiBBBBBBBB", -height, 0, 0, 0, weight, 0, 0, 0, 0, 0, 0, 0, 0) + name + bytes(320 - 92)


def _advances(text: str, size: float, width: float, *, bold: bool) -> list[int]:
    """From each letter to the next, in units; together the width, whatever is rounded."""
    stretch = width / (width_of(text, size, bold=bold) or 1.0)
    places = [_units(width_of(text[:count], size, bold=bold) * stretch) for count in range(len(text) + 1)]
    steps = [end - start for start, end in pairwise(places)]
    # NOTE: a character beyond the first 65,536 is two in UTF-16, of which the second takes no room.
    return [step for char, wide in zip(text, steps, strict=True) for step in (wide, 0)[: 1 + (ord(char) > 0xFFFF)]]


def _color(text: str) -> int:
    """`#c00000`, as COLORREF has it: blue, green, red."""
    red, green, blue = (int(text[place : place + 2], 16) for place in (1, 3, 5))
    return red | green << 8 | blue << 16


def _moved(transform: str) -> Point:
    match = _TRANSLATE.fullmatch(transform)
    return (float(match[1]), float(match[2])) if match else (0.0, 0.0)


_TRANSLATE = re.compile(r"translate\((\S+) (\S+)\)")


def _shifted(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _number(element: Element, name: str) -> float:
    return float(element.get(name, "0"))


def _units(length: float) -> int:
    return round(length * _UNITS)
