"""A GitHub workflow as jobs and steps of the shared engine: what each step calls, and what becomes of its failure.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.limits import PIPELINE_LATER
from generator.model.pipeline import Gating
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines import work
from generator.parsers.pipelines.commands import Command, ShellOptions, read_script
from generator.parsers.pipelines.delivery_steps import with_deliveries
from generator.parsers.pipelines.github_expressions import Scope, constants, decides, goes_on, is_off
from generator.parsers.pipelines.github_published import published
from generator.parsers.pipelines.github_workflow import GithubJob, GithubStep, GithubWorkflow
from generator.parsers.pipelines.invocations import ProgramCall, from_image
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.readback import is_failing_exit
from generator.parsers.pipelines.shell_calls import calls_in, installed_by
from generator.parsers.pipelines.work import Opaque, PipelineCall, Tolerance

_CLUSTER_INPUT = late_re(r"(install|setup|create|use|start)[-_]?(k3d|kind|minikube)$|^(k3d|minikube)$", re.IGNORECASE)
_ONLY_ON_SUCCESS = late_re(r"(==\s*'success'|!=\s*'failure')")
_NOT_SHELLS = ("python", "node", "perl", "cmd", "ruby")
_INSTALLING = ("install", "setup")
_STEP_DROPS = Tolerance(
    named="continue-on-error is set",
    because="continue-on-error is set on the step and no later step fails on its outcome",
)
_STEP_MAY_DROP = Tolerance(
    gating=Gating.UNKNOWN,
    named="continue-on-error is set",
    because="continue-on-error is a value that is not in this file",
)
_JOB_DROPS = Tolerance(
    named="continue-on-error is set",
    because="the job has continue-on-error, so its failure does not stop the workflow",
)
_JOB_MAY_DROP = Tolerance(
    gating=Gating.UNKNOWN,
    named="continue-on-error is set",
    because="the job's continue-on-error is a value that is not in this file",
)


class _Acted(msgspec.Struct, frozen=True, kw_only=True):
    """A step with its commands, as it stands in its job."""

    step: GithubStep
    scope: Scope
    commands: tuple[Command, ...]

    @property
    def tolerated(self) -> str:
        """Empty where a failure counts."""
        tolerance = self.scope.expand(self.step.continue_on_error).strip()
        return "" if tolerance == "false" else tolerance


def jobs_of(workflow: GithubWorkflow) -> Iterator[tuple[GithubJob, work.Job]]:
    """Every job that is not switched off, as written and as the engine reads it."""
    scope = Scope({}).with_values("inputs", workflow.defaults).with_values("github.event.inputs", workflow.defaults)
    scope = scope.with_environment(workflow.environment)
    jobs = [job for job in workflow.jobs if not is_off(job.condition)]
    waits = {job.identifier: job.needs for job in workflow.jobs}
    yield from zip(jobs, with_deliveries([_job(job, scope) for job in jobs], waits), strict=True)


def _job(job: GithubJob, outer: Scope) -> work.Job:
    if job.inside is not None:
        outer = Scope({}).with_values("inputs", job.inside.inputs).with_environment(job.inside.environment)
    scope = outer.with_values("matrix", constants(job.matrix)).with_environment(job.environment)
    acted = tuple(_act(step, scope) for step in _steps(job) if not is_off(step.condition))
    tolerated = scope.expand(job.continue_on_error).strip()
    inputs = [name for each in acted for name, value in each.step.inputs.items() if value.strip().lower() == "true"]
    return work.Job(
        name=job.identifier,
        steps=tuple(_step(job, each, acted[at + 1 : at + 1 + PIPELINE_LATER]) for at, each in enumerate(acted)),
        tolerance=None if tolerated in ("", "false") else _JOB_DROPS if tolerated == "true" else _JOB_MAY_DROP,
        tries_out=any(_CLUSTER_INPUT.search(name) for name in inputs),
        identifier=job.identifier,
        ignores=job.needs if goes_on(job.condition) else (),
        condition=decides(job.condition),
    )


def _steps(job: GithubJob) -> tuple[GithubStep, ...]:
    """The steps of a job; for a reusable workflow the call itself, as its only step."""
    if not job.uses:
        return job.steps
    name = job.uses.partition("@")[0]
    return (GithubStep(number=1, name=name, uses=job.uses, inputs=job.inputs, line=job.line, run_line=job.line),)


def _act(step: GithubStep, outer: Scope) -> _Acted:
    scope = outer.with_environment(step.environment)
    return _Acted(step=step, scope=scope, commands=_commands(step, scope))


def _commands(step: GithubStep, scope: Scope) -> tuple[Command, ...]:
    """Commands of the step's script, or of the script that it hands to an action which runs one."""
    known = published(step.uses)
    if known is not None and known.script and step.inputs.get(known.script):
        return read_script(scope.expand(step.inputs[known.script]), step.line, ShellOptions())
    if not step.run or step.shell.startswith(_NOT_SHELLS):
        return ()
    return read_script(scope.expand(step.run), step.run_line, _shell(step.shell))


