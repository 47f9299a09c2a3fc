"""Entries of a document in a file of ours, found without reading all of it into memory.

A file that `encoding.written` writes has one space a level and only objects in the lists of its body, each indented or in
one line, so that all of these begin at one place of a line, and nothing else does; no text of JSON can hold the end of a line
(RFC 8259, section 7: it is escaped). What is cut out there is decoded entry by entry, and what is left as a document: where
both are JSON, so is the file. A wrong cut is neither, and refused.
"""

import re
from array import array
from collections.abc import Iterator, Mapping

from generator.documents.large_content import LargeContent

_BETWEEN = b"},\n   {"
"""Two entries of one list."""
_OPENS, _CLOSES = b"{", b"}"
_LAST = b"}\n  ]"
"""The last entry of a list, and the list, end."""
_LIST = re.compile(rb'\n  "([a-z-]+)": \[\n   \{')
_WINDOW = 1 << 14
"""NOTE: in shorter pieces Python finds bytes at twice the speed of what it does in longer ones."""
_AT_ONCE = 1 << 16
"""Bytes of entries that are read at once."""


class LocatedEntries:
    """Entries of one list, each read when it is asked for."""

    __slots__ = ("_content", "_ends", "_starts")

    def __init__(self, content: LargeContent) -> None:
        self._content = content
        self._starts, self._ends = array("Q"), array("Q")

    def add(self, start: int, end: int) -> None:
        """One more, by its first byte and the one behind its last."""
        self._starts.append(start)
        self._ends.append(end)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[bytes]:
        at, window = 0, b""
        for start, end in zip(self._starts, self._ends, strict=True):
            if end > at + len(window):
                at, window = start, self._content.section(start, max(_AT_ONCE, end - start))
            yield window[start - at : end - at]


def located(content: LargeContent) -> tuple[bytes, Mapping[str, LocatedEntries]]:
    """The document with the first entry of each list of the body alone, and the others by the name of their list; none where
    the file is not written as `encoding.written` writes it.

    Raises:
        OSError: it cannot be read.
    """
    skeleton, later, name = bytearray(), dict[str, LocatedEntries](), ""
    for number, (at, between) in enumerate(_stretches(content)):
        end = between.find(_LAST) if b"\n" in between else -1  # NOTE: an entry in one line is seen at ten times the speed
        if number:
            if not name or (end < 0 and at + len(between) == content.size):
                return b"", {}  # no list was begun, or it does not end
            length = len(between) if end < 0 else end
            if name not in later:
                later[name] = LocatedEntries(content)
            later[name].add(at - len(_OPENS), at + length + len(_CLOSES))
        if not number or end >= 0:
            skeleton += between[end:] if number else between
            name = _last_list(skeleton)
    return bytes(skeleton), later


def _stretches(content: LargeContent) -> Iterator[tuple[int, bytes]]:
    """What stands between two entries that follow each other, and where; the first and the last are beginning and end."""
    at, waiting, end = 0, list[bytes](), b""
    for piece in content.pieces(_WINDOW):
        *stretches, rest = (end + piece).split(_BETWEEN)
        for stretch in stretches:
            whole = b"".join((*waiting, stretch)) if waiting else stretch  # joined once, however long it is
            waiting.clear()
            yield at, whole
            at += len(whole) + len(_BETWEEN)
        end = rest[1 - len(_BETWEEN) :]
        waiting.append(rest[: len(rest) - len(end)])
    yield at, b"".join((*waiting, end))


def _last_list(skeleton: bytearray) -> str:
    """The list that the document ends in so far."""
    names = _LIST.findall(skeleton)
    return names[-1].decode() if names else ""
