"""Undo: the last write of a browser is taken back, where its files are still what that write left."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from generator.errors import ConfigError
from generator.text import listed
from generator.workspace.whole_file import put_file


class ChangedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was before a write, and what the write left."""

    file: str
    """Path in the workspace."""
    before: bytes | None
    """None where there was none."""
    after: str
    """SHA-256 of its content behind the write; empty where it was removed."""


class UndoableWrite(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one action."""

    files: tuple[ChangedFile, ...]

    @property
    def names(self) -> str:
        """`decisions/waivers.yaml`."""
        return listed([changed.file for changed in self.files], 3)


class UndoHolder:
    """The last write of one browser."""

    def __init__(self) -> None:
        self.last: UndoableWrite | None = None


@contextmanager
def undoable(holder: UndoHolder, root: Path, files: Sequence[str]) -> Iterator[None]:
    """Remember what a write does to files. What it raises leaves the write before it the last one."""
    before = {file: _content(root, file) for file in files}
    yield
    changed = tuple(
        ChangedFile(file=file, before=content, after=_hash(now))
        for file, content in before.items()
        if (now := _content(root, file)) != content
    )
    if changed:
        holder.last = UndoableWrite(files=changed)


def undo(holder: UndoHolder, root: Path) -> UndoableWrite:
    """Take the last write back, all of its files or none; what it returns can be taken back in turn.

    Raises:
        ConfigError: there is no write, or one of its files was changed since.
    """
    write = holder.last
    if write is None:
        raise ConfigError("there is no write of this browser to undo", where="workbench", next_step="undo it in the files")
    for changed in write.files:
        _refuse_if_changed(root, changed)
    back: list[ChangedFile] = []
    for changed in write.files:
        now = _content(root, changed.file)
        if changed.before is None:
            _refuse_if_changed(root, changed)
            (root / changed.file).unlink()
        else:
            put_file(root / changed.file, changed.before, last_look=lambda each=changed: _refuse_if_changed(root, each))  # type: ignore[misc]
        back.append(ChangedFile(file=changed.file, before=now, after=_hash(changed.before)))
    holder.last = UndoableWrite(files=tuple(back))
    return write


def _refuse_if_changed(root: Path, changed: ChangedFile) -> None:
    if _hash(_content(root, changed.file)) != changed.after:
        raise ConfigError(
            "the file was changed since, and nothing was undone", where=changed.file, next_step="correct it there"
        )


def _content(root: Path, file: str) -> bytes | None:
    place = root / file
    if place.is_symlink() or place.parent.is_symlink() or not place.is_file():
        return None
    return place.read_bytes()


def _hash(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
