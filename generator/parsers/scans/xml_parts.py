"""Parts of an XML element by local name, whatever namespace a tool's version writes them in."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.parsers.xml import local


def within(element: Element, *path: str) -> Iterator[Element]:
    """Every element at the end of a path of local names below `element`."""
    if not path:
        yield element
        return
    for child in element:
        if local(child.tag) == path[0]:
            yield from within(child, *path[1:])


def words(element: Element, *path: str) -> str:
    """The text of the first element at the end of the path that has some, without white space around; else empty."""
    return next(filter(None, ((found.text or "").strip() for found in within(element, *path))), "")
