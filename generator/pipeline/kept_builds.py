"""That a package is what a build made of these inputs: where neither they nor the package changed since, it is left as it is.

The inputs are every file of the workspace, whether a build reads it or not, what was asked for, and what reads and writes
(sources, libraries, the project's own templates, the program `helm`). All files are hashed each time, those of the package
as well; nothing is taken from the note but what was printed (docs/decisions/0175).
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.documents.kept_entries import KeptEntries, key_of
from generator.errors import ConfigError
from generator.model.identifiers import Sha256
from generator.resources import data_digest
from generator.seal import manifest as seal
from generator.seal.known_hashes import KnownHashes

_FOLDER = "builds"


class BuildNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a build published and printed."""

    manifest: Sha256
    """Of the package's manifest, which has the hash of every other file."""
    printed: tuple[str, ...]
    code: int
    """With which the command ended."""
    summary: bytes = b""
    """What a fleet keeps of the system."""


class KeptBuilds:
    """Notes of builds; without a cache there are none, and nothing is hashed."""

    def __init__(
        self, cache: Path | None, workspace: Path, package: Path, request: object, hashes: KnownHashes | None = None
    ) -> None:
        """`package` is the folder that is written, `request` all that a build depends on beside the files of the workspace. The
        build that follows reads no file again that it finds in `hashes`."""
        self._entries = KeptEntries(cache, _FOLDER)
        apart = [path.resolve() for path in (cache, package) if path is not None]
        self._apart = frozenset(apart)
        self._above = frozenset(above for path in apart for above in path.parents)
        self._root = workspace.resolve()
        self._package = package
        self._request = msgspec.msgpack.encode(request)
        self._hashes = hashes or KnownHashes()
        self._key: str | None = None

    def note(self) -> BuildNote | None:
        """Of the build that made the package as it is there now from the workspace as it is now."""
        if not self._entries.keeps:
            return None
        self._key = self._key_now()
        note = self._entries.record(self._key, BuildNote) if self._key is not None else None
        return note if note is not None and self._is_there(note) else None

    def keep(self, note: BuildNote) -> None:
        """That the build made the package, where no input changed since `note` was asked."""
        if self._key is not None and self._key == self._key_now():
            self._entries.put(self._key, msgspec.msgpack.encode(note))
            self._entries.make_room()

    def _is_there(self, note: BuildNote) -> bool:
        try:
            if self._package.is_symlink() or self._hashes.sha256(self._package / seal.MANIFEST) != note.manifest:
                return False
            manifest = seal.read(self._package)
            return (
                manifest is not None
                and (self._package / seal.SUMS).is_file()
                and not seal.differences(self._package, manifest, self._hashes)
            )
        except (ConfigError, OSError):
            return False

    def _key_now(self) -> str | None:
        """None where the inputs cannot all be hashed: what a link leads to may change without it."""
        digest = hashlib.sha256()
        try:
            for name, content in self._contents(self._root):
                digest.update(len(name).to_bytes(8, "big") + name + content)
            helm = shutil.which("helm")
            program = self._hashes.sha256(Path(helm)).encode() if helm is not None else b""
        except OSError:
            return None
        places = (os.fsencode(self._root), os.fsencode(self._package.absolute()), os.fsencode(self._package))
        return key_of(digest.digest(), program, *places, self._request, data_digest())

    def _contents(self, folder: Path) -> Iterator[tuple[bytes, bytes]]:
        """Each file and folder below with its hash, but for the package that is written and the cache.

        Raises:
            OSError: one cannot be read, or is a link or no plain file.
        """
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            path = folder / entry.name
            name = os.fsencode(path.relative_to(self._root))
            if path in self._apart:
                continue
            if entry.is_dir(follow_symlinks=False):
                if path not in self._above:
                    yield name, b"folder"
                yield from self._contents(path)
            elif entry.is_file(follow_symlinks=False):
                yield name, self._hashes.sha256(path).encode()
            else:
                raise OSError(errno.EINVAL, "a link or no plain file", str(path))
