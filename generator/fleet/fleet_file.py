"""FLEET.yaml: the systems of a provider, each with the folder of its workspace, or its place in an object store."""

from datetime import date
from pathlib import Path, PurePosixPath

import msgspec

from generator.errors import ConfigError
from generator.fleet.workspaces import is_address
from generator.strict_yaml import Strict, StrictYamlFile, convert, load

PAGE_FOLDER = "fleet"
"""Below the output, beside the folders that are named by the ids of systems: no system may have it as its id."""
_LARGEST = 4 << 20
"""Bytes. Two hundred systems take some twenty thousand."""
_EXAMPLE = "systems: [{id: parcel-tracker, workspace: parcel-tracker}]"


class SystemEntryKeys(Strict):
    """A row of `systems`."""

    id: str
    workspace: str


class FleetKeys(Strict):
    """The whole file."""

    systems: tuple[SystemEntryKeys, ...]
    name: str | None = None
    as_of: date | None = None


class FleetEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One system of the fleet."""

    id: str
    """As its system.yaml has it."""
    workspace: str
    """As FLEET.yaml writes it: relative to that file, or `s3://BUCKET/PREFIX`."""
    folder: Path | None
    """None of a workspace in an object store."""
    place: str
    """`FLEET.yaml, line 4`."""


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """The systems of one provider, or of a part of it."""

    name: str
    as_of: date | None
    """The day of all packages; None where the file leaves it to the command."""
    entries: tuple[FleetEntry, ...]
    """Sorted by id, whatever their order in the file."""


def read_fleet(path: Path) -> Fleet:
    """Read a fleet's file.

    Raises:
        ConfigError: no such file, or it is wrong; names file, line and key, and what to do next.
    """
    written = load(_text(path), path.name)
    keys = convert(written, FleetKeys)
    if not keys.systems:
        raise written.error(("systems",), "the list of systems is empty", f"name each with its workspace: {_EXAMPLE}")
    entries = [_entry(written, index, row, path.parent) for index, row in enumerate(keys.systems)]
    _refuse_repeated(written, entries)
    name = (keys.name or "").strip() or "Fleet"
    return Fleet(name=name, as_of=keys.as_of, entries=tuple(sorted(entries, key=lambda entry: entry.id)))


def _text(path: Path) -> str:
    if not path.is_file():
        step = f"write one that names the systems: {_EXAMPLE}"
        raise ConfigError("there is no such file", where=str(path), next_step=step)
    if path.stat().st_size > _LARGEST:
        raise ConfigError(f"larger than {_LARGEST >> 20} MiB", where=str(path), next_step="name a file that lists systems")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"{path.name}, byte {error.start}"
        raise ConfigError("not text in UTF-8", where=where, next_step="save it as UTF-8") from error


def _entry(written: StrictYamlFile, index: int, row: SystemEntryKeys, folder: Path) -> FleetEntry:
    place = ("systems", index)
    if row.id == PAGE_FOLDER:
        step = "give the system another id, in its system.yaml as well"
        raise written.error((*place, "id"), f"`{PAGE_FOLDER}` is the folder of the fleet's own page", step)
    if is_address(row.workspace):
        return FleetEntry(id=row.id, workspace=row.workspace, folder=None, place=written.place((*place, "id")))
    if (
        not row.workspace.strip()
        or "://" in row.workspace
        or PurePosixPath(row.workspace).is_absolute()
        or Path(row.workspace).is_absolute()
    ):
        step = f"write the folder with system.yaml relative to {written.file}, like ../parcel-tracker, or s3://BUCKET/PREFIX"
        raise written.error((*place, "workspace"), "not the relative path of a folder", step)
    return FleetEntry(id=row.id, workspace=row.workspace, folder=folder / row.workspace, place=written.place((*place, "id")))


def _refuse_repeated(written: StrictYamlFile, entries: list[FleetEntry]) -> None:
    """One package each: two entries of one id would write to one folder."""
    ids: dict[str, int] = {}
    folders: dict[Path | str, int] = {}
    for index, entry in enumerate(entries):
        if entry.id in ids:
            first = written.line(("systems", ids[entry.id], "id"))
            step = "keep one of the two, or correct the id"
            raise written.error(("systems", index, "id"), f"duplicate id `{entry.id}` (first on line {first})", step)
        ids[entry.id] = index
        folder = entry.workspace.rstrip("/") if entry.folder is None else entry.folder.resolve()
        if folder in folders:
            first = written.line(("systems", folders[folder], "workspace"))
            path = ("systems", index, "workspace")
            raise written.error(path, f"the same folder as on line {first}", "name the workspace of this system")
        folders[folder] = index
