"""Every place in a GitHub workflow that is a stage, whether the file shows what runs there or only names it."""

import re
from collections.abc import Iterator, Sequence

from generator.model.pipeline import Gating, Stage
from generator.parsers.pipelines.github_calls import Call, calls_of, commands_of, installed_by
from generator.parsers.pipelines.github_expressions import Scope, constants, is_off
from generator.parsers.pipelines.github_gates import Acted, gate
from generator.parsers.pipelines.github_hidden import Hidden, hidden_in
from generator.parsers.pipelines.github_published import published
from generator.parsers.pipelines.github_workflow import Job, Step, Workflow
from generator.parsers.pipelines.images import is_push
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.stages import GATED, Seen
from generator.parsers.pipelines.tools import makes_test_cluster, uses_of

_CLUSTER_INPUT = re.compile(r"(install|setup|create|use|start)[-_]?(k3d|kind|minikube)$|^(k3d|minikube)$", re.IGNORECASE)
_TEST_CLUSTERS = ("kind", "k3d", "minikube")


def seen_in(workflow: Workflow) -> Iterator[Seen]:
    """Stages seen in the file, any number of times each."""
    scope = Scope({}).with_values("inputs", workflow.defaults).with_values("github.event.inputs", workflow.defaults)
    scope = scope.with_environment(workflow.environment)
    everything = [seen for job in workflow.jobs if not is_off(job.condition) for seen in _seen_in_job(job, scope)]
    yield from everything
    if not any(seen.stage is Stage.VERSION_CONTROL for seen in everything):
        yield Seen(
            stage=Stage.VERSION_CONTROL,
            tool="GitHub",
            gating=Gating.NOT_APPLICABLE,
            visible=False,
            where="the file itself",
            line=1,
            because="GitHub runs workflows from a repository, but no step here checks the source out",
        )


def _seen_in_job(job: Job, outer: Scope) -> Iterator[Seen]:
    scope = outer.with_values("matrix", constants(job.matrix)).with_environment(job.environment)
    acted = tuple(_act(step, scope) for step in _steps(job) if not is_off(step.condition))
    hidden = tuple(hidden_in(job, acted))
    tried_out = _has_test_cluster(acted, hidden)
    pushed = 0
    for at, each in enumerate(acted):
        for call in each.calls:
            for seen in _seen_in_call(call, at, acted, job):
                if not (tried_out and seen.stage is Stage.DEPLOY):
                    yield _after_push(seen, pushed)
            pushed = pushed or (call.line if is_push(call.invocation) else 0)
    for one in hidden:
        if not (tried_out and one.stage is Stage.DEPLOY):
            yield _hidden(one, acted, job)


def _steps(job: Job) -> tuple[Step, ...]:
    """The steps of a job; for a reusable workflow the call itself, as its only step."""
    if not job.uses:
        return job.steps
    call = Step(
        number=1,
        identifier="",
        name=job.uses.partition("@")[0],
        uses=job.uses,
        inputs=job.inputs,
        run="",
        line=job.line,
        run_line=job.line,
        shell="",
        environment={},
        condition="",
        continue_on_error="",
    )
    return (call,)


def _act(step: Step, outer: Scope) -> Acted:
    scope = outer.with_environment(step.environment)
    commands = commands_of(step, scope)
    calls = calls_of(step, scope, commands)
    return Acted(step=step, scope=scope, commands=commands, calls=calls, installs=frozenset(installed_by(step, calls)))


def _seen_in_call(call: Call, at: int, acted: Sequence[Acted], job: Job) -> Iterator[Seen]:
    step = acted[at].step
    for tool in uses_of(call.invocation, step.name):
        gating, because = gate(tool.verdict(call.invocation), call, at, acted, job)
        yield Seen(
            stage=tool.stage,
            tool=_shown(tool.name, step),
            gating=gating,
            visible=tool.visible,
            where=_where(job, step),
            line=call.line,
            because=because,
        )


def _shown(tool: str, step: Step) -> str:
    """Tool and, where it is called through a published action, that action."""
    reference = step.uses.partition("@")[0]
    return f"{tool} ({reference})" if published(step.uses) is not None and reference != tool else tool


def _hidden(one: Hidden, acted: Sequence[Acted], job: Job) -> Seen:
    verdict = (Gating.POLICY if one.stage in GATED else Gating.NOT_APPLICABLE, one.because)
    gating, because = gate(verdict, one.call, one.at, acted, job)
    step = acted[one.at].step
    return Seen(
        stage=one.stage,
        tool=one.tool,
        gating=gating,
        visible=False,
        where=_where(job, step),
        line=one.call.line,
        because=because,
    )


def _where(job: Job, step: Step) -> str:
    if job.uses:
        return f"job {job.identifier}"
    return f"{'composite action' if job.composite else f'job {job.identifier}'}, step {step.name}"


def _after_push(seen: Seen, pushed: int) -> Seen:
    if not pushed or seen.stage is not Stage.IMAGE_SCAN or seen.gating is Gating.NO:
        return seen
    note = f"{seen.because}; an image is pushed before this scan (line {pushed}), so it does not stop the push"
    return Seen(
        stage=seen.stage,
        tool=seen.tool,
        gating=seen.gating,
        visible=seen.visible,
        where=seen.where,
        line=seen.line,
        because=note,
    )


def _has_test_cluster(acted: Sequence[Acted], hidden: Sequence[Hidden]) -> bool:
    """Does the job make a cluster of its own? What it deploys there does not outlive it."""
    if any(makes_test_cluster(call.invocation) for each in acted for call in each.calls):
        return True
    inputs = [name for each in acted for name, value in each.step.inputs.items() if value.strip().lower() == "true"]
    return any(_CLUSTER_INPUT.search(name) for name in inputs) or any(mentions(one.tool, _TEST_CLUSTERS) for one in hidden)
