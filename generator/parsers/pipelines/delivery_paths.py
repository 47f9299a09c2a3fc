"""Where images leave a pipeline, and what the file shows of the way there: every step that is a stage, every push, the work
that lies elsewhere, and the order of the jobs.

What follows from it (is the scan before the push, of the same image, and does it stop it?) is judged by the checks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model.pipeline import BuildOptions, ImagePush, OpaqueStep, PipelineStage, StageStep
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.hidden_work import opaque_in
from generator.parsers.pipelines.images import given_by, images_of, pushed_by
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.stages import StageMark
from generator.parsers.pipelines.tool import ToolUse
from generator.parsers.pipelines.tools import uses_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep

_APART = 1 << 20
"""Places between two steps of a job: more than the calls of one step."""
_MADE_TAGS = late_re(r"\$\{\{\s*steps\.[\w-]+\.outputs\.tags\s*\}\}")
_MOST_NAMES = 12
_LONGEST_NAME = 400
_HARMLESS_OWNERS = ("actions/", "docker/", "github/")
_HARMLESS = frozenset(
    "setup install login cache checkout upload download notify slack teams comment label configure credentials codecov coverage"
    " test tests lint format changelog version semver metadata qemu free disk cleanup clean junit unit docs wrapper"
    " harden".split()
)
_NAMED_BY = ("image", "images", "image-name", "image-ref", "image-tag", "docker-image", "subject-name", "ref")
_BUILDKIT = (("build",), ("buildx", "build"), ("buildx", "b"), ("buildx", "bake"), ("image", "build"), ("bake",))
_KEEPING = frozenset(("upload", "artifact", "artifacts", "archive", "release"))
_KEEPERS = (
    ("oras", ("attach",)),
    ("oras", ("push",)),
    ("cosign", ("attach",)),
    ("aws", ("s3", "cp")),
    ("aws", ("s3", "sync")),
    ("gsutil", ("cp",)),
    ("gh", ("release", "upload")),
    ("gcloud", ("storage", "cp")),
    ("az", ("storage", "blob", "upload")),
)
"""Program and words of commands that keep a file beyond the run."""
_FILES = (".json", ".tar", ".txt", ".yaml", ".yml", ".html", ".sarif", ".tpl", ".xml", ".pem", ".key", ".pub", ".rego", ".tgz")


def job_key(job: Job, index: int) -> str:
    """What orders of jobs call it; one that no other can wait for is known by its place."""
    return job.identifier or f"job {index + 1}"


def place(step: int, call: int = -1) -> int:
    """The place of a call in its job; of a step itself the place before all of its calls."""
    return step * _APART + call + 1


def conditions_of(job: Job, step: PipelineStep) -> tuple[str, ...]:
    """What decides whether a step runs at all."""
    return tuple(each for each in (job.condition, step.condition) if each)


def pointed_at(call: ProgramCall, tool: ToolUse) -> tuple[str, ...]:
    """Names of images that the use of a tool is given, as written."""
    names = images_of(call)
    if not names:
        words = tuple(tuple(each.split()) for each in tool.subcommands)
        behind = next((each for each in map(call.after, words) if each is not None), ())
        certain = [operand.text for operand in behind if not operand.uncertain]
        named = [value for name in _NAMED_BY for value in call.values(name)]
        names = (*certain, *named, *(operand.text for operand in behind if operand.uncertain and _is_reference(operand.text)))
    return tuple(dict.fromkeys(each for each in names if _is_image(each)))[:_MOST_NAMES]


def steps_of(marks: Iterable[StageMark], files: Gathered) -> tuple[StageStep, ...]:
    """Every place that is a stage of some job, in the order of the jobs and of what they do."""
    return tuple(
        StageStep(
            stage=each.stage,
            tool=each.tool,
            gating=each.gating,
            visible=each.visible,
            where=files.with_files(f"{each.where}, line {each.line}"),
            because=files.with_files(each.because),
            source=files.source(each.line),
            job=each.job,
            at=each.at,
            images=each.images,
            conditions=each.conditions,
            concerns=each.concerns,
            threshold=each.threshold,
            late=each.late,
        )
        for each in marks
        if each.job
    )


def pushes_in(jobs: Sequence[Job], files: Gathered) -> tuple[ImagePush, ...]:
    """Every place that pushes an image."""
    aliases = _aliases(jobs)
    return tuple(
        ImagePush(
            names=names[:_MOST_NAMES],
            aliases=tuple(sorted({other for name in names for other in aliases.get(name, ())} - set(names)))[:_MOST_NAMES],
            provenance=_provenance(call.invocation),
            job=job_key(job, index),
            at=place(at, number),
            conditions=conditions_of(job, step),
            where=files.with_files(f"{step.where}, line {call.line}"),
            source=files.source(call.line),
        )
        for index, job in enumerate(jobs)
        for at, step in enumerate(job.steps)
        for number, call in enumerate(step.calls)
        if (names := _with_described(pushed_by(call.invocation), job)) is not None
    )


def _with_described(names: tuple[str, ...] | None, job: Job) -> tuple[str, ...] | None:
    """Tags that docker/metadata-action makes: where the job has one such step, the images are those that it is given."""
    if not names or not any(_MADE_TAGS.fullmatch(name) for name in names):
        return names
    described = [call.invocation for step in job.steps for call in step.calls if call.invocation.program == "docker-metadata"]
    given = images_of(described[0]) if len(described) == 1 else ()
    return tuple(dict.fromkeys((*(name for name in names if not given or not _MADE_TAGS.fullmatch(name)), *given)))


def opaque_steps(jobs: Sequence[Job], files: Gathered) -> tuple[OpaqueStep, ...]:
    """Work that lies elsewhere, less what by its name installs, logs in, tests, notifies or keeps files."""
    return tuple(
        OpaqueStep(
            name=opaque.name,
            job="" if job.waits is None and job.name == "include" else job_key(job, index),
            at=place(at),
            source=files.source(opaque.call.line),
        )
        for index, job in enumerate(jobs)
        for at, step in enumerate(job.steps)
        for opaque in opaque_in(step)
        if not opaque.name.lower().startswith(_HARMLESS_OWNERS) and not mentions(opaque.name, _HARMLESS)
    )


def keepers(jobs: Sequence[Job]) -> tuple[str, ...]:
    """Jobs that keep files."""
    return tuple(sorted({job_key(job, index) for index, job in enumerate(jobs) if any(_keeps(step) for step in job.steps)}))


def build_options(jobs: Iterable[Job], files: Gathered) -> tuple[BuildOptions, ...]:
    """What builds are given that decides on which base their image stands."""
    return tuple(_options(jobs, files))


def waits_of(jobs: Sequence[Job], delivering: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of each job that delivers, those that must have succeeded before it; none of a job whose order is not read."""
    wanted = set(delivering)
    if len(jobs) == 1:
        return tuple((key, ()) for key in sorted(wanted))
    orders = {job_key(job, index): job.waits for index, job in enumerate(jobs)}
    known = {key: order for key in wanted if (order := orders.get(key)) is not None}
    return tuple((key, tuple(sorted(_before(key, order, orders)))) for key, order in sorted(known.items()))


