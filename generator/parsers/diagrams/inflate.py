"""Deflated data inside a diagram, never larger than a stated limit: a few kilobytes can inflate to gigabytes."""

import zlib

from generator.errors import ParseError

MOST_BYTES = 64 * 1024 * 1024
"""The largest real diagram known has 0.4 MB inflated."""

_NEXT = "save or export the diagram again"


def inflate(data: bytes, *, raw: bool, limit: int = MOST_BYTES) -> bytes:
    """The inflated data. `raw` is deflate without the zlib header (RFC 1951), as draw.io writes its pages.

    Raises:
        ParseError: not deflated data, cut off, or more than `limit` bytes.
    """
    machine = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS)
    try:
        inflated = machine.decompress(data, limit + 1)
    except zlib.error as error:
        raise ParseError(f"the compressed data is damaged: {error}", next_step=_NEXT) from error
    if len(inflated) > limit:
        raise ParseError(f"the compressed data grows beyond {limit:,} bytes", next_step="split the diagram into several files")
    if not machine.eof:
        raise ParseError("the compressed data is cut off", next_step=_NEXT)
    return inflated
