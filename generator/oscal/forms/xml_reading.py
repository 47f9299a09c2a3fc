"""OSCAL XML of any producer as the JSON that means the same. Nothing external is loaded and no entity expanded."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, ParseError

import defusedxml
from defusedxml import ElementTree

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.markdown import BLOCKS, markdown_line, markdown_prose
from generator.oscal.forms.shapes import Child, Flag, Kind, Shape, shapes
from generator.oscal.forms.xml_writing import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
_DEEPEST = 100
"""Elements below one another. OSCAL's own content has some 20."""


def read_xml(data: bytes) -> dict[str, object]:
    """The document as its JSON would be parsed.

    Raises:
        FormError: not XML, or not OSCAL's.
    """
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        raise FormError(f"this is not XML: {error}", "") from error
    except defusedxml.DefusedXmlException as error:
        raise FormError("the XML declares a document type or entities, which are refused", "") from error
    except (ValueError, LookupError) as error:
        raise FormError(f"this is not XML: {error}", "") from error
    model = root.tag.removeprefix(_NS)
    if not root.tag.startswith(_NS) or model not in shapes():
        raise FormError(f"its root is {root.tag!r}, which is no OSCAL document ({NAMESPACE})", "")
    return {model: _element(root, shapes()[model], f"/{model}", 0)}


def _element(element: Element, shape: Shape, place: str, depth: int) -> dict[str, object]:
    if depth > _DEEPEST:
        raise FormError("nested too deep to be OSCAL", place)
    found = _attributes(element, shape, place)
    if shape.value is not None:
        found[shape.value.name] = _value(element, shape.value, place)
        return found
    known = {child.json if child.grouped else child.element: child for child in shape.children}
    bare = next((child for child in shape.children if child.kind is Kind.BARE), None)
    blocks: list[Element] = []
    for one in element:
        name = one.tag.removeprefix(_NS)
        child = known.get(name)
        if child is not None and child.kind is not Kind.BARE:
            _add(found, child, one, f"{place}/{name}", depth)
        elif bare is not None and name in BLOCKS:
            blocks.append(one)
        else:
            raise FormError(f"OSCAL 1.2.3 has no element {name!r} here", place)
    if bare is not None and blocks:
        found[bare.json] = markdown_prose(blocks)
    return found


def _attributes(element: Element, shape: Shape, place: str) -> dict[str, object]:
    flags = {flag.name: flag for flag in shape.flags}
    found: dict[str, object] = {}
    for name, value in element.attrib.items():
        if name.startswith("{"):
            continue
        if name not in flags:
            raise FormError(f"OSCAL 1.2.3 has no attribute {name!r} here", place)
        found[name] = _number(value, place) if flags[name].kind is Kind.NUMBER else value
    return found


def _add(found: dict[str, object], child: Child, element: Element, place: str, depth: int) -> None:
    members: Sequence[Element] = list(element) if child.grouped else [element]
    values = [_one(child, one, place, depth) for one in members]
    if not child.many:
        if child.json in found:
            raise FormError("this stands here more than once", place)
        found[child.json] = values[0]
        return
    listed = found.setdefault(child.json, [])
    if isinstance(listed, list):
        listed.extend(values)


def _one(child: Child, element: Element, place: str, depth: int) -> object:
    if child.shape is not None:
        return _element(element, shapes()[child.shape], place, depth + 1)
    return _value(element, child, place)


def _value(element: Element, said: Child | Flag, place: str) -> object:
    match said.kind:
        case Kind.LINE:
            return markdown_line(element)
        case Kind.PROSE | Kind.BARE:
            return markdown_prose(list(element))
        case Kind.NUMBER:
            return _number(element.text or "", place)
        case Kind.BOOLEAN:
            return (element.text or "").strip() in ("true", "1")
        case Kind.TEXT:
            return (element.text or "").strip()


def _number(value: str, place: str) -> int | float:
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError as error:
        raise FormError(f"{value!r} is not a number", place) from error
