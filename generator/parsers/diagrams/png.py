"""Texts that drawing tools store inside a PNG picture (PNG specification, third edition, section 11.3.3)."""

import zlib
from collections.abc import Callable, Iterator, Mapping

import msgspec

from generator.errors import ParseError
from generator.parsers.diagrams.inflate import inflate

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt")
_NEXT = "export the picture again"


def embedded(raw: bytes, keyword: str) -> str | None:
    """The text stored under a keyword; None where the picture is whole and has none.

    Raises:
        ParseError: not a PNG file, or one that is cut off before the text.
    """
    chunk = text_chunk(raw, keyword)
    return chunk.text if chunk else None


class TextChunk(msgspec.Struct, frozen=True):
    """A text chunk where it lies in the file, with its length and checksum."""

    start: int
    end: int
    kind: bytes
    text: str


def text_chunk(raw: bytes, keyword: str) -> TextChunk | None:
    """The chunk that `embedded` reads.

    Raises:
        ParseError: see `embedded`.
    """
    for kind, content, start in _chunks(raw):
        data, _, rest = content.partition(b"\0")
        if kind in _TEXT_CHUNKS and data == keyword.encode():
            return TextChunk(start, start + 12 + len(content), kind, _TEXTS[kind](rest))
    return None


def packed(kind: bytes, keyword: str, text: str) -> bytes:
    """A text chunk as a file holds it: length, kind, content, checksum (section 5.3); its text in the way of its kind."""
    content = keyword.encode() + b"\0" + _PACKED[kind](text)
    return b"".join((len(content).to_bytes(4, "big"), kind, content, zlib.crc32(kind + content).to_bytes(4, "big")))


def carries(raw: bytes, keyword: str) -> bool:
    """Does the picture say that it has such a text? Also true where the file is cut off inside it."""
    return raw.startswith(_SIGNATURE) and any(kind + keyword.encode() + b"\0" in raw for kind in _TEXT_CHUNKS)


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Kind, content and place of each chunk."""
    if not raw.startswith(_SIGNATURE):
        raise ParseError("not a PNG file", next_step=_NEXT)
    position = len(_SIGNATURE)
    while position < len(raw):
        size = int.from_bytes(raw[position : position + 4], "big")
        kind, end = raw[position + 4 : position + 8], position + 12 + size
        if end > len(raw):
            raise ParseError("the PNG file is cut off", where=f"byte {position}", next_step=_NEXT)
        yield kind, raw[position + 8 : end - 4], position
        if kind == b"IEND":
            return
        position = end
    raise ParseError("the PNG file is cut off: its last part is missing", where=f"byte {position}", next_step=_NEXT)


def _plain(rest: bytes) -> str:
    return rest.decode("latin-1")


def _compressed(rest: bytes) -> str:
    return inflate(rest[1:], raw=False).decode("latin-1")


def _international(rest: bytes) -> str:
    flag, parts = rest[:1], rest[2:].split(b"\0", 2)
    text = parts[-1] if len(parts) == 3 else b""
    try:
        return (inflate(text, raw=False) if flag == b"\x01" else text).decode()
    except UnicodeDecodeError as error:
        raise ParseError("the text inside the PNG file is not UTF-8", next_step=_NEXT) from error


_TEXTS = {b"tEXt": _plain, b"zTXt": _compressed, b"iTXt": _international}
_PACKED: Mapping[bytes, Callable[[str], bytes]] = {
    b"tEXt": lambda text: text.encode("latin-1"),
    b"zTXt": lambda text: b"\0" + zlib.compress(text.encode("latin-1"), 9),
    b"iTXt": lambda text: b"\0\0\0\0" + text.encode(),
}
"""iTXt: not compressed, with neither language nor translated keyword (section 11.3.3.4)."""
