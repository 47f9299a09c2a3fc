"""The rows of the readiness report: what an assessor would find of each control, in the assessor's voice.

The plan says how controls are implemented. What is not established, what fails and what was not collected is here.
"""

from datetime import date

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.model.posture import PostureState
from generator.model.progress import AnswerProgress, PartState, ProgressTally
from generator.model.requirement_text import RequirementLine
from generator.renderers.outstanding import PlanQuestion


class ReadinessLine(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement of the evidence-to-control table, or one observation, at one control."""

    control: ControlId
    letters: tuple[str, ...]
    """Parts of the control that it concerns; empty where it concerns the control as a whole."""
    check: str
    """Id of the check; empty for an observation."""
    title: str
    asks: str
    """The question of the requirement; empty for an observation."""
    cluster: str
    """Empty where there is one or none."""
    state: PostureState | None
    """None for an observation."""
    result: str
    """The state with its certainty in words: `enforced (observed)`, `not established`."""
    style: str
    """Of a page: `good`, `bad`, `warn`, `soft`."""
    examined: str
    """`12 of 14 images that run`; empty where nothing is counted."""
    found: str
    """What passes and what fails, or the observation."""
    unknown: str
    """What is unknown, and why; empty where nothing is."""
    action: str
    """What to do; empty where nothing is required."""
    contradicted: str
    """The discrepancies that contradict it, and who accepts which until when; empty where there are none."""
    sources: tuple[EvidenceSource, ...]
    home: ControlId
    """The control at which a document reports it in full: the one that the requirement names first."""

    @property
    def where(self) -> str:
        """`CM-8(a)`, `CM-8(a, b)`, or `SC-2` for the control as a whole."""
        return f"{self.control}({', '.join(self.letters)})" if self.letters else self.control

    @property
    def open(self) -> bool:
        """Is there something to do, to decide or to know beside it?"""
        return self.state in (None, PostureState.NOT_ENFORCED, PostureState.NOT_ESTABLISHED, PostureState.NONE_FOUND)


class ReadinessPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a control: how far its answer has come."""

    letter: str
    state: AnswerProgress
    requirement: tuple[RequirementLine, ...]
    """What it asks, where the user has a copy of NIST's catalog."""


class ReadinessControl(msgspec.Struct, frozen=True, kw_only=True):
    """One control of the plan."""

    control: ControlId
    title: str
    parts: tuple[ReadinessPart, ...]
    requirement: tuple[RequirementLine, ...]
    """What stands above the parts of what it asks."""
    lines: tuple[ReadinessLine, ...]
    """Those not collected are left out: `wanted` names them."""
    wanted: tuple[str, ...]
    """Evidence that was not collected and that would support it."""

    @property
    def by_state(self) -> tuple[tuple[AnswerProgress, tuple[str, ...]], ...]:
        """Letters of the parts in each state that a part is in; an empty letter for the whole control."""
        states = dict.fromkeys(part.state for part in self.parts)
        return tuple((state, tuple(part.letter for part in self.parts if part.state is state)) for state in states)


class ReadinessFamily(msgspec.Struct, frozen=True, kw_only=True):
    """One family of controls."""

    family: str
    """`CM`."""
    title: str
    tally: ProgressTally
    controls: tuple[ReadinessControl, ...]

    @property
    def examined(self) -> tuple[ReadinessControl, ...]:
        """Controls about which evidence says something."""
        return tuple(control for control in self.controls if control.lines)

    @property
    def silent(self) -> tuple[ReadinessControl, ...]:
        """Controls about which no evidence was collected, or none can be."""
        return tuple(control for control in self.controls if not control.lines)

    @property
    def actions(self) -> int:
        """Requirements that are not met, each once."""
        return len({(line.check, line.cluster) for each in self.controls for line in each.lines if _fails(line)})


class ReadinessAction(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement that is not met."""

    line: ReadinessLine
    severity: str
    controls: tuple[ControlId, ...]
    """Controls of the plan that it concerns."""


class WantedEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What to collect or to state, and what it would decide."""

    what: str
    decides: tuple[str, ...]
    """Titles of requirements."""
    controls: tuple[ControlId, ...]


class OutstandingStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What system.yaml does not state, for a document that needs it."""

    key: str
    why: str


class ReadinessReport(msgspec.Struct, frozen=True, kw_only=True):
    """The report."""

    system_id: str
    system: str
    provider: str
    baseline: str
    as_of: date
    marking: str
    tallies: tuple[ProgressTally, ...]
    """By family, and of all of them at the end."""
    states: tuple[PartState, ...]
    results: tuple[tuple[PostureState, int], ...]
    """How many requirements are in each state."""
    actions: tuple[ReadinessAction, ...]
    """The most severe first."""
    wanted: tuple[WantedEvidence, ...]
    """What would decide most first."""
    outstanding: tuple[OutstandingStatement, ...]
    front_matter: tuple[PlanQuestion, ...]
    """Places of the plan's front matter that are not filled."""
    families: tuple[ReadinessFamily, ...]
    texts_from: str
    """Whose words the requirements are; empty where the user has no copy."""

    @property
    def total(self) -> ProgressTally:
        """Of all families."""
        return self.tallies[-1]


def _fails(line: ReadinessLine) -> bool:
    return line.state is PostureState.NOT_ENFORCED
