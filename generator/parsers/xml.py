"""XML from outside: no entity expansion, nothing external loaded.

A plain `<!DOCTYPE … SYSTEM …>` is accepted, since every genuine Qualys export carries one; entity declarations are not.
"""

import codecs
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
from generator.parsers.xml_start import xml_start

_NEXT = "export the file again"
_ENTITIES = "the XML declares entities, which are refused: they could fill the memory or load other files"
_LEGAL = bytes(0x20 if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256))
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
        begun = data[xml_start(data[:_AT_ONCE]).offset :]
        element: Element = ElementTree.fromstring(begun, forbid_dtd=False, forbid_entities=True, forbid_external=True)
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
    elements = None
    try:
        with _opened(source) as file:
            elements, feed = _begun(file, names, opened)
            while feed():
                yield from elements.taken()
    except expat.ExpatError as error:
        yield from elements.taken() if elements is not None else ()
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
    elements, element = None, None
    try:
        with _opened(source) as file:
            elements, feed = _begun(file, (), (), first=True)
            while element is None and feed():
                element = next(elements.taken(), None)
    except (OSError, expat.ExpatError, EntitiesDeclaredError, ValueError, LookupError):
        element = next(elements.taken(), None) if elements is not None else None
    if element is None:
        return None
    namespace, _, name = element.tag.rpartition("}")
    return Root(namespace.removeprefix("{"), name, tuple(sorted(element.attrib.items())))


def refuse_entities(source: Content) -> None:
    """Say why an XML file has no root that could be recognized.

    Raises:
        ParseError: entities are declared before the root.
    """
    try:
        with _opened(source) as file:
            elements, feed = _begun(file, (), (), first=True)
            while next(elements.taken(), None) is None and feed():
                pass
    except EntitiesDeclaredError as error:
        raise ParseError(_ENTITIES, next_step="export it without a DOCTYPE that declares entities") from error
    except (OSError, expat.ExpatError, ValueError, LookupError):
        return


def _opened(source: Content) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _begun(
    file: BinaryIO, names: Collection[str], opened: Collection[str], *, first: bool = False
) -> tuple[Elements, Callable[[], bool]]:
    """The elements of a file that is read from where its document begins, and what feeds them."""
    start = xml_start(file.read(_AT_ONCE))
    file.seek(start.offset)
    elements = Elements(names, opened, first=first, encoding=start.encoding)
    return elements, _feeding(file, elements, _legal_utf8() if start.is_utf8 else bytes)


def _feeding(file: BinaryIO, elements: Elements, legal: Callable[[bytes], bytes]) -> Callable[[], bool]:
    """Feeds the next piece of the data; False after the last one.

    Pieces grow while the parser cannot move on: it begins anew with a tag of which it has only a part, and an attribute of
    a hundred megabytes would otherwise be read a thousand times.
    """
    size, place = _AT_ONCE, -1

    def feed() -> bool:
        nonlocal size, place
        piece = file.read(size)
        elements.feed(legal(piece), last=not piece)
        moved = elements.place != place
        size, place = _AT_ONCE if moved else min(2 * size, _AT_MOST), elements.place
        return bool(piece)

    return feed


def _legal_utf8() -> Callable[[bytes], bytes]:
    """Puts blanks for control characters, which no XML may hold, and marks for bytes that are no UTF-8: tools copy both from
    what they scan."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def legal(piece: bytes) -> bytes:
        if not piece.isascii() or not piece or decoder.getstate()[0]:
            piece = decoder.decode(piece, final=not piece).encode()
        return piece.translate(_LEGAL)

    return legal
