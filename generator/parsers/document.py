"""One evidence file as text or bytes, decoded once, with a cheap outline that tells formats apart.

The outline of a JSON document is its top-level keys with their values left undecoded (`msgspec.Raw`, views into the
same buffer), so asking sixty formats whether they recognize a 60 MB file costs one pass, not sixty.
"""

import codecs
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO, TextIO, TypeVar
from xml.etree.ElementTree import Element

import msgspec

from generator.errors import ParseError
from generator.file_loading import Content
from generator.parsers import json, xml, yaml
from generator.parsers.evidence_files import ALONE, EvidenceFiles
from generator.parsers.file_container import FileContainer, signed_container, text_container
from generator.parsers.file_parts import beginning, end, opened, whole
from generator.parsers.late_patterns import late_re
from generator.parsers.opening import FIRST, first_objects, opening

T = TypeVar("T")
C = TypeVar("C", dict[str, msgspec.Raw], list[msgspec.Raw])

_EMPTY: Mapping[str, msgspec.Raw] = {}
_UTF8_MARKS = late_re(rb"(?:\s*\xef\xbb\xbf)+")
"""Files with a mark that were joined, or put behind blank lines, have several, and not at the first byte."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NEXT_UTF8 = "save it as UTF-8"
WINDOWS = "cp1252"
_HEAD = 1 << 17
"""Bytes that tell a format: thirty lines of four kilobytes, and a little."""
_WINDOW = 1 << 14
"""Bytes in which the first entry of most reports ends."""
_TAIL = 4
"""Bytes of the longest line end there is: of UTF-32."""


_DECLARED = late_re(r"\A(\s*<\?xml\b[^>]{0,200}?)\s+encoding\s*=\s*(?:\"[^\"]{0,40}\"|'[^']{0,40}')")
"""The encoding in an XML declaration (https://www.w3.org/TR/xml/#charencoding)."""


@dataclass(frozen=True)
class Document:
    """A file's name and content. `name` is the path inside the workspace; only its last parts are ever looked at.

    Of a large file the content is the place where it lies: XML and CSV are read from there piece by piece, and only what
    no format can do without (`data`, `raw`) brings it into memory whole.
    """

    name: str
    content: Content = field(repr=False)
    files: EvidenceFiles = field(default=ALONE, repr=False, compare=False)
    """The other evidence files, for a format whose files take in others."""

    @cached_property
    def raw(self) -> bytes:
        """The whole file as it is.

        Raises:
            ParseError: larger than a format may ask for whole, or the file went away.
        """
        return self.content if isinstance(self.content, bytes) else whole(self.content)

    @cached_property
    def head(self) -> bytes:
        """The beginning of the file as it is.

        Raises:
            ParseError: the file went away.
        """
        return self.content[:_HEAD] if isinstance(self.content, bytes) else beginning(self.content, _HEAD)

    @cached_property
    def encoding(self) -> tuple[str, int]:
        """Name of the encoding, and length of the byte order mark before the content, with blank lines and marks around it."""
        if marks := _UTF8_MARKS.match(self.head):
            return "utf-8", marks.end()
        for mark, encoding in _BOMS:
            if self.head.startswith(mark):
                return encoding, len(mark)
        head = self.head[:4]
        if len(head) == 4 and head[0] and not head[1] and head[2] and not head[3]:
            return "utf-16-le", 0
        if len(head) == 4 and not head[0] and head[1] and not head[2] and head[3]:
            return "utf-16-be", 0
        return "utf-8", 0

    @cached_property
    def data(self) -> bytes:
        """The content as UTF-8 without byte order mark, whatever encoding it came in.

        Raises:
            ParseError: UTF-16 or UTF-32 that does not decode; or see `raw`.
        """
        encoding, mark = self.encoding
        content = self.raw[mark:] if mark else self.raw
        return content if encoding == "utf-8" else self._recode(content, encoding)

    @cached_property
    def start(self) -> bytes:
        """The beginning of `data`, without the rest."""
        encoding, mark = self.encoding
        head = self.head[mark:]
        return head if encoding == "utf-8" else head.decode(encoding, errors="ignore").encode()

    @property
    def is_short(self) -> bool:
        """Is `start` all of it?"""
        return len(self.head) < _HEAD

    @cached_property
    def beginning(self) -> tuple[str, str]:
        """As many whole lines as a header can stand in, and the encoding of the file where it is not the document's:
        Windows-1252, in which older Windows programs export, where the text is no UTF-8. Empty for what is no text."""
        encoding = ""
        try:
            text = codecs.getincrementaldecoder("utf-8")().decode(self.start)
        except ParseError:
            return "", ""
        except UnicodeDecodeError:
            if b"\x00" in self.start:
                return "", ""
            encoding = WINDOWS
            text = self.start.decode(WINDOWS, errors="replace")
        return (text if self.is_short else text[: max(text.rfind("\n"), text.rfind("\r")) + 1]), encoding

    @cached_property
    def folded_beginning(self) -> str:
        """See `beginning` and `folded`."""
        return folded(self.beginning[0])

    @cached_property
    def tail(self) -> bytes:
        """The last bytes of the file as it is.

        Raises:
            ParseError: the file went away.
        """
        return self.content[-_TAIL:] if isinstance(self.content, bytes) else end(self.content, _TAIL)

    def opened_text(self, encoding: str = "") -> TextIO:
        """The text, decoded while it is read; line ends stay as they are. `encoding`: where it is not the document's; what
        that does not know is replaced.

        Raises:
            ParseError: the file went away.
        """
        own, mark = self.encoding
        file: BinaryIO = io.BytesIO(self.content) if isinstance(self.content, bytes) else opened(self.content)
        file.seek(mark)
        return io.TextIOWrapper(file, encoding=encoding or own, errors="replace" if encoding else "strict", newline="")

    @property
    def xml_source(self) -> Content:
        """What an XML parser reads: the file as it is, since XML tells its encoding itself; UTF-32 is none it knows."""
        return self.data if self.encoding[0].startswith("utf-32") else self.content

    @staticmethod
    def _recode(raw: bytes, encoding: str) -> bytes:
        """NOTE: what an XML declaration says of the encoding would no longer be true."""
        try:
            return _DECLARED.sub(r"\1", raw.decode(encoding), count=1).encode()
        except UnicodeError as error:
            raise ParseError(f"the file is not valid {encoding}: {error}", next_step=NEXT_UTF8) from error

    @cached_property
    def text(self) -> str:
        """The content as text.

        Raises:
            ParseError: not UTF-8.
        """
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise ParseError("the file is not text in UTF-8", where=f"byte {error.start}", next_step=NEXT_UTF8) from error

    @cached_property
    def container(self) -> FileContainer:
        """What the bytes are, from their beginning (and the file name, for YAML)."""
        return signed_container(self.head) or text_container(
            self.name, self.start, lambda: self.data, lambda: isinstance(self.outline, ParseError)
        )

    @cached_property
    def outline(self) -> dict[str, msgspec.Raw] | list[msgspec.Raw] | ParseError:
        """The one pass over a JSON document that all formats share; an error is kept for whoever needs what is broken."""
        try:
            if self.data.lstrip()[:1] == b"[":
                return self.decode(self.data, list[msgspec.Raw])
            return self.decode(self.data, dict[str, msgspec.Raw])
        except ParseError as error:
            return error

    @cached_property
    def opening(self) -> Mapping[str, object]:
        """Members with which a JSON object begins, as far as its beginning holds them: some reports say there what they are."""
        return opening(self.start)

    @cached_property
    def members(self) -> Mapping[str, msgspec.Raw]:
        """Top-level keys of a JSON object (of the first line of JSON lines), values undecoded; empty for anything else.

        Raises:
            ParseError: broken JSON.
        """
        if self.container is FileContainer.JSON and self.data.lstrip()[:1] == b"{":
            return self._outlined(dict)
        if self.container is FileContainer.JSON_LINES:
            first = next(iter(self.lines()), None)
            return self.members_of(first) if first is not None else _EMPTY
        return _EMPTY

    @cached_property
    def items(self) -> Sequence[msgspec.Raw]:
        """Entries of a top-level JSON list, undecoded; empty for anything else.

        Raises:
            ParseError: broken JSON.
        """
        if self.container is FileContainer.JSON and self.data.lstrip()[:1] == b"[":
            return self._outlined(list)
        return ()

    def _outlined(self, type_: type[C]) -> C:
        if isinstance(self.outline, ParseError):
            raise self.outline
        if not isinstance(self.outline, type_):
            raise TypeError(f"the outline of {self.name} is no {type_.__name__}")
        return self.outline

    @cached_property
    def first_members(self) -> Mapping[str, msgspec.Raw]:
        """Top-level keys of the first few objects in a JSON list, see `united`; empty for anything else."""
        return united(map(self.members_of, self.items[:FIRST]))

    @cached_property
    def names(self) -> frozenset[str]:
        """Keys of `members`, else of `first_members`.

        Raises:
            ParseError: broken JSON.
        """
        return frozenset(self.members or self.first_members)

    def members_of(self, raw: msgspec.Raw | bytes | None) -> Mapping[str, msgspec.Raw]:
        """Keys of a nested object, values undecoded; empty where it is missing or no object."""
        if raw is None or bytes(memoryview(raw)[:64]).lstrip()[:1] != b"{":
            return _EMPTY
        return self.decode(raw, dict[str, msgspec.Raw])

    def first_keys(self, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw]:
        """Keys of the first few objects in a nested list, see `united`; empty where the list is missing, empty or no list."""
        if raw is None or bytes(memoryview(raw)[:64]).lstrip()[:1] != b"[":
            return _EMPTY
        if known := united(map(self.members_of, first_objects(bytes(memoryview(raw)[:_WINDOW])))):
            return known
        entries = self.decode(raw, list[msgspec.Raw])
        return next((keys for entry in entries if (keys := self.members_of(entry))), _EMPTY)

    def lines(self) -> Iterator[bytes]:
        """Lines of JSON lines that are not blank."""
        lines = (line.rstrip(b"\r\n") for line in io.BytesIO(self.data))
        return (line for line in lines if line.strip())

    def decode(self, raw: msgspec.Raw | bytes, type_: type[T], *, place: str = "") -> T:
        """Decode JSON into a typed value; a wrong shape is a `ParseError` that names the path.

        Raises:
            ParseError: broken JSON, NaN, too deep, or another shape than `type_`.
        """
        return json.decode(raw, type_, place=place)

    @cached_property
    def yaml_documents(self) -> tuple[object, ...]:
        """All documents of a YAML file as plain Python values, empty ones left out.

        Raises:
            ParseError: broken YAML, an alias bomb, unknown tags.
        """
        return yaml.load_all(self.text)

    @cached_property
    def xml_root(self) -> xml.Root | None:
        """Name, namespace and attributes of the root element; None where this is not XML."""
        return xml.root(self.xml_source) if self.container is FileContainer.XML else None

    def xml_elements(self, *names: str, opened: Collection[str] = ()) -> Iterator[Element]:
        """Elements of these names as they end, and of those in `opened` as they begin: see `xml.stream`."""
        return xml.stream(self.xml_source, *names, opened=opened)

    @cached_property
    def root_attributes(self) -> Mapping[str, str]:
        """Attributes of the root element; none where this is not XML."""
        return dict(self.xml_root.attributes) if self.xml_root else {}

    @cached_property
    def root_name(self) -> str | None:
        """Name of the root element; None where this is not XML, or broken."""
        try:
            return self.xml_root.name if self.xml_root is not None else None
        except ParseError:
            return None


def folded(name: str) -> str:
    """The name of a column whatever its capitals, and with `_` for white space or not."""
    return name.casefold().replace("_", " ")


def united(objects: Iterable[Mapping[str, msgspec.Raw]]) -> Mapping[str, msgspec.Raw]:
    """Keys of any of these objects, each with its first value that is not null.

    An entry leaves out what it has nothing to say of, so that none of them needs to have every key of its kind.
    """
    keys: dict[str, msgspec.Raw] = {}
    for members in objects:
        for key, value in members.items():
            if key not in keys or bytes(keys[key]) == b"null":
                keys[key] = value
    return keys
