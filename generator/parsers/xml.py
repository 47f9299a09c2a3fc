"""XML from outside: no entity expansion, nothing external loaded.

A plain `<!DOCTYPE … SYSTEM …>` is accepted, since every genuine Qualys export carries one; entity declarations are not.
"""

import io
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as _NotXml
from xml.parsers import expat

import defusedxml
import msgspec
from defusedxml import ElementTree

from generator.errors import ParseError
from generator.file_loading import Content
from generator.parsers.xml_events import Elements, EntitiesDeclaredError

_NEXT = "export the file again"
_ENTITIES = "the XML declares entities, which are refused: they could fill the memory or load other files"
_AT_ONCE = 1 << 16
_AT_MOST = 1 << 26


class Root(msgspec.Struct, frozen=True):
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
        raise ParseError(_ENTITIES, next_step=_NEXT) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"not valid XML: {error}", next_step=_NEXT) from error
    return element


def stream(source: Content, *names: str, opened: Collection[str] = ()) -> Iterator[Element]:
    """Elements of the given local names as they end, each freed once its reader moves on: memory stays flat.

    Names are compared without namespace. Children of a yielded element are there; what lies outside of all of them is
    never built, so that a scanner's megabytes of preferences cost nothing. Elements named in `opened` are yielded as they
    begin, for their attributes alone: a host's name, before its thousands of entries.

    Raises:
        ParseError: broken XML, entities declared, or a file that went away.
    """
    elements = Elements(names, opened)
    try:
        with _opened(source) as file:
            feed = _feeding(file, elements)
            while feed():
                yield from elements.taken()
    except expat.ExpatError as error:
        yield from elements.taken()
        where = f"line {error.lineno}, column {error.offset}"
        raise ParseError(f"not valid XML: {error}", where=where, next_step=_NEXT) from error
    except EntitiesDeclaredError as error:
        raise ParseError(_ENTITIES, next_step=_NEXT) from error
    except OSError as error:
        raise ParseError(f"the file can no longer be read: {error.strerror}", next_step=_NEXT) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"not valid XML: {error}", next_step=_NEXT) from error
    yield from elements.taken()


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def root(source: Content) -> Root | None:
    """The root element, read without the rest of the file; None where it is not XML at all."""
    elements = Elements((), (), first=True)
    element = None
    try:
        with _opened(source) as file:
            feed = _feeding(file, elements)
            while element is None and feed():
                element = next(elements.taken(), None)
    except (OSError, expat.ExpatError, EntitiesDeclaredError, ValueError, LookupError):
        element = next(elements.taken(), None)
    if element is None:
        return None
    namespace, _, name = element.tag.rpartition("}")
    return Root(namespace.removeprefix("{"), name, tuple(sorted(element.attrib.items())))


def refuse_entities(source: Content) -> None:
    """Say why an XML file has no root that could be recognized.

    Raises:
        ParseError: entities are declared before the root.
    """
    elements = Elements((), (), first=True)
    try:
        with _opened(source) as file:
            feed = _feeding(file, elements)
            while next(elements.taken(), None) is None and feed():
                pass
    except EntitiesDeclaredError as error:
        raise ParseError(_ENTITIES, next_step="export it without a DOCTYPE that declares entities") from error
    except (OSError, expat.ExpatError, ValueError, LookupError):
        return


def _opened(source: Content) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _feeding(file: BinaryIO, elements: Elements) -> Callable[[], bool]:
    """Feeds the next piece of the data; False after the last one.

    Pieces grow while the parser cannot move on: it begins anew with a tag of which it has only a part, and an attribute of
    a hundred megabytes would otherwise be read a thousand times.
    """
    size, place = _AT_ONCE, -1

    def feed() -> bool:
        nonlocal size, place
        piece = file.read(size)
        elements.feed(piece, last=not piece)
        moved = elements.place != place
        size, place = _AT_ONCE if moved else min(2 * size, _AT_MOST), elements.place
        return bool(piece)

    return feed
