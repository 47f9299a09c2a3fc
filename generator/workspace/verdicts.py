"""What named persons judge and answer in `decisions/verdicts.yaml` and `dod-readiness.yaml`, compared with the evidence."""

from collections.abc import Sequence

import msgspec

from generator.errors import ConfigError
from generator.facts.readiness_answers import read_readiness
from generator.facts.requirement_verdicts import read_requirement_verdicts
from generator.facts.verdicts import FILE, read_verdicts
from generator.frameworks.base import Control
from generator.limits import QUOTED
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import EvidenceFile, EvidenceSource, Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.readiness import ReadinessAnswer
from generator.model.verdict import RequirementVerdict, Verdict, VerdictState
from generator.text import shortened
from generator.workspace.folder import Workspace

_FILE, _READINESS = "verdicts.yaml", "dod-readiness.yaml"


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """What people judged."""

    verdicts: tuple[Verdict, ...] = ()
    requirements: tuple[RequirementVerdict, ...] = ()
    """On CMMC requirements."""
    readiness: tuple[ReadinessAnswer, ...] = ()
    """Answers to DISA's General Readiness Requirements."""
    files: tuple[EvidenceFile, ...] = ()
    """Evidence that they name and no reader recognizes, sorted by path."""
    gaps: tuple[Gap, ...] = ()
    """Controls that a person judged satisfied while evidence contradicts them, and verdicts from after the as-of date."""


def verdicts_of(
    workspace: Workspace, facts: SystemFacts, controls: Sequence[Control], discrepancies: Sequence[Discrepancy]
) -> Verdicts:
    """The verdicts that count on the day.

    Raises:
        ConfigError: a file is wrong.
    """
    text, readiness_text = workspace.decision(_FILE) or "", workspace.decision(_READINESS) or ""
    shelf = _Shelf(workspace, facts)
    verdicts, later = read_verdicts(text, as_of=facts.as_of, controls=controls, evidence=shelf.source)
    requirements, also_later = read_requirement_verdicts(text, as_of=facts.as_of, evidence=shelf.source)
    readiness, answered_later = read_readiness(readiness_text, as_of=facts.as_of, evidence=shelf.source)
    contradicted = (gap for verdict in verdicts if (gap := _contradicted(verdict, discrepancies)) is not None)
    return Verdicts(
        verdicts=verdicts,
        requirements=requirements,
        readiness=readiness,
        files=shelf.unread,
        gaps=(*later, *also_later, *answered_later, *contradicted),
    )


class _Shelf:
    """The package's evidence by its path: what was read, and what no reader knows."""

    def __init__(self, workspace: Workspace, facts: SystemFacts) -> None:
        self._workspace = workspace
        self._paths = frozenset(workspace.listing().paths)
        self._known = {file.sha256: file for file in facts.evidence}
        self._read = {file.path: file for file in facts.evidence}
        self._unread: dict[str, EvidenceFile] = {}

    @property
    def unread(self) -> tuple[EvidenceFile, ...]:
        """Files that were asked for and are not among the facts' evidence."""
        return tuple(sorted(self._unread.values(), key=lambda file: file.path))

    def source(self, path: str) -> EvidenceSource:
        """The file as a source. A copy of a file that was read is that file.

        Raises:
            ConfigError: it is no evidence of this package.
        """
        file = self._read.get(path) or self._load(path)
        return file.source

    def _load(self, path: str) -> EvidenceFile:
        if path not in self._paths:
            step = "copy the file into evidence/ or diagrams/, and name it by its path in the workspace"
            raise ConfigError(f"`{shortened(path, QUOTED)}` is no evidence of this package", next_step=step)
        loaded, _, _ = self._workspace.load(path)
        known = self._known.get(loaded.sha256) or self._unread.get(loaded.sha256)
        if known is None:
            self._unread[loaded.sha256] = known = loaded
        return known


def _contradicted(verdict: Verdict, discrepancies: Sequence[Discrepancy]) -> Gap | None:
    against = sorted(
        {
            subject.check
            for discrepancy in discrepancies
            for subject in discrepancy.concerned
            if subject.waiver is None and verdict.control in subject.controls
        }
    )
    if verdict.state is VerdictState.NOT_SATISFIED or not against:
        return None
    return Gap(
        path=FILE,
        place=verdict.place.partition(", ")[2],
        kind=GapKind.CONTRADICTED,
        reason=f"{verdict.by} calls {verdict.target} satisfied while the cross-check contradicts {verdict.control}: "
        f"{', '.join(against)}",
        next_step="correct it, waive it with a reason, or judge again",
    )
