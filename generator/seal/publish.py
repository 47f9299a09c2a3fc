"""Puts a finished folder in place: written beside, then renamed, so that the old one stays until the new one is whole.

Evidence is copied, never linked with what was collected: a link would let a re-collection change a published package, and a
person who opens the package's copy change the raw evidence. What the old package has already is not copied again
(`evidence_there`).
"""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from generator.documents.large_content import Content, pieces_of
from generator.errors import ConfigError, OutputEditedError
from generator.limits import NAMED
from generator.model.identifiers import Sha256
from generator.seal import manifest as seal
from generator.seal.copying import Copy, copy_all
from generator.seal.evidence_there import evidence_there, link_all
from generator.seal.exchange import exchange
from generator.seal.known_hashes import KnownHashes
from generator.seal.locks import lock
from generator.text import listed

Refuse = Callable[[Path], None]
"""Raises where a folder holds what a person made."""


def refuse_if_edited(target: Path, *, absorbed: frozenset[str] = frozenset(), hashes: KnownHashes | None = None) -> None:
    """Nothing that a person made or changed is overwritten, but for files whose content was taken over: `absorbed`, by SHA-256.
    Who asks twice gives the `hashes` of the first time, so that only what changed since is read again.

    Raises:
        OutputEditedError: the folder is not a package of ours, or one of its files was changed or added.
        ConfigError: its manifest cannot be read.
    """
    refuse_link(target)
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
    rows = [row for row in seal.differences(target, known, hashes) if not row.startswith("missing")]
    changed = [row for row in rows if not _is_absorbed(target, row, absorbed)]
    if changed:
        shown = listed(changed, NAMED, separator="; ")
        raise OutputEditedError(
            f"files in the package differ from what was written, so a person worked on them: {shown}",
            where=str(target),
            next_step="take over an edited Appendix A with `atopack absorb FILE`; copy other files to a safe place and remove "
            "them here, or build into another folder with --output",
        )


def _is_absorbed(target: Path, row: str, absorbed: frozenset[str]) -> bool:
    file = target / row.partition(": ")[2]
    if not absorbed or file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() in absorbed


def refuse_link(target: Path) -> None:
    """Nothing is written through a link.

    Raises:
        OutputEditedError: the folder is one.
    """
    if target.is_symlink():
        raise OutputEditedError(
            "the output folder is a link", where=str(target), next_step="name the folder it leads to with --output"
        )


def publish(
    target: Path,
    files: Mapping[str, Content],
    copied: Mapping[str, tuple[Path, Sha256]],
    *,
    refuse: Refuse = refuse_if_edited,
    hashes: KnownHashes | None = None,
) -> None:
    """Write all files beside the target, then put them in its place.

    `copied` names the file of each piece of evidence and the sha256 it had when it was read; `refuse` is asked once more
    before the folder that is there makes room. `hashes` knows the files of a package that is there: of its evidence nothing
    is copied again.

    Raises:
        ConfigError: evidence changed while the package was built, or another process is writing there.
        OutputEditedError: the package changed while this one was built.
        OSError: the disk is full or may not be written; the old package is untouched.
    """
    with alone(target):
        put_in_place(target, files, copied, refuse=refuse, hashes=hashes)


def put_in_place(
    target: Path,
    files: Mapping[str, Content],
    copied: Mapping[str, tuple[Path, Sha256]],
    *,
    refuse: Refuse,
    hashes: KnownHashes | None = None,
) -> None:
    """See `publish`; the caller holds the target `alone`.

    Old and new change places in one step where the system can; elsewhere there is a moment without a package, and the next
    build brings back what a process that was killed in it had moved aside (`_sweep`).
    """
    with _named(target), scratch(target) as folder:
        staging, old = folder / "package", folder / "old"
        for name, content in files.items():
            with _place(staging / name).open("wb") as file:
                file.writelines(pieces_of(content))
        wanted = {name: sha256 for name, (_, sha256) in copied.items()}
        there = evidence_there(target, wanted, hashes) if hashes is not None and files else ()
        _copy(copied, copied.keys() - {*there}, staging)
        refuse(target)
        # NOTE: after that, since a second name changes when a file was last changed, so that it would be read once more
        if there:
            _copy(copied, link_all(target, staging, there, like=(staging / next(iter(files))).stat()), staging)
        if target.exists():
            if exchange(staging, target):
                return
            target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise


def _copy(copied: Mapping[str, tuple[Path, Sha256]], names: Iterable[str], staging: Path) -> None:
    rows = ((name, *copied[name]) for name in sorted(names))
    copy_all(Copy(source=source, target=staging / name, sha256=sha256) for name, source, sha256 in rows)


@contextlib.contextmanager
def scratch(target: Path) -> Iterator[Path]:
    """A folder beside the target that goes with the block; of a process that was killed, the next one removes it."""
    with tempfile.TemporaryDirectory(prefix=_prefix(target), suffix=_SUFFIX, dir=target.parent) as folder:
        yield Path(folder)


@contextlib.contextmanager
def _named(target: Path) -> Iterator[None]:
    """A full disk says in itself which one it is."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, f"{error.strerror}; nothing was published", str(target)) from error


_SUFFIX = ".new"
_RANDOM = r"[a-z0-9_]{8}"
"""What `tempfile` puts between prefix and suffix."""


def _prefix(target: Path) -> str:
    return f".{target.name}."


def _sweep(target: Path) -> None:
    """What interrupted builds left behind: no other build publishes here now, so it is no longer needed.

    The package that such a build had already moved aside comes back first, where there is none in its place.
    """
    ours = re.compile(re.escape(_prefix(target)) + _RANDOM + re.escape(_SUFFIX))
    for left in sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name)):
        if left.is_symlink() or not left.is_dir():
            continue
        old = left / "old"
        if old.is_dir() and not target.exists():
            old.rename(target)
        shutil.rmtree(left)


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def alone(target: Path) -> Iterator[None]:
    """One process at a time writes to a folder; the lock goes with the process that holds it.

    Raises:
        ConfigError: another one does.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".{target.name}.lock")
    handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        lock(handle)
        _refuse_stale(handle, path)
    except OSError as error:
        os.close(handle)
        raise ConfigError(
            "another process is writing to this folder", where=str(target), next_step="wait for it, then try again"
        ) from error
    try:
        _sweep(target)
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        os.close(handle)


def _refuse_stale(handle: int, path: Path) -> None:
    """A lock that its holder removed between our opening and locking it no longer keeps others out."""
    if not os.path.samestat(os.fstat(handle), path.stat()):
        raise FileNotFoundError(str(path))
