"""What a Visio shape looks like, in the words that draw.io has for it: person, cloud, note, container, free text."""

import re
from collections.abc import Mapping

from lxml.etree import _Element

from generator.parsers.late_patterns import late_re

NAMESPACE = "{http://schemas.microsoft.com/office/visio/2012/main}"

_STENCIL = late_re(
    r"\b(?:(?P<person>users?|person|people|actor|employee|customer)|(?P<cloud>cloud|internet)"
    r"|(?P<note>legend|callout|annotation|note|title block|text only|title)"
    r"|(?P<box>container|swimlane|boundary|zone|subnet|vpc|region))\b",
    re.I,
)
_LOOKS: Mapping[str, Mapping[str, str]] = {
    "person": {"shape": "actor"},
    "cloud": {"shape": "cloud"},
    "note": {"shape": "note"},
    "box": {"swimlane": ""},
}
_NUMBERED = late_re(r"\.\d+$")


def values(element: _Element) -> dict[str, str]:
    """The cells of a shape or row: name and value."""
    return {cell.get("N", ""): cell.get("V", "") for cell in element.iterfind(f"{NAMESPACE}Cell")}


def shape(element: _Element, stencil: str) -> dict[str, str]:
    """The looks of a shape; a shape from no stencil is known by the name that its author gave it."""
    if _is_container(element):
        return {"swimlane": ""}
    words = _STENCIL.search(stencil or _NUMBERED.sub("", element.get("NameU") or element.get("Name") or ""))
    if words is not None:
        return dict(_LOOKS[words.lastgroup or ""])
    if not stencil and element.get("Type") == "Group":
        return {"group": ""}
    return {"text": ""} if _has_no_outline(element, stencil) else {}


def line(cells: Mapping[str, str]) -> dict[str, str]:
    """Visio draws no arrowhead where nothing says so."""
    heads = {"startArrow": cells.get("BeginArrow", "0"), "endArrow": cells.get("EndArrow", "0")}
    return {name: "none" if head in {"", "0"} else "classic" for name, head in heads.items()}


def properties(element: _Element) -> dict[str, str]:
    """Shape data by label or else by name, keys in lower case."""
    by_name: dict[str, str] = {}
    for row in _rows(element, "Property"):
        cells = values(row)
        key = (cells.get("Label") or row.get("N") or "").strip().lower()
        if key and cells.get("Value"):
            by_name[key] = cells["Value"]
    return by_name


def hidden_layers(sheet: _Element | None) -> frozenset[str]:
    """Numbers of the layers that are not shown on a page."""
    rows = _rows(sheet, "Layer") if sheet is not None else []
    return frozenset(row.get("IX", "") for row in rows if values(row).get("Visible") == "0")


def _rows(element: _Element, section: str) -> list[_Element]:
    return [
        row
        for section_element in element.iterfind(f"{NAMESPACE}Section")
        if section_element.get("N") == section
        for row in section_element.iterfind(f"{NAMESPACE}Row")
    ]


def _is_container(element: _Element) -> bool:
    """Containers say what they are in a cell of their own, whatever their stencil is called."""
    values_by_row = {row.get("N"): values(row).get("Value") for row in _rows(element, "User")}
    return values_by_row.get("msvStructureType") == "Container"


def _has_no_outline(element: _Element, stencil: str) -> bool:
    """A text box is a shape from no stencil that draws neither line nor fill."""
    drawn = values(element)
    if not stencil and drawn.get("LinePattern") == "0" and drawn.get("FillPattern", "0") == "0":
        return True
    outlines = [
        values(section_element)
        for section_element in element.iterfind(f"{NAMESPACE}Section")
        if section_element.get("N") == "Geometry"
    ]
    return (
        not stencil
        and bool(outlines)
        and all(section_element.get("NoLine") == "1" and section_element.get("NoFill") == "1" for section_element in outlines)
    )
