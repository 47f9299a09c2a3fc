"""Texts in the notation of the C4 model: `Basket [Container: Go] Keeps what a visitor chose` is called Basket, written in Go.

https://c4model.com/diagrams/notation: each element has a name, a type with its technology in square brackets, and a
description. Tools that export to formats without a place for them (Structurizr to Mermaid, D2 and Graphviz) put all three into
one text.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from generator.model.diagram import DiagramNode, NodeKind

_ELEMENT = re.compile(
    r"(?P<name>[^\[\]]{1,200}?)\s*\[(?P<type>(?:External\s+)?(?:Person|Software System|System|Container|Component))"
    r"(?P<outside>,\s*external)?(?::\s*(?P<technology>[^\[\]]{1,200}))?\](?:\s.*)?",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = frozenset({"container", "component"})


class _Element(msgspec.Struct, frozen=True):
    name: str
    type: str
    technology: str
    outside: bool


def resolved(nodes: Iterable[DiagramNode]) -> Iterator[DiagramNode]:
    """The nodes, those in the notation by their name, with their kind and technology.

    A software system is another one where the drawing shows containers or components and it does not stand beside them: the
    system they are parts of is the box around them.
    """
    nodes = tuple(nodes)
    elements = {node.id: element for node in nodes if (element := _element(node))}
    homes = {node.parent for node in nodes if node.id in elements and elements[node.id].type in _INSIDE}
    for node in nodes:
        element = elements.get(node.id)
        yield node if element is None else _node(node, element, homes)


def _element(node: DiagramNode) -> _Element | None:
    match = _ELEMENT.fullmatch(node.label[:2_000]) if "[" in node.label else None
    if match is None:
        return None
    type_ = match["type"].casefold()
    outside = type_.startswith("external") or match["outside"] is not None
    return _Element(match["name"].strip(), type_.removeprefix("external").strip(), (match["technology"] or "").strip(), outside)


def _node(node: DiagramNode, element: _Element, homes: set[str | None]) -> DiagramNode:
    known = replace(node, label=element.name, technology=node.technology or element.technology or None)
    if node.kind is not NodeKind.COMPONENT or node.workload is not None:
        return known
    if element.type == "person":
        return replace(known, kind=NodeKind.ACTOR)
    is_other = element.type in ("software system", "system") and homes and node.parent not in homes
    return replace(known, kind=NodeKind.EXTERNAL) if element.outside or is_other else known
