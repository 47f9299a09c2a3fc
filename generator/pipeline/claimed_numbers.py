"""Who of several processes does what: each number is given to one of those that ask."""

import contextlib
import os
import struct
from collections.abc import Iterator

_TOKEN = struct.Struct(">H")
_MOST_TOKENS = 2_000
"""As many as any pipe holds: Linux gives a user who has very many of them a page for each further one."""


class ClaimedNumbers:
    """Numbers below `count`, each given to one of the processes that ask: they read them from one pipe."""

    __slots__ = ("_count", "_group", "_reading")

    def __init__(self, count: int) -> None:
        """Raises `OSError` where there may be no more open files."""
        self._count, self._group = count, -(-count // _MOST_TOKENS) or 1
        self._reading, writing = os.pipe()
        os.write(writing, b"".join(map(_TOKEN.pack, range(-(-count // self._group)))))
        os.close(writing)

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):
            os.close(self._reading)

    def __iter__(self) -> Iterator[int]:
        while len(token := os.read(self._reading, _TOKEN.size)) == _TOKEN.size:
            begin = _TOKEN.unpack(token)[0] * self._group
            yield from range(begin, min(begin + self._group, self._count))
