"""The assessed workspace behind the pages: made once, and again when a file of the workspace is another one."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from msgspec.structs import replace

from generator.drawing.picture import DrawnPictures
from generator.errors import GeneratorError
from generator.model.evidence import Gap
from generator.model.progress import PartState
from generator.narrative.conflicts import unresolved
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.compose import package_without_pictures
from generator.pipeline.last_parse import LastParse
from generator.pipeline.pictures import drawn_pictures
from generator.pipeline.stages import tracked_again
from generator.pipeline.track import Tracked
from generator.renderers.answer_progress import part_states
from generator.renderers.inventory.missing import MissingCell, missing_cells
from generator.review.workspace_look import WorkspaceLook, look_at
from generator.workspace.folder import Workspace

T = TypeVar("T")
_LOOK_AGAIN = timedelta(seconds=10)
"""After so long a page looks at every file of the evidence again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceAssessment:
    """What the evidence and the decisions said at one moment."""

    fingerprint: str
    """Of the files it was made from."""
    finished: datetime
    """When, in UTC."""
    tracked: Tracked
    package: AuthorizationPackage
    """Without pictures and what limits them: see `drawn`."""
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


def drawn(assessment: WorkspaceAssessment) -> DrawnPictures:
    """The pictures of the package, for pages that show them: `assessment.once(drawn)`."""
    return drawn_pictures(assessment.tracked)


def gaps_with_pictures(assessment: WorkspaceAssessment) -> tuple[Gap, ...]:
    """Every gap of the package as it will be built, sorted."""
    return tuple(sorted((*assessment.package.gaps, *assessment.once(drawn).gaps)))


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
        self._look: WorkspaceLook | None = None
        self._last_parse = LastParse()
        self._looked: datetime | None = None
        """When every file was looked at; None where the next page has to."""

    def current(self) -> WorkspaceAssessment:
        """The assessment of the workspace as it is now, for what is going to be written; waits until it is made.

        Raises:
            AssessmentFailedError: a file that people write is wrong.
        """
        with self._lock:
            return self._of_now(self._looked_now())

    def shown(self) -> WorkspaceAssessment:
        """The same for a page, which asks of evidence only whether files came or went where all of it was looked at a moment
        ago: a file of the evidence that another program writes over is seen within ten seconds, everything else at once.

        Raises:
            AssessmentFailedError: a file that people write is wrong.
        """
        with self._lock:
            just = self._looked is not None and timedelta() <= self._now() - self._looked < _LOOK_AGAIN
            if just and self._look is not None and self._look.holds():
                return self._of_now(self._look)
            return self._of_now(self._looked_now())

    def written(self) -> None:
        """Something was written: the next page looks at every file."""
        with self._lock:
            self._looked = None

    def _looked_now(self) -> WorkspaceLook:
        self._look, self._looked = look_at(self.root), self._now()
        return self._look

    def _of_now(self, look: WorkspaceLook) -> WorkspaceAssessment:
        fingerprint = f"{look.fingerprint} {self._as_of().isoformat()}"
        if self._last is None or fingerprint != self._last_fingerprint:
            self._last = None  # two assessments would be twice the memory
            self._last, self._last_fingerprint = self._made(fingerprint), fingerprint
        if isinstance(self._last, AssessmentFailedError):
            raise self._last
        return self._last

    def _made(self, fingerprint: str) -> WorkspaceAssessment | AssessmentFailedError:
        try:
            with _left_out_of_collections():
                return assessed_workspace(self.root, self._as_of(), self._last_parse, fingerprint=fingerprint, now=self._now)
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


def assessed_workspace(
    root: Path, as_of: date, last_parse: LastParse, *, fingerprint: str, now: Callable[[], datetime]
) -> WorkspaceAssessment:
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
    day = tracked_again(replace(workspace, left_out=conflicts), as_of, _silent, last_parse)
    package = package_without_pictures(day)
    return WorkspaceAssessment(
        fingerprint=fingerprint,
        finished=now(),
        tracked=day,
        package=package,
        parts=part_states(package),
        missing=missing_cells(package),
        conflicts=tuple(sorted(conflicts)),
    )


def _silent(_text: str, _done: int, _total: int) -> None:
    """Progress is shown by the page that waits."""
