"""Texts that drawing tools store inside a PNG picture (PNG specification, third edition, section 11.3.3)."""

from collections.abc import Iterator

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
    for kind, content in _chunks(raw):
        found, _, rest = content.partition(b"\0")
        if kind in _TEXT_CHUNKS and found == keyword.encode():
            return _TEXTS[kind](rest)
    return None


def carries(raw: bytes, keyword: str) -> bool:
    """Does the picture say that it has such a text? Also true where the file is cut off inside it."""
    return raw.startswith(_SIGNATURE) and any(kind + keyword.encode() + b"\0" in raw for kind in _TEXT_CHUNKS)


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not raw.startswith(_SIGNATURE):
        raise ParseError("not a PNG file", next_step=_NEXT)
    position = len(_SIGNATURE)
    while position < len(raw):
        size = int.from_bytes(raw[position : position + 4], "big")
        kind, end = raw[position + 4 : position + 8], position + 12 + size
        if end > len(raw):
            raise ParseError("the PNG file is cut off", where=f"byte {position}", next_step=_NEXT)
        yield kind, raw[position + 8 : end - 4]
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
