"""Tekton: Pipeline, PipelineRun, Task, ClusterTask, TaskRun and StepAction. https://tekton.dev/docs/pipelines/

One file is judged alone: of a task in a catalog only what is published about it is known, of any other its name.
A script without `#!` begins with `set -e`; one that has it does not (https://tekton.dev/docs/pipelines/tasks/#running-scripts-within-steps).
"""

import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.delivery_steps import within
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.reading import (
    PipelineReading,
    StepScript,
    call,
    command_call,
    image_call,
    opaque,
    text_of,
    words_of,
)
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.tekton_tasks import CATALOG
from generator.parsers.pipelines.work import Job, Opaque, PipelineCall, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?(triggers\.)?tekton\.dev/", re.MULTILINE)
_READ = frozenset(("Pipeline", "PipelineRun", "Task", "ClusterTask", "TaskRun", "StepAction"))
_PARAMETER = late_re(r"\$\((?:inputs\.)?params\.([\w-]+)\)")
_SHELLS = late_re(r"#!\s*\S*/(?:env\s+)?(?:ba|da|k|z|a)?sh\b")
_STATUS = late_re(r"\$\(tasks\.[\w.-]*status\)")
"""What a task of `finally` asks where it does not run in any case."""
_NEXT = "compare the file with Tekton's API; the cluster itself refuses it"
_KONFLUX = frozenset(("HERMETIC", "PREFETCH_INPUT"))
_GOES_ON = Tolerance(named="onError is continue", because="onError is continue, so its failure does not stop the task")


