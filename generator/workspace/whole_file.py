"""One file of a workspace, written whole: beside its place, then put there at once, so that no reader meets half of it."""

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from generator.file_loading import refuse_links
from generator.seal.locks import folder_lock, lock

_READABLE = 0o644
_SUFFIX = ".new"
_RANDOM = r"[a-z0-9_]{8}"
"""What `tempfile` puts between prefix and suffix."""
_TURN = threading.Lock()


def put_file(path: Path, data: bytes, *, last_look: Callable[[], None] = lambda: None) -> None:
    """Write a file, with the mode that one there has.

    `last_look` is called with the new file beside the place: what it raises leaves the place as it was. Between it and the
    renaming no other writer of this module has its turn, in this process or another.

    Raises:
        ConfigError: the place, or its folder, is a link.
    """
    refuse_links(path, path.parent, where=str(path), next_step="make a plain file or folder of it")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _TURN, folder_lock(path.parent):  # or another writer sweeps away the new file before it is locked
        _sweep(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
        lock(handle)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            with _TURN, folder_lock(path.parent):
                last_look()
                Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else _READABLE)
                if os.name == "nt":
                    file.close()  # Windows renames no open file; elsewhere the lock is held until the name is gone
                Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Removes what a killed process left beside the place. Work under way is locked, and stays."""
    ours = re.compile(re.escape(f".{path.name}.") + _RANDOM + re.escape(_SUFFIX))
    for left in [each for each in path.parent.iterdir() if ours.fullmatch(each.name) and not each.is_symlink()]:
        with contextlib.suppress(OSError), left.open("rb") as file:
            lock(file.fileno())
            left.unlink()
