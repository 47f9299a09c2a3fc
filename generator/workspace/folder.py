"""A system's folder: system.yaml, evidence/, diagrams/, narratives/, decisions/, previous/.

Lists and reads files; decides nothing about their content. Links are never followed out of the folder.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator import file_loading
from generator.errors import ConfigError
from generator.file_loading import Content, did_you_mean_path, in_utf8, refuse_links
from generator.model.evidence import DatedBy, EvidenceFile, EvidenceUse, Gap, GapKind, ScanStatement, UseKind
from generator.model.identifiers import Sha256
from generator.model.system import ScanSettings, System
from generator.seal.known_hashes import KnownHashes
from generator.workspace.evidence_names import README, at_midnight, day_of_folder, media_type, refusal_of, set_aside_because
from generator.workspace.interrupted import RECORD
from generator.workspace.named_evidence import is_missing
from generator.workspace.scan_statements import statement
from generator.workspace.sidecars import SIDECAR, SidecarData, read_sidecar
from generator.workspace.system_yaml import FILE, read

T = TypeVar("T")

EVIDENCE_FOLDERS = ("evidence", "diagrams")
NARRATIVES = "narratives"
PLAN_NARRATIVES = f"{NARRATIVES}/plan"
CONTENT_LOCK = "content/content.lock.json"
"""What `atopack content add` pinned. The folder holds public reference data, which is no evidence and never read as such."""

_LARGEST_NARRATIVE = 1 << 20


class RedactedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed on in place of a file."""

    file: Path
    original: str
    """SHA-256 of the file as it was collected."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """The files in the evidence folders, each in one of the three."""

    paths: tuple[str, ...]
    """Of those that are read, inside the workspace, sorted."""
    gaps: tuple[Gap, ...]
    """Those that cannot be read: links, and names or sizes that a package cannot carry."""
    set_aside: tuple[EvidenceUse, ...]
    """Those that are no evidence."""


class StatedOfFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an evidence file from outside its content."""

    collected: datetime | None
    dated_by: DatedBy | None
    target: str | None
    scans: tuple[ScanStatement, ...]
    """Of its sidecar first."""
    command: str
    complete: bool | None
    gap: Gap | None
    """What is wrong with its sidecar."""


