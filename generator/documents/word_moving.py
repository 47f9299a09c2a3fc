"""Moving finished elements into a document."""

from collections.abc import Callable

from lxml import etree


def move(element: etree._Element, put: Callable[[etree._Element], None]) -> None:
    """Puts an element of another tree in its place: `move(table, last.addprevious)`.

    lxml compares the namespaces of everything below what is moved with those that it has met there, which takes the square of
    the size: 6 seconds for a table of 8,000 rows. So an element moves without its children, and they follow it one by one.
    """
    children = list(element)
    for child in children:
        element.remove(child)
    put(element)
    element.extend(children)
