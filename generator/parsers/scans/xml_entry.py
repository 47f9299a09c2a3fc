"""Entries of XML reports as they are: an element that is missing or empty is as if it were not there."""

from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import msgspec

from generator.parsers import xml


class XmlEntry(msgspec.Struct, frozen=True, gc=False):
    """One element of a report."""

    element: Element

    def get(self, *names: str) -> str:
        """See `EntryFields.get`. A name is a path of elements without their namespaces, with an attribute behind it where
        the text stands there: `classification/cwe`, `host@ip`, `@id`. Texts of several elements of a path are
        joined by line ends."""
        for name in names:
            path, attribute = _path(name)
            if len(path) == 1 and not attribute:
                text = _texts(self.element, path[0])
                if text:
                    return text
                continue
            texts = (_text(element, attribute) for element in _at(self.element, path))
            text = "\n".join(filter(None, texts))
            if text:
                return text
        return ""

    def head(self, name: str) -> str:
        """The text of the first element of that path that stands before its own children: `<host>192.0.2.7<asset/></host>`."""
        element = next(_at(self.element, _path(name)[0]), None)
        return (element.text or "").strip() if element is not None else ""

    def all(self, name: str) -> Iterator["XmlEntry"]:
        """The elements of that path."""
        return map(XmlEntry, _at(self.element, _path(name)[0]))


def _texts(element: Element, name: str) -> str:
    """Of the children of that name: most fields of most reports are one child without children of its own."""
    texts = []
    for child in element:
        tag = child.tag
        if tag == name or (tag[:1] == "{" and xml.local(tag) == name):
            text = ("".join(child.itertext()) if len(child) else child.text or "").strip()
            if text:
                texts.append(text)
    return texts[0] if len(texts) == 1 else "\n".join(texts)


def _text(element: Element, attribute: str) -> str:
    return (element.get(attribute) or "").strip() if attribute else "".join(element.itertext()).strip()


@lru_cache(1 << 10)
def _path(name: str) -> tuple[tuple[str, ...], str]:
    path, _, attribute = name.partition("@")
    return tuple(filter(None, path.split("/"))), attribute


def _at(element: Element, path: tuple[str, ...]) -> Iterator[Element]:
    if not path:
        yield element
        return
    for child in element:
        if xml.local(child.tag) == path[0]:
            yield from _at(child, path[1:])
