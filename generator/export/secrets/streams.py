"""A file as the texts that are searched: itself, or the members of an archive, piece by piece and bounded.

An archive inside an archive is not opened, except a tar inside gzip: that is one archive. What was not looked into is told.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

PIECE = 1 << 20
MOST = 8 << 30
"""Bytes that all members of one archive may have, unpacked."""
_MEMBERS = 200_000
_DECOMPRESSORS: tuple[tuple[bytes, Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b", lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file))),
    (b"BZh", lambda file: cast("BinaryIO", bz2.BZ2File(file))),
    (b"\xfd7zXZ\x00", lambda file: cast("BinaryIO", lzma.LZMAFile(file))),  # noqa: SIM115 - the caller has the file open
)
DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises over archives that are damaged, encrypted or, as zipfile's NotImplementedError says,
packed in a way that it does not know."""


class NotLookedIntoError(Exception):
    """A part of a file that was not searched; says why."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One text."""

    name: str
    """Of the member; empty for the file itself."""
    pieces: Callable[[], Iterator[bytes]]


def streams(source: Path | bytes) -> Iterator[Stream]:
    """The file's text, and if it is an archive those of its members, in order; each is to be read before the next is taken.

    Raises:
        NotLookedIntoError: an archive is damaged, encrypted or too large.
        OSError: the file cannot be read.
    """
    with _opened(source) as file:
        head = file.read(512)
        file.seek(0)
        if head.startswith(b"PK\x03\x04"):
            yield from _bounded(_zip(file))
        elif (opener := _decompressor(head)) is not None:
            yield from _bounded(_compressed(file, opener))
        elif _is_tar(head):
            yield from _bounded(_tar(file))
        else:
            yield Stream("", lambda: _pieces(file))


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _bounded(members: Iterator[tuple[str, IO[bytes]]]) -> Iterator[Stream]:
    left = [MOST]

    def read(file: IO[bytes]) -> Iterator[bytes]:
        for piece in _pieces(file):
            left[0] -= len(piece)
            if left[0] < 0:
                raise NotLookedIntoError(f"it unpacks to more than {MOST >> 30} GiB")
            yield piece

    try:
        for number, (name, file) in enumerate(members):
            if number >= _MEMBERS:
                raise NotLookedIntoError(f"it holds more than {_MEMBERS:,} files")
            yield Stream(name, partial(read, file))
    except DAMAGE as error:
        raise NotLookedIntoError(f"the archive is damaged or encrypted ({type(error).__name__})") from error


def _decompressor(head: bytes) -> "Callable[[BinaryIO], BinaryIO] | None":
    return next((opener for magic, opener in _DECOMPRESSORS if head.startswith(magic)), None)


def _compressed(file: BinaryIO, opener: Callable[[BinaryIO], BinaryIO]) -> Iterator[tuple[str, IO[bytes]]]:
    inner = opener(file)
    is_tar = _is_tar(inner.read(512))
    inner.seek(0)
    if is_tar:
        yield from _tar(inner)
    else:
        yield "", inner


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _tar(file: BinaryIO) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=file, mode="r|") as archive:
        for member in archive:
            if member.isfile() and (inner := archive.extractfile(member)) is not None:
                yield member.name, inner


def _zip(file: BinaryIO) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                with archive.open(info) as inner:
                    yield info.filename, inner
