"""Whether a file of a workspace is another one than at the last look: by path, size and time of change; nothing is read."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

_UNREAD = frozenset({".git", "output"})
"""Folders at the top of a workspace that no assessment depends on."""
_EVIDENCE = "evidence"
"""The folder at the top whose thousands of files come, and are hardly ever written over."""


class WorkspaceLook(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a workspace at one moment."""

    root: Path
    fingerprint: str
    """Of every file."""
    folders: tuple[tuple[str, str], ...]
    """Path and state of each folder of the evidence: another state where a file in it came, went or was renamed."""
    others: str
    """Fingerprint of what is no evidence."""

    def holds(self) -> bool:
        """Is everything still so, but for files of the evidence that were written over in their places?"""
        return all(_state(path) == state for path, state in self.folders) and _others(str(self.root)) == self.others


def look_at(root: Path) -> WorkspaceLook:
    """Every file. Folders are looked at before their files, so that what comes meanwhile is seen by the next look."""
    top = str(root)
    evidence = f"{top}/{_EVIDENCE}"
    linked = os.path.islink(evidence)  # noqa: PTH114 - texts, as below; a link is never followed
    folders = () if linked else tuple((folder, _state(folder)) for folder, _, _ in os.walk(evidence))
    others = _others(top)
    digest = hashlib.sha256(others.encode())
    for line in () if linked else _lines(evidence, frozenset()):
        digest.update(line)
    return WorkspaceLook(root=root, fingerprint=digest.hexdigest(), folders=folders, others=others)


def _others(top: str) -> str:
    digest = hashlib.sha256()
    for line in _lines(top, _UNREAD | {_EVIDENCE}):
        digest.update(line)
    return digest.hexdigest()


def _lines(top: str, left_out: frozenset[str]) -> Iterator[bytes]:
    """A line for each folder and its files, without those of the first level that are left out."""
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if folder != top or name not in left_out)
        files.sort()
        # NOTE: each page asks this of every file; paths as objects, or a digest fed by each, cost as much as the question
        states = (f"{name}\0{_state(f'{folder}/{name}')}" for name in files)
        yield "\n".join((folder, *states, "")).encode(errors="surrogateescape")


def _state(path: str) -> str:
    """Size and time of change; empty where it went between the list of its folder and this question."""
    try:
        state = os.lstat(path)
    except FileNotFoundError:
        return ""
    return f"{state.st_size}\0{state.st_mtime_ns}"
