"""Whether a bad result stops a GitHub job: the tool's own exit code, the shell around it, `continue-on-error`, later steps.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.pipeline import Gating
from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.github_calls import Call
from generator.parsers.pipelines.github_expressions import Scope
from generator.parsers.pipelines.github_workflow import Job, Step
from generator.parsers.pipelines.readback import is_failing_exit, reader_that_fails, reports_of

_MOST_STEPS_LATER = 100
_MOST_COMMANDS_LATER = 300
_ONLY_ON_SUCCESS = re.compile(r"(==\s*'success'|!=\s*'failure')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """A step with its commands, as it stands in its job."""

    step: Step
    scope: Scope
    commands: tuple[Command, ...]
    calls: tuple[Call, ...]
    installs: frozenset[str] = frozenset()
    """Tools that it installs without using them."""


def gate(verdict: tuple[Gating, str], call: Call, at: int, acted: Sequence[Acted], job: Job) -> tuple[Gating, str]:
    """What becomes of a call's result, given what the tool itself does with it."""
    gating, because = verdict
    here = acted[at]
    if gating is Gating.NOT_APPLICABLE:
        return verdict
    if gating is not Gating.NO and call.command is not None and not call.command.fate.stops:
        gating, because = Gating.NO, call.command.fate.reason
    gating, because = _continued(gating, because, at, acted)
    if gating is Gating.NO:
        gating, because = _read_later(because, call, at, acted)
    tolerated = here.scope.expand(job.continue_on_error).strip()
    if gating is not Gating.NO and tolerated not in ("", "false"):
        if tolerated == "true":
            return Gating.NO, "the job has continue-on-error, so its failure does not stop the workflow"
        return Gating.UNKNOWN, f"{because}, but the job's continue-on-error is a value that is not in this file"
    return gating, because


def _continued(gating: Gating, because: str, at: int, acted: Sequence[Acted]) -> tuple[Gating, str]:
    here = acted[at]
    tolerated = here.scope.expand(here.step.continue_on_error).strip()
    if gating is Gating.NO or tolerated in ("", "false"):
        return gating, because
    failing = _step_that_fails_on(f"steps.{here.step.identifier}.outcome", here, acted[at + 1 :])
    if failing is not None:
        later = f"the later step {failing.name} (line {failing.line}) fails on its outcome"
        return gating, f"{because}; continue-on-error is set, but {later}"
    if tolerated == "true":
        return Gating.NO, "continue-on-error is set on the step and no later step fails on its outcome"
    return Gating.UNKNOWN, f"{because}, but continue-on-error is a value that is not in this file"


def _read_later(because: str, call: Call, at: int, acted: Sequence[Acted]) -> tuple[Gating, str]:
    """A result that is dropped by the call itself, but read and acted on afterwards."""
    here = acted[at]
    failing = _step_that_fails_on(f"steps.{here.step.identifier}.outputs.", here, acted[at + 1 :])
    if failing is not None:
        return Gating.YES, f"{because}; but the later step {failing.name} (line {failing.line}) fails on what it found"
    reports = reports_of(call.invocation, call.command)
    left = _MOST_COMMANDS_LATER
    for commands in _scripts_after(call, at, acted) if reports else ():
        reader = reader_that_fails(reports, commands[:left])
        if reader is not None:
            return (
                Gating.YES,
                f"{because}; but its report is read afterwards and ends the job with an error (line {reader.line})",
            )
        left -= min(left, len(commands))
    return Gating.NO, because


def _scripts_after(call: Call, at: int, acted: Sequence[Acted]) -> Iterator[tuple[Command, ...]]:
    """What runs after a call and can still fail the job: the rest of its own script, then the scripts of later steps."""
    here = acted[at]
    if call.command is not None and not _tolerates(here):
        yield here.commands[call.position + 1 :][:_MOST_COMMANDS_LATER]
    for each in acted[at + 1 : at + 1 + _MOST_STEPS_LATER]:
        if not _tolerates(each):
            yield each.commands


def _tolerates(each: Acted) -> bool:
    return each.scope.expand(each.step.continue_on_error).strip() not in ("", "false")


def _step_that_fails_on(mention: str, here: Acted, later: Sequence[Acted]) -> Step | None:
    if not here.step.identifier:
        return None
    for each in later[:_MOST_STEPS_LATER]:
        step = each.step
        condition = step.condition if mention in step.condition and not _ONLY_ON_SUCCESS.search(step.condition) else ""
        told = mention in step.run or any(mention in value for value in (*step.environment.values(), *step.inputs.values()))
        if (condition or told) and _fails(each) and not _tolerates(each):
            return step
    return None


def _fails(each: Acted) -> bool:
    if any(is_failing_exit(command) for command in each.commands):
        return True
    return "core.setFailed" in each.step.inputs.get("script", "") or "throw " in each.step.inputs.get("script", "")
