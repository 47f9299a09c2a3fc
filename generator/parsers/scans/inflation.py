"""Compressed evidence, inflated within bounds: a report of a few kilobytes must not fill the memory of whoever reads it."""

import bz2
import gzip
import io
import zlib

from generator.errors import ParseError

LARGEST = 256 << 20
"""Bytes that a compressed file may hold. The largest ARF seen holds 14 MB."""
_AT_ONCE = 1 << 20
_DAMAGED = (OSError, EOFError, zlib.error, ValueError)
_NEXT = "collect the file again"
_NEXT_LARGE = "unpack the file and add what is inside"


def is_compressed(raw: bytes) -> bool:
    """Is this gzip or bzip2?"""
    return raw.startswith((b"\x1f\x8b", b"BZh"))


def beginning(raw: bytes, size: int = 1 << 16) -> bytes:
    """Up to `size` bytes of the content, as far as it is intact; never raises."""
    file, content = _opened(raw), b""
    try:
        while len(content) < size and (part := file.read1(size)):
            content += part
    except _DAMAGED:
        return content
    return content


def inflate(raw: bytes) -> bytes:
    """The whole content.

    Raises:
        ParseError: damaged or cut off, or more than `LARGEST` bytes.
    """
    parts, size = [], 0
    file = _opened(raw)
    try:
        while part := file.read(_AT_ONCE):
            size += len(part)
            if size > LARGEST:
                raise ParseError(f"inflates to more than {LARGEST >> 20} MiB", next_step=_NEXT_LARGE)
            parts.append(part)
    except _DAMAGED as error:
        raise ParseError(f"the compressed file is damaged or cut off: {error}", next_step=_NEXT) from error
    return b"".join(parts)


def _opened(raw: bytes) -> gzip.GzipFile | bz2.BZ2File:
    return bz2.BZ2File(io.BytesIO(raw)) if raw.startswith(b"BZh") else gzip.GzipFile(fileobj=io.BytesIO(raw))
