"""Every place in a pipeline file that is a stage, whether the file shows what runs there or only names it."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.delivery_paths import conditions_of, job_key, place, pointed_at
from generator.parsers.pipelines.gates import gate
from generator.parsers.pipelines.hidden_work import Hidden, hidden_in, unskipped_in
from generator.parsers.pipelines.images import images_of, is_push
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.stages import GATED, StageMark
from generator.parsers.pipelines.thresholds import threshold_of
from generator.parsers.pipelines.tools import makes_test_cluster, uses_of
from generator.parsers.pipelines.tools_supply import concern_of
from generator.parsers.pipelines.work import Job, PipelineCall

_TEST_CLUSTERS = ("kind", "k3d", "minikube")
_CLONES = ("git clone", "gh repo clone")


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
        gating, because = gate(tool.verdict(call.invocation), call, at, job)
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
    gating, because = gate(verdict, concealed.call, concealed.at, job)
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
