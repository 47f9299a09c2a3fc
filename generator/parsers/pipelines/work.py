"""What every CI system's file comes down to: jobs of steps, each with what it calls and what becomes of its failure.

A format reads its own syntax into these records; whether they show a stage, and whether its result blocks, is judged
once for all of them (`stage_detection`, `hidden_work`, `stages`).
"""

from collections.abc import Mapping, Sequence

import msgspec

from generator.model.pipeline import Gating
from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.invocations import ProgramCall


class PipelineCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call, where it stands, and the command it comes from (None for an action, a task, a plugin)."""

    invocation: ProgramCall
    line: int
    command: Command | None = None
    position: int = -1
    """Index of the command among those of its step."""


class Opaque(msgspec.Struct, frozen=True, kw_only=True):
    """Work that the file only names: a template, an orb, a shared library, a local action, a make target."""

    name: str
    phrases: tuple[str, ...]
    """What may name a stage."""
    given: tuple[str, ...] = ()
    """Those of them that are given to the call itself: without the name of the step."""
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    call: PipelineCall
    own: bool = True
    """Belongs to the repository, so that what was installed before may be for it."""


class Tolerance(msgspec.Struct, frozen=True, kw_only=True):
    """The file says that a failure here does not count."""

    gating: Gating = Gating.NO
    """`NO`; `UNKNOWN` where the file leaves it to a value that is not in it."""
    named: str
    """`continue-on-error is set`."""
    because: str
    """The same as a whole sentence, for when nothing later looks at the failure."""


class PipelineStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a job."""

    name: str
    where: str
    """For people: `job build, step Scan image`."""
    commands: tuple[Command, ...] = ()
    calls: tuple[PipelineCall, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    """What the format hands to something outside the file; commands that do so are found by the engine."""
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    installs: frozenset[str] = frozenset()
    """Tools that it installs without using them."""
    label: str = ""
    """The published action, task or plugin that calls the tool."""
    tolerance: Tolerance | None = None
    outcome_checked: str = ""
    """The later step that fails when this one failed, in words."""
    output_checked: str = ""
    """The later step that fails because of what this one found, in words."""
    keeps: bool = False
    """The file says by an option of the CI system's that files which it writes are kept."""
    goes_on: bool = False
    """It runs although something before it failed."""
    condition: str = ""
    """What decides whether it runs, as written; empty where nothing does or the format's conditions are not read."""
    pushes: int = 0
    """The line where the file says by an option of the CI system's that this step pushes an image; 0 where it does not."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Steps that run one after the other on one machine."""

    name: str
    steps: tuple[PipelineStep, ...]
    tolerance: Tolerance | None = None
    """Applies to the job as a whole, after everything that its own steps check."""
    tries_out: bool = False
    """Makes a cluster for itself: what it deploys there does not outlive it."""
    identifier: str = ""
    """What other jobs of the file wait for it by; empty where none can."""
    ignores: tuple[str, ...] = ()
    """What it waits for and runs after even where that failed: jobs or groups of jobs, by their identifiers."""
    waits: Mapping[str, Sequence[str]] | None = None
    """What each job or group of jobs of the file waits for, by identifier; None where the order of jobs is not read."""
    condition: str = ""
    """What decides whether it runs, as that of a step."""
