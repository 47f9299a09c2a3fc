"""Content of a document that may be too large for memory: bytes, or a file without a name that goes with the object.

A plan of action has ten kilobytes for each open item; kept until it is published, 100,000 of them were a gigabyte of memory.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from typing import IO, Protocol, TypeAlias

LARGE = 32 << 20
"""Bytes up to which content stays in memory."""
_PIECE = 1 << 16
"""Bytes that are read or written at once: memory for more is given back to the system and asked for again each time."""


class HasFileno(Protocol):
    """An open file."""

    def fileno(self) -> int:
        """Its number."""


class LargeContent:
    """Bytes in a file without a name, in the system's folder for temporary files (`TMPDIR`)."""

    __slots__ = ("_descriptor", "sha256", "size")

    def __init__(self, file: "HasFileno", size: int, sha256: str) -> None:
        """What was written to `file` stays as long as this object, also when the file is closed."""
        # NOTE: a number and no file: of garbage in a cycle the file may be found first, and warns that it was not closed.
        self._descriptor = os.dup(file.fileno())
        self.size = size
        """In bytes."""
        self.sha256 = sha256
        """In hex."""

    def __del__(self) -> None:
        with suppress(AttributeError):  # there may have been no more open files
            os.close(self._descriptor)

    def fileno(self) -> int:
        """The number of its file, for as long as this object."""
        return self._descriptor

    def pieces(self, most: int = _PIECE) -> Iterator[bytes]:
        """All of it, `most` bytes at a time; several processes may read at once.

        Raises:
            OSError: it cannot be read.
        """
        at = 0
        while at < self.size:
            piece = self._read(most, at)
            if not piece:
                raise OSError(f"a temporary file of {self.size} bytes ends after {at}")
            yield piece
            at += len(piece)

    def section(self, at: int, size: int) -> bytes:
        """The bytes from `at` on; fewer than `size` at its end.

        Raises:
            OSError: it cannot be read.
        """
        return self._read(size, at)

    def _read(self, most: int, at: int) -> bytes:
        if hasattr(os, "pread"):  # a fork has the same position in the file
            return os.pread(self._descriptor, most, at)
        os.lseek(self._descriptor, at, os.SEEK_SET)
        return os.read(self._descriptor, most)


Content: TypeAlias = bytes | LargeContent


def content_of(pieces: Iterable[bytes]) -> Content:
    """What these pieces make, one after the other.

    Raises:
        OSError: the folder for temporary files is full, or may not be written.
    """
    held, size, rest = list[bytes](), 0, iter(pieces)
    for piece in rest:
        held.append(piece)
        size += len(piece)
        if size > LARGE:
            return _in_a_file(chain(held, rest))
    return held[0] if len(held) == 1 else b"".join(held)


def content_behind(head: Callable[[], bytes], room: int, pieces: Iterable[bytes]) -> Content:
    """What these pieces make behind a head of `room` bytes, which is asked for when all of them are there.

    Raises:
        OSError: see `content_of`.
    """

    def first() -> bytes:
        made = head()
        if len(made) != room:
            raise ValueError(f"a head of {len(made)} bytes does not fit into the {room} bytes that were left for it")
        return made

    held, size, rest = list[bytes](), room, iter(pieces)
    for piece in rest:
        held.append(piece)
        size += len(piece)
        if size > LARGE:
            return _in_a_file_behind(first, room, chain(held, rest))
    return b"".join((first(), *held))


def pieces_of(content: Content) -> Iterator[bytes]:
    """All of it, piece by piece. See `LargeContent.pieces`."""
    return iter((content,)) if isinstance(content, bytes) else content.pieces()


def counts(content: Content, *marks: bytes) -> tuple[int, ...]:
    """How often each of these, which do not overlap themselves, stands in it; read once. See `LargeContent.pieces`."""
    numbers, ends = [0] * len(marks), [b""] * len(marks)
    for piece in pieces_of(content):
        for place, mark in enumerate(marks):
            numbers[place] += piece.count(mark)
            if len(mark) > 1:
                border, ends[place] = _border(ends[place], piece, len(mark) - 1)
                numbers[place] += border.count(mark)
    return tuple(numbers)


def holds(content: Content, mark: bytes) -> bool:
    """Does it stand in it? It is read up to there. See `LargeContent.pieces`."""
    end = b""
    for piece in pieces_of(content):
        border, end = _border(end, piece, len(mark) - 1)
        if mark in border or mark in piece:
            return True
    return False


def _border(end: bytes, piece: bytes, most: int) -> tuple[bytes, bytes]:
    """What stands around the begin of a piece, `most` bytes of either side, and the end that the next one begins behind."""
    return end + piece[:most], (piece if len(piece) >= most else end + piece)[-most:] if most else b""


def whole(content: Content) -> bytes:
    """All of it in memory. See `LargeContent.pieces`."""
    if isinstance(content, bytes):
        return content
    first, *more = content.pieces(content.size)  # one read, where the system reads as much at once
    return b"".join((first, *more)) if more else first


def sha256_of(content: Content) -> str:
    """In hex."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.sha256


def size_of(content: Content) -> int:
    """In bytes."""
    return len(content) if isinstance(content, bytes) else content.size


def _in_a_file(pieces: Iterable[bytes]) -> LargeContent:
    with _temporary() as file:
        size, sha256 = 0, hashlib.sha256()
        for piece in pieces:
            size += file.write(piece)
            sha256.update(piece)
        file.flush()
        return LargeContent(file, size, sha256.hexdigest())


def _in_a_file_behind(head: Callable[[], bytes], room: int, pieces: Iterable[bytes]) -> LargeContent:
    with _temporary() as file:
        file.seek(room)
        file.writelines(pieces)
        size = file.tell()
        file.seek(0)
        file.write(head())
        file.seek(0)
        sha256 = hashlib.sha256()
        for piece in iter(partial(file.read, _PIECE), b""):
            sha256.update(piece)
        return LargeContent(file, size, sha256.hexdigest())


@contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    """A file without a name; an error of it names its folder."""
    try:
        with tempfile.TemporaryFile(buffering=_PIECE) as file:
            yield file
    except OSError as error:
        raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error