def _step(job: GithubJob, here: _Acted, later: Sequence[_Acted]) -> work.PipelineStep:
    step, known = here.step, published(here.step.uses)
    environment = here.scope.environment()
    calls = (
        *(PipelineCall(invocation=each, line=step.line) for each in _from_uses(step, here.scope)),
        *calls_in(here.commands, environment),
    )
    installs = {known.installs} if known is not None and known.installs else set()
    owner = "composite action" if job.composite else f"job {job.identifier}"
    return work.PipelineStep(
        name=step.name,
        where=f"job {job.identifier}" if job.uses else f"{owner}, step {step.name}",
        commands=here.commands,
        calls=calls,
        opaque=tuple(_unknown_action(job, step)),
        environment=step.environment,
        installs=frozenset(installs.union(*(installed_by(call.invocation) for call in calls))),
        label=step.uses.partition("@")[0] if known is not None else "",
        tolerance=None if not here.tolerated else _STEP_DROPS if here.tolerated == "true" else _STEP_MAY_DROP,
        outcome_checked=_checked(here, later, "outcome", "fails on its outcome"),
        output_checked=_checked(here, later, "outputs.", "fails on what it found"),
        goes_on=goes_on(step.condition),
        condition=decides(step.condition),
        pushes=step.line if step.inputs.get("push", "").strip().lower() == "true" else 0,
    )


def _from_uses(step: GithubStep, scope: Scope) -> Iterator[ProgramCall]:
    inputs = {name: scope.expand(value) for name, value in step.inputs.items() if value.strip()}
    environment = scope.environment()
    if step.uses.startswith("docker://"):
        image = from_image(step.uses, inputs.get("args", ""), environment)
        if image is not None:
            yield image
        return
    known = published(step.uses)
    if known is not None and known.program:
        yield call_of(known, inputs, environment)


def _unknown_action(job: GithubJob, step: GithubStep) -> Iterator[Opaque]:
    """A local action or workflow, named by its path and inputs; a published one by its name alone."""
    known = not step.uses or published(step.uses) is not None or step.uses.startswith("docker://")
    if known or mentions(step.name, _INSTALLING):
        return
    reference = step.uses.partition("@")[0]
    local = reference.startswith("./") or bool(job.uses)
    path = reference.rpartition("/.github/workflows/")[2] if job.uses else reference
    phrases = [path.partition(".github/")[2] or path] if local else [reference.partition("/")[2]]
    if local:
        phrases = [*phrases, *phrases_of_inputs(step.inputs), "" if job.uses else step.name]
    call = PipelineCall(invocation=ProgramCall(program=reference, environment={}), line=step.line)
    environment = step.environment if local else {}
    yield Opaque(name=reference, phrases=tuple(phrases), environment=environment, call=call, own=False)


def _checked(here: _Acted, later: Sequence[_Acted], what: str, does: str) -> str:
    """The later step that fails when this one's outcome or output is bad, in words; empty where there is none."""
    mention = f"steps.{here.step.identifier}.{what}"
    for each in later if here.step.identifier else ():
        step = each.step
        condition = mention in step.condition and not _ONLY_ON_SUCCESS.search(step.condition)
        mentioned = mention in step.run or any(
            mention in value for value in (*step.environment.values(), *step.inputs.values())
        )
        if (condition or mentioned) and _fails(each) and not each.tolerated:
            return f"the later step {step.name} (line {step.line}) {does}"
    return ""


def _fails(each: _Acted) -> bool:
    if any(is_failing_exit(command) for command in each.commands):
        return True
    return any(word in each.step.inputs.get("script", "") for word in ("core.setFailed", "throw "))


def _shell(name: str) -> ShellOptions:
    """`bash` named adds pipefail; PowerShell goes on after a native command fails; the default is `bash -e`."""
    words = name.split()
    if not words:
        return ShellOptions()
    if words[0] in ("pwsh", "powershell"):
        return ShellOptions(errexit=False, pipefail=False)
    flags = "".join(word for word in words[1:] if word.startswith("-") and not word.startswith("--"))
    if len(words) == 1:
        return ShellOptions(errexit=True, pipefail=words[0] == "bash")
    return ShellOptions(errexit="e" in flags, pipefail="pipefail" in words)
