"""Entries of XML reports as they are: an element that is missing or empty is as if it were not there."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from generator.parsers import xml


class XmlEntry:
    """One element of a report."""

    __slots__ = ("_children", "_entries", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self._children: dict[str, list[Element]] | None = None
        self._entries: dict[str, list[XmlEntry]] = {}

    def get(self, *names: str) -> str:
        """See `EntryFields.get`. A name is a path of elements without their namespaces, with an attribute behind it where
        the text stands there: `classification/cwe`, `host@ip`, `@id`. Texts of several elements of a path are
        joined by line ends."""
        return next(filter(None, map(self._text, names)), "")

    def texts(self, meanings: Sequence[Sequence[str]]) -> list[str]:
        """`get` of each of several meanings."""
        own, texts = self._text, []
        for names in meanings:
            text = ""
            for name in names:
                if text := own(name):
                    break
            texts.append(text)
        return texts

    def _text(self, name: str) -> str:
        path, attribute = _path(name)
        if not path:
            return _text(self.element, attribute)
        last = path[-1]
        within = self.at(path[:-1]) if len(path) > 1 else (self,)
        elements = within[0].children().get(last, ()) if within else ()
        if len(within) > 1:
            elements = [element for entry in within for element in entry.children().get(last, ())]
        if len(elements) == 1:
            return _text(elements[0], attribute)
        return "\n".join(filter(None, [_text(element, attribute) for element in elements])) if elements else ""

    def head(self, name: str) -> str:
        """The text of the first element of that path that stands before its own children: `<host>192.0.2.7<asset/></host>`."""
        entries = self.at(_path(name)[0])
        return (entries[0].element.text or "").strip() if entries else ""

    def all(self, name: str) -> "Iterator[XmlEntry]":
        """The elements of that path."""
        return iter(self.at(_path(name)[0]))

    def children(self) -> dict[str, list[Element]]:
        """Its children by their names without namespace, sorted once."""
        children = self._children
        if children is None:
            children = self._children = {}
            for child in self.element:
                tag = child.tag
                name = xml.local(tag) if tag[:1] == "{" else tag
                if name in children:
                    children[name].append(child)
                else:
                    children[name] = [child]
        return children

    def at(self, path: tuple[str, ...]) -> "Sequence[XmlEntry]":
        """The elements of that path. Children are sorted by name once, since most tables ask for most of them."""
        if not path:
            return (self,)
        first = path[0]
        entries = self._entries.get(first)
        if entries is None:
            entries = self._entries[first] = [XmlEntry(child) for child in self.children().get(first, ())]
        if len(path) == 1 or not entries:
            return entries
        if len(entries) == 1:
            return entries[0].at(path[1:])
        return [inner for entry in entries for inner in entry.at(path[1:])]


def _text(element: Element, attribute: str) -> str:
    if attribute:
        return (element.get(attribute) or "").strip()
    return ("".join(element.itertext()) if len(element) else element.text or "").strip()


@lru_cache(1 << 10)
def _path(name: str) -> tuple[tuple[str, ...], str]:
    path, _, attribute = name.partition("@")
    return tuple(filter(None, path.split("/"))), attribute
