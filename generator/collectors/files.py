"""`atopack collect file` and `directory`: what a person has, copied byte for byte, with who, when and from where.

A copy never replaces anything, links are refused and never followed, and a name is changed only where a package could not
carry it. Equal bytes that are in the workspace already are not copied a second time.
"""

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from generator.collectors.base import (
    SIDECAR,
    Clock,
    CollectError,
    CollectionRefusal,
    CollectorInfo,
    Kept,
    RawFile,
    Sidecar,
    folder_in,
    folder_name,
)
from generator.collectors.collection import Collection
from generator.collectors.file_names import distinct_name, evidence_name
from generator.errors import ConfigError
from generator.file_loading import did_you_mean_path
from generator.version import VERSION

FOLDERS = {"scan": "scans", "cluster": "cluster", "pipeline": "pipelines", "diagram": "diagrams", "registry": "registry"}
"""Family of a file, and the folder it goes to."""
PLACES = ("scans", "cluster", "pipelines", "diagrams", "registry", "cloud", "documents", "other")
"""What `--to` may name; `diagrams` is a folder of the workspace, the others lie in `evidence/`."""
LARGEST = 1 << 30
"""Bytes: a larger file is not read as evidence."""

Family = Callable[[str, bytes], str | None]
"""What a file is, from its name and bytes; None where no format knows it. The command line hands it in."""

_COLLECTOR = CollectorInfo(name="atopack collect file", version=VERSION)
_SKIPPED = re.compile(r"^(\.|~\$|thumbs\.db$)", re.IGNORECASE)
_MOST_FILES = 50_000
_MOST_DEPTH = 30


class FileRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person hands in, and what they say of it."""

    workspace: Path
    paths: tuple[Path, ...]
    collected: datetime
    """When it was taken from the system; midnight UTC where only the day is known."""
    by: str
    """Who took it."""
    source: str
    """From where: `SecurityCenter, weekly scan 14`."""
    target: str | None = None
    """What it is about, for formats that do not say; for a cluster's dump, the cluster."""
    to: str | None = None
    """One of `PLACES`; None to go by what each file is."""
    again: bool = False
    """Copy also what is there already: it still holds on the new date."""


def collect(request: FileRequest, clock: Clock, family: Family) -> Collection:
    """Copy files and folders into the workspace.

    Raises:
        ConfigError: a path is missing, a link or no file; or an option is empty or in the future.
        CollectError: nothing that was named could be copied.
    """
    _check(request, clock())
    run = _FileRun(request, clock, family, _KnownEvidence(request.workspace))
    for path in request.paths:
        run.path(path)
    if not run.kept and not run.notes:
        why = run.refused[0].why if run.refused else "the folder holds no file"
        raise CollectError(f"nothing was copied: {why}", next_step="name files that can be read")
    folders = tuple(dict.fromkeys(raw_file.path.parent for raw_file in run.kept))
    return Collection(folders=folders, kept=tuple(run.kept), refused=tuple(run.refused), notes=tuple(run.notes))


def _check(request: FileRequest, now: datetime) -> None:
    for flag, text in (("--by", request.by), ("--source", request.source)):
        if not text.strip() or not text.isprintable():
            raise ConfigError(
                f"{flag} says nothing that can be printed", next_step="evidence names who took it, and from where"
            )
    if request.collected > now + timedelta(days=1):
        raise ConfigError(
            "--collected lies in the future", where=request.collected.isoformat(), next_step="give the day it was taken"
        )
    if request.to is not None and request.to not in PLACES:
        raise ConfigError(f"there is no folder {request.to!a} for evidence", next_step=f"one of {', '.join(PLACES)}")


