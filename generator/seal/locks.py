"""A lock on an open file that goes with the process that holds it: what a killed one left is known from work under way."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> None:
        """Take it, or fail at once.

        Raises:
            OSError: another process has it.
        """
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    @contextmanager
    def folder_lock(_folder: Path) -> Iterator[None]:
        """Windows locks no folders: only threads of one process take turns there."""
        yield

else:
    import fcntl

    def lock(handle: int) -> None:
        """Take it, or fail at once.

        Raises:
            OSError: another process has it.
        """
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @contextmanager
    def folder_lock(folder: Path) -> Iterator[None]:
        """Wait for it, and hold it. Some file systems of a network know no such lock; writers do not take turns there."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
