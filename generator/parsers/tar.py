"""Tar archives from outside, read in memory and in one pass: nothing is unpacked, no link followed, no path used.

A member's name is only ever compared and shown. What the reader holds is one member at a time; an archive with too many
members, one too large, or one that grows out of proportion when inflated is refused, and so is one that ends too early or
whose headers are damaged: half an archive must not pass for the whole.

POSIX.1-2017, `pax` (ustar and pax headers); GNU tar manual, "Basic Tar Format" (long names, base-256 numbers).
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from generator.errors import ParseError

MOST_MEMBERS = 200_000
LARGEST_MEMBER = 256 << 20
"""Bytes of a member that is read. Others are passed over, whatever their size."""
LARGEST = 4 << 30
"""Bytes of the whole archive, inflated."""

_BLOCK = 512
_AT_ONCE = 1 << 20
_LARGEST_HEADER = 1 << 20
"""Of an extended header, which may carry access lists and labels of files beside names."""
_LARGEST_HEADERS = 64 << 20
"""Of all extended headers together."""
_LONGEST_NAME = 4096
"""PATH_MAX of Linux."""
_RATIO = 200
"""Text deflates to a hundredth at most; zeros to a thousandth."""
_FREE_OF_RATIO = 64 << 20
_LOOKED_AT = 5_000
_LOOKED_INTO = 64 << 20
"""Members and bytes among which `names` looks."""
_SUMMED = slice(148, 156)
_LONGEST_LENGTH = 8
"""Digits that say how long a record of an extended header is."""
_FILES = (b"0", b"\0", b"7")
_WITHOUT_DATA = (b"1", b"2", b"3", b"4", b"5", b"6")
"""Links, devices and folders."""
_DAMAGED = (OSError, EOFError, zlib.error)
_NEXT = "collect the archive again"
_NEXT_LARGE = "unpack it yourself and add only the files that describe objects"


class Member(msgspec.Struct, frozen=True):
    """A file inside an archive."""

    name: str
    """As written, without a leading `./` or `/`."""
    data: bytes


def is_tar(raw: bytes) -> bool:
    """Could this be a tar archive, deflated or not? Of a deflated one the beginning is inflated."""
    return _is_header(_beginning(raw)) if raw.startswith(b"\x1f\x8b") else _is_header(raw[:_BLOCK])


def names(raw: bytes) -> Iterator[str]:
    """Names of the first members, as far as the archive is intact: for telling what it is. Never raises."""
    stream = _Stream(raw)
    try:
        for name, _ in islice(_walk(stream), _LOOKED_AT):
            yield name
            if stream.position > _LOOKED_INTO:
                return
    except ParseError:
        return


def members(raw: bytes, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The files whose names are `wanted`, in the archive's order.

    Raises:
        ParseError: no tar archive, damaged, cut off, beyond a bound, or with a name that leads out of it.
    """
    stream = _Stream(raw)
    for name, size in _walk(stream):
        if ".." in name.split("/"):
            raise ParseError("an archive with a name that leads out of it", where=name, next_step=_NEXT)
        if size is not None and wanted(name):
            if size > LARGEST_MEMBER:
                raise ParseError(f"a member larger than {LARGEST_MEMBER >> 20} MiB", where=name, next_step=_NEXT_LARGE)
            yield Member(name, stream.take(size))


class _Stream:
    """The inflated bytes, counted."""

    def __init__(self, raw: bytes) -> None:
        self._packed = io.BytesIO(raw)
        deflated = raw.startswith(b"\x1f\x8b")
        self._file: io.BytesIO | gzip.GzipFile = gzip.GzipFile(fileobj=self._packed) if deflated else self._packed
        self.position = 0

    def take(self, size: int) -> bytes:
        """Exactly `size` bytes."""
        parts = []
        while size > 0:
            part = self._read(min(size, _AT_ONCE))
            size -= len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip_to(self, position: int) -> None:
        """Pass over everything before a position."""
        while self.position < position:
            self._read(min(position - self.position, _AT_ONCE))

    def _read(self, size: int) -> bytes:
        try:
            part = self._file.read(size)
        except _DAMAGED as error:
            raise ParseError(f"the archive is damaged or cut off: {error}", next_step=_NEXT) from error
        if not part:
            raise ParseError("the archive is cut off", where=f"byte {self.position}", next_step=_NEXT)
        self.position += len(part)
        if self.position > LARGEST:
            raise ParseError(f"the archive inflates to more than {LARGEST >> 30} GiB", next_step=_NEXT_LARGE)
        if self.position > _FREE_OF_RATIO and self.position > _RATIO * self._packed.tell():
            raise ParseError("the archive inflates out of all proportion", next_step=_NEXT)
        return part


