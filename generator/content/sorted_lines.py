"""A condensed file, opened: its checksum verified once, then single lines found without reading the others."""

import hashlib
import mmap
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.content.lock import LockEntry
from generator.errors import ConfigError
from generator.text import listed

_STRIDE = 1 << 14
"""Bytes between two lines whose keys are kept in memory: a look-up reads that much at most."""


class SortedLines(msgspec.Struct, frozen=True):
    """Lines `["key",…]` in the order of their bytes."""

    entry: LockEntry
    _data: mmap.mmap
    _starts: tuple[int, ...]
    _keys: tuple[bytes, ...]

    @classmethod
    def open(cls, root: Path, entry: LockEntry) -> "SortedLines":
        """Map the file of an entry.

        Raises:
            ConfigError: it is missing or not what was added.
        """
        path = root / entry.path
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            raise _unusable(entry, "is missing")
        if path.stat().st_size != entry.size or not entry.size:
            raise _unusable(entry, "was changed since it was added")
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise _unusable(entry, "was changed since it was added")
        starts = tuple(_line_starts(data))
        return cls(entry, data, starts, tuple(key_of(data[start : data.find(b"\n", start)]) for start in starts))

    def find(self, key: str) -> bytes | None:
        """The line of a key."""
        wanted = b'["%b",' % key.encode()
        block = bisect_right(self._keys, wanted) - 1
        if block < 0:
            return None
        start = self._starts[block]
        if self._data[start : start + len(wanted)] != wanted:
            end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self._data)
            before = self._data.find(b"\n%b" % wanted, start, end)
            if before < 0:
                return None
            start = before + 1
        return self._data[start : self._data.find(b"\n", start)]

    def __iter__(self) -> Iterator[bytes]:
        """All lines, without line ends."""
        start = 0
        while (end := self._data.find(b"\n", start)) >= 0:
            yield self._data[start:end]
            start = end + 1


def key_of(line: bytes) -> bytes:
    """`["CVE-2021-44228",` of a line: what lines are sorted and found by."""
    return line[: line.index(b",") + 1]


def _line_starts(data: mmap.mmap) -> Iterator[int]:
    start = 0
    while start < len(data):
        yield start
        start = data.find(b"\n", min(start + _STRIDE, len(data) - 1)) + 1 or len(data)


def _unusable(entry: LockEntry, what: str) -> ConfigError:
    sources = listed((original.source for original in entry.originals), 3)
    step = f"add it again: atopack content add {entry.kind} FILE (it came from {sources})"
    return ConfigError(f"the content `{entry.kind}` {what}", where=entry.path, next_step=step)