class _TektonObject(msgspec.Struct, frozen=True):
    """One object being read."""

    reading: PipelineReading
    kind: str
    name: str

    def job(self, root: Marked) -> Job:
        """Its steps, those of every task in order.

        Raises:
            ParseError: tasks or steps are no lists.
        """
        spec = root.get("spec") or root
        defaults = _defaults(spec)
        inner = spec.get("pipelineSpec") or spec.get("taskSpec") or spec
        defaults = {**_defaults(inner), **{key: value for key, value in defaults.items() if value}}
        steps = [*self._referred(spec), *self._tasks(inner, defaults), *self._steps(inner, self.name, defaults, None)]
        steps.extend(self._chains(inner))
        return within(Job(name=self.name, steps=tuple(steps)))

    def _referred(self, spec: Marked) -> Iterator[PipelineStep]:
        """A run of a pipeline or task that is defined elsewhere."""
        for key in ("pipelineRef", "taskRef"):
            reference = spec.get(key)
            if reference is not None:
                name = _reference(reference)
                known = self._known(name, reference.line, _parameters(spec), {}) if key == "taskRef" else ()
                given = phrases_of_inputs(_parameters(spec))
                handed = () if known else (opaque(f"{key} {name}", reference.line, name, *given, own=False),)
                yield self.reading.step(name, f"{self.kind} {self.name}", calls=known, opaque=handed, label=name)

    def _tasks(self, spec: Marked, values: Mapping[str, str]) -> Iterator[PipelineStep]:
        for task in _entries(spec.get("tasks")):
            yield from self._of_task(task, values)
        for task in _entries(spec.get("finally")):
            anyway = not any(_STATUS.search(text_of(when, "input")) for when in _entries(task.get("when")))
            yield from (replace(step, goes_on=anyway) for step in self._of_task(task, values))

    def _of_task(self, task: Marked, values: Mapping[str, str]) -> Iterator[PipelineStep]:
        name = text_of(task, "name")
        tolerance = _tolerance(task)
        inner = task.get("taskSpec")
        if inner is not None:
            yield from self._steps(inner.get("spec") or inner, name, {**values, **_defaults(inner)}, tolerance)
        reference = task.get("taskRef")
        if reference is not None:
            yield self._task(name, reference, task, values, tolerance)

    def _task(
        self, name: str, reference: Marked, task: Marked, values: Mapping[str, str], tolerance: Tolerance | None
    ) -> PipelineStep:
        referred = _reference(reference)
        line = reference.line
        parameters = {key: _put_in(value, values) for key, value in _parameters(task).items()}
        known = CATALOG.find(referred)
        calls = self._known(referred, line, parameters, values)
        script = parameters.get(known.script, "") if known is not None and known.script else ""
        handed: tuple[Opaque, ...] = ()
        if known is None:
            handed = (opaque(f"task {referred}", line, referred, name, *phrases_of_inputs(parameters), own=False),)
        return self.reading.step(
            name,
            f"task {name}",
            script=StepScript(pieces=((script, line),) if script else ()),
            calls=() if script else calls,
            opaque=handed,
            label=referred,
            tolerance=tolerance,
        )

    @staticmethod
    def _known(name: str, line: int, parameters: Mapping[str, str], values: Mapping[str, str]) -> tuple[PipelineCall, ...]:
        known = CATALOG.find(name)
        if known is None:
            return ()
        calls = [PipelineCall(invocation=call_of(known, {k: v for k, v in parameters.items() if v.strip()}, values), line=line)]
        if known.program == "buildah" and _KONFLUX & parameters.keys():
            calls.append(call("build-task-sbom", line))
        return tuple(calls)

    def _steps(
        self, spec: Marked, owner: str, values: Mapping[str, str], tolerance: Tolerance | None
    ) -> Iterator[PipelineStep]:
        template = spec.get("stepTemplate")
        for number, entry in enumerate(_entries(spec.get("steps")), start=1):
            name = text_of(entry, "name") or str(number)
            environment = {**_environment(template), **_environment(entry)}
            image = _put_in(text_of(entry, "image") or text_of(template, "image"), values)
            yield self.reading.step(
                name,
                f"task {owner}, step {name}",
                script=_script(entry, values, environment, image),
                calls=tuple(_calls(entry, image, values, environment)),
                tolerance=_tolerance(entry) or tolerance,
            )

    def _chains(self, spec: Marked) -> Iterator[PipelineStep]:
        """Results named `CHAINS-…` are what Tekton Chains signs provenance for, outside of this file."""
        for result in _entries(spec.get("results")):
            if text_of(result, "name").upper().startswith("CHAINS-"):
                yield self.reading.step("results", "results", calls=(call("tekton-chains", result.line),))
                return


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`. Tekton's objects only: what else a cluster holds is read as a cluster."""
    values = [mapping(each) for each in yaml_values(document, _CANDIDATE)]
    groups = [str(each.get("apiVersion", "")).partition("/")[0] for each in values]
    return bool(values) and all(group == "tekton.dev" or group.endswith(".tekton.dev") for group in groups)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    nodes = [each for each in documents(document) if text_of(each, "kind") in _READ]
    if not nodes:
        raise ParseError("the file holds no pipeline or task", next_step="collect the pipelines themselves")
    reading = PipelineReading()
    jobs = []
    for root in nodes:
        name = text_of(root, "metadata", "name") or text_of(root, "metadata", "generateName")
        jobs.append(_TektonObject(reading, text_of(root, "kind"), name).job(root))
    return snapshot_of(jobs, document, evidence, system="Tekton", name=jobs[0].name, checks_out=False)


def _script(entry: Marked, values: Mapping[str, str], environment: Mapping[str, str], image: str) -> StepScript:
    script = entry.get("script")
    text = _put_in(script.text or "", values) if script is not None else ""
    shebang = text.lstrip().startswith("#!")
    if script is None or (shebang and not _SHELLS.match(text.lstrip())):
        return StepScript(image=image)
    shell = ShellOptions(errexit=not shebang)
    return StepScript(pieces=((text, script.text_line),), shell=shell, environment=environment, image=image)


def _calls(entry: Marked, image: str, values: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[PipelineCall]:
    if entry.get("script") is not None:
        return
    command, arguments = entry.get("command"), entry.get("args")
    line = (command or arguments or entry).line
    words = tuple(_put_in(word, values) for part in (command, arguments) for word in words_of(part))
    if command is not None:
        yield from command_call(words, environment, line)
    else:
        yield from image_call(image, words, environment, line)


def _reference(reference: Marked) -> str:
    """The name of a task or pipeline: its own, or what a resolver is given (`name`, else the file in its repository)."""
    given = {text_of(entry, "name"): text_of(entry, "value") for entry in _entries(reference.get("params"))}
    path = given.get("pathInRepo", given.get("url", ""))
    return text_of(reference, "name") or given.get("name", "") or path.rpartition("/")[2].partition(".")[0]


def _parameters(owner: Marked) -> dict[str, str]:
    return {text_of(entry, "name"): text_of(entry, "value") for entry in _entries(owner.get("params"))}


def _defaults(spec: Marked) -> dict[str, str]:
    return {
        text_of(entry, "name"): text_of(entry, "value") or text_of(entry, "default") for entry in _entries(spec.get("params"))
    }


def _environment(owner: Marked | None) -> dict[str, str]:
    entries = _entries(owner.get("env")) if owner is not None else ()
    return {text_of(entry, "name"): text_of(entry, "value") for entry in entries if entry.get("value") is not None}


def _entries(value: Marked | None) -> tuple[Marked, ...]:
    if value is None:
        return ()
    if not value.is_sequence:
        raise ParseError("a list is expected", where=f"line {value.line}", next_step=_NEXT)
    return tuple(entry for entry in value.entries() if entry.is_mapping)


def _put_in(text: str, values: Mapping[str, str]) -> str:
    return _PARAMETER.sub(lambda match: values.get(match.group(1)) or f"${{{match.group(1).replace('-', '_')}}}", text)


def _tolerance(entry: Marked) -> Tolerance | None:
    return _GOES_ON if text_of(entry, "onError") == "continue" else None
