"""Ids into a whole draw.io drawing, plain or compressed, page by page.

A compressed page is deflated, base64 of URL-encoded XML: what it holds stays the same but for the ids, while its line of the
file is another one. https://www.drawio.com/doc/faq/diagram-source-edit

The cells of a page are changed as text: nothing but the ids changes. A property of a shape ("Edit Data") is an attribute of an
`object` or `UserObject` element around its cell (https://www.drawio.com/doc/faq/custom-shape-attributes-edit); a cell without
properties gets such an element, which takes over its id and its text.
"""

import base64
import urllib.parse
import zlib
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.diagram_annotation.tags import Edit, Tag, XmlElement, children, edited, quoted
from generator.errors import ConfigError, ParseError
from generator.parsers import xml
from generator.parsers.diagrams import mxgraph
from generator.parsers.diagrams.mxgraph import MxCell, free_id

PROPERTY = "workload"
"""What a shape's own property is called that names what stands behind it; the reader knows it by the same name."""


class PageEdits(msgspec.Struct, frozen=True):
    """What is to be done to one page."""

    edits: tuple[Edit, ...]
    added: tuple[str, ...]
    """Ids of shapes that get a property."""
    present: tuple[str, ...]
    """Ids of shapes that have one already, which stays as it is."""


class _CellProperty(msgspec.Struct, frozen=True):
    text: str
    inside: tuple[int, int]


Ids = Mapping[tuple[int, str], str]
"""(number of the page from 0, id of the shape) to what its property is to say."""

_UNRESERVED = "!~*'()"
"""What JavaScript's encodeURIComponent leaves as it is, beside letters, digits and `-_.`."""
_SAVE = "open it in draw.io and save it once, then run this again"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What gives a drawing its ids."""

    edits: tuple[Edit, ...]
    added: tuple[tuple[int, str], ...]
    """Page and id of the shapes that got one."""
    present: tuple[tuple[int, str], ...]
    """Shapes that had a property already."""
    compressed: bool
    """A compressed page was changed."""


def with_ids(text: str, ids: Ids) -> Written:
    """The edits that put a property on each shape of `ids` that has none, and change nothing else.

    Raises:
        ParseError: not a drawing.
        ConfigError: a page is stored in a way that cannot be changed without touching the rest of it.
    """
    before = _cells_of(text)
    edits: list[Edit] = []
    added, present, compressed = [], [], False
    for number, (diagram, model) in enumerate(_pages(text)):
        wanted = {shape: value for (page, shape), value in ids.items() if page == number}
        if not wanted:
            continue
        if model is not None:
            page = page_edits(text, model.inner, wanted)
            edits += page.edits
        else:
            inside = _inflated(text[slice(*diagram.inner)], number)
            page = page_edits(inside, _only_model(inside, number), wanted)
            if page.edits:
                compressed = True
                edits.append(_replaced(text, diagram, _deflated(edited(inside, page.edits))))
        added += [(number, shape) for shape in page.added]
        present += [(number, shape) for shape in page.present]
    _prove(before, _cells_of(edited(text, edits)), {key: ids[key] for key in added})
    return Written(edits=tuple(edits), added=tuple(added), present=tuple(present), compressed=compressed)


def _pages(text: str) -> list[tuple[XmlElement, XmlElement | None]]:
    """Each page's element, with the plain model inside it where it has one."""
    root = next(children(text))
    if root.tag.name == "mxGraphModel":
        return [(root, root)]
    pages = [child for child in children(text, *root.inner) if child.tag.name == "diagram"]
    return [
        (page, next((part for part in children(text, *page.inner) if part.tag.name == "mxGraphModel"), None)) for page in pages
    ]


def _inflated(content: str, number: int) -> str:
    stored = content.strip()
    try:
        data = base64.b64decode("".join(stored.split()), validate=True)
    except ValueError as error:
        raise ConfigError("the page is stored in an outdated format", where=f"page {number + 1}", next_step=_SAVE) from error
    return mxgraph.inflated(data).decode()


def _only_model(text: str, number: int) -> tuple[int, int]:
    element = next(children(text), None)
    if element is None or element.tag.name != "mxGraphModel":
        raise ConfigError("the page holds no model", where=f"page {number + 1}", next_step=_SAVE)
    return element.inner


