"""Files of evidence as bytes or, where they are large, as a place to read from piece by piece; of one that is not there, the
nearest that is. Of what people write, a link is never followed, and text is UTF-8.

A large file is never mapped into memory: one that is cut while it is read would end the process.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from generator.errors import ConfigError

HELD = 64 << 20
"""Bytes up to which a file is held in memory; a larger one is read again from where it lies, by each format that can."""
LARGEST_WHOLE = 1 << 30
"""Bytes up to which a format may ask for a file whole."""
LARGEST = 8 << 30
"""Bytes. A larger file is a gap: no tool of the field writes one. Above `LARGEST_WHOLE` only XML and CSV are read."""

_MOST_COMPARED = 10_000
"""Names of a folder that are compared."""

Content = bytes | Path


class LoadedFile(NamedTuple):
    """A file, hashed."""

    sha256: str
    size: int
    content: Content


def load(path: Path) -> LoadedFile:
    """Hash a file and hold it, or say where it lies.

    Raises:
        OSError: the file went away, may not be read, or is none.
    """
    size = require_regular(path).st_size
    if size <= HELD:
        raw = path.read_bytes()
        return LoadedFile(hashlib.sha256(raw).hexdigest(), len(raw), raw)
    with path.open("rb") as file:
        return LoadedFile(hashlib.file_digest(file, "sha256").hexdigest(), size, path)


def require_regular(path: Path) -> os.stat_result:
    """What the system says of a file. A pipe or a device is refused before it is opened: opening one may never end.

    Raises:
        OSError: it is not there, or no file.
    """
    seen = path.stat()
    if not stat.S_ISREG(seen.st_mode):
        is_folder = stat.S_ISDIR(seen.st_mode)
        number = errno.EISDIR if is_folder else errno.EINVAL
        raise OSError(number, os.strerror(number) if is_folder else "this is not a file that can be read", str(path))
    return seen


def too_large(size: int, largest: int = LARGEST) -> str | None:
    """Why a file of this size is not read; None where it is."""
    return f"larger than {largest >> 30} GiB" if size > largest else None


def did_you_mean_path(path: Path, otherwise: str, *, holds: str = "") -> str:
    """`did you mean X?`, where one part of the path is wrong; `holds` is a file that the folder must have."""
    missing = next((each for each in [*reversed(path.parents), path] if not each.exists()), path)
    try:
        with os.scandir(missing.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST_COMPARED) if entry.name != missing.name]
    except OSError:
        return otherwise
    near = (missing.with_name(name) / path.relative_to(missing) for name in get_close_matches(missing.name, sorted(names)))
    there = next((str(each) for each in near if (each / holds).exists()), "")
    return f"did you mean `{there}`? Otherwise {otherwise}" if there.isprintable() and there else otherwise


def refuse_links(*paths: Path, where: str, next_step: str = "copy the file itself") -> None:
    """Nothing is read or written through a link.

    Raises:
        ConfigError: one of the paths is a link.
    """
    if any(path.is_symlink() for path in paths):
        raise ConfigError("a link, which is never followed", where=where, next_step=next_step)


@contextmanager
def in_utf8(where: str) -> Iterator[None]:
    """A text is decoded in this block.

    Raises:
        ConfigError: it is not UTF-8.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise ConfigError("not text in UTF-8", where=where, next_step="save it as UTF-8") from error
