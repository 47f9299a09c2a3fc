"""OSCAL XML of any producer as the JSON that means the same. Nothing external is loaded and no entity expanded.

What has no place in that JSON (text between elements, elements of another namespace, markup that OSCAL does not have) is
refused with its place: left out, it would be lost without a word.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, ParseError

import defusedxml
from defusedxml import ElementTree

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.markdown import BLOCKS, markdown_line, markdown_prose
from generator.oscal.forms.markup_check import check_blocks, check_line
from generator.oscal.forms.shapes import Child, Flag, OscalShape, TextKind, shapes
from generator.oscal.forms.xml_writing import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
_DEEPEST = 100
"""Elements inside one another. OSCAL's own content has some 20."""
_MOST = 10_000_000
"""Tags. An element costs a fifth of a kilobyte while it is read."""
_NUMBER = re.compile(r"[-+]?\d{1,18}|[-+]?\d{1,18}\.\d{1,18}", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def read_xml(data: bytes) -> dict[str, object]:
    """The document as its JSON would be parsed.

    Raises:
        FormError: not XML, or not OSCAL's.
    """
    if data.count(b"<") > _MOST:
        raise FormError(f"XML of more than {_MOST // 2:,} elements; JSON is read with more", "")
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
    _refuse_depth(root, f"/{model}")
    return {model: _element(root, shapes()[model], f"/{model}")}


def _refuse_depth(root: Element, place: str) -> None:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for parent in level for child in parent]
        if not level:
            return
    raise FormError("nested too deep to be OSCAL", place)


def _element(element: Element, shape: OscalShape, place: str) -> dict[str, object]:
    attributes = _attributes(element, shape, place)
    if shape.value is not None:
        attributes[shape.value.name] = _value(element, shape.value, place)
        return attributes
    _refuse_text(element, place)
    known = {child.json if child.grouped else child.element: child for child in shape.children}
    bare = next((child for child in shape.children if child.kind is TextKind.BARE), None)
    blocks: list[Element] = []
    for child_element in element:
        name = _own_name(child_element, place)
        child = known.get(name)
        if child is not None and child.kind is not TextKind.BARE:
            _add(attributes, child, child_element, f"{place}/{name}")
        elif bare is not None and name in BLOCKS:
            blocks.append(child_element)
        else:
            raise FormError(f"OSCAL 1.2.3 has no element {name!r} here", place)
    if bare is not None and blocks:
        check_blocks(blocks, place)
        attributes[bare.json] = markdown_prose(blocks)
    return attributes


def _own_name(element: Element, place: str) -> str:
    if not element.tag.startswith(_NS):
        raise FormError(f"the element {element.tag!r} is not of OSCAL's namespace ({NAMESPACE})", place)
    return element.tag.removeprefix(_NS)


def _refuse_text(element: Element, place: str) -> None:
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            raise FormError(f"text stands between the elements: {text.strip()[:40]!r}", place)


def _attributes(element: Element, shape: OscalShape, place: str) -> dict[str, object]:
    flags = {flag.name: flag for flag in shape.flags}
    attributes: dict[str, object] = {}
    for name, value in element.attrib.items():
        if name.startswith("{"):
            continue
        if name not in flags:
            raise FormError(f"OSCAL 1.2.3 has no attribute {name!r} here", place)
        attributes[name] = _number(value, place) if flags[name].kind is TextKind.NUMBER else value
    return attributes


def _add(json_members: dict[str, object], child: Child, element: Element, place: str) -> None:
    members = _members(element, child, place) if child.grouped else [element]
    values = [_one(child, member, place) for member in members]
    if not child.many:
        if child.json in json_members:
            raise FormError("this stands here more than once", place)
        json_members[child.json] = values[0]
        return
    listed = json_members.setdefault(child.json, [])
    if isinstance(listed, list):
        listed.extend(values)


def _members(element: Element, child: Child, place: str) -> Sequence[Element]:
    """What is in an element that only groups others."""
    _refuse_text(element, place)
    if strange := [child_element for child_element in element if _own_name(child_element, place) != child.element]:
        raise FormError(f"OSCAL 1.2.3 has no element {_own_name(strange[0], place)!r} here", place)
    return list(element)


def _one(child: Child, element: Element, place: str) -> object:
    if child.shape is not None:
        return _element(element, shapes()[child.shape], place)
    return _value(element, child, place)


def _value(element: Element, shape: Child | Flag, place: str) -> object:
    match shape.kind:
        case TextKind.LINE:
            check_line(element, place)
            return markdown_line(element)
        case TextKind.PROSE | TextKind.BARE:
            _refuse_text(element, place)
            check_blocks(list(element), place)
            return markdown_prose(list(element))
        case TextKind.NUMBER:
            return _number(_text(element, place), place)
        case TextKind.BOOLEAN:
            value = _text(element, place)
            if value not in _BOOLEANS:
                raise FormError(f"{value[:40]!r} is neither true nor false", place)
            return _BOOLEANS[value]
        case TextKind.TEXT:
            return _text(element, place)


def _text(element: Element, place: str) -> str:
    if len(element):
        raise FormError(f"text alone is expected here, and no element {element[0].tag.rpartition('}')[2]!r}", place)
    return (element.text or "").strip()


def _number(value: str, place: str) -> int | float:
    if not _NUMBER.fullmatch(value):
        raise FormError(f"{value[:40]!r} is not a number", place)
    return float(value) if "." in value else int(value)