def _deflated(text: str) -> str:
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = urllib.parse.quote(text, safe=_UNRESERVED).encode()
    return base64.b64encode(machine.compress(data) + machine.flush()).decode()


def _replaced(text: str, diagram: XmlElement, content: str) -> Edit:
    """The page's text without the space around it."""
    start, end = diagram.inner
    whole = text[start:end]
    return Edit(start + len(whole) - len(whole.lstrip()), start + len(whole.rstrip()), content)


def _cells_of(text: str) -> list[tuple[str, tuple[MxCell, ...]]]:
    return list(mxgraph.pages(xml.parse(text.encode())))


def _prove(before: list[tuple[str, tuple[MxCell, ...]]], after: list[tuple[str, tuple[MxCell, ...]]], ids: Ids) -> None:
    """Read by our own reader, the new text is the old one with exactly these properties.

    Raises:
        ParseError: it is not; the file must stay as it is.
    """
    expected = [
        (name, tuple(_with(cell, ids.get((number, cell.id))) for cell in cells)) for number, (name, cells) in enumerate(before)
    ]
    if expected != after:
        what = "writing the ids would change more than the ids, so nothing was written"
        raise ParseError(what, next_step="this is an atopack bug: please report it with the drawing, if you may share it")


def _with(cell: MxCell, value: str | None) -> MxCell:
    return cell if value is None else replace(cell, properties={**cell.properties, PROPERTY: value})


def page_edits(text: str, model: tuple[int, int], ids: Mapping[str, str]) -> PageEdits:
    """Edits of the `mxGraphModel` element whose content lies at `model`; `ids` is shape id to workloads."""
    edits: list[Edit] = []
    added, present = [], []
    for shape, element, cell in _cells(text, model):
        if shape not in ids:
            continue
        own = None if element.tag is cell else _property(element.tag)
        if own is not None and own.text.strip():
            present.append(shape)
            continue
        added.append(shape)
        edits += _edits(element, cell, ids[shape])
    return PageEdits(tuple(edits), tuple(added), tuple(present))


def _cells(text: str, model: tuple[int, int]) -> Iterator[tuple[str, XmlElement, Tag]]:
    """Id, outer element and `mxCell` tag of every cell, with the ids that the reader gives them."""
    root = next((child for child in children(text, *model) if child.tag.name == "root"), None)
    taken: set[str] = set()
    for number, element in enumerate(children(text, *root.inner) if root else ()):
        cell = element.tag if element.tag.name == "mxCell" else _inner_cell(text, element)
        if cell is None:
            continue
        named = _value(element.tag, "id") or _value(cell, "id") or f"cell-{number}"
        shape = free_id(named, taken)
        taken.add(shape)
        yield shape, element, cell


def _inner_cell(text: str, element: XmlElement) -> Tag | None:
    return next((child.tag for child in children(text, *element.inner) if child.tag.name == "mxCell"), None)


def _value(tag: Tag, name: str) -> str:
    attribute = tag.get(name)
    return attribute.value if attribute else ""


def _property(tag: Tag) -> _CellProperty | None:
    """The last of its name in any letter case: the reader takes that one."""
    attributes = [attribute for attribute in tag.attributes if attribute.name.lower() == PROPERTY]
    return _CellProperty(attributes[-1].value, attributes[-1].inside) if attributes else None


def _edits(element: XmlElement, cell: Tag, workloads: str) -> Iterator[Edit]:
    value = quoted(workloads)
    if element.tag is cell:
        yield from _wrapped(element, value)
    elif blank := _property(element.tag):
        yield Edit(*blank.inside, value[1:-1])
    else:
        yield Edit(element.tag.after_attributes, element.tag.after_attributes, f" {PROPERTY}={value}")


def _wrapped(element: XmlElement, value: str) -> Iterator[Edit]:
    """The cell in an `object`, with its id and text moved there as they are written."""
    tag, ident, label = element.tag, element.tag.get("id"), element.tag.get("value")
    shown = label.quoted if label else '""'
    named = f" id={ident.quoted}" if ident else ""
    yield Edit(tag.start, tag.start, f"<object label={shown} {PROPERTY}={value}{named}>")
    for moved in (ident, label):
        if moved:
            yield Edit(moved.start, moved.end, "")
    yield Edit(element.end, element.end, "</object>")
