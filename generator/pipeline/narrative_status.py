"""The state of the answers to the controls: `atopack status`."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from generator.frameworks.base import Control
from generator.frameworks.dod.levels import sheets_of
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import every_of, plan_of
from generator.model.evidence import Gap
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.model.progress import AnswerProgress, PartState, ProgressTally, tallies, text_progress
from generator.narrative.approval import lapsed
from generator.oscal.answer_states import part_states
from generator.pipeline.additional_frameworks import FrameworkList, additional_frameworks
from generator.pipeline.parse import Progress
from generator.pipeline.stages import tracked
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.view import stated as plan_stated
from generator.workspace.folder import Workspace
from generator.workspace.inheritance import inheritance_of
from generator.workspace.narratives import narratives_of


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What the heads of narratives state of some controls, counted."""

    controls: int
    statuses: int
    originations: int
    roles: int
    parameters: int
    of_parameters: int


class StatusReport(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a workspace."""

    system: str
    baseline: str
    as_of: date
    parts: tuple[PartState, ...]
    tallies: tuple[ProgressTally, ...]
    """By family, and of all of them at the end."""
    stated: tuple[Stated, ...]
    """For each tally."""
    front: PlanDocument
    """What system.yaml says for the plan's front matter."""
    texts: tuple[tuple[str, AnswerProgress], ...]
    """Files of `narratives/plan/`, and how far each has come."""
    additional: tuple[FrameworkList, ...]
    """What the system names beside FedRAMP."""
    gaps: tuple[Gap, ...]
    """What of the narratives is not used, or stays a draft against what its head says."""


def report(workspace: Workspace, as_of: date, progress: Progress, evidence_cache: Path | None = None) -> StatusReport:
    """Read evidence and narratives, and say of every part its state.

    Raises:
        ConfigError: a file that people write is wrong.
    """
    followed = tracked(workspace, as_of, progress, evidence_cache)
    checked = followed.assessed
    workspace, claims = checked.loaded.workspace, followed.claims
    written = lapsed(narratives_of(workspace, as_of), checked.postures)
    system = workspace.system
    sheets = sheets_of(system.frameworks, system.baseline.value)
    plan = plan_of(system.frameworks, system.baseline.value)
    narratives = {narrative.control: narrative for narrative in written.written}
    inherited = inheritance_of(workspace, [control.id for control in every_of(system.frameworks, system.baseline.value)], as_of)
    parts = part_states(plan, written.written, claims, inherited.inheritance, system.plan.leveraged)
    counted = tallies(parts)
    return StatusReport(
        system=system.name,
        baseline=" with ".join((f"{FEDRAMP_REV5.title} {system.baseline.label}", *(sheet.title for sheet in sheets))),
        as_of=as_of,
        parts=parts,
        tallies=counted,
        stated=tuple(_stated(_of(tally.family, plan), narratives) for tally in counted),
        front=plan_stated(workspace.system, as_of),
        texts=tuple((plan_text.file, text_progress(plan_text.standing)) for plan_text in system.plan_texts if plan_text.parts),
        additional=additional_frameworks(system, parts, claims, checked.verdicts),
        gaps=(*written.gaps, *checked.loaded.text_gaps),
    )


def _of(family: str, plan: Sequence[Control]) -> tuple[Control, ...]:
    return tuple(control for control in plan if not family or control.id[:2] == family)


def _stated(controls: Sequence[Control], narratives: Mapping[ControlId, Narrative]) -> Stated:
    written = [narratives[control.id] for control in controls if control.id in narratives]
    return Stated(
        controls=len(controls),
        statuses=sum(bool(narrative.statuses) for narrative in written),
        originations=sum(bool(narrative.originations) for narrative in written),
        roles=sum(bool(narrative.role) for narrative in written),
        parameters=sum(
            narratives[control.id].parameter(row.label) is not None
            for control in controls
            if control.id in narratives
            for row in control.parameters
        ),
        of_parameters=sum(len(control.parameters) for control in controls),
    )
