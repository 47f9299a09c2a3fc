"""Originals as they are downloaded: plain, .gz or .zip by their first bytes; unpacked as they are read, within limits."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from generator.content.base import broken
from generator.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_RATIO = 200
"""NVD's JSON shrinks twentyfold, indented forty."""
_SMALL = 8 << 20
"""Bytes below which no ratio is suspicious."""
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_ZIP64 = b"PK\x06\x07"
_LARGEST_DIRECTORY = 1 << 20
_APPLE = "__MACOSX/"
"""Where a Mac keeps notes about the files of an archive, under their names."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


@contextmanager
def unpacked(path: Path, *, largest: int, member: str | None = None) -> Iterator[BinaryIO]:
    """The content of an original: of an archive, the one file in it, or the one whose name ends in `member`.

    No more than `largest` bytes can be read from it.

    Raises:
        ConfigError: while reading: too large, suspiciously well packed, damaged, encrypted, or an archive of several files.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(_GZIP):
            with gzip.open(file) as inside:
                yield _buffered(cast("IO[bytes]", inside), size, largest)
        elif magic == _ZIP:
            _refuse_large_directory(file, size)
            with _member(file, member) as inside:
                yield _buffered(inside, size, largest)
        else:
            yield _buffered(file, size, largest)


def _buffered(source: IO[bytes], packed: int, largest: int) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Bounded(source, packed, largest), 1 << 16))


class _Bounded(io.RawIOBase):
    """Counts what comes out."""

    def __init__(self, source: IO[bytes], packed: int, largest: int) -> None:
        self._source, self._packed, self._largest = source, packed, largest
        self._read = 0

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """See `io.RawIOBase`."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._source.read(len(view))
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise broken(f"the file is damaged or cut off: {error}") from error
        self._read += len(data)
        if self._read > self._largest:
            raise broken(f"unpacked it is larger than {self._largest >> 20} MiB, more than any file of this kind")
        if self._read > _SMALL and self._read > _RATIO * self._packed:
            raise broken(f"it unpacks to more than {_RATIO} times its size")
        view[: len(data)] = data
        return len(data)


def _refuse_large_directory(file: BinaryIO, size: int) -> None:
    """Archives of millions of files exist to fill memory: zipfile reads the whole directory of an archive at once."""
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at >= 0 and (_ZIP64 in tail[:at] or int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY):
        raise _not_one_file()
    file.seek(0)


def _not_one_file(wanted: str | None = None) -> ConfigError:
    named = f" whose name ends in {wanted}" if wanted else ""
    return ConfigError(f"the archive does not hold exactly one file{named}", next_step="unpack it and add the file inside")


@contextmanager
def _member(file: BinaryIO, wanted: str | None) -> Iterator[IO[bytes]]:
    """The one file inside, or the one whose name ends as wanted; no name is ever used as a path."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise broken(f"the file is damaged or cut off: {error}") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if wanted and len(members) > 1:
            named = (member for member in members if not member.filename.startswith(_APPLE))
            members = [member for member in named if member.filename.lower().endswith(wanted)]
        if len(members) != 1:
            raise _not_one_file(wanted)
        if members[0].flag_bits & _ENCRYPTED or members[0].compress_type not in _METHODS:
            raise ConfigError(
                "the archive is encrypted or packed in an unusual way", next_step="unpack it and add the file inside"
            )
        try:
            inside = archive.open(members[0])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise broken(f"the file is damaged or cut off: {error}") from error
        with inside:
            yield inside
