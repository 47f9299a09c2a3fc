"""The flow of a Word document: its blocks in the cells they stand in, with content controls opened up.

Tracked changes are read as if they were accepted (ECMA-376 part 1, 17.13.5): what was inserted or moved here counts, what was
deleted or moved away does not, and a paragraph whose mark was deleted runs on into the next.
"""

from collections.abc import Iterator

from lxml import etree

from generator.documents.word_xml import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
_OPENED = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))


def blocks_of(container: etree._Element) -> list[etree._Element]:
    """Paragraphs and tables of a body or cell, in order, whatever they are wrapped in."""
    return list(_blocks(container))


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _OPENED:
            yield from _blocks(child)


def container_of(element: etree._Element) -> etree._Element | None:
    """The cell or body that an element stands in."""
    for above in element.iterancestors(f"{W}tc", f"{W}body", f"{W}txbxContent"):
        return above
    return None


def paragraph_of(element: etree._Element) -> etree._Element | None:
    """The paragraph that an element stands in: for a mark between two paragraphs, the one behind it."""
    for above in element.iterancestors(f"{W}p"):
        return above
    following = element.getnext()
    while following is not None:
        paragraph = following if following.tag == f"{W}p" else next(following.iter(f"{W}p"), None)
        if paragraph is not None:
            return paragraph
        following = following.getnext()
    return None


def runs_on(paragraph: etree._Element) -> bool:
    """Was the mark at its end deleted, so that it is one with the next?"""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{kind}") is not None for kind in _GONE)


def rows_of(table: etree._Element) -> list[list[etree._Element]]:
    """Cells of a table, row by row, but for deleted rows."""
    return [list(_kept(row, "tc")) for row in _kept(table, "tr") if row.find(f"{W}trPr/{W}del") is None]


def _kept(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _OPENED:
            yield from _kept(child, name)


def is_gone(element: etree._Element) -> bool:
    """A deletion: nothing in it counts."""
    return element.tag in _GONE


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and the like."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
