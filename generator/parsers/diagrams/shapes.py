"""What a draw.io shape stands for, as far as its style tells: people, outside, boundary or annotation."""

import re
from collections.abc import Mapping

from generator.model.diagram import NodeKind
from generator.parsers.diagrams import kinds, stencils
from generator.parsers.diagrams.boxes import ShapeOutline
from generator.parsers.diagrams.mxgraph import HTML_TABLE, MxCell
from generator.parsers.late_patterns import late_re

_PEOPLE = frozenset({"user", "users", "actor", "umlactor", "person", "person2", "people", "employee", "client"})
_OUTSIDE = frozenset({"internet", "weblogos"})
_NOTE_SHAPES = frozenset(
    "note note2 document callout table tableRow partialRectangle line link curlyBracket singleArrow".split()
)
_PICTURE_KEYS = ("shape", "resIcon", "grIcon", "prIcon", "image")
_BOX_LABEL = late_re(r"name ?space\b.*|.*\b(?:name ?space|boundary|subnet|vpc|vnet|enclave)(?: (?:az-?)?[a-z0-9]{1,2})?", re.I)
_TAG = late_re(r"[A-Z]{1,2}-?\d{1,3}")
_SMALL = 60.0
_LARGEST_ICON = 100.0
_MACHINE = late_re(r"\.group_(?:ec2_instance_contents|elastic_beanstalk|ecs|eks|step_functions?)\b")
"""AWS's frames for one thing that runs; an empty one is that thing."""
_TABLES = frozenset({"table", "tableRow"})


def is_text(cell: MxCell) -> bool:
    """Free text without an outline, or the text of a line."""
    return "text" in cell.style or "edgeLabel" in cell.style


def is_annotation(cell: MxCell) -> bool:
    """A text, note, table or drawing aid: says something about the system, stands for nothing in it."""
    return is_text(cell) or cell.style.get("shape") in _NOTE_SHAPES


def is_table(cell: MxCell) -> bool:
    """A table or a row of one: what lies in it is text too."""
    return cell.style.get("shape") in _TABLES


def is_picture(cell: MxCell) -> bool:
    """An image file: others are drawn on it, not in it."""
    return cell.style.get("shape") == "image" or "image" in cell.style


def is_icon(cell: MxCell, box: ShapeOutline) -> bool:
    """Too small to hold others: what lies on it is its caption, or the edge of another icon. A rectangle with a text may be
    as small as that in a drawing of a whole organization, and still hold others; draw.io's own rectangle is 120 by 60.
    """
    if is_always_box(cell):
        return False
    side = max(box.width, box.height)
    is_stencil = cell.style.get("shape", "").startswith(("mxgraph.", "stencil(")) or is_picture(cell)
    return side < (_LARGEST_ICON if is_stencil else 0.0 if cell.label else _SMALL)


def is_bare_text(cell: MxCell) -> bool:
    """A rectangle with neither line nor fill: a caption that is not made with the tool for texts."""
    style = cell.style
    is_plain = not any(key in style for key in ("shape", "image", "ellipse", "rhombus", "swimlane", "group"))
    return is_plain and bool(cell.label) and style.get("strokeColor") == style.get("fillColor") == "none"


def is_group(cell: MxCell) -> bool:
    """An invisible group: it only moves its members together."""
    return "group" in cell.style and not cell.label


def is_always_box(cell: MxCell) -> bool:
    """A shape made to hold others, even where it is empty: swimlane, cloud provider's group, C4 boundary."""
    shape = cell.style.get("shape", "")
    return (
        "swimlane" in cell.style
        or (
            shape.rpartition(".")[2] in {"group", "groupCenter", "group2"} and not _MACHINE.search(cell.style.get("grIcon", ""))
        )
        or cell.properties.get("c4type", "").lower().endswith("boundary")
        or bool(_BOX_LABEL.fullmatch(cell.label[:80]))
    )


def kind(cell: MxCell, *, encloses: bool, is_connected: bool, texts: str) -> NodeKind:
    """The kind of one shape. `texts` is all free text of its page: a shape labeled `T01` that it explains is a tag."""
    if is_annotation(cell) or (not cell.label and not encloses and not is_connected and not is_always_box(cell)):
        return NodeKind.NOTE
    if cell.properties.get("workload"):
        return NodeKind.BOUNDARY if encloses else NodeKind.COMPONENT
    if encloses or is_always_box(cell):
        return NodeKind.BOUNDARY
    if _TAG.fullmatch(cell.label) and re.search(rf"\b{re.escape(cell.label)}\b", texts):
        return NodeKind.NOTE
    if not is_connected and cell.label and (HTML_TABLE in cell.style or kinds.is_remark(cell.label)):
        return NodeKind.NOTE
    by_label = kinds.by_label(cell.label)
    if by_label is NodeKind.ACTOR and stencils.is_of_library(cell.style):
        by_label = None  # an account or a server that is called after those who use it
    return _by_picture(cell.style, cell.properties) or by_label or NodeKind.COMPONENT


def _by_picture(style: Mapping[str, str], properties: Mapping[str, str]) -> NodeKind | None:
    if properties.get("c4type", "").lower() == "person":
        return NodeKind.ACTOR
    names = [style[key] for key in _PICTURE_KEYS if not style.get(key, "data:").startswith("data:")]
    words = {word for name in names for word in re.split(r"[^a-z0-9]+", name.lower())}
    if words & _PEOPLE:
        return NodeKind.ACTOR
    if style.get("shape") == "cloud" or (words & _OUTSIDE and "gateway" not in words):
        return NodeKind.EXTERNAL
    return None
