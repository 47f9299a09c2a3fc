"""The elements that a stream of XML is asked for, built while Expat reads it; nothing else of it is kept.

Expat is used directly, since the pure Python parser that `defusedxml` needs for its guards takes twice the time.
"""

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_BUFFER = 1 << 16
"""Bytes of text that Expat hands over at once: less, and a description comes in pieces."""

_MOST_NAMES = 10_000
"""Names of elements and attributes that are remembered: more is no vocabulary of any tool, and would fill the memory."""


_JUNK = 9
"""Expat's number for what stands behind the document."""


class EntitiesDeclaredError(Exception):
    """The document declares entities."""


class Elements:
    """Elements of some local names as they end, and of others as they begin.

    Elements to be reported as they begin are looked for inside of wanted ones only where a name is in both lists. `first` asks
    for the root alone, as it begins. `encoding`: where it is not what the document declares.
    """

    def __init__(
        self, wanted: Collection[str], opened: Collection[str], *, first: bool = False, encoding: str | None = None
    ) -> None:
        self._wanted, self._opened, self._first = frozenset(wanted), frozenset(opened), first
        self._nested = not self._wanted.isdisjoint(self._opened)
        self._found: list[Element] = []
        self._kinds: dict[str, tuple[bool, bool, str]] = {}
        self._ignored: set[str] = set()
        self._interned: dict[str, str] = {}
        builder = TreeBuilder()
        self._start_of, self._end_of = builder.start, builder.end
        self._outermost: Element | None = None
        self._fed, self._is_over = 0, False
        self._parser = expat.ParserCreate(encoding, namespace_separator="}", intern=self._interned)
        self._parser.buffer_text = True
        self._parser.buffer_size = _BUFFER
        self._parser.EntityDeclHandler = self._refuse
        self._parser.UnparsedEntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.SkippedEntityHandler = self._unknown
        self._outside()

    def feed(self, piece: bytes, *, last: bool) -> None:
        """The next piece.

        Raises:
            ExpatError: broken XML.
            EntitiesDeclaredError: entities are declared.
            ValueError, LookupError: an encoding that is not known.
        """
        if self._is_over:
            self._refuse_markup(piece)
            return
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            if error.code != _JUNK or b"<" in piece[self._parser.ErrorByteIndex - self._fed :]:
                raise
            self._is_over = True
        self._fed += len(piece)
        if len(self._interned) > _MOST_NAMES:
            self._interned.clear()
            self._kinds.clear()
            self._ignored.clear()

    @property
    def place(self) -> int:
        """How far the parser has understood, in bytes."""
        return self._parser.CurrentByteIndex

    def taken(self) -> Iterator[Element]:
        """What was found since the last call."""
        elements, self._found = self._found, []
        elements.reverse()
        while elements:
            yield elements.pop()

    def _outside(self) -> None:
        """Nothing is kept until a wanted element begins."""
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None
        self._parser.StartElementHandler = self._begin_outside

    def _begin_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._ignored:
            return
        wanted, opened, tag = self._kinds.get(name) or self._kind(name)
        if wanted:
            builder = TreeBuilder()
            self._end_of, self._start_of = builder.end, builder.start
            self._parser.CharacterDataHandler = builder.data
            self._parser.StartElementHandler = self._begin if self._nested else builder.start
            self._parser.EndElementHandler = self._end
            self._outermost = self._begin(name, attributes)
        elif opened:
            self._found.append(_in_braces(Element(name, attributes), tag))
        else:
            self._ignored.add(name)

    def _begin(self, name: str, attributes: dict[str, str]) -> Element:
        element = self._start_of(name, attributes)
        _, opened, tag = self._kinds.get(name) or self._kind(name)
        if opened:
            self._found.append(_in_braces(element, tag))
        return element

    def _end(self, name: str) -> None:
        element = self._end_of(name)
        wanted, _, tag = self._kinds.get(name) or self._kind(name)
        if tag is not name:
            element.tag = tag
        for key in element.keys():  # noqa: SIM118 - an element is no mapping
            if "}" in key:
                _in_braces(element, tag)
                break
        if wanted:
            self._found.append(element)
            if element is self._outermost:
                self._outside()

    def _kind(self, name: str) -> tuple[bool, bool, str]:
        """Is it wanted, and reported as it begins; and its name with the namespace in braces."""
        local, tag = name.rpartition("}")[2], "{" + name if "}" in name else name
        kind = self._kinds[name] = (local in self._wanted, local in self._opened or self._first, tag)
        return kind

    def _refuse_markup(self, piece: bytes) -> None:
        """Behind the document, words of whoever wrote the file are none of it; another document is."""
        if b"<" in piece:
            error = expat.ExpatError("junk after document element")
            error.code, error.lineno, error.offset = _JUNK, self._parser.ErrorLineNumber, self._parser.ErrorColumnNumber
            raise error

    def _refuse(self, *_: object) -> int:
        raise EntitiesDeclaredError

    def _unknown(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - Expat's signature
        if not is_parameter:
            raise ValueError(f"the entity &{name}; is not declared")


def _in_braces(element: Element, tag: str) -> Element:
    """The element with namespaces in braces, as ElementTree writes them: Expat leaves out the first one."""
    if tag is not element.tag:
        element.tag = tag
    for key in element.keys():  # noqa: SIM118 - an element is no mapping
        if "}" in key and key[0] != "{":
            element.set("{" + key, element.attrib.pop(key))
    return element
