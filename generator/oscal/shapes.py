"""Looking into a document that may have any shape: what has another shape than expected counts as absent."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.oscal.faults import Place

Node = dict[str, Any]
PropsByName = Mapping[str, list[Node]]


def child(node: Node, *names: str) -> Node:
    """The object below these names, or an empty one."""
    for name in names:
        member = node.get(name)
        if not isinstance(member, dict):
            return {}
        node = member
    return node


def children(node: Node, name: str, place: Place) -> Iterator[tuple[Node, Place]]:
    """The objects in the list `name`, with the place of each."""
    member = node.get(name)
    if isinstance(member, list):
        here = (place, name)
        for index, item in enumerate(member):
            if isinstance(item, dict):
                yield item, (here, index)


def text(node: Node, name: str) -> str:
    """The text of a field, or nothing."""
    member = node.get(name)
    return member if isinstance(member, str) else ""


def props_by_name(node: Node, place: Place) -> PropsByName:
    """The properties of a node, by name."""
    props: dict[str, list[Node]] = {}
    for prop, _ in children(node, "props", place):
        props.setdefault(text(prop, "name"), []).append(prop)
    return props


def words(node: Node, name: str) -> list[str]:
    """The texts in the list `name`."""
    member = node.get(name)
    return [word for word in member if isinstance(word, str)] if isinstance(member, list) else []