class Workspace(msgspec.Struct, frozen=True):
    """A folder with a system.yaml."""

    root: Path
    system: System
    copies: Mapping[str, RedactedCopy] = msgspec.field(default_factory=dict)
    """By path in the workspace: files that are read from elsewhere, since parts of them are cut out."""
    left_out: frozenset[str] = frozenset()
    """Narratives that are not read, by path: the workbench shows the conflicts in them and goes on with the rest."""
    hashes: KnownHashes = msgspec.field(default_factory=KnownHashes)
    """Of files that were read, by their places on the disk."""

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """Read system.yaml.

        Raises:
            ConfigError: no such folder or file, or the file is wrong.
        """
        file = root / FILE
        if file.exists() and not file.is_file():
            raise ConfigError(f"{FILE} is no file", where=str(file), next_step="write a file of that name instead")
        if not file.is_file():
            step = did_you_mean_path(root, f"make one with `atopack init {root}`", holds=FILE)
            raise ConfigError(f"there is no {FILE}", where=str(root), next_step=step)
        try:
            text = file.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            what, where = f"{FILE} is not text in UTF-8", f"byte {error.start}"
            raise ConfigError(what, where=where, next_step="save it as UTF-8") from error
        return cls(root, read(text, folder=root.resolve().name))

    def listing(self) -> "Listing":
        """Every file in the evidence folders, dotted names included; of one that is no evidence the reason."""
        paths: list[str] = []
        gaps: list[Gap] = []
        set_aside: list[EvidenceUse] = []
        for folder in EVIDENCE_FOLDERS:
            for path, refused in self._walk(self.root / folder):
                name = path.relative_to(self.root).as_posix()
                if not name.isprintable():
                    name = ascii(name)
                reason = set_aside_because(path.relative_to(self.root))
                if reason:
                    set_aside.append(EvidenceUse(path=name, use=UseKind.SET_ASIDE, reason=reason))
                elif refused is None:
                    paths.append(name)
                else:
                    step = "copy the file itself"
                    gaps.append(Gap(path=name, kind=GapKind.UNREADABLE, reason=refused, next_step=step))
        return Listing(paths=tuple(sorted(paths)), gaps=tuple(sorted(gaps)), set_aside=tuple(sorted(set_aside)))

    def _walk(self, folder: Path) -> Iterator[tuple[Path, str | None]]:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            yield folder, "a link or file where a folder was expected; nothing in it is read"
            return
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.endswith(SIDECAR):
                continue
            refused = refusal_of(path)
            if refused is None and path.is_dir():
                yield from self._walk(path)
            else:
                yield path, refused

    def sidecars(self) -> Iterator[tuple[str, str]]:
        """(path of a sidecar, path of the file that it describes), sorted; a collection's own record describes none."""
        for folder in EVIDENCE_FOLDERS:
            root = self.root / folder
            for path in sorted(root.rglob(f"*{SIDECAR}")) if root.is_dir() and not root.is_symlink() else ():
                name = path.relative_to(self.root).as_posix()
                described = name.removesuffix(SIDECAR)
                if described.rpartition("/")[2] != RECORD and path.is_file() and not path.is_symlink():
                    yield name, described

    def sidecar_bytes(self, path: str, most: int) -> bytes:
        """The beginning of a sidecar.

        Raises:
            OSError: it went away or may not be read.
        """
        with self.place(path).open("rb") as file:
            return file.read(most)

    def place(self, name: str) -> Path:
        """Where the bytes of a file of the workspace lie."""
        copy = self.copies.get(name)
        return copy.file if copy is not None else self.root / name

    def sidecar(self, name: str) -> str | None:
        """The path of `<name>.sidecar.json` in the workspace; None where there is none, or only a link."""
        path = f"{name}{SIDECAR}"
        try:
            return path if self.place(path).is_file() and not self.place(path).is_symlink() else None
        except OSError:  # NOTE: the name is one that the file system allows, and with the ending too long to exist
            return None

    def load(self, name: str) -> tuple[EvidenceFile, Content, Gap | None]:
        """One evidence file: its record, dated as far as anything outside its content dates it, and its content.

        The gap is there when a sidecar could not be read.

        Raises:
            OSError: the file went away or may not be read.
            ConfigError: system.yaml names as a scanner's configuration what is no file of the workspace.
        """
        loaded = file_loading.load(self.place(name))
        evidence, gap = self._evidence_file(name, Sha256(loaded.sha256), loaded.size)
        return evidence, loaded.content, gap

    def known(self, name: str) -> tuple[EvidenceFile, None, Gap | None] | None:
        """The same without the content, of a file that was hashed before and did not change since. See `load` for what is
        raised."""
        known = self.hashes.known(self.place(name))
        if known is None:
            return None
        evidence, gap = self._evidence_file(name, *known)
        return evidence, None, gap

    def _evidence_file(self, name: str, sha256: Sha256, size: int) -> tuple[EvidenceFile, Gap | None]:
        stated = self.stated(name)
        evidence = EvidenceFile(
            path=name,
            sha256=sha256,
            size=size,
            media_type=media_type(name),
            collected=stated.collected,
            dated_by=stated.dated_by,
            target=stated.target,
            statements=stated.scans,
            original=self.copies[name].original if name in self.copies else None,
            command=stated.command,
            complete=stated.complete,
        )
        return evidence, stated.gap

    def stated(self, name: str) -> "StatedOfFile":
        """What its sidecar, `evidence:` of system.yaml and the name of its folder say of an evidence file.

        Raises:
            OSError: a scanner's configuration that is named may not be read.
            ConfigError: as `load`.
        """
        sidecar = self._sidecar(name)
        collected, dated_by = self._dated(name, sidecar)
        return StatedOfFile(
            collected=collected,
            dated_by=dated_by,
            target=self._target(name, sidecar),
            scans=self._statements(name, sidecar),
            command=sidecar.command,
            complete=sidecar.complete,
            gap=sidecar.gap,
        )

    def _dated(self, name: str, sidecar: SidecarData) -> tuple[datetime | None, DatedBy | None]:
        if sidecar.collected is not None:
            return sidecar.collected, DatedBy.SIDECAR
        for row in self.system.evidence:
            if row.collected is not None and fnmatchcase(name, row.glob):
                return at_midnight(row.collected), DatedBy.SYSTEM_YAML
        from_folder = day_of_folder(name)
        return from_folder, DatedBy.FOLDER if from_folder else None

    def _target(self, name: str, sidecar: SidecarData) -> str | None:
        rows = (row.target for row in self.system.evidence if row.target is not None and fnmatchcase(name, row.glob))
        return next(rows, None) or sidecar.target

    def _statements(self, name: str, sidecar: SidecarData) -> tuple[ScanStatement, ...]:
        rows = (row.scan for row in self.system.evidence if fnmatchcase(name, row.glob))
        written = (self._statement(row) for row in rows)
        return tuple(scan_statement for scan_statement in (sidecar.scan, *written) if scan_statement is not None)

    def _statement(self, row: ScanSettings) -> ScanStatement | None:
        """Without a configuration that is not there: `load` names it once, whatever the number of files."""
        missing = row.configuration is not None and is_missing(self.root, row.configuration)
        return statement(replace(row, configuration=None) if missing else row, DatedBy.SYSTEM_YAML, self.root)

    def _sidecar(self, name: str) -> SidecarData:
        """What `<name>.sidecar.json` says; a broken one says nothing and is a gap."""
        named = self.sidecar(name)
        return SidecarData() if named is None else read_sidecar(name, self.place(named), self.root)

    def decision(self, name: str) -> str | None:
        """The text of `decisions/<name>`; None where there is none.

        Raises:
            ConfigError: not UTF-8 text, or a link.
        """
        path = self.root / "decisions" / name
        refuse_links(path, path.parent, where=f"decisions/{name}")
        if not path.exists():
            return None
        if not path.is_file():
            raise ConfigError("this is no file", where=f"decisions/{name}", next_step="write a file of that name, or rename it")
        with in_utf8(f"decisions/{name}"):
            return path.read_text("utf-8-sig")

    def decided(self, name: str, read: Callable[[str], T]) -> T | None:
        """What a reader makes of `decisions/<name>`; None where there is no such file. See `decision` for what is raised."""
        text = self.decision(name)
        return None if text is None else read(text)

    def narratives(self) -> dict[str, str]:
        """Path to text of every Markdown file in `narratives/` but README.md.

        Raises:
            ConfigError: not UTF-8 text, a link, or larger than any text about a control.
        """
        return {path: self._narrative(path) for path in self._narrative_paths(NARRATIVES)}

    def plan_narratives(self) -> dict[str, str]:
        """The same of `narratives/plan/`, where texts of the System Security Plan lie.

        Raises:
            ConfigError: as `narratives`.
        """
        return {path: self._narrative(path) for path in self._narrative_paths(PLAN_NARRATIVES)}

    def _narrative_paths(self, name: str) -> list[str]:
        folder = self.root / name
        refuse_links(folder, where=name, next_step="make a folder of it")
        names = sorted(path.name for path in folder.glob("*.md")) if folder.is_dir() else []
        paths = [f"{name}/{each}" for each in names if not each.startswith((".", "~$")) and not README.match(each)]
        return [path for path in paths if path not in self.left_out]

    def _narrative(self, path: str) -> str:
        file = self.root / path
        if file.is_symlink() or not file.is_file():
            raise ConfigError("a link, which is never followed", where=path, next_step="copy the file itself")
        if file.stat().st_size > _LARGEST_NARRATIVE:
            raise ConfigError("larger than 1 MiB, which is no text about a control", where=path, next_step="shorten it")
        with in_utf8(path):
            return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")

    def inputs(self) -> dict[str, str]:
        """Path to sha256 of what people wrote or added: system.yaml, decisions/, narratives/, templates, content/'s lock."""
        decided = self.root / "decisions"
        paths = [self.root / FILE, *sorted((*decided.glob("*"), *decided.glob("formats/*"))), self.root / CONTENT_LOCK]
        paths += [self.root / name for folder in (NARRATIVES, PLAN_NARRATIVES) for name in self._narrative_paths(folder)]
        paths += [self.root / name for _, name in self.system.templates]
        return {
            path.relative_to(self.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in paths
            if path.is_file() and not path.is_symlink()
        }

    def refuse_output(self, target: Path) -> None:
        """Before any work is done: a package among the evidence would be read as evidence the next time.

        Raises:
            ConfigError: the target lies in one of the evidence folders, or cannot be made where it is to lie.
        """
        _refuse_no_place(target)
        for folder in EVIDENCE_FOLDERS:
            if target.resolve().is_relative_to((self.root / folder).resolve()):
                what = "the output folder lies among the evidence"
                raise ConfigError(what, where=str(target), next_step="name another with --output")

    def template(self, document: str) -> bytes | None:
        """The user's own template of a document, where system.yaml names one.

        Raises:
            ConfigError: system.yaml names a file that is not there.
        """
        name = dict(self.system.templates).get(document)
        if name is None:
            return None
        path = self.root / name
        if not path.is_file() or not path.resolve().is_relative_to(self.root.resolve()):
            what, where = f"the template `{name}` is not in the workspace", f"{FILE}, key templates.{document}"
            raise ConfigError(what, where=where, next_step="copy it there")
        return path.read_bytes()


def _refuse_no_place(target: Path) -> None:
    above = next(folder for folder in target.absolute().parents if folder.exists())
    if not above.is_dir():
        step = "rename it, or name another place with --output"
        raise ConfigError("a file stands where a folder is needed", where=str(above), next_step=step)
    if not os.access(above, os.W_OK | os.X_OK):
        step = "allow it, or name another place with --output"
        raise ConfigError("nothing may be written into this folder", where=str(above), next_step=step)
