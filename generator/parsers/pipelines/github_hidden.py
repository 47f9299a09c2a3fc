"""Steps of a GitHub job whose work is not in the file: local actions, reusable workflows, scripts, make targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.pipeline import Stage
from generator.parsers.pipelines.github_calls import Call
from generator.parsers.pipelines.github_gates import Acted
from generator.parsers.pipelines.github_published import published
from generator.parsers.pipelines.github_workflow import Job
from generator.parsers.pipelines.invocations import Invocation
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.opaque import (
    INSTALLS_STAGE,
    is_release,
    may_use_installed,
    opaque_name,
    phrases_of,
    phrases_of_inputs,
    stages_named,
)
from generator.parsers.pipelines.tools import uses_of

_BUILDERS = frozenset(("buildx", "registry", "ko"))
_INSTALLING = ("install", "setup")
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A stage that something opaque names."""

    stage: Stage
    tool: str
    because: str
    at: int
    """Index of the step among those that run."""
    call: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opaque:
    name: str
    phrases: list[str]
    """What may name a stage."""
    given: list[str]
    """Those of them that are given to the call itself: without the name of the step."""
    environment: Mapping[str, str]
    call: Call
    own: bool = True
    """Belongs to the repository, so that what was installed before may be for it."""


def hidden_in(job: Job, acted: Sequence[Acted]) -> Iterator[Hidden]:
    """Stages that the job names without showing them."""
    installed: set[str] = set()
    for at, each in enumerate(acted):
        for opaque in _opaque_in(job, each):
            named = stages_named(opaque.phrases, opaque.environment)
            for stage, phrase in named.items():
                yield _named(stage, phrase, opaque, at)
            if opaque.own:
                yield from _by_installed(installed, named, opaque, at)
        installed |= each.installs


def _named(stage: Stage, phrase: str, opaque: _Opaque, at: int) -> Hidden:
    shown = phrase if len(phrase) <= _LONGEST else f"{phrase[:_LONGEST]}…"
    because = f"{opaque.name} is not in this file; only its name or what it is given says so ({shown})"
    return Hidden(stage=stage, tool=opaque.name, because=because, at=at, call=opaque.call)


def _by_installed(installed: set[str], named: Mapping[Stage, str], opaque: _Opaque, at: int) -> Iterator[Hidden]:
    if not may_use_installed(opaque.name, opaque.given):
        return
    for tool in sorted(installed):
        stage = INSTALLS_STAGE.get(tool)
        if tool in _BUILDERS and is_release(opaque.name, opaque.given):
            stage = Stage.IMAGE_BUILD
        if stage is not None and stage not in named:
            because = f"{tool} is set up before {opaque.name}, which is not in this file"
            yield Hidden(stage=stage, tool=f"{opaque.name} with {tool}", because=because, at=at, call=opaque.call)


def _opaque_in(job: Job, each: Acted) -> Iterator[_Opaque]:
    step = each.step
    foreign = step.uses and published(step.uses) is None and not step.uses.startswith("docker://")
    if foreign and not mentions(step.name, _INSTALLING):
        yield _unknown_action(job, each)
    for call in each.calls:
        name = None if uses_of(call.invocation, step.name) else opaque_name(call.invocation)
        if name is not None:
            given = dict(call.command.assignments) if call.command is not None else {}
            words = phrases_of(call.invocation)
            environment = {**step.environment, **given}
            yield _Opaque(name=name, phrases=[*words, step.name], given=words, environment=environment, call=call)


def _unknown_action(job: Job, each: Acted) -> _Opaque:
    """A local action or workflow, told by its path and inputs; one of somebody else by its name alone."""
    step = each.step
    reference = step.uses.partition("@")[0]
    local = reference.startswith("./") or bool(job.uses)
    path = reference.rpartition("/.github/workflows/")[2] if job.uses else reference
    phrases = [path.partition(".github/")[2] or path] if local else [reference.partition("/")[2]]
    if local:
        phrases = [*phrases, *phrases_of_inputs(step.inputs), "" if job.uses else step.name]
    call = Call(invocation=Invocation(program=reference, environment={}), line=step.line)
    return _Opaque(
        name=reference, phrases=phrases, given=[], environment=step.environment if local else {}, call=call, own=False
    )
