"""A Visio page as placed cells. https://learn.microsoft.com/openspecs/sharepoint_protocols/ms-vsdx/

Visio measures in inches from the lower left corner of the page or group; cells are in pixels from the upper left one, a
hundred to the inch. A shape takes what it does not say itself from its stencil (master). Lines are shapes with two ends.
"""

import math
from collections.abc import Mapping

import msgspec
from lxml.etree import _Element
from msgspec import structs

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS
from generator.parsers.diagrams import visio_styles
from generator.parsers.diagrams.boxes import Point, ShapeOutline
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.visio_styles import NAMESPACE, values

_INCH = 100.0
_DEEPEST = 100


class Stencil(msgspec.Struct, frozen=True, kw_only=True):
    """A master: its name, what its shape says, and what the shapes inside that say, by id."""

    name: str
    values: Mapping[str, str] = msgspec.field(default_factory=dict)
    text: str = ""
    inner: Mapping[str, tuple[Mapping[str, str], str]] = msgspec.field(default_factory=dict)


class _ShapeParent(msgspec.Struct, frozen=True, kw_only=True):
    """What a shape lies in: the page or a group."""

    height: float
    cell: str | None = None
    stencil: Stencil | None = None
    depth: int = 0


def stencil(name: str, content: _Element) -> Stencil:
    """A master from its own file."""
    shapes = list(content.iter(f"{NAMESPACE}Shape"))[:DIAGRAM_CELLS]
    if not shapes:
        return Stencil(name=name)
    inner = {shape.get("ID", ""): (values(shape), _text(shape)) for shape in shapes[1:]}
    return Stencil(name=name, values=values(shapes[0]), text=_text(shapes[0]), inner=inner)


def cells(
    content: _Element, stencils: Mapping[str, Stencil], *, height: float, hidden_layers: frozenset[str]
) -> tuple[MxCell, ...]:
    """Every shape and line of a page that is `height` inches high.

    Raises:
        ParseError: more shapes, or nested deeper, than any drawing.
    """
    return _VisioPage(content, stencils, hidden_layers).read(height)


def measure(text: str | None) -> float:
    """A number of inches; 0 where it is none or absurd."""
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and abs(number) < 1e6 else 0.0


class _VisioPage:
    """The cells found so far. `_wholes`: shapes that are parts of a stencil stand for the whole of it."""

    def __init__(self, content: _Element, stencils: Mapping[str, Stencil], hidden_layers: frozenset[str]) -> None:
        self._content = content
        self._stencils = stencils
        self._hidden_layers = hidden_layers
        self._wholes: dict[str, str] = {}
        self._cells: dict[str, MxCell] = {}

    def read(self, height: float) -> tuple[MxCell, ...]:
        self._walk(self._content, _ShapeParent(height=height))
        glue: dict[tuple[str, str], str] = {}
        for element in self._content.iterfind(f"{NAMESPACE}Connects/{NAMESPACE}Connect"):
            shape = element.get("ToSheet", "")
            glue[element.get("FromSheet", ""), element.get("FromCell", "")] = self._wholes.get(shape, shape)
        return tuple(self._joined(cell, glue) if cell.is_edge else cell for cell in self._cells.values())

    def _joined(self, cell: MxCell, glue: Mapping[tuple[str, str], str]) -> MxCell:
        source, target = glue.get((cell.id, "BeginX")), glue.get((cell.id, "EndX"))
        return structs.replace(cell, source=source, target=target)

    def _walk(self, holder: _Element, group: _ShapeParent) -> None:
        if group.depth > _DEEPEST:
            raise ParseError(f"shapes are nested more than {_DEEPEST} deep", where="whole page", next_step="ungroup some")
        for shape in holder.iterfind(f"{NAMESPACE}Shapes/{NAMESPACE}Shape"):
            if len(self._cells) >= DIAGRAM_CELLS:
                raise ParseError(f"more than {DIAGRAM_CELLS:,} shapes", where="whole page", next_step="split the page")
            self._shape(shape, group)

    def _shape(self, shape: _Element, group: _ShapeParent) -> None:
        own = self._stencils.get(shape.get("Master", ""))
        cell_values, text = _inherited(shape, own, group.stencil)
        id_ = shape.get("ID", "")
        if not id_ or id_ in self._cells:
            id_ = f"{id_ or 'shape'}-{len(self._cells)}"
        is_part = own is None and group.stencil is not None and group.cell is not None
        whole = group.cell if is_part else id_
        if is_part and group.cell is not None:
            self._wholes[id_] = group.cell
            self._name(group.cell, text)
        else:
            self._cells[id_] = self._cell(shape, cell_values, group, id_=id_, text=text, own=own)
        height = abs(measure(cell_values.get("Height")))
        self._walk(shape, _ShapeParent(height=height, cell=whole, stencil=own or group.stencil, depth=group.depth + 1))

    def _name(self, whole: str, text: str) -> None:
        """Some stencils keep their title in a part."""
        cell = self._cells[whole]
        if text and not cell.label:
            self._cells[whole] = structs.replace(cell, label=text)

    def _cell(
        self, shape: _Element, cell_values: Mapping[str, str], group: _ShapeParent, *, id_: str, text: str, own: Stencil | None
    ) -> MxCell:
        is_line = "BeginX" in cell_values and "EndX" in cell_values
        layers = set(filter(None, cell_values.get("LayerMember", "").split(";")))
        return MxCell(
            id=id_,
            label=text,
            style=visio_styles.line(cell_values) if is_line else visio_styles.shape(shape, own.name if own else ""),
            parent=group.cell,
            is_shape=not is_line,
            is_edge=is_line,
            visible=not layers or not layers <= self._hidden_layers,
            box=ShapeOutline() if is_line else _box(cell_values, group.height),
            source_point=_point(cell_values, "Begin", group.height) if is_line else None,
            target_point=_point(cell_values, "End", group.height) if is_line else None,
            properties=visio_styles.properties(shape),
        )


def _inherited(shape: _Element, own: Stencil | None, outer: Stencil | None) -> tuple[dict[str, str], str]:
    base: Mapping[str, str] = own.values if own is not None else {}
    text = own.text if own is not None else ""
    if own is None and outer is not None:
        base, text = outer.inner.get(shape.get("MasterShape", ""), ({}, ""))
    has_text = shape.find(f"{NAMESPACE}Text") is not None
    return {**base, **values(shape)}, _text(shape) if has_text else text


def _text(shape: _Element) -> str:
    element = shape.find(f"{NAMESPACE}Text")
    return plain("".join(map(str, element.itertext())), markup=False) if element is not None else ""


def _box(cell_values: Mapping[str, str], height_around: float) -> ShapeOutline:
    width, height = abs(measure(cell_values.get("Width"))), abs(measure(cell_values.get("Height")))
    left = measure(cell_values.get("PinX")) - abs(measure(cell_values.get("LocPinX")))
    bottom = measure(cell_values.get("PinY")) - abs(measure(cell_values.get("LocPinY")))
    return ShapeOutline(left * _INCH, (height_around - bottom - height) * _INCH, width * _INCH, height * _INCH)


def _point(cell_values: Mapping[str, str], which: str, height_around: float) -> Point:
    return Point(measure(cell_values.get(f"{which}X")) * _INCH, (height_around - measure(cell_values.get(f"{which}Y"))) * _INCH)
