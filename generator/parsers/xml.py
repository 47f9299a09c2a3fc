"""XML from outside: no entity expansion, nothing external loaded.

A plain `<!DOCTYPE … SYSTEM …>` is accepted, since every genuine Qualys export carries one; entity declarations are not.
"""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as _NotXml

import defusedxml
from defusedxml import ElementTree

from generator.errors import ParseError

_NEXT = "export the file again"


@dataclass(frozen=True, slots=True)
class Root:
    """The root element of a document."""

    namespace: str
    name: str
    attributes: tuple[tuple[str, str], ...]


def parse(data: bytes) -> Element:
    """The whole tree.

    Raises:
        ParseError: broken XML, or entities declared.
    """
    try:
        element: Element = ElementTree.fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except _NotXml as error:
        line, column = error.position
        raise ParseError(f"not valid XML: {error}", where=f"line {line}, column {column}", next_step=_NEXT) from error
    except defusedxml.DefusedXmlException as error:
        raise ParseError("the XML declares entities, which are never expanded", next_step=_NEXT) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"not valid XML: {error}", next_step=_NEXT) from error
    return element


def stream(data: bytes, *names: str, opened: Collection[str] = ()) -> Iterator[Element]:
    """Elements of the given local names as they end, each freed once its reader moves on: memory stays flat.

    Names are compared without namespace. Children of a yielded element are there; what lies outside of all of them is
    dropped while reading, so that a scanner's megabytes of preferences cost nothing. Elements named in `opened` are
    yielded as they begin, for their attributes alone: a host's name, before its thousands of entries.

    Raises:
        ParseError: broken XML, or entities declared.
    """
    wanted, open_ = frozenset(names), 0
    try:
        for event, element in ElementTree.iterparse(
            io.BytesIO(data), events=("start", "end"), forbid_dtd=False, forbid_entities=True, forbid_external=True
        ):
            name, ends = local(element.tag), event == "end"
            if name in wanted:
                open_ += -1 if ends else 1
            if name in (wanted if ends else opened):
                yield element
            if ends and not open_:
                element.clear()
    except _NotXml as error:
        line, column = error.position
        raise ParseError(f"not valid XML: {error}", where=f"line {line}, column {column}", next_step=_NEXT) from error
    except defusedxml.DefusedXmlException as error:
        raise ParseError("the XML declares entities, which are never expanded", next_step=_NEXT) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"not valid XML: {error}", next_step=_NEXT) from error


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def root(data: bytes) -> Root | None:
    """The root element, read without the rest of the file; None where it is not XML at all."""
    try:
        events = ElementTree.iterparse(
            io.BytesIO(data), events=("start",), forbid_dtd=False, forbid_entities=True, forbid_external=True
        )
        _, element = next(iter(events))
    except (_NotXml, defusedxml.DefusedXmlException, StopIteration, ValueError, LookupError):
        return None
    namespace, _, name = element.tag.rpartition("}")
    return Root(namespace.removeprefix("{"), name, tuple(sorted(element.attrib.items())))
