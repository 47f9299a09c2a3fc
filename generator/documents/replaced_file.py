"""A file that another program may read at any moment: whole or not at all."""

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, *parts: bytes | memoryview, mode: int | None = None, lasting: bool = True) -> None:
    """Write beside the place, then rename: a reader sees the old file or the new one, and never a part.

    The name beside it begins with a dot and ends otherwise, so that a collector of `*.prom` passes it over. Without a mode the
    file is its owner's alone; one that is not `lasting` may be gone after a loss of power, as what can be made again may.

    Raises:
        OSError: the disk is full, or the folder may not be written; the old file stays.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
