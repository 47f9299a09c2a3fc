"""A text of any length as windows that overlap, so that a match is seen whole and once, in constant memory."""

import codecs
from collections.abc import Callable, Iterable, Iterator

import msgspec

WINDOW = 64 << 20
"""Bytes. A text up to this length is one window."""
OVERLAP = 64 << 10
"""Bytes that a match may reach; longer than any key."""


class TextWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text."""

    data: bytes
    offset: int
    """Of its first byte in the text."""
    first: int
    stop: int
    """Matches that begin from `first` up to `stop` (in `data`) are this window's; the others belong to its neighbors."""
    line: int
    """Of its first byte; the first line is 1."""
    whole: bool
    """It is all of the text."""

    def placing(self) -> Callable[[int], str]:
        """Says where an index of the data stands, for a person: `line 12`, and the byte where the lines are long.

        To be asked in the order of the data: lines are counted on from the last question.
        """
        at, line = 0, self.line

        def place(index: int) -> str:
            nonlocal at, line
            line += self.data.count(b"\n", at, index)
            at = index
            begin = self.data.rfind(b"\n", 0, index) + 1
            return f"line {line}" if index - begin < 400 else f"line {line}, byte {index - begin}"

        return place


def windows(pieces: Iterable[bytes], size: int = WINDOW, overlap: int = OVERLAP) -> Iterator[TextWindow]:
    """The windows of a text that comes in pieces; one in UTF-16 comes as UTF-8."""
    held, offset, line, first = bytearray(), 0, 1, 0
    for piece in _in_utf8(pieces):
        held += piece
        while len(held) > size:
            data, stop = bytes(held[:size]), size - overlap
            yield TextWindow(data=data, offset=offset, first=first, stop=stop, line=line, whole=False)
            kept = stop - 1
            line += data.count(b"\n", 0, kept)
            offset += kept
            del held[:kept]
            first = 1
    yield TextWindow(data=bytes(held), offset=offset, first=first, stop=len(held), line=line, whole=offset == 0)


def _in_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    decoder = None
    for number, piece in enumerate(pieces):
        if number == 0 and piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        yield piece if decoder is None else decoder.decode(piece).encode("utf-8", "surrogatepass")
