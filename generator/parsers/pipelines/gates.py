"""Whether a bad result stops a job: the tool's own exit code, the shell around it, what the file tolerates, later readers."""

from collections.abc import Iterator, Sequence

from generator.limits import PIPELINE_LATER
from generator.model.pipeline import Gating
from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.readback import reader_that_fails, reports_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance

_MOST_COMMANDS_LATER = 300


def gate(verdict: tuple[Gating, str], call: PipelineCall, at: int, job: Job) -> tuple[Gating, str]:
    """What becomes of a call's result, given what the tool itself does with it. `at` is the index of its step."""
    gating, because = verdict
    if gating is Gating.NOT_APPLICABLE:
        return verdict
    if gating is not Gating.NO and call.command is not None and not call.command.fate.stops:
        gating, because = Gating.NO, call.command.fate.reason
    gating, because = _tolerated(gating, because, job.steps[at])
    if gating is Gating.NO:
        gating, because = _read_later(because, call, at, job.steps)
    if gating is not Gating.NO and job.tolerance is not None:
        return _dropped(because, job.tolerance)
    return gating, because


def _tolerated(gating: Gating, because: str, step: PipelineStep) -> tuple[Gating, str]:
    if gating is Gating.NO or step.tolerance is None:
        return gating, because
    if step.outcome_checked:
        return gating, f"{because}; {step.tolerance.named}, but {step.outcome_checked}"
    return _dropped(because, step.tolerance)


def _dropped(because: str, tolerance: Tolerance) -> tuple[Gating, str]:
    if tolerance.gating is Gating.NO:
        return Gating.NO, tolerance.because
    return tolerance.gating, f"{because}, but {tolerance.because}"


def _read_later(because: str, call: PipelineCall, at: int, steps: Sequence[PipelineStep]) -> tuple[Gating, str]:
    """A result that is dropped by the call itself, but read and acted on afterwards."""
    if steps[at].output_checked:
        return Gating.YES, f"{because}; but {steps[at].output_checked}"
    reports = reports_of(call.invocation, call.command)
    left = _MOST_COMMANDS_LATER
    for commands in _scripts_after(call, at, steps) if reports else ():
        reader = reader_that_fails(reports, commands[:left])
        if reader is not None:
            place = f"line {reader.line}"
            return Gating.YES, f"{because}; but its report is read afterwards and ends the job with an error ({place})"
        left -= min(left, len(commands))
    return Gating.NO, because


def _scripts_after(call: PipelineCall, at: int, steps: Sequence[PipelineStep]) -> Iterator[tuple[Command, ...]]:
    """What runs after a call and can still fail the job: the rest of its own script, then the scripts of later steps."""
    if call.command is not None and steps[at].tolerance is None:
        yield steps[at].commands[call.position + 1 :][:_MOST_COMMANDS_LATER]
    for step in steps[at + 1 : at + 1 + PIPELINE_LATER]:
        if step.tolerance is None:
            yield step.commands
