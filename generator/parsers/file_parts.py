"""Parts of a large evidence file where it lies, for what no format can do without.

Each raises a `ParseError` where the file went away.
"""

import io
from pathlib import Path
from typing import BinaryIO

from generator.errors import ParseError
from generator.file_loading import LARGEST_WHOLE, too_large


def whole(path: Path) -> bytes:
    """All of it.

    Raises:
        ParseError: also where it is larger than a format may ask for whole.
    """
    try:
        refused = too_large(path.stat().st_size, LARGEST_WHOLE)
        if refused:
            raise ParseError(f"{refused}, and only XML and CSV are read piece by piece", next_step="split it before collecting")
        return path.read_bytes()
    except OSError as error:
        raise _gone(error) from error


def beginning(path: Path, size: int) -> bytes:
    """Its first bytes, `size` at most."""
    with opened(path) as file:
        return file.read(size)


def end(path: Path, size: int) -> bytes:
    """Its last `size` bytes, of which it has as many."""
    with opened(path) as file:
        file.seek(-size, io.SEEK_END)
        return file.read(size)


def opened(path: Path) -> BinaryIO:
    """The file, to be read from its beginning."""
    try:
        return path.open("rb")
    except OSError as error:
        raise _gone(error) from error


def _gone(error: OSError) -> ParseError:
    return ParseError(f"the file can no longer be read: {error.strerror}", next_step="leave it where it is while it is read")
