"""Copies evidence and proves on the way that it is what was read: each file is hashed as it is copied, several at a time.

Hashing and copying happen outside Python's lock, so that threads use every processor; what is held of a file is one piece.
"""

import hashlib
import io
import mmap
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path

import msgspec

from generator.documents.large_content import Content, pieces_of
from generator.errors import ConfigError
from generator.model.identifiers import Sha256

PIECE = 256 << 10
"""Bytes at a time: measured best on Linux; larger pieces make the kernel look for larger free pages."""
WHOLE_PIECE = 1 << 20
LARGE = 64 << 20
"""Bytes from which on a file is written past the cache."""
_FEW = 16
"""Small files that are hashed sooner than threads have begun."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_CLONE = 0x40049409
"""Linux, ioctl_ficlonerange(2): FICLONE."""


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is."""

    sha256: Sha256
    size: int


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """One file to be copied, and what it was when it was read."""

    source: Path
    target: Path
    sha256: Sha256


def digest(path: Path) -> Digest:
    """Hash a file piece by piece; a link is not followed.

    Raises:
        OSError: it may not be read, or is a link.
    """
    with _opened(path) as file:
        return _hash(file, None)


def digests(paths: Sequence[Path]) -> Mapping[Path, Digest]:
    """The same of many files, several at a time."""
    if len(paths) <= _FEW and all(path.lstat().st_size < PIECE for path in paths):
        return {path: digest(path) for path in paths}
    with _workers(len(paths)) as pool:
        return dict(zip(paths, pool.map(digest, paths), strict=True))


def write_all(folder: Path, files: Mapping[str, Content]) -> None:
    """Write the files below the folder, several at a time. Their folders are made.

    Raises:
        OSError: the disk is full, or may not be written.
    """
    for above in sorted({(folder / name).parent for name in files}):
        above.mkdir(parents=True, exist_ok=True)

    def written(name: str) -> None:
        with (folder / name).open("wb") as file:
            file.writelines(pieces_of(files[name]))

    with _workers(len(files)) as pool:
        for _ in pool.map(written, files):
            pass


def copy_all(copies: Iterable[Copy]) -> None:
    """Copy the files, several at a time. The folders of the targets are made; the first fault stops the others.

    Raises:
        ConfigError: a file is no longer what it was when it was read.
        OSError: a file cannot be read, or the disk is full.
    """
    listed = tuple(copies)
    for folder in sorted({job.target.parent for job in listed}):
        folder.mkdir(parents=True, exist_ok=True)
    with _workers(len(listed), each=2) as pool:
        running = [pool.submit(copy, job) for job in listed]
        done, waiting = wait(running, return_when=FIRST_EXCEPTION)
        _cancel(waiting)
    for job in running:
        if job in done or not job.cancelled():
            job.result()


def copy(job: Copy) -> None:
    """See `copy_all`."""
    with _evidence(job.source) as source, _made(job.target) as target:
        if _cloned(source, target):
            written_hash = _hash(target, None)
        elif os.fstat(source.fileno()).st_size >= LARGE:
            written_hash = _hash_past_the_cache(source, target)
        else:
            written_hash = _hash(source, target)
    if written_hash.sha256 != job.sha256:
        raise ConfigError("the evidence changed while the package was built", where=str(job.source), next_step="build again")


def _evidence(path: Path) -> io.FileIO:
    try:
        return _opened(path)
    except OSError as error:
        what = f"the evidence can no longer be read as it was: {error.strerror}"
        raise ConfigError(what, where=str(path), next_step="see what happened to it, then build again") from error


def _cancel(waiting: Iterable[Future[None]]) -> None:
    for future in waiting:
        future.cancel()


def _workers(number: int, each: int = 1) -> ThreadPoolExecutor:
    """`each` of a processor: more than one where they also wait for the disk."""
    return ThreadPoolExecutor(max_workers=max(1, min(number, each * (os.cpu_count() or 1))))


def _opened(path: Path) -> io.FileIO:
    return io.FileIO(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_LINK))


def _made(path: Path) -> io.FileIO:
    return io.FileIO(path, "xb+")


def _hash(source: io.FileIO, target: io.FileIO | None) -> Digest:
    """Read to the end; what is read is written to the target, where there is one."""
    sha256, size, room = hashlib.sha256(), 0, memoryview(bytearray(PIECE))
    while number := source.readinto(room):
        piece = room[:number]
        sha256.update(piece)
        size += number
        if target is not None:
            _write(target, piece)
    return Digest(sha256=Sha256(sha256.hexdigest()), size=size)


def _hash_past_the_cache(source: io.FileIO, target: io.FileIO) -> Digest:
    """The same, for large files: written to the disk itself where it can, so that gigabytes do not go through its cache.

    Such writes are whole pieces from memory that begins at a page; what is left at the end goes the usual way.
    """
    sha256, size, direct = hashlib.sha256(), 0, _past_the_cache(target, on=True)
    with mmap.mmap(-1, WHOLE_PIECE) as pages, memoryview(pages) as room:
        while number := _filled(source, room):
            with room[:number] as piece:
                sha256.update(piece)
                size += number
                if direct and number < WHOLE_PIECE:
                    direct = _past_the_cache(target, on=False)
                written = target.write(piece) or 0
                if written < number:
                    direct = direct and _past_the_cache(target, on=False)
                    with piece[written:] as rest:
                        _write(target, rest)
    return Digest(sha256=Sha256(sha256.hexdigest()), size=size)


def _filled(source: io.FileIO, room: memoryview) -> int:
    """Bytes that were read: fewer than there is room for only at the end."""
    at = 0
    while at < len(room):
        with room[at:] as left:
            number = source.readinto(left)
        if not number:
            break
        at += number
    return at


def _write(target: io.FileIO, piece: memoryview) -> None:
    while piece:
        piece = piece[target.write(piece) or 0 :]


if sys.platform == "linux":
    import fcntl

    def _past_the_cache(target: io.FileIO, *, on: bool) -> bool:
        """Switch it; returns whether it is on. Not every file system can."""
        flags = fcntl.fcntl(target, fcntl.F_GETFL)
        try:
            fcntl.fcntl(target, fcntl.F_SETFL, flags | os.O_DIRECT if on else flags & ~os.O_DIRECT)
        except OSError:
            return not on
        return on

    def _cloned(source: io.FileIO, target: io.FileIO) -> bool:
        """Where the file system can, the copy shares its blocks with the source until one of the two is written to."""
        try:
            fcntl.ioctl(target.fileno(), _CLONE, source.fileno())
        except OSError:
            return False
        return True

else:

    def _past_the_cache(target: io.FileIO, *, on: bool) -> bool:  # noqa: ARG001 - the same signature everywhere
        """Other systems write through their cache."""
        return False

    def _cloned(source: io.FileIO, target: io.FileIO) -> bool:  # noqa: ARG001 - the same signature everywhere
        """Other systems copy."""
        return False
