"""Ids into the cells of one draw.io page, as text: nothing but the ids changes.

A property of a shape ("Edit Data") is an attribute of an `object` or `UserObject` element around its cell
(https://www.drawio.com/doc/faq/custom-shape-attributes-edit); a cell without properties gets such an element, which takes over
its id and its text.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.diagram_annotation.tags import Edit, Tag, XmlElement, children, quoted
from generator.parsers.diagrams.mxgraph import free_id

PROPERTY = "workload"
"""What a shape's own property is called that names what stands behind it; the reader knows it by the same name."""


class PageEdits(msgspec.Struct, frozen=True):
    """What is to be done to one page."""

    edits: tuple[Edit, ...]
    added: tuple[str, ...]
    """Ids of shapes that get a property."""
    present: tuple[str, ...]
    """Ids of shapes that have one already, which stays as it is."""


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


class _CellProperty(msgspec.Struct, frozen=True):
    text: str
    inside: tuple[int, int]


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
