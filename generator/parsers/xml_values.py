"""XML as the plain values that JSON would have, so that one language of expressions finds a way through both.

Attributes and children of an element are its members, by their names without namespace; an attribute that shares its name with
a child is `@name`. Children that hold more than text are lists, also where there is one, so that an expression for one report
fits the next; a child with text alone is that text, and several of a name are a list of texts. Text beside members is `text`.
"""

from collections import defaultdict
from xml.etree.ElementTree import Element

from generator.parsers import xml

_TEXT = "text"


def plain_value(element: Element) -> dict[str, object] | str:
    """What stands in the element; an element with neither attributes nor children is its text."""
    text = (element.text or "").strip()
    if not _has_members(element):
        return text
    children: dict[str, list[Element]] = defaultdict(list)
    for child in element:
        children[xml.local(child.tag)].append(child)
    members: dict[str, object] = {}
    for key, value in element.attrib.items():
        name = xml.local(key)
        members[f"@{name}" if name in children else name] = value.strip()
    for name, several in children.items():
        values = [plain_value(child) for child in several]
        members[name] = values[0] if len(values) == 1 and not _has_members(several[0]) else values
    if text:
        members.setdefault(_TEXT, text)
    return members


def _has_members(element: Element) -> bool:
    return len(element) > 0 or bool(element.attrib)
