"""What was read of evidence, kept between runs, so that a file that did not change is not read twice.

An entry is found by everything that reading depends on: the content's SHA-256, what is known about the file from outside and
by other files, the sources of this project, and the libraries that read. It is used only if its own hash fits, and kept only
if it gives back what was read; anything else is read again. The folder is the user's alone, bounded, no part of a package, and
may be deleted.

Not kept is what a reader made with a look at other evidence files: these may change while the file itself does not.
"""

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from generator.model.evidence import EvidenceFile
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.registry import LISTED, standing
from generator.pipeline.snapshot_form import ReadFile, decoded, encoded
from generator.version import sources_digest

T = TypeVar("T")

_FOLDER = "evidence"
_MOST_BYTES = 2 << 30
"""Of all entries. Those that were used longest ago make room."""
_HASH_BYTES = 32


class WatchedFiles:
    """The evidence files as one reader sees them, which remembers whether it looked at any."""

    def __init__(self, files: EvidenceFiles) -> None:
        self._files = files
        self.looked = False

    def once(self, what: str, path: str, make: Callable[[], T]) -> T:
        """See `EvidenceFiles.once`. What recognizing asks is part of the key of an entry, and is no look at another file."""
        before = self.looked
        made = self._files.once(what, path, make)
        self.looked = before or what not in LISTED
        return made

    def __getattr__(self, name: str) -> object:
        self.looked = True
        return getattr(self._files, name)

    @property
    def as_files(self) -> EvidenceFiles:
        """For a `Document`."""
        return cast("EvidenceFiles", self)


class KeptSnapshots:
    """The folder of one user; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = _own(folder / _FOLDER) if folder is not None else None

    def get(self, evidence: EvidenceFile, files: EvidenceFiles) -> ReadFile | None:
        """What was read of this file; None where it has to be read."""
        if self._folder is None:
            return None
        path = self._path(evidence, files)
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                data = file.read()
            if hashlib.sha256(memoryview(data)[_HASH_BYTES:]).digest() != data[:_HASH_BYTES]:
                return None
            kept = decoded(memoryview(data)[_HASH_BYTES:])
            os.utime(path)
        except (OSError, msgspec.MsgspecError, KeyError):
            return None
        return kept if kept.snapshot.evidence == evidence else None

    def put(self, evidence: EvidenceFile, files: EvidenceFiles, read: ReadFile) -> None:
        """Keeps it, whole or not at all. A folder that refuses costs speed only."""
        if self._folder is None:
            return
        try:
            body = encoded(read)
            if decoded(body) != read:
                return
        except (msgspec.MsgspecError, TypeError, ValueError, OverflowError):  # a number or text that has no place in the form
            return
        with contextlib.suppress(OSError):
            path = self._path(evidence, files)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(body).digest() + body)
                Path(part).replace(path)
            except OSError:
                Path(part).unlink(missing_ok=True)
                raise

    def make_room(self, most: int = _MOST_BYTES) -> None:
        """Removes what was used longest ago, until at most so many bytes are kept."""
        if self._folder is None:
            return
        entries = []
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                seen = path.lstat()
                entries.append((seen.st_mtime, seen.st_size, path))
        left = sum(size for _, size, _ in entries) - most
        for _, size, path in sorted(entries):
            if left <= 0:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size

    def _path(self, evidence: EvidenceFile, files: EvidenceFiles) -> Path:
        known = msgspec.json.encode((evidence, standing(files, evidence.path)))
        key = hashlib.sha256(sources_digest() + known).hexdigest()
        return cast("Path", self._folder) / key[:2] / key[2:]


def _own(folder: Path) -> Path | None:
    """The folder, made where it is missing; None where it is not the user's alone, or cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = folder.lstat()
        if not stat.S_ISDIR(seen.st_mode) or (hasattr(os, "getuid") and seen.st_uid != os.getuid()):
            return None
        if os.name == "posix" and stat.S_IMODE(seen.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError:
        return None
    return folder
