"""A person's file, changed so that it is never lost: a copy first, the new one written beside it, then put in its place."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from generator.errors import ConfigError


def put(path: Path, data: bytes, *, copy: Path) -> None:
    """The new content under the old name, with the old permissions; what was there is at `copy` from then on.

    Raises:
        ConfigError: something else is at `copy`.
        OSError: the disk is full or may not be written; the file is as it was.
    """
    _keep(path, copy)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _keep(path: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    if copy.is_symlink() or (copy.exists() and not copy.is_file()):
        raise ConfigError("no copy can be kept: something else is in its place", where=str(copy), next_step="move it away")
    if not copy.exists() or _sha256(copy) != _sha256(path):
        shutil.copy2(path, copy)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
