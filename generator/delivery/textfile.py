"""A file that another program may read at any moment: whole or not at all."""

import os
import tempfile
from pathlib import Path

from generator.errors import ConfigError


def put(path: Path, data: bytes) -> None:
    """Write beside the place, then rename: a reader sees the old file or the new one, and never a part.

    The name beside it begins with a dot and ends otherwise, so that a collector of `*.prom` passes it over.

    Raises:
        ConfigError: the folder is not there, or the place is a folder or link.
        OSError: the disk is full, or the folder may not be written; the old file stays.
    """
    if not path.parent.is_dir():
        raise ConfigError("there is no such folder", where=str(path.parent), next_step="make it, or name another file")
    if path.is_symlink() or path.is_dir():
        raise ConfigError("a link or folder where a file was expected", where=str(path), next_step="name another file")
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
