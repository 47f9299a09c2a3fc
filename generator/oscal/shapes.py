"""Looking into a document that may have any shape: what has another shape than expected counts as absent."""

from collections.abc import Iterator
from typing import Any

from generator.oscal.faults import Place

Node = dict[str, Any]


def child(node: Node, *names: str) -> Node:
    """The object below these names, or an empty one."""
    for name in names:
        found = node.get(name)
        if not isinstance(found, dict):
            return {}
        node = found
    return node


def children(node: Node, name: str, place: Place) -> Iterator[tuple[Node, Place]]:
    """The objects in the list `name`, with the place of each."""
    found = node.get(name)
    if isinstance(found, list):
        here = (place, name)
        for index, item in enumerate(found):
            if isinstance(item, dict):
                yield item, (here, index)


def text(node: Node, name: str) -> str:
    """The text of a field, or nothing."""
    found = node.get(name)
    return found if isinstance(found, str) else ""


def words(node: Node, name: str) -> list[str]:
    """The texts in the list `name`."""
    found = node.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
