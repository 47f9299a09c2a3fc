"""Steps whose work is not in the file: templates, shared libraries, local actions, scripts, make targets."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.limits import QUOTED
from generator.model.pipeline import PipelineStage
from generator.parsers.pipelines.opaque import (
    INSTALLS_STAGE,
    is_release,
    may_use_installed,
    opaque_name,
    phrases_of,
    stages_named,
)
from generator.parsers.pipelines.tools import uses_of
from generator.parsers.pipelines.work import Job, Opaque, PipelineCall, PipelineStep
from generator.text import shortened

_BUILDERS = frozenset(("buildx", "registry", "ko"))


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """A stage that something opaque names."""

    stage: PipelineStage
    tool: str
    because: str
    at: int
    """Index of the step."""
    call: PipelineCall


def hidden_in(job: Job) -> Iterator[Hidden]:
    """Stages that the job names without showing them."""
    installed: set[str] = set()
    for at, step in enumerate(job.steps):
        for opaque in opaque_in(step):
            named = stages_named(opaque.phrases, opaque.environment)
            for stage, phrase in named.items():
                yield _named(stage, phrase, opaque, at)
            if opaque.own:
                yield from _by_installed(installed, named, opaque, at)
        installed |= step.installs


def unskipped_in(jobs: Sequence[Job]) -> Iterator[tuple[Job, Hidden]]:
    """What one call of an opaque program leaves out (`--skip=sign`), another call of it without that option does."""
    calls = [(job, at, call) for job in jobs for at, step in enumerate(job.steps) for call in step.calls]
    left_out: dict[str, dict[PipelineStage, str]] = {}
    for _, _, call in calls:
        parts = [part for value in call.invocation.values("skip") for part in value.split(",")]
        for stage, phrase in (stages_named(parts, {}) if parts else {}).items():
            left_out.setdefault(call.invocation.program, {}).setdefault(stage, phrase)
    for job, at, call in calls if left_out else ():
        name = opaque_name(call.invocation)
        if name is not None and not call.invocation.values("skip"):
            for stage, phrase in left_out.get(call.invocation.program, {}).items():
                because = f"{name} is not in this file; another call of it here leaves out {phrase}, and this one does not"
                yield job, Hidden(stage=stage, tool=name, because=because, at=at, call=call)


def _named(stage: PipelineStage, phrase: str, opaque: Opaque, at: int) -> Hidden:
    because = f"{opaque.name} is not in this file; only its name or what it is given says so ({shortened(phrase, QUOTED)})"
    return Hidden(stage=stage, tool=opaque.name, because=because, at=at, call=opaque.call)


def _by_installed(installed: set[str], named: Mapping[PipelineStage, str], opaque: Opaque, at: int) -> Iterator[Hidden]:
    if not may_use_installed(opaque.name, opaque.given):
        return
    for tool in sorted(installed):
        stage = INSTALLS_STAGE.get(tool)
        if tool in _BUILDERS and is_release(opaque.name, opaque.given):
            stage = PipelineStage.IMAGE_BUILD
        if stage is not None and stage not in named:
            because = f"{tool} is set up before {opaque.name}, which is not in this file"
            yield Hidden(stage=stage, tool=f"{opaque.name} with {tool}", because=because, at=at, call=opaque.call)


def opaque_in(step: PipelineStep) -> Iterator[Opaque]:
    """What a step hands to something that the file does not show."""
    yield from step.opaque
    for call in step.calls:
        name = None if uses_of(call.invocation, step.name) else opaque_name(call.invocation)
        if name is not None:
            given = dict(call.command.assignments) if call.command is not None else {}
            words = phrases_of(call.invocation)
            yield Opaque(
                name=name,
                phrases=(*words, step.name),
                given=tuple(words),
                environment={**step.environment, **given},
                call=call,
            )
