"""What was made once and may be made again: bytes in a folder of the user's, found by everything that they depend on.

An entry is used only if its own hash fits; one that does not is taken for missing. The folder is the user's alone, bounded, no
part of a package, and may be deleted at any moment, by another process too: an entry is written beside and renamed, whole or
not at all. A folder that refuses costs speed only.
"""

import contextlib
import hashlib
import os
import stat
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.documents.replaced_file import replace_file
from generator.version import sources_digest

T = TypeVar("T")

MOST_BYTES = 2 << 30
"""Of all entries of one kind. Those that were used longest ago make room."""
_HASH_BYTES = 32
_BLOCK = 512
"""Bytes in the unit of `st_blocks` (POSIX, sys/stat.h)."""


def key_of(*parts: bytes) -> str:
    """The name of an entry: the sources of this project, the versions of its libraries, and what the content was made from."""
    digest = hashlib.sha256(sources_digest())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def decoded_entry(body: bytes | memoryview | None, type_: type[T]) -> T | None:
    """A record out of its bytes; None where there are none, or they cannot be read as one: it is made again."""
    try:
        return None if body is None else msgspec.msgpack.decode(body, type=type_)
    except msgspec.MsgspecError:
        return None


class KeptEntries:
    """The entries of one kind, in a folder of their own below that of the cache; without one nothing is kept."""

    def __init__(self, cache: Path | None, kind: str) -> None:
        self._folder = _own(cache / kind) if cache is not None else None

    @property
    def keeps(self) -> bool:
        """Is there a folder?"""
        return self._folder is not None

    def get(self, key: str) -> memoryview | None:
        """The bytes; None where they have to be made."""
        if self._folder is None:
            return None
        path = _place(self._folder, key)
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                data = memoryview(file.read())
            os.utime(path)
        except OSError:
            return None
        body = data[_HASH_BYTES:]
        return body if hashlib.sha256(body).digest() == data[:_HASH_BYTES] else None

    def record(self, key: str, type_: type[T]) -> T | None:
        """The bytes as a record; None where it has to be made."""
        return decoded_entry(self.get(key), type_)

    def put(self, key: str, body: bytes | memoryview) -> None:
        """Keeps them."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            path = _place(self._folder, key)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            replace_file(path, hashlib.sha256(body).digest(), body, lasting=False)

    def remove(self, key: str) -> None:
        """Keeps them no longer."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                _place(self._folder, key).unlink()

    def make_room(self, most: int = MOST_BYTES) -> None:
        """Removes what was used longest ago, until at most so many bytes of the disk are taken."""
        if self._folder is None:
            return
        entries = []
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                seen = path.lstat()
                entries.append((seen.st_mtime, _taken(seen), path))
        left = sum(size for _, size, _ in entries) - most
        for _, size, path in sorted(entries):
            if left <= 0:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / key[2:]


def _taken(seen: os.stat_result) -> int:
    """What a file takes of the disk: a short one takes a block."""
    return getattr(seen, "st_blocks", 0) * _BLOCK or seen.st_size


def _own(folder: Path) -> Path | None:
    """The folder, made where it is missing; None where it is not the user's alone, or cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = folder.lstat()
        if not stat.S_ISDIR(seen.st_mode) or (hasattr(os, "getuid") and seen.st_uid != os.getuid()):
            return None
        if os.name == "posix" and stat.S_IMODE(seen.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError:
        return None
    return folder
