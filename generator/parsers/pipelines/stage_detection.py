"""Every place in a pipeline file that is a stage, whether the file shows what runs there or only names it.

Whether a bad result stops a job: the tool's own exit code, the shell around it, what the file tolerates, later readers. Where
not all results of a scan count, the options that leave some out are put in words:
https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/, https://github.com/anchore/grype#gating-on-severity-of-vulnerabilities,
https://docs.snyk.io/snyk-cli/commands/container-test, https://docs.docker.com/reference/cli/docker/scout/cves/
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.limits import PIPELINE_LATER, QUOTED
from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.delivery_paths import conditions_of, job_key, place, pointed_at
from generator.parsers.pipelines.hidden_work import Hidden, hidden_in, unskipped_in
from generator.parsers.pipelines.images import images_of, is_push
from generator.parsers.pipelines.invocations import ProgramCall, is_false
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.readback import reader_that_fails, reports_of
from generator.parsers.pipelines.stages import GATED, StageMark
from generator.parsers.pipelines.tools import makes_test_cluster, uses_of
from generator.parsers.pipelines.tools_supply import concern_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance
from generator.text import one_line, shortened

_TEST_CLUSTERS = ("kind", "k3d", "minikube")
_CLONES = ("git clone", "gh repo clone")
_VALUED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("severity", "$TRIVY_SEVERITY"), "severity {}"),
    (("only-severity", "only-severities"), "severity {}"),
    (("fail-on", "fail-on-severity", "$GRYPE_FAIL_ON_SEVERITY"), "from severity {}"),
    (("severity-threshold", "severity-cutoff", "failure-threshold", "min-severity"), "from severity {}"),
    (("vuln-type", "pkg-types"), "packages of type {} alone"),
    (("ignorefile", "$TRIVY_IGNOREFILE", "ignore-policy", "trivyignores", "vex", "vex-location"), "less what {} sets aside"),
    (("min-high-cves-to-fail",), "from {} high results"),
)
_SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ignore-unfixed", "$TRIVY_IGNORE_UNFIXED", "only-fixed", "$GRYPE_ONLY_FIXED"), "results without a fix are left out"),
    (("exclude-base-image-vulns",), "results of the base image are left out"),
)
_SHORT = {"trivy": ("s", "severity {}"), "grype": ("f", "from severity {}")}
_MOST_COMMANDS_LATER = 300


def seen_in(jobs: Sequence[Job], host: str, *, checks_out: bool = False) -> Iterator[StageMark]:
    """Stages seen in the jobs, any number of times each.

    `host` runs the pipeline. Where it `checks_out` the source itself, a clone in a script is of something else.
    """
    keys = {id(job): job_key(job, index) for index, job in enumerate(jobs)}
    everything = [seen for job in jobs for seen in _seen_in_job(job, keys[id(job)])]
    everything.extend(_hidden(concealed, job, keys[id(job)]) for job, concealed in unskipped_in(jobs))
    if checks_out:
        everything = [
            seen for seen in everything if seen.stage is not PipelineStage.VERSION_CONTROL or seen.tool not in _CLONES
        ]
    yield from everything
    if not any(seen.stage is PipelineStage.VERSION_CONTROL for seen in everything):
        yield StageMark(
            stage=PipelineStage.VERSION_CONTROL,
            tool=host,
            gating=Gating.NOT_APPLICABLE,
            visible=False,
            where="the file itself",
            line=1,
            because=f"{host} runs pipelines from a repository, but no step here checks the source out",
        )


def images_in(jobs: Sequence[Job]) -> tuple[str, ...]:
    """Images that the jobs build or push, by name as the file gives it; sorted."""
    return tuple(
        sorted({name for job in jobs for step in job.steps for call in step.calls for name in images_of(call.invocation)})
    )


def _seen_in_job(job: Job, key: str) -> Iterator[StageMark]:
    hidden = tuple(hidden_in(job))
    tried_out = _has_test_cluster(job, hidden)
    pushed = 0
    for at, step in enumerate(job.steps):
        conditions = conditions_of(job, step)
        for number, call in enumerate(step.calls):
            for seen in _seen_in_call(call, at, job):
                if not (tried_out and seen.stage is PipelineStage.DEPLOY):
                    yield replace(_after_push(seen, pushed), job=key, at=place(at, number), conditions=conditions)
            pushed = pushed or (call.line if is_push(call.invocation) else 0)
    for concealed in hidden:
        if not (tried_out and concealed.stage is PipelineStage.DEPLOY):
            yield _hidden(concealed, job, key)


def _seen_in_call(call: PipelineCall, at: int, job: Job) -> Iterator[StageMark]:
    step = job.steps[at]
    for tool in uses_of(call.invocation, step.name):
        gating, because = _gate(tool.verdict(call.invocation), call, at, job)
        labeled = call.command is None and step.label and step.label != tool.name
        yield StageMark(
            stage=tool.stage,
            tool=f"{tool.name} ({step.label})" if labeled else tool.name,
            gating=gating,
            visible=tool.visible,
            where=step.where,
            line=call.line,
            because=because,
            images=pointed_at(call.invocation, tool),
            concerns=concern_of(tool, call.invocation),
            threshold=threshold_of(call.invocation) if tool.stage in GATED else "",
        )


def _hidden(concealed: Hidden, job: Job, key: str) -> StageMark:
    verdict = (Gating.POLICY if concealed.stage in GATED else Gating.NOT_APPLICABLE, concealed.because)
    gating, because = _gate(verdict, concealed.call, concealed.at, job)
    return StageMark(
        stage=concealed.stage,
        tool=concealed.tool,
        gating=gating,
        visible=False,
        where=job.steps[concealed.at].where,
        line=concealed.call.line,
        because=because,
        job=key,
        at=place(concealed.at),
        conditions=conditions_of(job, job.steps[concealed.at]),
    )


def _after_push(seen: StageMark, pushed: int) -> StageMark:
    if not pushed or seen.stage is not PipelineStage.IMAGE_SCAN:
        return seen
    if seen.gating is Gating.NO:
        return replace(seen, late=True)
    note = f"an image is pushed before this scan (line {pushed}), so it does not stop the push"
    return replace(seen, late=True, because=f"{seen.because}; {note}")


def _has_test_cluster(job: Job, hidden: Sequence[Hidden]) -> bool:
    """Does the job make a cluster of its own? What it deploys there does not outlive it."""
    if job.tries_out or any(makes_test_cluster(call.invocation) for step in job.steps for call in step.calls):
        return True
    return any(mentions(concealed.tool, _TEST_CLUSTERS) for concealed in hidden)


def threshold_of(call: ProgramCall) -> str:
    """`severity HIGH,CRITICAL; results without a fix are left out`; empty where every result counts."""
    return "; ".join(dict.fromkeys(_parts(call)))


def _parts(call: ProgramCall) -> Iterator[str]:
    short, words = _SHORT.get(call.program, ("", ""))
    for names, text in (*_VALUED, *((((short,), words),) if short else ())):
        for name in names:
            values = [value for value in call.values(name) if value]
            if values:
                yield text.format(shortened(one_line(values[-1]), QUOTED))
                break
    for names, text in _SWITCHES:
        if any(not value or not is_false(value) for name in names for value in call.values(name)):
            yield text


def _gate(verdict: tuple[Gating, str], call: PipelineCall, at: int, job: Job) -> tuple[Gating, str]:
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
