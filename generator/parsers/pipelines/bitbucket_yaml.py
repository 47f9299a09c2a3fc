"""Bitbucket Pipelines. https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/

Scripts stop at the first command that fails; a pipeline of commands (`a | b`) has the status of the last one.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.bitbucket_pipes import CATALOG
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of, pairs_of
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, image_call, opaque, text_of, texts_of
from generator.parsers.pipelines.shell_calls import assigned_once
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^[\"']?pipelines[\"']?[ \t]*:", re.MULTILINE)
_KINDS = frozenset(("default", "branches", "pull-requests", "tags", "bookmarks", "custom"))
_DEEPEST = 8
_NEXT = "compare the file with the Bitbucket Pipelines reference; Bitbucket itself refuses it"
_AFTER = Tolerance(named="it stands in after-script", because="what fails in after-script does not fail the step")
_IGNORED = Tolerance(named="on-fail is ignore", because="on-fail has the strategy ignore, so its failure stops nothing")


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    pipelines = mapping(mapping(values[0]).get("pipelines")) if len(values) == 1 else {}
    return not _KINDS.isdisjoint(pipelines)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    pipelines = documents(document)[0].get("pipelines")
    reading = PipelineReading()
    jobs = []
    for kind, value in pairs_of(pipelines).items():
        for name, entries in ({"": value} if kind == "default" else value.pairs()).items():
            jobs.append(_job(f"{kind} {name}".strip(), entries, reading))
    return snapshot_of(jobs, document, evidence, system="Bitbucket Pipelines", host="Bitbucket")


def _job(name: str, value: Marked, reading: PipelineReading) -> Job:
    steps = tuple(step for each in _found(value, 0) for step in _steps(each, f"pipeline {name}", reading))
    return Job(name=name, steps=steps, identifier=name, waits={})


def _found(value: Marked, depth: int) -> Iterator[Marked]:
    """The steps below a list, those in `parallel` and `stage` taken out."""
    if value.is_null:
        return
    if not value.is_sequence and not value.is_mapping:
        raise ParseError("a list of steps is expected", where=f"line {value.line}", next_step=_NEXT)
    for entry in value.entries() if depth < _DEEPEST else ():
        step, parallel, stage = entry.get("step"), entry.get("parallel"), entry.get("stage")
        if step is not None:
            yield step
        if parallel is not None:
            yield from _found(parallel.get("steps") or parallel, depth + 1)
        inner = stage.get("steps") if stage is not None else None
        if inner is not None:
            yield from _found(inner, depth + 1)


def _steps(step: Marked, owner: str, reading: PipelineReading) -> Iterator[PipelineStep]:
    name = text_of(step, "name")
    where = f"{owner}, step {name}" if name else owner
    image = step.get("image")
    tolerance = _IGNORED if text_of(step, "on-fail", "strategy") == "ignore" else None
    container = text_of(image) or text_of(image, "name")
    known: dict[str, str] = {}
    for is_pipe, group in groupby(entries_of(step.get("script")), key=lambda each: each.get("pipe") is not None):
        if is_pipe:
            yield from (_pipe(each, name, where, reading, tolerance) for each in group)
            continue
        pieces = tuple((each.text, each.text_line) for each in group if each.text is not None)
        made = reading.step(
            name, where, script=StepScript(pieces=pieces, environment=dict(known), image=container), tolerance=tolerance
        )
        known.update(assigned_once(made.commands))
        yield made
    after = tuple(reading.pieces(step.get("after-script")))
    if after:
        yield reading.step(name, f"{where}, after-script", script=StepScript(pieces=after), tolerance=_AFTER)


def _pipe(entry: Marked, name: str, where: str, reading: PipelineReading, tolerance: Tolerance | None) -> PipelineStep:
    reference = text_of(entry, "pipe")
    line = (entry.get("pipe") or entry).line
    inputs = {key: value for key, value in texts_of(entry.get("variables")).items() if value.strip()}
    if reference.startswith("docker://"):
        calls = image_call(reference.removeprefix("docker://"), (), inputs, line)
        return reading.step(name, f"{where}, pipe {reference}", calls=calls, tolerance=tolerance)
    short = reference.rpartition(":")[0] or reference
    known = CATALOG.find(short)
    if known is None:
        handed = opaque(f"pipe {short}", line, short.rpartition("/")[2], *phrases_of_inputs(inputs), own=False)
        return reading.step(name, f"{where}, pipe {short}", opaque=(handed,), tolerance=tolerance)
    calls = (PipelineCall(invocation=_called(call_of(known, inputs, {}), inputs), line=line),)
    return reading.step(name, f"{where}, pipe {short}", calls=calls, label=short, tolerance=tolerance)


def _called(made: ProgramCall, inputs: dict[str, str]) -> ProgramCall:
    """Snyk's pipe only looks at an image where its language is docker."""
    if made.program != "snyk" or inputs.get("LANGUAGE", "").lower() == "docker":
        return made
    return ProgramCall(program="snyk", environment={})
