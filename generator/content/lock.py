"""`content/content.lock.json`: what was added, where it came from, how old it is, and the checksum of everything."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from generator.documents.replaced_file import replace_file
from generator.errors import ConfigError
from generator.file_loading import refuse_links
from generator.text import indented_json

FOLDER = "content"
LOCK = "content.lock.json"

_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Kind = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,30}\Z")]


class Original(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A file as its publisher has it."""

    source: str
    """File name, or host and path."""
    sha256: _Sha256
    size: int
    dated: date
    dated_by: str
    """The name under which the file carries its date."""
    records: int
    added: date


class LockEntry(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """All that is kept of one kind."""

    kind: _Kind
    dated: date
    """The newest day of its originals."""
    records: int
    sha256: _Sha256
    """Of the condensed file."""
    size: int
    originals: tuple[Original, ...]

    @property
    def path(self) -> str:
        """The condensed file, inside the workspace: named by day and checksum, so that old ones stay beside new ones."""
        return f"{FOLDER}/{self.kind}/{self.dated.isoformat()}-{self.sha256[:16]}.jsonl"


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    version: Literal[1] = 1
    content: tuple[LockEntry, ...] = ()

    def entry(self, kind: str) -> LockEntry | None:
        """The entry of a kind."""
        return next((entry for entry in self.content if entry.kind == kind), None)

    def with_entry(self, entry: LockEntry) -> "Lock":
        """The same with one entry replaced or added."""
        others = [lock_entry for lock_entry in self.content if lock_entry.kind != entry.kind]
        return Lock(content=tuple(sorted((*others, entry), key=lambda lock_entry: lock_entry.kind)))


def read_lock(root: Path) -> Lock:
    """The lock of a workspace; an empty one where nothing was added.

    Raises:
        ConfigError: it cannot be read, or is a link.
    """
    folder = root / FOLDER
    path = folder / LOCK
    refuse_links(folder, path, where=f"{FOLDER}/{LOCK}", next_step="copy the folder itself")
    if not path.is_file():
        return Lock()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Lock)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        step = f"remove the folder {FOLDER} and add its content again with `atopack content add`"
        raise ConfigError(f"it cannot be read: {error}", where=f"{FOLDER}/{LOCK}", next_step=step) from error


def write_lock(root: Path, lock: Lock) -> None:
    """Replace the lock in one step."""
    replace_file(root / FOLDER / LOCK, indented_json(lock), mode=0o644)
