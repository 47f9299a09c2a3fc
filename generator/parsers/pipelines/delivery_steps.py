"""Steps and jobs that deliver an image even where something before them failed.

A push that goes on in any case lets through what a scan refused: the run turns red, and the image is out. A format says
which of its steps and jobs go on; what that makes of the scans before them is the same for all of them.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model.pipeline import PipelineStage
from generator.parsers.pipelines.images import is_push
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.tools import makes_test_cluster, uses_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance

_PUSHES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("docker", "podman", "nerdctl", "buildah", "crane", "oras", "helm"), ("push",)),
    "skopeo": ("copy",),
}


def with_deliveries(jobs: Sequence[Job], waits: Mapping[str, Sequence[str]]) -> Iterator[Job]:
    """The jobs, those with the tolerance of it after which something delivers whatever became of them.

    `waits` is what each job or group of jobs waits for, by the names that `Job.identifier` and `Job.ignores` use.
    """
    late = _let_through(jobs, waits)
    for job in jobs:
        tolerance = job.tolerance or late.get(job.identifier)
        yield replace(within(job), tolerance=tolerance, waits=waits)


def within(job: Job) -> Job:
    """One job, of which only its own later steps deliver."""
    return replace(job, steps=tuple(_heeded(job)))


def _let_through(jobs: Sequence[Job], waits: Mapping[str, Sequence[str]]) -> dict[str, Tolerance]:
    """By name, what a delivering job waits for, directly or by others in between, and does not heed.

    NOTE: what an earlier job has found is not walked again, so that this is linear however the jobs wait for each other.
    """
    tolerances: dict[str, Tolerance] = {}
    for job in jobs:
        line = _delivers(job) if job.ignores else 0
        if not line:
            continue
        tolerance = _delivered_anyway(f"job {job.name} (line {line})")
        left = list(job.ignores)
        while left:
            name = left.pop()
            if name not in tolerances:
                tolerances[name] = tolerance
                left.extend(waits.get(name, ()))
    return tolerances


def _heeded(job: Job) -> Iterator[PipelineStep]:
    last, line = 0, 0
    for at, step in enumerate(job.steps):
        here = _line_of_delivery(step) if step.goes_on and at else 0
        if here:
            last, line = at, here
    if not line:
        yield from job.steps
        return
    what = job.steps[last].where.partition(", ")[2] or "step"
    anyway = _delivered_anyway(f"the later {what} (line {line})")
    for at, step in enumerate(job.steps):
        yield replace(step, tolerance=anyway) if at < last and step.tolerance is None else step


def _delivered_anyway(who: str) -> Tolerance:
    return Tolerance(named=f"{who} delivers after a failure too", because=f"{who} delivers the image after a failure too")


def _delivers(job: Job) -> int:
    """The line on which the job first pushes or deploys; 0 where it does not, or only to a cluster of its own."""
    if job.tries_out or any(makes_test_cluster(call.invocation) for step in job.steps for call in step.calls):
        return 0
    return next((line for step in job.steps if (line := _line_of_delivery(step))), 0)


def _line_of_delivery(step: PipelineStep) -> int:
    if step.pushes:
        return step.pushes
    return next((call.line for call in step.calls if _is_delivery(call)), 0)


def _is_delivery(call: PipelineCall) -> bool:
    made = call.invocation
    return is_push(made) or _pushes(made) or any(tool.stage is PipelineStage.DEPLOY for tool in uses_of(made))


def _pushes(call: ProgramCall) -> bool:
    words = _PUSHES.get(call.program)
    return words is not None and (call.after(words) is not None or call.after(("image", *words)) is not None)
