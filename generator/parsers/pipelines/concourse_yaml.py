"""Concourse: pipelines and task files. https://concourse-ci.org/docs/, …/steps/

A task whose configuration is in another file (`file:`) only has a name here.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.outline import keys_of, mapping, yaml_values
from generator.parsers.pipelines.reading import (
    PipelineReading,
    StepScript,
    call,
    command_call,
    image_call,
    opaque,
    text_of,
    texts_of,
    words_of,
)
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^[\"']?(jobs|platform)[\"']?[ \t]*:", re.MULTILINE)
_NEXT = "compare the file with Concourse's reference; `fly validate-pipeline` refuses it"
_DEEPEST = 20
_SOURCES = frozenset(("git", "pull-request", "github-pr", "git-branch-heads", "hg", "gitlab-merge-request", "bitbucket-pr"))
_DEPLOYERS: Mapping[str, str] = {
    "cf": "cf push",
    "cf-zero-downtime": "cf push",
    "kubernetes": "kubectl apply",
    "k8s": "kubectl apply",
    "helm": "helm upgrade",
    "helm3": "helm upgrade",
    "terraform": "terraform apply",
    "bosh-deployment": "bosh deploy",
    "argocd": "argocd app sync",
}
_IMAGES = frozenset(("registry-image", "docker-image"))
_SHELLS = frozenset(("sh", "bash", "/bin/sh", "/bin/bash"))
_TRIED = Tolerance(named="it stands in try", because="`try` lets the plan go on when it fails")


class _ConcourseStepContext(msgspec.Struct, frozen=True):
    job: str
    tolerance: Tolerance | None = None
    depth: int = 0


class _ConcoursePipeline(msgspec.Struct, frozen=True):
    """One file being read; `resources` by name."""

    reading: PipelineReading
    resources: Mapping[str, Marked]

    def job(self, job: Marked) -> Job:
        """One job of a pipeline.

        Raises:
            ParseError: it or its plan has another shape.
        """
        job.must_be_mapping("a job", _NEXT)
        name = text_of(job, "name")
        return Job(name=name, steps=tuple(self._plan(job.get("plan"), _ConcourseStepContext(f"job {name}"))))

    def task_file(self, root: Marked) -> PipelineStep:
        """A file that holds one task."""
        return self._configured("task", root, root, _ConcourseStepContext("task"))

    def _plan(self, plan: Marked | None, place: _ConcourseStepContext) -> Iterator[PipelineStep]:
        if plan is None or place.depth > _DEEPEST:
            return
        plan.must_be_list(f"the plan of {place.job} is", _NEXT)
        for entry in plan.entries():
            if entry.is_mapping:
                yield from self._step(entry, place)

    def _step(self, entry: Marked, place: _ConcourseStepContext) -> Iterator[PipelineStep]:
        deeper = _ConcourseStepContext(place.job, place.tolerance, place.depth + 1)
        for key in ("in_parallel", "aggregate", "do"):
            inner = entry.get(key)
            if inner is not None:
                yield from self._plan(inner.get("steps") if inner.is_mapping else inner, deeper)
        tried = entry.get("try")
        if tried is not None and place.depth < _DEEPEST:
            yield from self._step(tried, _ConcourseStepContext(place.job, _TRIED, place.depth + 1))
        for key, read in (("get", self._get), ("put", self._put), ("task", self._task)):
            value = entry.get(key)
            if value is not None and value.text:
                yield read(value.text, entry, place)

    def _get(self, name: str, entry: Marked, place: _ConcourseStepContext) -> PipelineStep:
        kind, _ = self._resource(name, entry)
        calls = (call("source-resource", entry.line),) if kind in _SOURCES else ()
        return self.reading.step(name, f"{place.job}, get {name}", calls=calls, label=f"{kind} resource {name}")

    def _put(self, name: str, entry: Marked, place: _ConcourseStepContext) -> PipelineStep:
        kind, source = self._resource(name, entry)
        calls: tuple[PipelineCall, ...] = ()
        if kind in _IMAGES:
            repository = text_of(source, "repository")
            tag = text_of(source, "tag")
            image = f"{repository}:{tag}" if tag else repository
            built = entry.get("params", "build") is not None
            calls = (*((call("docker", entry.line, "build", options={"t": image}),) if built else ()),)
            calls = (*calls, call("docker", entry.line, "push", image))
        elif kind in _DEPLOYERS:
            program, *words = _DEPLOYERS[kind].split()
            calls = (call(program, entry.line, *words),)
        where = f"{place.job}, put {name}"
        return self.reading.step(name, where, calls=calls, label=f"{kind} resource", tolerance=place.tolerance)

    def _task(self, name: str, entry: Marked, place: _ConcourseStepContext) -> PipelineStep:
        config, file = entry.get("config"), entry.get("file")
        if config is not None:
            return self._configured(name, entry, config, place)
        path = text_of(file)
        parameters = phrases_of_inputs(texts_of(entry.get("params")))
        line = (file or entry).line
        handed = opaque(f"task {path or name}", line, name, path.rpartition("/")[2], *parameters, own=False)
        return self.reading.step(name, f"{place.job}, task {name}", opaque=(handed,), tolerance=place.tolerance)

    def _configured(self, name: str, entry: Marked, config: Marked, place: _ConcourseStepContext) -> PipelineStep:
        """A task whose configuration is here: a program with arguments in an image."""
        run, source = config.get("run"), config.get("image_resource", "source")
        environment = {**texts_of(config.get("params")), **texts_of(entry.get("params"))}
        path, arguments = text_of(run, "path"), words_of(run.get("args") if run is not None else None)
        image = text_of(source, "repository")
        line = (run or config).line
        pieces: tuple[tuple[str, int], ...] = ()
        calls: tuple[PipelineCall, ...] = ()
        scripts = [index for index, word in enumerate(arguments) if word.startswith("-") and word.rstrip("c") != word]
        if path in _SHELLS and scripts and scripts[0] + 1 < len(arguments) and run is not None:
            held = run.get("args")
            at = scripts[0] + 1
            pieces = ((arguments[at], held.entries()[at].text_line if held is not None and held.is_sequence else line),)
        elif path:
            command = command_call((path, *arguments), environment, line)
            calls = command or image_call(image, arguments, environment, line)
        flags = arguments[scripts[0]] if scripts else ""
        shell = ShellOptions(errexit="e" in flags.rstrip("c"))
        return self.reading.step(
            name,
            place.job if place.job == name else f"{place.job}, task {name}",
            script=StepScript(pieces=pieces, shell=shell, environment=environment, image=image),
            calls=(*_builder(image, path, line), *calls),
            tolerance=place.tolerance,
        )

    def _resource(self, name: str, entry: Marked) -> tuple[str, Marked | None]:
        """Type and source of the resource that a step names; `resource:` where the step has a name of its own."""
        resource = self.resources.get(text_of(entry, "resource") or name)
        return (text_of(resource, "type"), resource.get("source")) if resource is not None else ("", None)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    root = mapping(values[0]) if len(values) == 1 else {}
    is_task = isinstance(root.get("platform"), str) and "path" in mapping(root.get("run"))
    return is_task or ("plan" in keys_of(root.get("jobs")) and "kind" not in root)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    pipeline = _ConcoursePipeline(PipelineReading(), _resources(root.get("resources")))
    jobs = root.get("jobs")
    if jobs is None:
        jobs_read = [Job(name="task", steps=(pipeline.task_file(root),))]
    else:
        jobs_read = [pipeline.job(each) for each in jobs.entries()]
    return snapshot_of(jobs_read, document, evidence, system="Concourse", checks_out=False)


def _resources(value: Marked | None) -> dict[str, Marked]:
    if value is not None:
        value.must_be_list("`resources` is", _NEXT)
    return {text_of(each, "name"): each for each in entries_of(value) if each.is_mapping}


def _builder(image: str, path: str, line: int) -> tuple[PipelineCall, ...]:
    """Concourse's own builder builds the image by being run."""
    if path != "build" or image.rpartition("/")[2] not in ("oci-build-task", "builder-task"):
        return ()
    return (call("buildctl", line, "build"),)
