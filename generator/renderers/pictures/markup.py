"""A picture's SVG as markup inside a page: its shapes become links, and its ids are its own among several pictures.

The SVG is this project's own, so nothing of it is foreign; it is parsed all the same rather than cut with patterns.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

_SVG = "{http://www.w3.org/2000/svg}"


def inlined(svg: bytes, link: Callable[[str], str]) -> str:
    """The `svg` element; `link` answers where the shape of a key leads to, or nothing."""
    root: Element = fromstring(svg)
    wanted = False
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        href = link(element.get("data-key", "")) if element.get("class") == "shape" else ""
        if href:
            element.tag = "a"
            element.set("href", href)
            wanted = True
    if wanted:
        # NOTE: a picture called an image hides what is in it from a screen reader, its links as well.
        root.set("role", "group")
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("style", f"--width:{width};--height:{height}")
    return tostring(root, encoding="unicode", short_empty_elements=True)
