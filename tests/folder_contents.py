"""Whether two folders are the same, or one is as it was: every file below, by its path in it."""

import hashlib
from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, where all of them together would be too much to compare or to show."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
