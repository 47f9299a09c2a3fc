"""GitHub Actions: workflow files and composite actions.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

A reusable workflow or composite action of the same repository is part of it where it was collected beside it. What others and
a Makefile do is not in it: where its name, or what it is given, names a stage, the stage is recorded as not visible.
https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runs-for-composite-actions
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import PIPELINE_STEPS
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.evidence_files import bare
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines import work
from generator.parsers.pipelines.github_expressions import Scope, constants, is_off
from generator.parsers.pipelines.github_work import jobs_of
from generator.parsers.pipelines.github_workflow import (
    CalledWorkflow,
    GithubJob,
    GithubStep,
    GithubWorkflow,
    is_workflow,
    read_workflow,
)
from generator.parsers.pipelines.images import images_of
from generator.parsers.pipelines.marked_yaml import Marked, documents, pairs_of
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.snapshots import snapshot_of

_CANDIDATE = late_re(rb"^[\"']?(jobs|runs)[\"']?[ \t]*:", re.MULTILINE)
_METADATA = late_re(r"^\$\{\{\s*steps\.([\w-]+)\.outputs\.\w+\s*\}\}$")
_MOST_IMAGES = 1_000
_DEEPEST = 10
"""What GitHub allows of calls in calls."""
_NEXT = "so many are not written by hand: collect the pipeline's source, not what a generator made of it"
_GITHUB = ".github/"
_WORKFLOWS = "github/workflows"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (FileContainer.YAML, FileContainer.TEXT) or not _CANDIDATE.search(document.data):
        return False
    return bool(document.yaml_documents) and is_workflow(document.yaml_documents[0])


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    nodes = documents(document)
    if not nodes or not nodes[0].is_mapping:
        raise ParseError("the file holds no workflow", next_step="collect it again")
    workflow = read_workflow(nodes[0], document.name.rpartition("/")[2])
    files = Gathered(evidence, document.files)
    jobs = tuple(jobs_of(_with_called(workflow, files)))
    made = [job for _, job in jobs]
    return snapshot_of(
        made,
        document,
        evidence,
        system="GitHub Actions",
        name=workflow.name,
        host="GitHub",
        checks_out=False,
        files=files,
        images=_images(jobs),
    )


def _images(jobs: Sequence[tuple[GithubJob, work.Job]]) -> tuple[str, ...]:
    names: set[str] = set()
    for written, job in jobs:
        described = {each.identifier for each in written.steps if _is_metadata(each.uses)}
        for image in _images_of_job(job, described):
            names.update(_over_matrix(image, written))
            if len(names) > _MOST_IMAGES:
                raise ParseError(f"more than {_MOST_IMAGES:,} images", where=f"job {job.name}")
    return tuple(sorted(names))


def _is_metadata(uses: str) -> bool:
    return uses.partition("@")[0].strip().lower() == "docker/metadata-action"


def _images_of_job(job: work.Job, described: set[str]) -> Iterator[str]:
    """Names in the calls; tags taken from a metadata step are left out, since that step itself names the images."""
    for step in job.steps:
        for call in step.calls:
            for image in images_of(call.invocation):
                reference = _METADATA.match(image)
                if reference is None or reference.group(1) not in described:
                    yield image


def _over_matrix(image: str, job: GithubJob) -> set[str]:
    """The name once for each combination of the matrix where it depends on one."""
    if "matrix." not in image or not job.matrix:
        return {image}
    return {Scope({}).with_values("matrix", row).expand(image) for row in job.matrix}


def _with_called(workflow: GithubWorkflow, files: Gathered) -> GithubWorkflow:
    """The workflow with the jobs and steps of everything local that it calls.

    Raises:
        ParseError: more files, or more text in them, than any pipeline takes in.
    """
    return _Calling(files).whole(workflow, ())


class _Calling:
    """One workflow while what it calls is put in."""

    def __init__(self, files: Gathered) -> None:
        self.files = files
        self.read: dict[str, tuple[Marked, GithubWorkflow] | None] = {}
        self.steps = 0

    def whole(self, workflow: GithubWorkflow, above: tuple[str, ...]) -> GithubWorkflow:
        """`above` are the files that call this one: none of them is called again."""
        replaced: dict[str, tuple[str, ...]] = {}
        jobs: list[GithubJob] = []
        for job in workflow.jobs:
            called = self._jobs(job, workflow, above) if job.uses and not is_off(job.condition) else ()
            if called:
                replaced[job.identifier] = tuple(job.identifier for job in called)
                jobs.extend(called)
            else:
                jobs.append(replace(job, steps=tuple(self._steps(job.steps, above))))
        waiting = [replace(job, needs=tuple(_each(job.needs, replaced))) for job in jobs] if replaced else jobs
        return replace(workflow, jobs=tuple(waiting))

    def _jobs(self, caller: GithubJob, workflow: GithubWorkflow, above: tuple[str, ...]) -> tuple[GithubJob, ...]:
        called = self._find((caller.uses,), above)
        if called is None:
            return ()
        path, root, written = called
        jobs = self.whole(written, (*above, path))
        if _triggers(root) - {"workflow_call"}:
            self.files.alone.add(path)
        known = Scope({}).with_values("inputs", workflow.defaults).with_values("matrix", constants(caller.matrix))
        inputs = {**jobs.defaults, **{name: known.expand(value) for name, value in caller.inputs.items()}}
        return tuple(_called(job, caller, inputs, jobs) for job in jobs.jobs)

    def _steps(self, steps: Sequence[GithubStep], above: tuple[str, ...]) -> Iterator[GithubStep]:
        for step in steps:
            names = tuple(f"{step.uses.rstrip('/')}/action.{ending}" for ending in ("yml", "yaml"))
            called = self._find(names, above) if not is_off(step.condition) else None
            if called is None:
                self._count(step)
                yield step
                continue
            path, root, action = called
            given = _inputs(root, step)
            inner = [step for job in action.jobs if job.composite for step in job.steps]
            self._count(step)
            for github_step in self._steps(inner, (*above, path)):
                yield _inlined(github_step, step, given)

    def _count(self, step: GithubStep) -> None:
        """NOTE: actions that call actions multiply."""
        self.steps += 1
        if self.steps > PIPELINE_STEPS:
            raise ParseError(
                f"more than {PIPELINE_STEPS:,} steps", where=f"step {step.name}, called actions included", next_step=_NEXT
            )

    def _find(self, names: Sequence[str], above: tuple[str, ...]) -> tuple[str, Marked, GithubWorkflow] | None:
        """The first of the files that was collected, with its content."""
        for folder, name in [each for wanted in names for each in _places(wanted, self.files.folder)]:
            path = self.files.evidence_files.named(folder, name)
            if path is not None and path not in (*above, self.files.evidence.path) and len(above) < _DEEPEST:
                if path not in self.read:
                    self.read[path] = self._taken(path)
                known = self.read[path]
                if known is not None:
                    return (path, *known)
        return None

    def _taken(self, path: str) -> tuple[Marked, GithubWorkflow] | None:
        nodes = self.files.take(path)
        return (nodes[0], read_workflow(nodes[0], path)) if nodes and nodes[0].is_mapping else None


def _places(wanted: str, folder: str) -> Iterator[tuple[str, str]]:
    """Where a file of the repository may lie: below its root, or with the rest of `.github`, or beside the workflow."""
    if not wanted.startswith("./"):
        return
    name = wanted.removeprefix("./")
    root, inside = folder, f"{bare(folder)}/".endswith(f"/{_WORKFLOWS}/")
    if inside:
        root = folder.rpartition("/")[0].rpartition("/")[0]
    yield root, name
    if name.startswith(_GITHUB):
        below = name.removeprefix(_GITHUB)
        yield folder, below
        if not inside and folder.endswith("/workflows"):
            yield folder.rpartition("/")[0], below
        if below.startswith("workflows/"):
            yield folder, below.removeprefix("workflows/")


def _triggers(root: Marked) -> set[str]:
    node = root.get("on") or root.get("true")
    if node is None:
        return set()
    return {node.text or "", *node.pairs(), *(entry.text or "" for entry in node.entries())} - {""}


def _called(job: GithubJob, caller: GithubJob, inputs: Mapping[str, str], workflow: GithubWorkflow) -> GithubJob:
    """A job of the called workflow, under the name of the job that calls it."""
    return replace(
        job,
        identifier=f"{caller.identifier} / {job.identifier}",
        needs=tuple(f"{caller.identifier} / {name}" for name in job.needs) or caller.needs,
        condition=job.condition or caller.condition,
        inside=job.inside or CalledWorkflow(inputs=inputs, environment=workflow.environment),
    )


def _each(needs: Sequence[str], replaced: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name in needs:
        yield from replaced.get(name, (name,))


def _inputs(root: Marked, step: GithubStep) -> dict[str, str]:
    """Every input that the action declares: as given, else its default, else nothing."""
    declared = pairs_of(root.get("inputs"))
    defaults = {name: (value.get("default") or value).text or "" for name, value in declared.items()}
    return {**defaults, **step.inputs}


def _inlined(inner: GithubStep, outer: GithubStep, given: Mapping[str, str]) -> GithubStep:
    """A step of the action, with what holds for the step that calls it."""
    known = Scope({}).with_values("inputs", given)
    return replace(
        inner,
        identifier=outer.identifier if outer.continue_on_error else inner.identifier,
        name=f"{outer.name} / {inner.name}",
        inputs={name: known.expand(value) for name, value in inner.inputs.items()},
        run=known.expand(inner.run),
        environment={**outer.environment, **{name: known.expand(value) for name, value in inner.environment.items()}},
        condition=inner.condition or outer.condition,
        continue_on_error=outer.continue_on_error or known.expand(inner.continue_on_error),
    )
