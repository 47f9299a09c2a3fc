"""One evidence file as text or bytes, decoded once, with a cheap outline that tells formats apart.

The outline of a JSON document is its top-level keys with their values left undecoded (`msgspec.Raw`, views into the
same buffer), so asking sixty formats whether they recognise a 60 MB file costs one pass, not sixty.
"""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

import msgspec

from generator.errors import ParseError
from generator.parsers import xml, yaml

T = TypeVar("T")

_EMPTY: Mapping[str, msgspec.Raw] = {}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEXT_UTF8 = "save it as UTF-8"
_DEEP = "nested too deeply to be a report of any known tool"
_NEXT = "collect the file again; if it is complete, `atopack inspect FILE` shows what was recognised"


class Container(StrEnum):
    """What the bytes are, before any format is known."""

    EMPTY = "empty"
    JSON = "json"
    JSON_LINES = "json lines"
    XML = "xml"
    YAML = "yaml"
    PNG = "png"
    ZIP = "zip"
    GZIP = "gzip"
    TEXT = "text"
    BINARY = "binary"


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Container.PNG),
    (b"PK\x03\x04", Container.ZIP),
    (b"\x1f\x8b", Container.GZIP),
)


@dataclass(frozen=True)
class Document:
    """A file's name and bytes. `name` is the path inside the workspace; only its last parts are ever looked at."""

    name: str
    raw: bytes = field(repr=False)

    @cached_property
    def data(self) -> bytes:
        """The content as UTF-8 without byte order mark, whatever encoding it came in.

        Raises:
            ParseError: UTF-16 or UTF-32 that does not decode.
        """
        for mark, encoding in _BOMS:
            if self.raw.startswith(mark):
                if encoding == "utf-8":
                    return self.raw[len(mark) :]
                return self._recode(self.raw[len(mark) :], encoding)
        head = self.raw[:4]
        if len(head) == 4 and head[0] and not head[1] and head[2] and not head[3]:
            return self._recode(self.raw, "utf-16-le")
        if len(head) == 4 and not head[0] and head[1] and not head[2] and head[3]:
            return self._recode(self.raw, "utf-16-be")
        return self.raw

    @staticmethod
    def _recode(raw: bytes, encoding: str) -> bytes:
        try:
            return raw.decode(encoding).encode()
        except UnicodeError as error:
            raise ParseError(f"the file is not valid {encoding}: {error}", next_step=_NEXT_UTF8) from error

    @cached_property
    def text(self) -> str:
        """The content as text.

        Raises:
            ParseError: not UTF-8.
        """
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise ParseError("the file is not text in UTF-8", where=f"byte {error.start}", next_step=_NEXT_UTF8) from error

    @cached_property
    def container(self) -> Container:
        """What the bytes are, from their beginning (and the file name, for YAML)."""
        for signature, container in _SIGNATURES:
            if self.raw.startswith(signature):
                return container
        stripped = self.data[:4096].lstrip() or self.data.strip()
        if not stripped:
            return Container.EMPTY
        if stripped.startswith(b"<"):
            return Container.XML
        return self._text_container(stripped)

    def _text_container(self, start: bytes) -> Container:
        if self._is_yaml_name or self._looks_like_yaml:
            return Container.YAML
        if start.startswith((b"{", b"[")) or start.rstrip() == b"null":
            return self._json_or_lines()
        return Container.BINARY if b"\x00" in self.raw[:4096] else Container.TEXT

    @property
    def _is_yaml_name(self) -> bool:
        return self.name.lower().endswith((".yaml", ".yml"))

    @property
    def _looks_like_yaml(self) -> bool:
        lines = (line for line in self.data[:4096].splitlines() if line.strip() and not line.startswith(b"#"))
        return next(lines, b"").startswith((b"---", b"apiVersion:", b"kind:"))

    def _json_or_lines(self) -> Container:
        first, _, rest = self.data.lstrip().partition(b"\n")
        if first.rstrip().endswith((b"}", b"]")) and rest.lstrip()[:1] == first[:1]:
            try:
                msgspec.json.decode(first, type=msgspec.Raw)
            except (msgspec.DecodeError, RecursionError):
                return Container.JSON
            return Container.JSON_LINES
        return Container.JSON

    @cached_property
    def members(self) -> Mapping[str, msgspec.Raw]:
        """Top-level keys of a JSON object (of the first line of JSON lines), values undecoded; empty for anything else.

        Raises:
            ParseError: broken JSON.
        """
        if self.container is Container.JSON and self.data.lstrip()[:1] == b"{":
            return self.decode(self.data, dict[str, msgspec.Raw])
        if self.container is Container.JSON_LINES:
            first = next(iter(self.lines()), None)
            return self.members_of(first) if first is not None else _EMPTY
        return _EMPTY

    @cached_property
    def items(self) -> Sequence[msgspec.Raw]:
        """Entries of a top-level JSON list, undecoded; empty for anything else.

        Raises:
            ParseError: broken JSON.
        """
        if self.container is Container.JSON and self.data.lstrip()[:1] == b"[":
            return self.decode(self.data, list[msgspec.Raw])
        return ()

    @cached_property
    def first_members(self) -> Mapping[str, msgspec.Raw]:
        """Top-level keys of the first object in a JSON list; empty for anything else."""
        return self.members_of(self.items[0]) if self.items else _EMPTY

    def members_of(self, raw: msgspec.Raw | bytes) -> Mapping[str, msgspec.Raw]:
        """Keys of a nested object, values undecoded; empty where it is not an object."""
        if bytes(memoryview(raw)[:64]).lstrip()[:1] != b"{":
            return _EMPTY
        return self.decode(raw, dict[str, msgspec.Raw])

    def lines(self) -> Iterator[bytes]:
        """Lines of JSON lines that are not blank."""
        return (line for line in self.data.splitlines() if line.strip())

    def decode(self, raw: msgspec.Raw | bytes, type_: type[T], *, place: str = "") -> T:
        """Decode JSON into a typed value; a wrong shape is a `ParseError` that names the path.

        Raises:
            ParseError: broken JSON, NaN, too deep, or another shape than `type_`.
        """
        try:
            return msgspec.json.decode(raw, type=type_, strict=False)
        except msgspec.ValidationError as error:
            raise ParseError(f"another shape than expected: {error}", where=place, next_step=_NEXT) from error
        except msgspec.DecodeError as error:
            raise ParseError(f"not valid JSON: {error}", where=place, next_step=_NEXT) from error
        except RecursionError as error:
            raise ParseError(_DEEP, where=place, next_step=_NEXT) from error
        except UnicodeDecodeError as error:
            raise ParseError(f"not valid UTF-8 inside JSON: {error}", where=place, next_step=_NEXT) from error

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
        return xml.root(self.data) if self.container is Container.XML else None
