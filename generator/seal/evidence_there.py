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
    known = {row.path: row.sha256 for row in manifest.files} if manifest is not None else {}
    same = (path for path, sha256 in wanted.items() if known.get(path) == sha256)
    return tuple(path for path in same if _sha256(target / path, hashes) == wanted[path])


def link_all(target: Path, staging: Path, paths: Iterable[str], *, like: os.stat_result) -> tuple[str, ...]:
    """Gives the files of the package there their second names; which of them can have none?

    One that is not as a file that is made now, `like`, has none: of another owner, with other rights, or with further names;
    and none in a folder that a link stands for, which leads to what is no part of the package.
    """
    left = []
    own: dict[Path, bool] = {target: True}
    for path in paths:
        there, place = target / path, staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not (_is_own(there.parent, own) and _is_linked(there, place, like)):
            left.append(path)
    return tuple(left)


def _is_own(folder: Path, known: dict[Path, bool]) -> bool:
    """Is the folder, and each between it and the package, none that a link stands for?"""
    if folder not in known:
        known[folder] = _is_own(folder.parent, known) and not folder.is_symlink()
    return known[folder]


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
        made = place.lstat()
        if made.st_nlink == 2 and _identity(made) == _identity(seen):
            return True
        place.unlink()  # NOTE: another was put there meanwhile, or got a further name; or names are not counted there
    except OSError:  # NOTE: there are file systems without second names, and those that bound their number
        pass
    return False


def _identity(seen: os.stat_result) -> tuple[int, ...]:
    """Which file it is, with its content."""
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns


def _rights(seen: os.stat_result) -> tuple[int, int, int]:
    """With what kind of file it is."""
    return seen.st_uid, seen.st_gid, seen.st_mode
