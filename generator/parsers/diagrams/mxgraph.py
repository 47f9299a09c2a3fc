"""The model behind a draw.io drawing: pages of cells (mxGraph's `mxCell`), as the file has them.

https://www.drawio.com/doc/faq/diagram-source-edit shows the XML; a page is either plain or deflated, base64 of
URL-encoded XML. Custom properties ("Edit Data") wrap a cell in an `object` or `UserObject` element.
"""

import base64
import math
import re
import urllib.parse
from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS
from generator.parsers import xml
from generator.parsers.diagrams.boxes import Point, ShapeOutline
from generator.parsers.diagrams.inflate import MOST_BYTES, inflate
from generator.parsers.diagrams.labels import plain
from generator.parsers.late_patterns import late_re

ROOTS = ("mxfile", "mxGraphModel")
"""Names of the root element of a drawing."""

_NEXT = "save the diagram again in draw.io"
_PLACEHOLDER = late_re(r"%([\w.-]{1,80})%")
HTML_TABLE = "html-table"
"""Our word in the style of a shape whose text is a table with several rows."""
_ROWS = late_re(r"<tr\b", re.I)
_STRUCTURE = frozenset({"id", "label", "placeholders"})


class MxCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell: a layer, a shape, a line or the text on a line."""

    id: str
    label: str
    """Plain text."""
    style: Mapping[str, str]
    """`shape=note;dashed=1;text` is {shape: note, dashed: 1, text: ""}."""
    parent: str | None = None
    is_shape: bool
    is_edge: bool
    visible: bool = True
    box: ShapeOutline = ShapeOutline()
    """From its parent's corner; as a share of the parent's size where `relative`."""
    relative: bool = False
    offset: Point = Point(0.0, 0.0)
    source: str | None = None
    target: str | None = None
    source_point: Point | None = None
    """Where a loose end lies, from the parent's corner."""
    target_point: Point | None = None
    properties: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What a person wrote under "Edit Data", keys in lower case."""


def pages(root: Element) -> Iterator[tuple[str, tuple[MxCell, ...]]]:
    """Name and cells of each page.

    Raises:
        ParseError: a page that cannot be inflated, is no XML, or more cells than any drawing has.
    """
    left_bytes, left_cells = MOST_BYTES, DIAGRAM_CELLS
    for number, (name, model, text) in enumerate(_models(root), start=1):
        name = name or f"Page-{number}"
        try:
            if model is None:
                inflated = _inflated(text, left_bytes)
                left_bytes -= len(inflated)
                model = xml.parse(inflated) if inflated else None
            cells = _cells(model, left_cells)
        except ParseError as error:
            where = f"page {name}, {error.where}" if error.where else f"page {name}"
            raise ParseError(error.what, where=where, next_step=error.next_step) from error
        left_cells -= len(cells)
        yield name, cells


def _models(root: Element) -> Iterator[tuple[str, Element | None, str]]:
    if root.tag == "mxGraphModel":
        yield "", root, ""
        return
    for diagram in root.iterfind("diagram"):
        yield diagram.get("name", ""), diagram.find("mxGraphModel"), "".join(diagram.itertext()).strip()


def _inflated(text: str, limit: int) -> bytes:
    if text.startswith(("<", "%3C", "%3c")):
        return urllib.parse.unquote(text).encode()
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise ParseError(f"the compressed page is damaged: {error}", next_step=_NEXT) from error
    return inflated(data, limit) if data else b""


def inflated(data: bytes, limit: int = MOST_BYTES) -> bytes:
    """The XML of a compressed page.

    Raises:
        ParseError: not deflated data, or more than `limit` bytes.
    """
    return urllib.parse.unquote_to_bytes(inflate(data, raw=True, limit=limit))


def _cells(model: Element | None, limit: int) -> tuple[MxCell, ...]:
    holder = model.find("root") if model is not None else None
    cells: dict[str, MxCell] = {}
    for number, element in enumerate(holder if holder is not None else ()):
        if number >= limit:
            raise ParseError(f"more than {DIAGRAM_CELLS:,} cells", next_step="split the diagram into several files")
        inner = element if element.tag == "mxCell" else element.find("mxCell")
        if inner is None:
            continue
        cell = _cell(element, inner, free_id(element.get("id") or inner.get("id") or f"cell-{number}", cells))
        cells[cell.id] = cell
    return tuple(cells.values())


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id that a shape is known by: ids repeat in files that were merged by hand, and no shape is lost to that."""
    while wanted in taken:
        wanted = f"{wanted}-{len(taken)}"
    return wanted


def _cell(element: Element, inner: Element, cell_id: str) -> MxCell:
    style = _style(inner.get("style", ""))
    if _ROWS.findall(_raw(element, inner))[1:]:
        style[HTML_TABLE] = ""
    properties = {key.lower(): value for key, value in element.items() if element is not inner and key not in _STRUCTURE}
    geometry = inner.find("mxGeometry")
    geometry = geometry if geometry is not None else Element("mxGeometry")
    points = {point.get("as", ""): _point(point) for point in geometry.iterfind("mxPoint")}
    return MxCell(
        id=cell_id,
        label=_label(element, inner, style, properties),
        style=style,
        parent=inner.get("parent"),
        is_shape=inner.get("vertex") == "1",
        is_edge=inner.get("edge") == "1",
        visible=inner.get("visible") != "0",
        box=_box(geometry, collapsed=inner.get("collapsed") == "1"),
        relative=geometry.get("relative") == "1",
        offset=points.get("offset", Point(0.0, 0.0)),
        source=inner.get("source"),
        target=inner.get("target"),
        source_point=points.get("sourcePoint"),
        target_point=points.get("targetPoint"),
        properties=properties,
    )


def _label(element: Element, inner: Element, style: Mapping[str, str], properties: Mapping[str, str]) -> str:
    """C4 shapes keep their name in a property; other labels may refer to properties as `%name%`."""
    if name := properties.get("c4name"):
        return plain(name)
    text = _raw(element, inner)
    if element.get("placeholders") == "1":
        text = _PLACEHOLDER.sub(lambda match: properties.get(match[1].lower(), ""), text)
    return plain(text, markup=style.get("html") == "1")


def _raw(element: Element, inner: Element) -> str:
    return element.get("label") or element.get("value") or inner.get("value") or ""


def _style(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return {key.strip(): value for key, _, value in parts}


def _box(geometry: Element, *, collapsed: bool) -> ShapeOutline:
    """A collapsed container keeps the size it has when opened as `alternateBounds`."""
    opened = next(
        (mx_rectangle for mx_rectangle in geometry.iterfind("mxRectangle") if mx_rectangle.get("as") == "alternateBounds"), None
    )
    size = opened if collapsed and opened is not None else geometry
    return ShapeOutline(
        _number(geometry.get("x")),
        _number(geometry.get("y")),
        abs(_number(size.get("width"))),
        abs(_number(size.get("height"))),
    )


def _point(element: Element) -> Point:
    return Point(_number(element.get("x")), _number(element.get("y")))


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and abs(number) < 1e9 else 0.0
