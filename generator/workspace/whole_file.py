"""One file of a workspace, written whole: beside its place, then put there at once, so that no reader meets half of it."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator.errors import ConfigError

_READABLE = 0o644


def put_file(path: Path, data: bytes, *, last_look: Callable[[], None] = lambda: None) -> None:
    """Write a file, with the mode that one there has.

    `last_look` is called with the new file beside the place: what it raises leaves the place as it was.

    Raises:
        ConfigError: the place, or its folder, is a link.
    """
    if path.is_symlink() or path.parent.is_symlink():
        raise ConfigError("a link, which is never followed", where=str(path), next_step="make a plain file or folder of it")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        last_look()
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else _READABLE)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
