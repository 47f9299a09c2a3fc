"""CircleCI: `.circleci/config.yml` and fragments that a set-up workflow puts together.
https://circleci.com/docs/reference/configuration-reference/

Commands of the file are written out, orbs are read by what is published of them. Unless a job names a shell, scripts run in
`bash -eo pipefail`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.circleci_orbs import CATALOG
from generator.parsers.pipelines.circleci_order import CircleciOrder, Start
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.delivery_steps import with_deliveries
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.outline import entries, mapping, yaml_values
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, call, opaque, text_of, texts_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep

_CANDIDATE = late_re(rb"^[ \t]*[\"']?(steps|workflows|orbs|executor)[\"']?[ \t]*:|^jobs[ \t]*:", re.MULTILINE)
_RUNS_IN = frozenset(("executor", "docker", "machine", "macos"))
_KEYS = frozenset(("jobs", "workflows", "orbs", "commands", "executors", "setup"))
_PARAMETER = late_re(r"<<\s*(?:pipeline\.)?parameters\.([\w-]+)\s*>>")
_DEEPEST = 8
_ANYWAY = ("always", "on_fail")
_NEXT = "compare the file with CircleCI's configuration reference; CircleCI itself refuses it"
_BUILT_IN = frozenset(
    """
    checkout run setup_remote_docker save_cache restore_cache store_artifacts store_test_results persist_to_workspace
    attach_workspace add_ssh_keys when unless deploy
    """.split()
)


class _CircleciStepContext(msgspec.Struct, frozen=True, kw_only=True):
    """Where a step stands."""

    job: str
    shell: ShellOptions
    environment: Mapping[str, str]
    values: Mapping[str, str]
    image: str
    depth: int = 0


class _CircleciConfig:
    """One file being read."""

    def __init__(self, root: Marked, reading: PipelineReading) -> None:
        self.root = root
        self.reading = reading
        self.orbs = {name: value.partition("@")[0] for name, value in texts_of(root.get("orbs")).items()}
        self.commands = _pairs(root.get("commands"))
        self.executors = _pairs(root.get("executors"))

    def jobs(self) -> Iterator[Job]:
        """Every job that a workflow starts; all of them where the file has no workflow.

        Raises:
            ParseError: jobs or steps of another shape.
        """
        starts = tuple(self._started())
        order = CircleciOrder(starts, self.reading)
        jobs = [replace(job, ignores=order.ignored_by(job.identifier)) for job in self._jobs(starts)]
        started_after = order.started_after
        yield from (replace(job, waits=started_after) for job in with_deliveries(jobs, order.waits))

    def _jobs(self, starts: Sequence[Start]) -> Iterator[Job]:
        held = self.root.get("jobs")
        defined = _pairs(held) if held is not None or self.root.get("workflows") is not None else self.root.pairs()
        names = {start.job for start in starts}
        for name, value in defined.items():
            if (not starts or name in names) and not value.is_null:
                value.must_be_mapping(f"job {name}", _NEXT)
                yield self._job(name, value)
        for start in starts:
            name = start.job
            if name not in defined and "/" in name:
                yield Job(name=name, identifier=name, steps=(self._orb(name, start.entry, f"job {name}", {}),))

    def _started(self) -> Iterator[Start]:
        """Jobs that workflows start, with what they are given."""
        for title, workflow in _pairs(self.root.get("workflows")).items():
            jobs = workflow.get("jobs") if workflow.is_mapping else None
            for entry in entries_of(jobs) if text_of(workflow, "when") != "false" else ():
                if entry.text is not None:
                    yield Start(workflow=title, job=entry.text, entry=entry)
                for name, given in entry.pairs().items():
                    yield Start(workflow=title, job=name, entry=given)

    def _job(self, name: str, value: Marked) -> Job:
        executor = value.get("executor")
        named = self.executors.get(text_of(executor, "name") or text_of(value, "executor")) if executor is not None else None
        environment = {
            **texts_of(named.get("environment") if named is not None else None),
            **texts_of(value.get("environment")),
        }
        place = _CircleciStepContext(
            job=f"job {name}",
            shell=_shell(text_of(value, "shell") or text_of(named, "shell")),
            environment=environment,
            values={**texts_of(self.root.get("parameters")), **texts_of(value.get("parameters"))},
            image=_image(value) or (_image(named) if named is not None else ""),
        )
        return Job(name=name, identifier=name, steps=tuple(self._steps(value.get("steps"), place)))

    def _steps(self, steps: Marked | None, place: _CircleciStepContext) -> Iterator[PipelineStep]:
        if steps is not None:
            steps.must_be_list(f"the steps of {place.job} are", _NEXT)
        for entry in entries_of(steps) if place.depth < _DEEPEST else ():
            self.reading.enter(entry)
            if entry.text is not None:
                yield from self._step(entry.text, entry, entry, place)
            for name, given in entry.pairs().items():
                yield from self._step(name, given, entry, place)

    def _step(self, name: str, given: Marked, entry: Marked, place: _CircleciStepContext) -> Iterator[PipelineStep]:
        if name == "checkout":
            yield self.reading.step(name, place.job, calls=(call("checkout", entry.line),))
        elif name in ("run", "deploy"):
            yield self._run(given, place)
        elif name in ("when", "unless"):
            yield from self._steps(given.get("steps"), _deeper(place, {}))
        elif name in self.commands:
            command = self.commands[name]
            values = {**texts_of(command.get("parameters")), **_given(given, place.values)}
            yield from self._steps(command.get("steps"), _deeper(place, values))
        elif name not in _BUILT_IN:
            yield self._orb(name, given, place.job, place.values)

    def _run(self, given: Marked, place: _CircleciStepContext) -> PipelineStep:
        command = given if given.text is not None else given.get("command")
        name = text_of(given, "name") if given.is_mapping else ""
        if command is None or command.text is None:
            raise ParseError("`run` has no command", where=f"line {given.line}", next_step=_NEXT)
        own = texts_of(given.get("environment")) if given.is_mapping else {}
        text = text_of(given, "shell") if given.is_mapping else ""
        script = StepScript(
            pieces=((_put_in(command.text, place.values), command.text_line),),
            shell=_shell(text) if text else place.shell,
            environment={**place.environment, **own},
            image=place.image,
        )
        condition = _put_in(text_of(given, "when"), place.values) if given.is_mapping else ""
        where = f"{place.job}, step {name}" if name else place.job
        return replace(self.reading.step(name, where, script=script), goes_on=condition in _ANYWAY)

    def _orb(self, name: str, given: Marked, where: str, values: Mapping[str, str]) -> PipelineStep:
        """A command or job of an orb, or a command that another file defines."""
        orb, _, command = name.partition("/")
        reference = f"{self.orbs.get(orb, orb)}/{command}" if command else name
        inputs = {key: value for key, value in _given(given, values).items() if value.strip()}
        known = CATALOG.find(reference)
        if known is not None and not (known.program == "snyk" and "docker-image-name" not in inputs):
            made = PipelineCall(invocation=call_of(known, inputs, {}), line=given.line)
            return self.reading.step(name, f"{where}, {name}", calls=(made,), label=reference)
        handed = opaque(reference, given.line, command or name, *phrases_of_inputs(inputs), own=not command)
        return self.reading.step(name, f"{where}, {name}", opaque=(handed,) if known is None else ())


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    return len(values) == 1 and _is_config(mapping(values[0]))


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    jobs = tuple(_CircleciConfig(documents(document)[0], PipelineReading()).jobs())
    return snapshot_of(jobs, document, evidence, system="CircleCI", checks_out=False)


def _is_config(root: dict[object, object]) -> bool:
    if str(root.get("version", "")) in ("2", "2.0", "2.1"):
        return bool(root.keys() & _KEYS) and "services" not in root
    if root.keys() & {"on", "name", "apiVersion", "kind", "version", "stages", "phases"} or True in root:
        return False
    held = mapping(root.get("jobs")) or root
    jobs = [mapping(value) for value in held.values()]
    return bool(jobs) and all(_is_job(job) for job in jobs)


def _is_job(job: dict[object, object]) -> bool:
    """A job names what it runs in and lists steps."""
    return bool(job.keys() & _RUNS_IN) and bool(entries(job.get("steps"))) and "runs-on" not in job


def _pairs(value: Marked | None) -> dict[str, Marked]:
    if value is None:
        return {}
    if not value.is_mapping:
        raise ParseError("a mapping of names is expected", where=f"line {value.line}", next_step=_NEXT)
    return value.pairs()


def _deeper(place: _CircleciStepContext, values: Mapping[str, str]) -> _CircleciStepContext:
    return replace(place, values={**place.values, **values}, depth=place.depth + 1)


def _given(given: Marked, values: Mapping[str, str]) -> dict[str, str]:
    return {key: _put_in(value, values) for key, value in texts_of(given).items()} if given.is_mapping else {}


def _image(value: Marked) -> str:
    docker = value.get("docker")
    first = docker.entries()[0] if docker is not None and docker.entries() else None
    return text_of(first, "image")


def _put_in(text: str, values: Mapping[str, str]) -> str:
    return _PARAMETER.sub(lambda match: values.get(match.group(1), match.group()), text)


def _shell(text: str) -> ShellOptions:
    """`/bin/bash` without flags goes on after an error."""
    words = text.split()
    if not words:
        return ShellOptions(errexit=True, pipefail=True)
    flags = "".join(word for word in words[1:] if word.startswith("-"))
    return ShellOptions(errexit="e" in flags, pipefail="pipefail" in words)
