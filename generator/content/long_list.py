"""A JSON document that is one long list of objects, read a piece at a time: NVD's whole list has more than a gigabyte.

It is cut only where an object whose first key is `cve` follows another object. Inside a text that place cannot occur, since
quotes are escaped there; anywhere else than in the list, a cut leaves pieces that are not JSON, and the file is refused.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from generator.content.base import broken

_WINDOW = 8 << 20
_LONGEST = 64 << 20
"""Bytes without a place to cut: the largest record of NVD has a few million."""
_KEY = b'"cve"'
_BEFORE = re.compile(rb"\}\s*(,)\s*\{\s*\Z")
_AFTER = re.compile(rb"\s*:")
_REACH = 256
_MOST_TRIES = 1000


class LongList:
    """The document's beginning is read at once: `head` is everything before the list's first element."""

    def __init__(self, stream: BinaryIO, opening: re.Pattern[bytes]) -> None:
        """`opening` finds the list's key with its bracket."""
        self._stream = stream
        first = stream.read(_WINDOW).removeprefix(b"\xef\xbb\xbf")
        match = opening.search(first)
        if match is None:
            raise broken("the list of vulnerabilities is not in it")
        self.head = first[: match.end()]
        self.tail = b""
        """Everything after the last element, once `runs` is through."""
        self._rest = first[match.end() :]

    def runs(self) -> Iterator[bytes]:
        """The elements in runs, each run a JSON list of its own.

        Raises:
            ConfigError: a piece that is too long, or no end of the list.
        """
        rest, self._rest = self._rest, b""
        while more := self._stream.read(_WINDOW):
            rest += more
            comma = _last_cut(rest)
            if comma is not None:
                yield b"[%b]" % rest[:comma]
                rest = rest[comma + 1 :]
            elif len(rest) > _LONGEST:
                raise broken(f"a record in it is longer than {_LONGEST >> 20} MiB, or it is not laid out as NVD does")
        end = rest.rfind(b"]")
        if end < 0:
            raise broken("the file is cut off")
        self.tail = rest[end:]
        yield b"[%b]" % rest[:end]


def _last_cut(data: bytes) -> int | None:
    """Where the comma between the last two objects stands."""
    at = len(data)
    for _ in range(_MOST_TRIES):
        at = data.rfind(_KEY, 0, at)
        if at < 0:
            return None
        start = max(0, at - _REACH)
        match = _BEFORE.search(data[start:at])
        if match and _AFTER.match(data, at + len(_KEY)):
            return start + match.start(1)
    return None
