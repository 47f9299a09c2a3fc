"""Moving finished elements into a document."""

from collections.abc import Callable

from lxml import etree

_FEW = 200
"""Children with which an element moves in no time; its namespaces are then declared where they were."""


def move(element: etree._Element, put: Callable[[etree._Element], None]) -> None:
    """Puts an element of another tree in its place: `move(table, last.addprevious)`.

    lxml compares the namespaces of everything below what is moved with those that it has met there, which takes the square of
    the size: 6 seconds for a table of 8,000 rows. So a large element moves without its children, and they follow one by one.
    """
    children = list(element) if len(element) > _FEW else []
    for child in children:
        element.remove(child)
    put(element)
    element.extend(children)
