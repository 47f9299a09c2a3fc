"""What all collectors share: a raw file as the source gave it, its sidecar, and a folder named by the moment of collection.

A collector asks only, never changes anything at the source, and decides nothing about what it brings. A file is written beside
its place, hashed on the way, and put in place together with `<name>.sidecar.json`, which says where it came from; the workspace
reads `collected` and `target` out of it. Collecting again makes a new folder, so that the old evidence stays.
"""

import hashlib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType

import msgspec

from generator.errors import ConfigError, GeneratorError

SIDECAR = ".sidecar.json"

Clock = Callable[[], datetime]
"""The moment, aware and in UTC. The command line hands it in."""

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LIKE_A_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?!\d)")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,199}")


class CollectError(GeneratorError):
    """The source could not be reached or refused everything. Nothing was written, or what was written says so."""


class CollectorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Which program collected."""

    name: str
    """`atopack collect kubernetes`."""
    version: str


class CollectionRefusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that was asked for and not given: *not collected*, which is never the same as *none exist*."""

    resource: str
    """In the source's own words: `pods`, `constrainttemplates.templates.gatekeeper.sh`, `ecr:DescribeImages`."""
    verb: str
    """The right that was missing or the action that failed: `list`, `get`, `ecr:DescribeRepositories`."""
    status: int | None = None
    """HTTP status; None where no answer came."""
    why: str
    scope: str = ""
    """The namespace, region or repository; empty for everything."""


class CollectedRedaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was cut out or replaced before anything was written."""

    rule: str
    """Name of the rule: `environment value`, `last-applied annotation`."""
    field: str
    """Which member of the object."""
    count: int
    places: tuple[str, ...] = ()
    """Each place, sorted; empty where the rule cuts the same member out of every object."""


class Sidecar(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """How a raw file came to be. `sha256` and `size` are filled in as the file is put in place."""

    collector: CollectorInfo
    collected: datetime
    """When the collection began: the moment the file stands for, equal in all files of one collection."""
    command: str
    """What was asked, as a person would repeat it: `GET /api/v1/pods?limit=500`, `atopack collect file scan.json`."""
    source: str
    """The system that answered: address of the API server or registry, account and region, or a person."""
    target: str | None = None
    """What the file is about, for formats that do not say what was scanned."""
    cluster_uid: str | None = None
    """UID of the namespace `kube-system`, which serves as the cluster's own."""
    identity: str | None = None
    """Who asked, as far as the configuration says it."""
    start: datetime | None = None
    end: datetime | None = None
    resource_version: str | None = None
    """The server's version of the list; objects changed later are not in it."""
    pages: int | None = None
    items: int | None = None
    complete: bool = True
    """False where the file holds only a part of what was asked for; `refused` or `notes` say why."""
    refused: tuple[CollectionRefusal, ...] = ()
    not_installed: tuple[str, ...] = ()
    """What was looked for and does not exist at the source: collected, none found."""
    redactions: tuple[CollectedRedaction, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know: a list that was started anew, a view that leaves parts out."""
    sha256: str = ""
    size: int = 0


class EvidenceExistsError(ConfigError):
    """A file, whole or begun, has the name of what is to be written."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A raw file in its place."""

    path: Path
    sidecar: Sidecar


def dated_folder(workspace: Path, place: str, at: datetime) -> Path:
    """A new folder `<workspace>/<place>/2026-11-25T093000Z`; `place` is such as `evidence/cluster/prod`.

    Raises:
        ConfigError: the workspace is not a folder, a link lies on the way, or something was collected in the same second.
    """
    folder = folder_in(workspace, place) / at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    try:
        folder.mkdir()
    except FileExistsError as error:
        raise ConfigError(
            "something was collected into this folder already; evidence is never written over",
            where=str(folder),
            next_step="collect again in a moment",
        ) from error
    return folder


def folder_in(workspace: Path, place: str) -> Path:
    """The folder `<workspace>/<place>`, made where it is missing.

    Raises:
        ConfigError: the workspace is not a folder, or a link lies on the way.
    """
    if not workspace.is_dir():
        raise ConfigError(
            "there is no such folder", where=str(workspace), next_step=f"make one with `atopack init {workspace}`"
        )
    folder = workspace
    for part in PurePosixPath(place).parts:
        folder /= part
        _refuse_link(folder)
        folder.mkdir(exist_ok=True)
    return folder


def folder_name(text: str) -> str:
    """A name for a folder out of what a source calls itself: `arn:aws:eks:us-east-1:1:cluster/prod` -> `prod`.

    Never empty, never hidden, never like a date (which a reader of the workspace would take for one).
    """
    name = _UNFIT.sub("-", text.rstrip("/").rpartition("/")[2]).strip(".-_")[:100]
    return f"at-{name}" if _LIKE_A_DATE.match(name) else name or "unnamed"


class RawFile:
    """A raw file while it is written: beside its place and hidden, until `keep`. Left without `keep`, it is gone."""

    def __init__(self, folder: Path, name: str) -> None:
        if not _FILE_NAME.fullmatch(name) or name.endswith(SIDECAR):
            raise ConfigError("not a name for an evidence file", where=name, next_step="use letters, digits, dots and dashes")
        self.path = folder / name
        self._beside = _partial(self.path)
        _refuse_existing(self.path)
        try:
            self._out = self._beside.open("xb")
        except FileExistsError as error:
            raise EvidenceExistsError(
                "another run writes this file, or was interrupted while it did",
                where=str(self._beside),
                next_step="let the other run end; where there is none, delete the file",
            ) from error
        self._hash = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> "RawFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._out.close()
        self._beside.unlink(missing_ok=True)

    def write(self, part: bytes) -> None:
        """The next bytes."""
        self._out.write(part)
        self._hash.update(part)
        self.size += len(part)

    def keep(self, sidecar: Sidecar) -> Kept:
        """Put the file in its place, its sidecar first: a file without one would be evidence of unknown origin.

        Raises:
            ConfigError: a file of that name is there.
        """
        self._out.close()
        complete = msgspec.structs.replace(sidecar, sha256=self._hash.hexdigest(), size=self.size)
        write_sidecar(self.path, complete)
        _place(self._beside, self.path)
        return Kept(path=self.path, sidecar=complete)


def is_begun(path: Path) -> bool:
    """Whether a raw file of this name is there, whole or begun, or its sidecar."""
    names = (path.name, path.name + SIDECAR, _partial(path).name)
    return any(place.exists() or place.is_symlink() for place in map(path.with_name, names))


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}.partial")


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """`<path>.sidecar.json`, whole or not at all. `path` itself need not exist: a collection's own record has no raw file.

    Raises:
        ConfigError: there is one.
    """
    place = path.with_name(path.name + SIDECAR)
    temporary = _partial(place)
    whole = msgspec.structs.replace(
        sidecar,
        collected=_second(sidecar.collected),
        start=_second(sidecar.start) if sidecar.start else None,
        end=_second(sidecar.end) if sidecar.end else None,
    )
    try:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n")
        _place(temporary, place)
    finally:
        temporary.unlink(missing_ok=True)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _place(temporary: Path, place: Path) -> None:
    """NOTE: a hard link, unlike a rename, fails where a file is; file systems without links get a check and a rename."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        _refuse_existing(place)
        raise
    except OSError:
        _refuse_existing(place)
        temporary.rename(place)


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise EvidenceExistsError(
            "there is a file already; evidence is never written over", where=str(path), next_step="move it away"
        )


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ConfigError(
            "a link or file where a folder was expected; nothing is written through it",
            where=str(folder),
            next_step="put a folder there",
        )