def _walk(stream: _Stream) -> Iterator[tuple[str, int | None]]:
    """(name, size) of each member, the stream standing at its data; the size is None for what is no file."""
    long_name, long_size, count, extended = "", None, 0, 0
    while (header := stream.take(_BLOCK)).strip(b"\0"):
        count += 1
        if count > MOST_MEMBERS:
            raise ParseError(f"an archive of more than {MOST_MEMBERS:,} members", next_step=_NEXT_LARGE)
        kind, size = _checked(header, stream.position)
        if kind in (b"L", b"x"):
            extended += size
            if extended > _LARGEST_HEADERS:
                raise ParseError(f"more than {_LARGEST_HEADERS >> 20} MiB of names", next_step=_NEXT)
            data, padding = _extension(stream, size), -size % _BLOCK
            stream.take(padding)
            if kind == b"L":
                long_name = data.rstrip(b"\0").decode(errors="replace")
            else:
                long_name, long_size = _pax(data, long_name)
            continue
        if len(long_name) > _LONGEST_NAME:
            raise ParseError("a name longer than any file system has", where=f"byte {stream.position}", next_step=_NEXT)
        size = long_size if long_size is not None else size
        end = stream.position + (0 if kind in _WITHOUT_DATA else size + -size % _BLOCK)
        yield (long_name or _name(header)).removeprefix("./").lstrip("/"), size if kind in _FILES else None
        stream.skip_to(end)
        if kind not in (b"g", b"K"):
            long_name, long_size = "", None


def _checked(header: bytes, position: int) -> tuple[bytes, int]:
    """Type and size of a header whose sum is right."""
    if not _is_header(header):
        raise ParseError("the archive is damaged: a header's sum is wrong", where=f"byte {position}", next_step=_NEXT)
    kind, size = header[156:157], _number(header[124:136])
    if size is None or kind == b"S":
        raise ParseError("the archive has a member of unknown length", where=f"byte {position}", next_step=_NEXT)
    return kind, size


def _is_header(header: bytes) -> bool:
    if len(header) < _BLOCK:
        return False
    return sum(header) - sum(header[_SUMMED]) + 8 * ord(" ") == _number(header[_SUMMED])


def _number(field: bytes) -> int | None:
    """Octal digits, or base 256 where the first bit is set; None for anything else, negative numbers too."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    return int(digits or b"0", 8) if all(digit in b"01234567" for digit in digits) else None


def _extension(stream: _Stream, size: int) -> bytes:
    if size > _LARGEST_HEADER:
        raise ParseError("an extended header that is too large", where=f"byte {stream.position}", next_step=_NEXT)
    return stream.take(size)


def _pax(data: bytes, name: str) -> tuple[str, int | None]:
    """`path` and `size` of an extended header: records of `length key=value`."""
    size, at = None, 0
    while at < len(data):
        length = data[at : at + _LONGEST_LENGTH].partition(b" ")[0]
        end = at + int(length) if length.isdigit() and len(length) < _LONGEST_LENGTH else 0
        key, equals, value = data[at + len(length) + 1 : end - 1].partition(b"=")
        if not key or not equals or not at + len(length) < end <= len(data):
            raise ParseError("the archive is damaged: an extended header that does not add up", next_step=_NEXT)
        if key == b"path":
            name = value.decode(errors="replace")
        elif key == b"size" and value.isdigit() and len(value) < 20:
            size = int(value)
        at = end
    return name, size


def _name(header: bytes) -> str:
    name, prefix = header[:100].partition(b"\0")[0], b""
    if header[257:263] == b"ustar\0":
        prefix = header[345:500].partition(b"\0")[0]
    return (prefix + b"/" + name if prefix else name).decode(errors="replace")


def _beginning(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[: 1 << 16], _BLOCK)
    except zlib.error:
        return b""
