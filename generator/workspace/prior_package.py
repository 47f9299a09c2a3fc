"""`previous/<date>/`: the package that was handed in last time, and what people wrote into its POA&M workbook since.

```
previous/2026-10-31/
  manifest.json  SHA256SUMS  oscal/…  workbooks/Appendix-O-POAM.xlsx    written by `atopack accept`, never edited
  POAM-October.xlsx                                                     a copy of that workbook, as people edited it
```

Without an accepted package, a POA&M workbook or another producer's OSCAL plan in such a folder is where the ledger begins.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec import structs

from generator.errors import ConfigError
from generator.file_loading import refuse_links
from generator.ids import UuidFactory
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.edits import with_edits
from generator.ledger.numbered_ids import renumbered, renumbered_rows
from generator.ledger.poam_ledger import Before, Notice
from generator.ledger.workbook import WrittenBook, read_workbook
from generator.model.picture import LAYOUT
from generator.oscal.poam_reading import read_poam
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace
from generator.workspace.poam_numbers import read_numbers

FOLDER = "previous"
PLAN = "oscal/plan-of-action-and-milestones.json"
WORKBOOK = "workbooks/Appendix-O-POAM.xlsx"

_LOCKS = ("~$", ".~lock.")
_OTHER_BOOKS = frozenset({".xls", ".xlsm", ".xlsb", ".xltm", ".ods"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_BYTES = 1 << 29


class PriorPackage(msgspec.Struct, frozen=True, kw_only=True):
    """Last time."""

    before: Before
    notices: tuple[Notice, ...] = ()
    layout: bytes = b""
    """The arrangement of its pictures; empty where it has none."""
    inputs: Mapping[str, str]
    """Path in the workspace to SHA-256 of the files that were used."""


def load(
    workspace: Workspace, ids: UuidFactory, as_of: date, scanners: Iterable[str], decided: Sequence[LedgerDecision] = ()
) -> PriorPackage:
    """The newest folder that is not later than the day, with the edits. `scanners` are those whose reports are evidence; `ids`
    gives ids to rows that people typed in.

    Raises:
        ConfigError: a file of it was changed since it was accepted, is open in a spreadsheet program, or cannot be read.
    """
    folder = _newest(workspace.root / FOLDER, as_of)
    named = workspace.system.poam.workbook
    if folder is None and named is None:
        return PriorPackage(before=Before(), inputs={})
    files = _Files(workspace.root)
    before, layout = Before(), b""
    manifest = None
    numbers: dict[str, str] = {}
    if folder is not None:
        numbers = read_numbers(folder)
        manifest = seal.read(folder)
        plan = _plan(folder)
        if plan is not None:
            before = read_poam(_unchanged(files, folder, plan, manifest), where=files.name(plan))
        if manifest is not None and (folder / LAYOUT).is_file():
            layout = _unchanged(files, folder, folder / LAYOUT, manifest)
        if before.as_of is None:
            before = structs.replace(before, as_of=date.fromisoformat(folder.name))
        before = renumbered(before, numbers)
    edited, base = _books(workspace, folder, manifest, files)
    if edited is None:
        return PriorPackage(before=before, layout=layout, inputs=files.used)
    known = {*scanners, *(row.scanner for item in before.items if item.by_scan and not item.members for row in item.found_by)}
    edited, base = renumbered_rows(edited, numbers), renumbered_rows(base, numbers) if base is not None else None
    merged, notices = with_edits(before, edited, base, ids=ids, scanners=sorted(known), as_of=as_of, decided=decided)
    return PriorPackage(before=merged, notices=notices, layout=layout, inputs=files.used)


class _Files:
    """Reads files of the workspace and remembers what was read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.used: dict[str, str] = {}

    def name(self, path: Path) -> str:
        """The path inside the workspace."""
        return path.relative_to(self._root).as_posix()

    def read(self, path: Path) -> bytes:
        """Its bytes."""
        if path.is_symlink() or not path.is_file():
            what = "no such file, or a link, which is never followed"
            raise ConfigError(what, where=self.name(path), next_step="copy it there")
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"larger than {_MOST_BYTES >> 20} MB", where=self.name(path), next_step="name another file")
        data = path.read_bytes()
        self.used[self.name(path)] = hashlib.sha256(data).hexdigest()
        return data


def _newest(root: Path, as_of: date) -> Path | None:
    refuse_links(root, where=FOLDER, next_step="copy the folder itself")
    days = [path for path in root.glob("*") if _is_day(path.name) and path.is_dir() and not path.is_symlink()]
    return max((path for path in days if path.name <= as_of.isoformat()), key=lambda path: path.name, default=None)


