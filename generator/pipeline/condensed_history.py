"""The condensed scans of one system, together in one file: a file for each would take a block of the disk, and be opened at
each build."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from generator.documents.kept_entries import KeptEntries, key_of

_FOLDER = "history"
_MOST_BYTES = 64 << 30
"""Of all systems: three years of a fleet with 20,000 scans a day take half of it (docs/decisions/0166)."""


class CondensedHistory:
    """Condensed scans by the key under which whole ones are kept."""

    def __init__(self, cache: Path | None, system: str) -> None:
        self._entries = KeptEntries(cache, _FOLDER)
        self._system = system
        kept = self._entries.record(self._key, dict[str, bytes]) if self._entries.keeps else None
        self._before: Mapping[str, bytes] = kept or {}
        self._now: dict[str, bytes] = {}

    @cached_property
    def _key(self) -> str:
        return key_of(self._system.encode())  # NOTE: all sources are read for it, which is in vain where nothing is kept

    def get(self, key: str) -> bytes | None:
        """The scan; None where it is not here."""
        body = self._now.get(key) or self._before.get(key)
        if body is not None:
            self._now[key] = body
        return body

    def put(self, key: str, body: bytes) -> None:
        """Keeps it, once `write` is called."""
        self._now[key] = body

    def discard(self, key: str) -> None:
        """It is kept whole again."""
        self._now.pop(key, None)

    def write(self) -> None:
        """Keeps what was put or asked for since it was opened: what was not asked for is no longer among the evidence."""
        if self._now.keys() != self._before.keys():
            self._entries.put(self._key, msgspec.msgpack.encode(self._now))
            self._entries.make_room(_MOST_BYTES)
        self._before = self._now
