"""What lies beside an evidence file: for definitions that are made of several files.

Nothing here opens a path that a file names. What it names is looked up among the evidence files that were listed, and only
those are opened; a name without match is a file that was not collected.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar, cast

from generator.errors import ParseError
from generator.file_loading import Content
from generator.model.evidence import EvidenceFile

T = TypeVar("T")
Opened = tuple[EvidenceFile, Content]
_LONGEST = 500
"""Characters of a path that is looked up."""


def _never(path: str) -> Opened:
    raise ParseError("the file is not among the evidence", where=path, next_step="collect it too")


@dataclass(frozen=True)
class EvidenceFiles:
    """The evidence files of a workspace, by path, and how one of them is opened."""

    paths: tuple[str, ...] = ()
    open: Callable[[str], Opened] = field(default=_never, repr=False, compare=False)
    """Raises `OSError` or `ParseError` where it cannot be."""
    helm: str | None = None
    """Path of the program `helm`, where one is installed and may be used."""
    _made: dict[tuple[str, str], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, what: str, path: str, make: Callable[[], T]) -> T:
        """What a reader makes of a file, or of a folder, made once for all files that ask for it."""
        key = what, path
        if not self.paths:
            return make()
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    def content(self, path: str, largest: int) -> bytes | None:
        """The content of a listed file; None where it cannot be opened, or is larger, which its own reading says."""
        try:
            _, content = self.open(path)
        except (OSError, ParseError):
            return None
        return content if isinstance(content, bytes) and len(content) <= largest else None

    def below(self, folder: str, suffixes: tuple[str, ...]) -> tuple[str, ...]:
        """The evidence files that lie in a folder itself, by the ends of their names."""
        return tuple(path for path in self._by_folder.get(bare(folder), ()) if path.endswith(suffixes))

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        folders: dict[str, list[str]] = {}
        for path in self.paths:
            folders.setdefault(bare(str(PurePosixPath(path).parent)), []).append(path)
        return {folder: tuple(sorted(paths)) for folder, paths in folders.items()}

    @cached_property
    def _listed(self) -> Mapping[str, str]:
        return {bare(path): path for path in reversed(self.paths)}

    def named(self, folder: str, path: str) -> str | None:
        """The evidence file at a path below a folder; None where there is none."""
        return self._listed.get(bare(f"{folder}/{path}")) if _fits(path) else None

    def matching(self, folder: str, pattern: str) -> tuple[str, ...]:
        """The same for `*` (within a folder) and `**` (across folders)."""
        if "*" not in pattern:
            paths = self.named(folder, pattern)
            return (paths,) if paths is not None else ()
        if not _fits(pattern):
            return ()
        below = bare(folder)
        parts = re.split(r"(\*+)", bare(pattern))
        wanted = re.compile("".join(_ANY.get(part[:2], re.escape(part)) for part in parts))
        prefix = f"{below}/" if below else ""
        return tuple(
            path
            for name, path in sorted(self._listed.items())
            if name.startswith(prefix) and wanted.fullmatch(name, len(prefix))
        )


_ANY = {"*": r"[^/]*", "**": r".*"}
ALONE = EvidenceFiles()


def taken_in(takes: Mapping[str, set[str]]) -> frozenset[str]:
    """What is taken in, also through each other, by those that no other one takes in."""
    inner = set().union(*takes.values())
    left, reached = [path for path in takes if path not in inner], set[str]()
    while left:
        new = takes.get(left.pop(), set()) - reached
        reached |= new
        left += new
    return frozenset(reached)


def bare(path: str) -> str:
    """A path without the dots its parts begin with: some collectors and people drop them."""
    return "/".join(part for part in (each.lstrip(".") for each in PurePosixPath(path).parts) if part.strip("/"))


def _fits(path: str) -> bool:
    """NOTE: many stars in one pattern would be matched in very many ways."""
    return len(path) <= _LONGEST and ".." not in PurePosixPath(path).parts and path.count("*") <= _MOST_STARS


_MOST_STARS = 6
