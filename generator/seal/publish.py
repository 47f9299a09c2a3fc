"""Puts a finished package in place: written beside, then renamed, so that the old one stays until the new one is whole.

Evidence is copied, never linked: a link would let a re-collection change a published package, and a person who opens the
package's copy change the raw evidence.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import ConfigError, OutputEditedError
from generator.seal import manifest as seal


def refuse_if_edited(target: Path) -> None:
    """Nothing that a person made or changed is overwritten.

    Raises:
        OutputEditedError: the folder is not a package of ours, or one of its files was changed or added.
        ConfigError: its manifest cannot be read.
    """
    if target.is_symlink():
        raise OutputEditedError(
            "the output folder is a link", where=str(target), next_step="name the folder it leads to with --output"
        )
    if not target.exists():
        return
    known = seal.read(target)
    if known is None:
        if target.is_dir() and not any(target.iterdir()):
            return
        raise OutputEditedError(
            "the output folder holds something that is not a package",
            where=str(target),
            next_step="name another folder with --output, or move it away",
        )
    changed = [row for row in seal.differences(target, known) if not row.startswith("missing")]
    if changed:
        shown = "; ".join(changed[:5]) + (f"; and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise OutputEditedError(
            f"files in the package differ from what was written, so a person worked on them: {shown}",
            where=str(target),
            next_step="copy them to a safe place and remove them here, or build into another folder with --output",
        )


def publish(target: Path, files: Mapping[str, bytes], copied: Mapping[str, tuple[Path, str]]) -> None:
    """Write all files beside the target, then put them in its place.

    `copied` names the file of each piece of evidence and the sha256 it had when it was read.

    Raises:
        ConfigError: evidence changed while the package was built, or another build is publishing there.
        OutputEditedError: the package changed while this one was built.
        OSError: the disk is full or may not be written; the old package is untouched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target), tempfile.TemporaryDirectory(prefix=f".{target.name}.", suffix=".new", dir=target.parent) as folder:
        staging, old = Path(folder) / "package", Path(folder) / "old"
        for name, data in files.items():
            _place(staging / name).write_bytes(data)
        for name, (source, sha256) in copied.items():
            _copy(source, _place(staging / name), sha256)
        refuse_if_edited(target)
        if target.exists():
            target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _copy(source: Path, path: Path, sha256: str) -> None:
    shutil.copyfile(source, path)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ConfigError("the evidence changed while the package was built", where=str(source), next_step="build again")


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One build at a time publishes to a folder; the lock goes with the process that holds it."""
    path = target.with_name(f".{target.name}.lock")
    handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _lock(handle)
    except OSError as error:
        os.close(handle)
        raise ConfigError(
            "another build is publishing to this folder", where=str(target), next_step="wait for it, then build again"
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