@dataclass(slots=True)
class _FileRun:
    request: FileRequest
    clock: Clock
    family: Family
    known: "_KnownEvidence"
    kept: list[Kept] = field(default_factory=list)
    refused: list[CollectionRefusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def path(self, path: Path) -> None:
        """One path that was named: a wrong one is the person's mistake and ends the command."""
        if path.is_symlink():
            raise ConfigError("a link, which is never followed", where=str(path), next_step="name the file itself")
        if not path.exists():
            raise ConfigError("there is no such file", where=str(path), next_step=did_you_mean_path(path, "check the path"))
        if not path.is_dir():
            self._file(path, ())
            return
        self._refuse_own(path)
        for index, (file, folders) in enumerate(_walk(path, (), self._refuse)):
            if index >= _MOST_FILES:
                self._refuse(path, f"more than {_MOST_FILES} files; the others were not copied")
                return
            self._file(file, folders)

    def _refuse_own(self, path: Path) -> None:
        here, evidence = path.resolve(), (self.request.workspace / "evidence").resolve()
        if here.is_relative_to(evidence) or evidence.is_relative_to(here):
            raise ConfigError(
                "the folder holds this workspace's own evidence", where=str(path), next_step="name another folder"
            )

    def _file(self, path: Path, folders: tuple[str, ...]) -> None:
        try:
            raw = _read(path)
        except _Unfit as error:
            self._refuse(path, str(error))
            return
        except OSError as error:
            self._refuse(path, f"it cannot be read: {error.strerror}")
            return
        sha256 = hashlib.sha256(raw).hexdigest()
        there = None if self.request.again else self.known.place(raw, sha256)
        if there is not None:
            self.notes.append(f"{path.name} is there already: {there}")
            return
        self._keep(path, folders, raw, sha256)

    def _keep(self, path: Path, folders: tuple[str, ...], raw: bytes, sha256: str) -> None:
        place = self.request.to or FOLDERS.get(self.family(path.name, raw) or "", "other")
        folder = self._folder(place, folders)
        name = evidence_name(path.name)
        if (folder / name).exists():
            name = distinct_name(name, sha256)
        notes = [f"the file was called {path.name!a}"] if name != path.name else []
        if folders:
            notes.append(f"it lay in {'/'.join(folders)!a}")
        sidecar = Sidecar(
            collector=_COLLECTOR,
            collected=self.request.collected,
            command=f"atopack collect file {path.name}" if path.name.isprintable() else "atopack collect file",
            source=self.request.source,
            target=self.request.target,
            identity=self.request.by,
            end=self.clock(),
            notes=tuple(notes),
        )
        with RawFile(folder, name) as out:
            out.write(raw)
            kept = out.keep(sidecar)
        self.kept.append(kept)
        self.known.add(kept.path, len(raw), sha256)

    def _folder(self, place: str, folders: tuple[str, ...]) -> Path:
        above = place if place == "diagrams" else f"evidence/{place}"
        if place == "cluster":
            above += f"/{folder_name(self.request.target or 'cluster')}"
        below = "".join(f"/{folder_name(folder)}" for folder in folders)
        return folder_in(self.request.workspace, f"{above}/{_dated(self.request.collected)}{below}")

    def _refuse(self, path: Path, why: str) -> None:
        self.refused.append(CollectionRefusal(resource=path.name, verb="copy", why=why, scope=str(path.parent)))


class _Unfit(Exception):  # noqa: N818 - a reason, caught where the file is named
    """Why a file is not copied."""


class _KnownEvidence:
    """The evidence that is there, by size and then by hash, so that only files of equal size are read."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._sizes: dict[int, list[Path]] = defaultdict(list)
        self._hashes: dict[Path, str] = {}
        for top in ("evidence", "diagrams"):
            for folder, _, names in os.walk(workspace / top, followlinks=False):
                for name in names:
                    path = Path(folder) / name
                    if not name.startswith(".") and not name.endswith(SIDECAR) and not path.is_symlink() and path.is_file():
                        self._sizes[path.stat().st_size].append(path)

    def add(self, path: Path, size: int, sha256: str) -> None:
        """One that has just been copied."""
        self._sizes[size].append(path)
        self._hashes[path] = sha256

    def place(self, raw: bytes, sha256: str) -> str | None:
        """Where equal bytes are, inside the workspace."""
        for path in self._sizes.get(len(raw), ()):
            if path not in self._hashes:
                with path.open("rb") as file:
                    self._hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
            if self._hashes[path] == sha256:
                return path.relative_to(self._workspace).as_posix()
        return None


def _walk(folder: Path, above: tuple[str, ...], refuse: Callable[[Path, str], None]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Files below a folder with the folders they lie in, sorted. Links and what is no evidence are named, hidden files not."""
    if len(above) >= _MOST_DEPTH:
        refuse(folder, f"nested more than {_MOST_DEPTH} folders deep")
        return
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        refuse(folder, f"it cannot be read: {error.strerror}")
        return
    for path in children:
        if _SKIPPED.match(path.name):
            continue
        if path.is_symlink():
            refuse(path, "a link, which is never followed")
        elif path.is_dir():
            yield from _walk(path, (*above, path.name), refuse)
        elif path.name.endswith(SIDECAR):
            refuse(path, "a sidecar; what it says is to be said again with --by, --source and --collected")
        else:
            yield path, above


def _read(path: Path) -> bytes:
    """The bytes of a regular file. A pipe is not waited for, and a link put there meanwhile is not followed.

    Raises:
        _Unfit: not a regular file, empty or too large.
        OSError: it may not be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        result = os.fstat(file.fileno())
        if not stat.S_ISREG(result.st_mode):
            raise _Unfit("not a regular file")
        raw = file.read(LARGEST + 1) if result.st_size <= LARGEST else b""
    if result.st_size > LARGEST or len(raw) > LARGEST:
        raise _Unfit(f"larger than {LARGEST >> 30} GiB")
    if not raw:
        raise _Unfit("empty: an empty file proves nothing")
    return raw


def _dated(moment: datetime) -> str:
    """The folder's name: the day, with the time where one was given."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%d" if (utc.hour, utc.minute, utc.second) == (0, 0, 0) else "%Y-%m-%dT%H%M%SZ")
