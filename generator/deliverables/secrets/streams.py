"""A file as the texts that are searched: itself, or the members of an archive, piece by piece and bounded.

Archives inside archives are opened as well, a few deep. What was not searched is reported: what is damaged, encrypted or too
large, and formats that keep their text packed and are not read here.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 1 << 20
MOST = 8 << 30
"""Bytes that all members of one archive may have, unpacked."""
DEEPEST = 3
_MEMBERS = 200_000
_HEAD = 512
_IN_MEMORY = 16 << 20
"""Bytes of an archive inside an archive; a larger one goes through a file of its own."""
_LARGEST_MARKUP = 64 << 20
_DECOMPRESSORS: tuple[tuple[bytes, Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b", lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb"))),
    (b"BZh", lambda file: cast("BinaryIO", bz2.BZ2File(file))),
    (b"\xfd7zXZ\x00", lambda file: cast("BinaryIO", lzma.LZMAFile(file))),  # noqa: SIM115 - the caller has the file open
)
_CLOSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "the text of a PDF is packed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old form, or an encrypted one"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive is not opened"),
    (b"Rar!\x1a\x07", "a RAR archive is not opened"),
    (b"\x28\xb5\x2f\xfd", "a file packed by Zstandard is not opened"),
)
"""By their first bytes; their own bytes are searched all the same."""
_OFFICE = re.compile(r"(?:^|/)(?:word|ppt|xl)/[^/]+(?:/[^/]+)?\.xml$")
_PARAGRAPH_END, _MARK = re.compile(rb"</(?:[a-z]{1,9}:)?(?:p|si|row)>"), re.compile(rb"<[^<>]{0,4096}>")
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


class Stream(msgspec.Struct, frozen=True):
    """One text."""

    name: str
    """Of the member; empty for the file itself."""
    pieces: Callable[[], Iterator[bytes]]
    packed: bool = False
    """It stands in an archive or a packed file."""
    again: bool = False
    """The text before it once more, without the marks of an office program that may stand in the middle of a word."""
    unsearched: str = ""
    """Why something of it is not searched; empty where all is."""


@dataclass(slots=True)
class _Bounds:
    bytes_left: int = field(default_factory=lambda: MOST)
    members_left: int = _MEMBERS

    def pieces(self, file: IO[bytes], head: bytes = b"") -> Iterator[bytes]:
        if head:
            yield self._counted(head)
        for piece in _pieces(file):
            yield self._counted(piece)

    def _counted(self, piece: bytes) -> bytes:
        self.bytes_left -= len(piece)
        if self.bytes_left < 0:
            raise NotLookedIntoError(f"it unpacks to more than {MOST >> 30} GiB")
        return piece

    def member(self) -> None:
        self.members_left -= 1
        if self.members_left < 0:
            raise NotLookedIntoError(f"it holds more than {_MEMBERS:,} files")


def streams(source: "Path | bytes") -> Iterator[Stream]:
    """The file's text, and if it is an archive those of its members, in order; each is to be read before the next is taken.

    Raises:
        NotLookedIntoError: an archive is damaged, encrypted or too large.
        OSError: the file cannot be read.
    """
    with _opened(source) as file:
        head = file.read(_HEAD)
        file.seek(0)
        if (members := _members(head)) is not None:
            yield from _archive("", members(file), 1, _Bounds())
        else:
            yield Stream("", lambda: _pieces(file), unsearched=_closed(head))


def _archive(name: str, members: Iterator[tuple[str, IO[bytes]]], depth: int, bounds: _Bounds) -> Iterator[Stream]:
    try:
        for inner, file in members:
            bounds.member()
            yield from _member(f"{name}, {inner}" if name and inner else name or inner, file, depth, bounds)
    except DAMAGE as error:
        raise NotLookedIntoError(f"the archive is damaged or encrypted ({type(error).__name__})") from error


def _member(name: str, file: IO[bytes], depth: int, bounds: _Bounds) -> Iterator[Stream]:
    head = file.read(_HEAD)
    members = _members(head)
    if members is not None and depth < DEEPEST:
        yield from _nested(name, file, head, depth, bounds)
    elif _OFFICE.search(name):
        yield from _office(name, bounds.pieces(file, head))
    else:
        closed = f"archives lie in it more than {DEEPEST} deep" if members is not None else _closed(head)
        yield Stream(name, lambda: bounds.pieces(file, head), packed=True, unsearched=f"{name}: {closed}" if closed else "")


def _nested(name: str, file: IO[bytes], head: bytes, depth: int, bounds: _Bounds) -> Iterator[Stream]:
    """An archive inside; where it is damaged, what stands behind it is searched all the same."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        for piece in bounds.pieces(file, head):
            spooled.write(piece)
        spooled.seek(0)
        members = _members(head)
        try:
            if members is not None:
                yield from _archive(name, members(cast("BinaryIO", spooled)), depth + 1, bounds)
        except NotLookedIntoError as error:
            yield Stream(name, lambda: iter(()), packed=True, unsearched=f"{name}: {error}")


def _office(name: str, pieces: Iterator[bytes]) -> Iterator[Stream]:
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > _LARGEST_MARKUP:
            break
    first = (bytes(held),)
    yield Stream(name, lambda: chain(first, pieces), packed=True)
    if len(held) > _LARGEST_MARKUP:
        return
    text = _MARK.sub(b"", _PARAGRAPH_END.sub(b"\n", held))
    yield Stream(f"{name}, its text", lambda: iter((text,)), packed=True, again=True)


def _opened(source: "Path | bytes") -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _closed(head: bytes) -> str:
    return next((what for magic, what in _CLOSED if head.startswith(magic)), "")


def _members(head: bytes) -> "Callable[[BinaryIO], Iterator[tuple[str, IO[bytes]]]] | None":
    """How the members of what begins so are listed; None where it is no archive."""
    if head.startswith(b"PK\x03\x04"):
        return _zip
    opener = next((opener for magic, opener in _DECOMPRESSORS if head.startswith(magic)), None)
    if opener is not None:
        return lambda file: _compressed(file, opener)
    return _tar if _is_tar(head) else None


def _compressed(file: BinaryIO, opener: Callable[[BinaryIO], BinaryIO]) -> Iterator[tuple[str, IO[bytes]]]:
    inner = opener(file)
    is_tar = _is_tar(inner.read(_HEAD))
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
