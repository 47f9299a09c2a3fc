"""The assessed workspace behind the pages: made once, and again when a file of the workspace is another one."""

import gc
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from generator.errors import GeneratorError
from generator.model.progress import PartState
from generator.narrative.conflicts import unresolved
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.compose import package_of
from generator.pipeline.stages import tracked
from generator.pipeline.track import Tracked
from generator.renderers.answer_progress import part_states
from generator.renderers.inventory.missing import MissingCell, missing_cells
from generator.workspace.folder import Workspace

T = TypeVar("T")
_UNREAD = frozenset({".git", "output"})
"""Folders at the top of a workspace that no assessment depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceAssessment:
    """What the evidence and the decisions said at one moment."""

    fingerprint: str
    """Of the files it was made from."""
    finished: datetime
    """When, in UTC."""
    tracked: Tracked
    package: AuthorizationPackage
    parts: tuple[PartState, ...]
    """The state of every part of every control of the plan."""
    missing: tuple[MissingCell, ...]
    """Mandatory cells of the inventory workbook that are blank."""
    conflicts: tuple[str, ...]
    """Narratives with two versions of a text, which no document has until a person chooses."""
    _derived: dict[Callable[..., object], object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: "Callable[[WorkspaceAssessment], T]") -> T:
        """What pages derive from it, made the first time one of them asks: rows of long tables, the difference to last time."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("T", self._derived[make])


class AssessmentFailedError(Exception):
    """The workspace cannot be assessed until a person corrects a file."""

    def __init__(self, reason: GeneratorError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class AssessmentCache:
    """The last assessment of one workspace. Safe to use from several threads; one assessment at a time."""

    def __init__(self, root: Path, as_of: Callable[[], date], now: Callable[[], datetime]) -> None:
        self.root = root
        self._as_of, self._now = as_of, now
        self._lock = threading.Lock()
        self._last: WorkspaceAssessment | AssessmentFailedError | None = None
        self._last_fingerprint = ""

    def current(self) -> WorkspaceAssessment:
        """The assessment of the workspace as it is now; waits until it is made.

        Raises:
            AssessmentFailedError: a file that people write is wrong.
        """
        with self._lock:
            fingerprint = f"{fingerprint_of(self.root)} {self._as_of().isoformat()}"
            if self._last is None or fingerprint != self._last_fingerprint:
                self._last = None  # two assessments would be twice the memory
                self._last, self._last_fingerprint = self._made(fingerprint), fingerprint
            if isinstance(self._last, AssessmentFailedError):
                raise self._last
            return self._last

    def _made(self, fingerprint: str) -> WorkspaceAssessment | AssessmentFailedError:
        try:
            with _left_out_of_collections():
                return assessed_workspace(self.root, self._as_of(), fingerprint=fingerprint, now=self._now)
        except GeneratorError as error:
            return AssessmentFailedError(error)


@contextmanager
def _left_out_of_collections() -> Iterator[None]:
    """What is made inside is not walked by the collector of cycles: millions of records without any, at each of its rounds."""
    collecting = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def assessed_workspace(root: Path, as_of: date, *, fingerprint: str, now: Callable[[], datetime]) -> WorkspaceAssessment:
    """Everything up to the OSCAL documents, without writing any.

    Raises:
        GeneratorError: see the stages of the pipeline.
    """
    workspace = Workspace.open(root)
    conflicts = frozenset(
        path
        for path, text in (*workspace.narratives().items(), *workspace.plan_narratives().items())
        if unresolved(text.split("\n")) is not None
    )
    day = tracked(replace(workspace, left_out=conflicts), as_of, _silent)
    package = package_of(day)
    return WorkspaceAssessment(
        fingerprint=fingerprint,
        finished=now(),
        tracked=day,
        package=package,
        parts=part_states(package),
        missing=missing_cells(package),
        conflicts=tuple(sorted(conflicts)),
    )


def fingerprint_of(root: Path) -> str:
    """Changes with any file of the workspace: by path, size and time of change, so that nothing is read."""
    digest = hashlib.sha256()
    top = str(root)
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if folder != top or name not in _UNREAD)
        files.sort()
        # NOTE: each page asks this of every file; paths as objects, or a digest fed by each, cost as much as the question
        states = [os.lstat(f"{folder}/{name}") for name in files]
        lines = [f"{name}\0{state.st_size}\0{state.st_mtime_ns}" for name, state in zip(files, states, strict=True)]
        digest.update("\n".join((folder, *lines, "")).encode(errors="surrogateescape"))
    return digest.hexdigest()


def _silent(_text: str, _done: int, _total: int) -> None:
    """Progress is shown by the page that waits."""
