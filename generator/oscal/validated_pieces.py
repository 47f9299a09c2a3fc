"""Entries of OSCAL documents that were validated before, the same bytes by the same rules, without a fault.

Only their hashes are kept, so that an entry has nothing to say but what is read of it. What entries share with others
(references, identifiers, names that repeat) is checked each time.
"""

import hashlib
from functools import cached_property
from pathlib import Path

from generator.documents.kept_entries import KeptEntries, key_of

VALIDATED = "validated"
"""The kind of what is kept of validation."""
_MOST_BYTES = 256 << 20
"""Of all sets of hashes."""
_DIGEST_BYTES = 32
_MOST_OF_BEFORE = 1_000_000
"""Hashes of earlier runs that are kept beside those of this one: 32 MB."""


class ValidatedPieces:
    """The hashes; without a folder there are none, and none is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._entries = KeptEntries(folder, VALIDATED)
        self._before = self._read() if self._entries.keeps else frozenset()
        self._now: set[bytes] = set()

    @cached_property
    def _key(self) -> str:
        return key_of(b"entries")

    def digest(self, written: bytes | memoryview, *rules: str) -> bytes | None:
        """Of an entry as it is written, and of what decides how it is judged; None where nothing is kept."""
        if not self._entries.keeps:
            return None
        digest = hashlib.sha256("\0".join((*rules, "")).encode("utf-8", "surrogatepass"))
        digest.update(written)
        return digest.digest()

    def has(self, digest: bytes) -> bool:
        """Was it without a fault?"""
        if digest not in self._before:
            return False
        self._now.add(digest)
        return True

    def add(self, digest: bytes) -> None:
        """It has no fault."""
        self._now.add(digest)

    def write(self) -> None:
        """Keeps them for the next run, with those of other runs as long as they are not too many."""
        if not self._now - self._before:
            return
        others = self._before - self._now
        kept = self._now | others if len(others) <= _MOST_OF_BEFORE else self._now
        self._entries.put(self._key, b"".join(sorted(kept)))
        self._entries.make_room(_MOST_BYTES)

    def _read(self) -> frozenset[bytes]:
        body = bytes(self._entries.get(self._key) or b"")
        return frozenset(body[at : at + _DIGEST_BYTES] for at in range(0, len(body), _DIGEST_BYTES))
