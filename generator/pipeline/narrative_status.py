"""The state of the answers to the controls: `atopack status`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.frameworks.base import Control
from generator.frameworks.dod.levels import sheets_of
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import plan_of
from generator.model.claim import Claim
from generator.model.evidence import Gap
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, Standing
from generator.model.progress import PartState, State, Tally, tallies
from generator.oscal.ssp_statements import kind_of
from generator.pipeline.additional_frameworks import Beside, beside
from generator.pipeline.parse import Progress
from generator.pipeline.stages import assessed
from generator.renderers.ssp_rows import PlanDocument
from generator.renderers.ssp_view import stated as plan_stated
from generator.workspace.folder import Workspace
from generator.workspace.narratives import narratives_of

_STATES = {Standing.FINAL: State.APPROVED, Standing.REVIEWED: State.REVIEWED, Standing.DRAFT: State.WRITTEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the heads of narratives state of some controls, counted."""

    controls: int
    statuses: int
    originations: int
    roles: int
    parameters: int
    of_parameters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The state of a workspace."""

    system: str
    baseline: str
    as_of: date
    parts: tuple[PartState, ...]
    tallies: tuple[Tally, ...]
    """By family, and of all of them at the end."""
    stated: tuple[Stated, ...]
    """For each tally."""
    front: PlanDocument
    """What system.yaml says for the plan's front matter."""
    texts: tuple[tuple[str, State], ...]
    """Files of `narratives/plan/`, and how far each has come."""
    beside: tuple[Beside, ...]
    """What the system names beside FedRAMP."""
    gaps: tuple[Gap, ...]
    """What of the narratives is not used, or stays a draft against what its head says."""


def report(workspace: Workspace, as_of: date, progress: Progress) -> Report:
    """Read evidence and narratives, and say of every part its state.

    Raises:
        ConfigError: a file that people write is wrong.
    """
    checked = assessed(workspace, as_of, progress)
    workspace, claims = checked.loaded.workspace, checked.claims
    written = narratives_of(workspace, as_of)
    system = workspace.system
    sheets = sheets_of(system.frameworks, system.baseline.value)
    plan = plan_of(system.frameworks, system.baseline.value)
    said = {one.control: one for one in written.written}
    parts = _states(plan, said, claims)
    counted = tallies(parts)
    return Report(
        system=system.name,
        baseline=" with ".join((f"{FEDRAMP_REV5.title} {system.baseline.label}", *(one.title for one in sheets))),
        as_of=as_of,
        parts=parts,
        tallies=counted,
        stated=tuple(_stated(_of(tally.family, plan), said) for tally in counted),
        front=plan_stated(workspace.system, as_of),
        texts=tuple((one.file, _STATES[one.standing]) for one in system.plan_texts if one.parts),
        beside=beside(system, parts, claims, checked.verdicts),
        gaps=(*written.gaps, *checked.loaded.text_gaps),
    )


def _states(plan: Sequence[Control], said: Mapping[ControlId, Narrative], claims: Sequence[Claim]) -> tuple[PartState, ...]:
    by_part: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_part[claim.control, claim.part].append(claim)
    return tuple(
        PartState(control=one.id, letter=letter, state=_state(said.get(one.id), letter, by_part[one.id, letter]))
        for one in plan
        for letter in one.parts or ("",)
    )


def _state(said: Narrative | None, letter: str, claims: Sequence[Claim]) -> State:
    if said is not None and said.text(letter):
        return _STATES[said.standing]
    return State.GENERATED if kind_of(claims) == "generated" else State.MISSING


def _of(family: str, plan: Sequence[Control]) -> tuple[Control, ...]:
    return tuple(one for one in plan if not family or one.id[:2] == family)


def _stated(controls: Sequence[Control], said: Mapping[ControlId, Narrative]) -> Stated:
    written = [said[one.id] for one in controls if one.id in said]
    return Stated(
        controls=len(controls),
        statuses=sum(bool(one.statuses) for one in written),
        originations=sum(bool(one.originations) for one in written),
        roles=sum(bool(one.role) for one in written),
        parameters=sum(
            said[one.id].parameter(row.label) is not None for one in controls if one.id in said for row in one.parameters
        ),
        of_parameters=sum(len(one.parameters) for one in controls),
    )