def _before(key: str, order: Mapping[str, Sequence[str]], jobs: Mapping[str, object]) -> set[str]:
    """NOTE: groups of jobs are walked through and are no jobs themselves."""
    seen, left = set[str](), list(order.get(key, ()))
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left.extend(order.get(name, ()))
    return seen & jobs.keys() - {key}


def _aliases(jobs: Iterable[Job]) -> dict[str, set[str]]:
    """Names that stand for one image, by each of them."""
    groups: dict[str, set[str]] = {}
    for call in _calls(jobs):
        names = {name for name in given_by(call.invocation) if name}
        joined = names.union(*(groups.get(name, ()) for name in names))
        if len(joined) > 1:
            groups.update(dict.fromkeys(joined, joined))
    return groups


def _options(jobs: Iterable[Job], files: Gathered) -> Iterator[BuildOptions]:
    for call in _calls(jobs):
        made = call.invocation
        if all(tool.stage is not PipelineStage.IMAGE_BUILD for tool in uses_of(made)):
            continue
        targets = [value for value in made.values("target") if value]
        given = [word for name in ("build-arg", "build-args") for value in made.values(name) for word in value.split("\n")]
        names = sorted({name for word in given if (name := word.partition("=")[0].strip()) and name.isidentifier()})
        if targets or names:
            yield BuildOptions(target=targets[-1] if targets else "", arguments=tuple(names), source=files.source(call.line))


def _provenance(call: ProgramCall) -> bool | None:
    """On where nothing is said: https://docs.docker.com/build/metadata/attestations/slsa-provenance/."""
    built = any(call.after(words) is not None for words in _BUILDKIT)
    if call.program not in ("docker", "depot") or not built:
        return None
    off = [value.strip().lower() for value in call.values("provenance")]
    return not (off and off[-1] in ("false", "0"))


def _calls(jobs: Iterable[Job]) -> Iterator[PipelineCall]:
    return (call for job in jobs for step in job.steps for call in step.calls)


def _keeps(step: PipelineStep) -> bool:
    known = any(
        call.invocation.program == program and call.invocation.after(words) is not None
        for call in step.calls
        for program, words in _KEEPERS
    )
    return step.keeps or known or any(mentions(opaque.name, _KEEPING) for opaque in opaque_in(step))


def _is_reference(word: str) -> bool:
    return "/" in word or ":" in word or "$" in word


def _is_image(word: str) -> bool:
    if not word or len(word) > _LONGEST_NAME or word[0] in "./-~" or word.lower().endswith(_FILES) or "=" in word:
        return False
    return _is_reference(word) or word.replace("-", "").replace("_", "").isalnum()
