"""Evidence that the package that is there has as well: the new one gets that file, by a second name, and no copy of it.

Both have it until they change places; then the old package goes, and with it the first name. So nothing that stays shares a
file with a package: neither the evidence as it was collected, nor what a person made of a package by links.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import ConfigError
from generator.model.identifiers import Sha256
from generator.seal import manifest as seal
from generator.seal.known_hashes import KnownHashes


def evidence_there(target: Path, wanted: Mapping[str, Sha256], hashes: KnownHashes) -> tuple[str, ...]:
    """Which of the files, by their paths in a package, are the same there. `hashes` knows what was read of them before."""
    try:
        manifest = seal.read(target)
    except (ConfigError, OSError):
        return ()
    rows = manifest.files if manifest is not None else ()
    same = (row.path for row in rows if wanted.get(row.path) == row.sha256)
    return tuple(path for path in same if _sha256(target / path, hashes) == wanted[path])


def link_all(target: Path, staging: Path, paths: Iterable[str], *, like: os.stat_result) -> tuple[str, ...]:
    """Gives the files of the package there their second names; which of them can have none?

    One that is not as a file that is made now, `like`, has none: of another owner, with other rights, or with further names.
    """
    left = []
    for path in paths:
        place = staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not _is_linked(target / path, place, like):
            left.append(path)
    return tuple(left)


def _sha256(file: Path, hashes: KnownHashes) -> Sha256 | None:
    try:
        return hashes.sha256(file) if stat.S_ISREG(file.lstat().st_mode) else None
    except OSError:
        return None


def _is_linked(there: Path, place: Path, like: os.stat_result) -> bool:
    try:
        seen = there.lstat()
        if seen.st_nlink != 1 or _rights(seen) != _rights(like):
            return False
        os.link(there, place)
    except OSError:  # NOTE: there are file systems without second names, and those that bound their number
        return False
    return True


def _rights(seen: os.stat_result) -> tuple[int, int, int]:
    """With what kind of file it is."""
    return seen.st_uid, seen.st_gid, seen.st_mode
