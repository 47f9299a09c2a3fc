"""SHA-256 of files that are asked for more than once: a file is read again where anything about it changed.

What says that nothing did: the file's identity, its size, and when its content and its entry were last changed (`st_mtime`,
`st_ctime` of POSIX sys/stat.h). The second of these times no program can set back. A file that was changed shortly before it
was read is read each time, since a further change may bear the same time: file systems count in steps of up to two seconds
(docs/decisions/0170).
"""

import hashlib
import os
import time
from pathlib import Path

from generator.model.identifiers import Sha256

_OLD_ENOUGH = 3_000_000_000
"""Nanoseconds after which a change has a time of its own in every file system."""
_State = tuple[int, int, int, int, int]


class KnownHashes:
    """The hashes of files that were read; a new one knows none."""

    def __init__(self) -> None:
        self._known: dict[_State, Sha256] = {}

    def sha256(self, path: Path) -> Sha256:
        """Of the file as it is now.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            state = _state(os.fstat(file.fileno()))
            if state in self._known:
                return self._known[state]
            started = time.time_ns()
            sha256 = Sha256(hashlib.file_digest(file, "sha256").hexdigest())
            if _is_old_enough(state, started) and _state(os.fstat(file.fileno())) == state:
                self._known[state] = sha256
        return sha256

    def known(self, path: Path) -> tuple[Sha256, int] | None:
        """The same with the file's size; None where it would have to be read.

        Raises:
            OSError: it is not there.
        """
        seen = path.stat()
        sha256 = self._known.get(_state(seen))
        return (sha256, seen.st_size) if sha256 is not None else None


def _state(stat: os.stat_result) -> _State:
    return (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _is_old_enough(state: _State, started: int) -> bool:
    # NOTE: elsewhere st_ctime is when the file was made, so that an edit may leave all of this as it was
    return os.name == "posix" and max(state[-2:]) + _OLD_ENOUGH < started
