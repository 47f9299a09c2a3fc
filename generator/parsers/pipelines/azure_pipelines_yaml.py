"""Azure Pipelines: pipelines and templates of stages, jobs and steps.
https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/

Templates are named, tasks read as calls. The shell of `script` and `bash` steps goes on after an error: only the last command
decides, unless it says `set -e`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import PIPELINE_LATER
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.azure_order import AzureOrder, decides, entries_of, goes_on, job_key, stage_key
from generator.parsers.pipelines.azure_tasks import SCRIPTS, calls_of_task
from generator.parsers.pipelines.commands import Command, ShellOptions
from generator.parsers.pipelines.delivery_steps import with_deliveries
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.opaque import INSTALLS_STAGE, phrases_of_inputs
from generator.parsers.pipelines.outline import is_cloud_build, keys_of, mapping, yaml_values
from generator.parsers.pipelines.readback import is_failing_exit
from generator.parsers.pipelines.reading import PipelineReading, StepScript, call, opaque, text_of, texts_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, Opaque, PipelineCall, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^(stages|jobs|steps|extends)[ \t]*:", re.MULTILINE)
_STEPS = frozenset(
    ("task", "script", "bash", "pwsh", "powershell", "checkout", "template", "publish", "download", "getPackage", "reviewApp")
)
_OTHERS = frozenset(("apiVersion", "kind", "version", "pipelines", "phases", "on", "runs", "services"))
_MACRO = late_re(r"\$\(([A-Za-z_][\w.-]*)\)")
_TEMPLATE = late_re(r"\$\{\{\s*(?:parameters|variables)\.(\w+)\s*\}\}")
_SCRIPT_KEYS = ("script", "bash", "pwsh", "powershell")
_SHELL = ShellOptions(errexit=False)
_ISSUES = "SucceededWithIssues"
_NEXT = "compare the file with the Azure Pipelines YAML schema; Azure itself refuses it"
_DROPPED = Tolerance(
    named="continueOnError is set", because="continueOnError is set, so its failure only marks the run as partly succeeded"
)


class _AzurePipeline(msgspec.Struct, frozen=True):
    """One file being read."""

    reading: PipelineReading
    values: Mapping[str, str]
    """Variables and defaults of parameters."""

    def jobs(self, root: Marked) -> Iterator[Job]:
        """Every job; a file that only has steps is one job.

        Raises:
            ParseError: stages, jobs or steps are no lists.
        """
        order = AzureOrder(self.reading)
        jobs = tuple(self._all(root, order))
        started_after = order.started_after
        yield from (replace(job, waits=started_after) for job in with_deliveries(jobs, order.waits))

    def _all(self, root: Marked, order: AzureOrder) -> Iterator[Job]:
        extends = root.get("extends")
        if extends is not None:
            yield from self._template("extends", extends)
        for stage in entries_of(root.get("stages")):
            name = text_of(stage, "displayName") or text_of(stage, "stage")
            order.stage(stage, entries_of(stage.get("jobs")))
            if stage.get("template") is not None:
                yield from self._template(name, stage)
            elif not _is_off(stage):
                yield from self._jobs(stage.get("jobs"), stage, name, order)
                yield from self._steps_alone(stage, f"stage {name}", order)
        yield from self._jobs(root.get("jobs"), root, "", order)
        yield from self._steps_alone(root, "steps", order)

    def _steps_alone(self, owner: Marked, where: str, order: AzureOrder) -> Iterator[Job]:
        if owner.get("steps") is not None:
            steps = tuple(self._steps(owner.get("steps"), where, self.values))
            yield Job(name=where, steps=steps, identifier=stage_key(owner), ignores=order.ignored_by(owner, None))

    def _jobs(self, jobs: Marked | None, owner: Marked, stage: str, order: AzureOrder) -> Iterator[Job]:
        for job in entries_of(jobs):
            name = text_of(job, "displayName") or text_of(job, "job") or text_of(job, "deployment")
            if job.get("template") is not None:
                yield from self._template(stage, job)
            elif not _is_off(job):
                values = {**self.values, **_variables_of(owner.get("variables")), **_variables_of(job.get("variables"))}
                steps = [step for part in _steps_of(job) for step in self._steps(part, f"job {name}", values)]
                order.job(owner, job)
                yield Job(
                    name=name,
                    steps=tuple(steps),
                    tolerance=_tolerance(job),
                    identifier=job_key(owner, job),
                    ignores=order.ignored_by(owner, job),
                    condition=" and ".join(each for each in (decides(owner), decides(job)) if each),
                )

    def _template(self, name: str, entry: Marked) -> Iterator[Job]:
        """A template of stages or jobs: only its name and parameters are in this file."""
        where = f"template {text_of(entry, 'template')}"
        step = self.reading.step(name, where, opaque=(_template(entry, name),))
        yield Job(name=where, steps=(step,))

    def _steps(self, steps: Marked | None, owner: str, values: Mapping[str, str]) -> Iterator[PipelineStep]:
        running = [
            (entry, replace(self._step(entry, number, owner, values), goes_on=goes_on(entry), condition=decides(entry)))
            for number, entry in enumerate(entries_of(steps), start=1)
            if not _is_off(entry) and text_of(entry, "enabled") != "false"
        ]
        for at, (_, step) in enumerate(running):
            yield replace(step, outcome_checked=_checked(running[at + 1 :])) if step.tolerance is not None else step

    def _step(self, entry: Marked, number: int, owner: str, values: Mapping[str, str]) -> PipelineStep:
        template, task = text_of(entry, "template"), text_of(entry, "task")
        name = text_of(entry, "displayName") or text_of(entry, "name") or template or task or str(number)
        own = {key: _put_in(value, values) for key, value in texts_of(entry.get("env")).items()}
        environment = {**{key: value for key, value in values.items() if key.isidentifier()}, **own}
        inputs = {key.lower(): _put_in(value, values) for key, value in texts_of(entry.get("inputs")).items()}
        calls, pieces = self._calls(entry, task, inputs, environment), self._pieces(entry, task, values)
        return self.reading.step(
            name,
            f"{owner}, step {name}",
            script=StepScript(pieces=tuple(pieces), shell=_SHELL, environment=environment),
            calls=tuple(calls),
            opaque=tuple(_handed_on(entry, name, task, inputs)),
            label=task.partition("@")[0],
            tolerance=_tolerance(entry),
            installs=_installed(template),
        )

    def _calls(
        self, entry: Marked, task: str, inputs: Mapping[str, str], environment: Mapping[str, str]
    ) -> Iterator[PipelineCall]:
        checkout = entry.get("checkout")
        if checkout is not None and checkout.text != "none":
            yield call("checkout", checkout.line)
        if task:
            line = (entry.get("task") or entry).line
            for invocation in calls_of_task(_reference(task), inputs, environment):
                yield PipelineCall(invocation=invocation, line=line)

    def _pieces(self, entry: Marked, task: str, values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
        nodes = [value for key in _SCRIPT_KEYS if (value := entry.get(key)) is not None]
        inline, _ = SCRIPTS.get(_reference(task), ("", ""))
        if inline:
            pairs = {key.lower(): value for key, value in (entry.get("inputs") or entry).pairs().items()}
            nodes.extend(value for key, value in pairs.items() if key == inline)
        for value in nodes:
            if value.text is None and not value.is_null:
                raise ParseError("a script is not text", where=f"line {value.line}", next_step=_NEXT)
            yield _put_in(value.text or "", values), value.text_line


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    return len(values) == 1 and _is_pipeline(mapping(values[0]))


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    nodes = documents(document)
    if not nodes or not nodes[0].is_mapping:
        raise ParseError("the file holds no pipeline", next_step="collect it again")
    root = nodes[0]
    values = {**_variables_of(root.get("parameters")), **_variables_of(root.get("variables"))}
    jobs = tuple(_AzurePipeline(PipelineReading(), values).jobs(root))
    return snapshot_of(jobs, document, evidence, system="Azure Pipelines", name=text_of(root, "name"))


def _is_pipeline(root: dict[object, object]) -> bool:
    if root.keys() & _OTHERS or True in root:
        return False
    stages, jobs, steps = keys_of(root.get("stages")), keys_of(root.get("jobs")), keys_of(root.get("steps"))
    if "template" in mapping(root.get("extends")):
        return True
    if stages & {"stage", "template"} or jobs & {"job", "deployment", "template"}:
        return True
    if any(key.startswith("${{") for key in stages | jobs | steps):
        return True
    return bool(steps & _STEPS) and "image" not in steps and not is_cloud_build(root)


def _checked(later: Sequence[tuple[Marked, PipelineStep]]) -> str:
    """A later step that looks for a step with issues and fails, in words; empty where there is none."""
    for entry, step in later[:PIPELINE_LATER]:
        asks = _ISSUES in text_of(entry, "condition") or any(_ISSUES in command.text for command in step.commands)
        if asks and step.tolerance is None and any(_fails(command) for command in step.commands):
            return f"the later step {step.name} (line {entry.line}) fails on it"
    return ""


def _fails(command: Command) -> bool:
    return is_failing_exit(command) or "task.complete result=Failed" in command.text


def _variables_of(value: Marked | None) -> dict[str, str]:
    """Variables as a mapping, or as a list of names and values; defaults of parameters likewise."""
    if value is None:
        return {}
    if value.is_mapping:
        return texts_of(value)
    variables = {}
    for entry in value.entries():
        name, node = text_of(entry, "name"), entry.get("value") or entry.get("default")
        if name and node is not None and node.text is not None:
            variables[name] = node.text
    return variables


def _steps_of(job: Marked) -> Iterator[Marked]:
    """The steps of a job; of a deployment those of its strategy, hook by hook."""
    steps = job.get("steps")
    if steps is not None:
        yield steps
    for strategy in (job.get("strategy") or job).pairs().values() if job.get("deployment") is not None else ():
        for hook in strategy.pairs().values():
            inner = hook.get("steps")
            if inner is not None:
                yield inner


def _template(entry: Marked, name: str) -> Opaque:
    path = text_of(entry, "template")
    parameters = phrases_of_inputs(texts_of(entry.get("parameters")))
    line = (entry.get("template") or entry).line
    return opaque(f"template {path}", line, _base(path), name, *parameters, own=False)


def _handed_on(entry: Marked, name: str, task: str, inputs: Mapping[str, str]) -> Iterator[Opaque]:
    if entry.get("template") is not None and not _installed(text_of(entry, "template")):
        yield _template(entry, "")
    _, path = SCRIPTS.get(_reference(task), ("", ""))
    script = inputs.get(path, "") if path else ""
    if script:
        yield opaque(script, (entry.get("task") or entry).line, _base(script), name)


def _installed(template: str) -> frozenset[str]:
    base = _base(template)
    if not mentions(base, ("install", "setup")):
        return frozenset()
    return frozenset(tool for tool in INSTALLS_STAGE if mentions(base, (tool,)))


def _base(path: str) -> str:
    return path.partition("@")[0].replace("\\", "/").rpartition("/")[2]


def _reference(task: str) -> str:
    return task.partition("@")[0].rpartition(".")[2].lower()


def _put_in(text: str, values: Mapping[str, str]) -> str:
    """`$(name)` and `${{ variables.name }}` with known values; an unknown macro becomes a variable of the shell.

    NOTE: `$(pwd)` is a command; macros of the agent have dots or capitals.
    """

    def macro(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in values:
            return values[name]
        return f"${{{name.replace('.', '_').replace('-', '_')}}}" if name != name.lower() else match.group()

    return _MACRO.sub(macro, _TEMPLATE.sub(lambda match: values.get(match.group(1), match.group()), text))


def _is_off(entry: Marked) -> bool:
    return text_of(entry, "condition").strip().lower() in ("false", "never()")


def _tolerance(entry: Marked) -> Tolerance | None:
    return _DROPPED if text_of(entry, "continueOnError").lower() == "true" else None