def _is_day(name: str) -> bool:
    try:
        return _DAY.fullmatch(name) is not None and bool(date.fromisoformat(name))
    except ValueError:
        return False


def _plan(folder: Path) -> Path | None:
    """The accepted plan, or the one JSON file that another producer made."""
    if (folder / PLAN).is_file():
        return folder / PLAN
    paths = sorted(path for path in folder.glob("*.json") if path.name != seal.MANIFEST)
    if len(paths) > 1:
        names = ", ".join(path.name for path in paths)
        raise ConfigError(f"several plans: {names}", where=f"{FOLDER}/{folder.name}", next_step="leave one of them")
    return paths[0] if paths else None


def _unchanged(files: _Files, folder: Path, path: Path, manifest: seal.PackageManifest | None) -> bytes:
    """The bytes of an accepted file.

    Raises:
        ConfigError: it is not what was accepted.
    """
    data = files.read(path)
    inside = path.relative_to(folder).as_posix()
    expected = next((row.sha256 for row in manifest.files if row.path == inside), None) if manifest else None
    if expected is not None and hashlib.sha256(data).hexdigest() != expected:
        step = "put the accepted file back; edits belong into a copy of the workbook beside it, or into decisions/"
        raise ConfigError("the file was changed since it was accepted", where=files.name(path), next_step=step)
    return data


def _books(
    workspace: Workspace, folder: Path | None, manifest: seal.PackageManifest | None, files: _Files
) -> tuple[WrittenBook | None, WrittenBook | None]:
    """(the edited workbook, the accepted one it is compared with); an unedited one is not read at all."""
    accepted = folder / WORKBOOK if folder is not None and (folder / WORKBOOK).is_file() else None
    edited = _edited(workspace, folder)
    if edited is None and accepted is not None and manifest is not None:
        data = files.read(accepted)
        return (None if _is_accepted(data, manifest) else read_workbook(data, path=files.name(accepted))), None
    if edited is None:
        return None, None
    data = files.read(edited)
    if accepted is None or manifest is None:
        return read_workbook(data, path=files.name(edited)), None
    if _is_accepted(data, manifest):
        return None, None
    base = read_workbook(_unchanged(files, accepted.parent.parent, accepted, manifest), path=files.name(accepted))
    return read_workbook(data, path=files.name(edited)), base


def _is_accepted(data: bytes, manifest: seal.PackageManifest) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    return any(row.path == WORKBOOK and row.sha256 == digest for row in manifest.files)


def _edited(workspace: Workspace, folder: Path | None) -> Path | None:
    """The workbook that system.yaml names, else the one that lies in the folder."""
    named = workspace.system.poam.workbook
    if named is not None:
        path = workspace.root / named
        where = "system.yaml, key poam.workbook"
        if not path.is_file() or not path.resolve().is_relative_to(workspace.root.resolve()):
            raise ConfigError(f"the workbook `{named}` is not in the workspace", where=where, next_step="copy it there")
        paths = [path]
    else:
        paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".xlsx", *_OTHER_BOOKS}) if folder else []
        paths = [path for path in paths if not path.name.startswith(_LOCKS)]
    if len(paths) > 1:
        names = ", ".join(path.name for path in paths)
        step = "leave the one that counts, or name it under poam.workbook in system.yaml"
        raise ConfigError(f"several workbooks: {names}", where=str(paths[0].parent.name), next_step=step)
    if not paths:
        return None
    _refuse_open_or_other(paths[0])
    return paths[0]


def refuse_other_workbooks(path: Path) -> None:
    """Of workbooks those are read that are what their name says, and neither run nor hide anything.

    Raises:
        ConfigError: it is of another kind.
    """
    if path.suffix.lower() in _OTHER_BOOKS:
        what = f"a workbook of the kind {path.suffix.lower()} is not read"
        raise ConfigError(what, where=str(path), next_step="save it as .xlsx, without macros and without a password")


def _refuse_open_or_other(path: Path) -> None:
    refuse_other_workbooks(path)
    name = path.name
    for lock in (path.with_name(f"~${name}"), path.with_name(f".~lock.{name}#"), path.with_name(f"~${name[2:]}")):
        if lock.exists():
            what = f"the workbook is open in a spreadsheet program (there is {lock.name})"
            raise ConfigError(what, where=str(path), next_step="save and close it, then build again")
