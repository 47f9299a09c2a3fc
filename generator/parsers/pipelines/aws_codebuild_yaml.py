"""AWS CodeBuild: buildspec files. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html

Each command is run by itself in one shell: the one that fails ends the phase, but inside a command of several lines only
the last one decides.
"""

import re
from collections.abc import Iterator

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import Gating, PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, StepScript, text_of, texts_of
from generator.parsers.pipelines.shell_calls import assigned_once
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^[\"']?phases[\"']?[ \t]*:", re.MULTILINE)
_PHASES = ("install", "pre_build", "build", "post_build")
_NEXT = "compare the file with the buildspec reference; CodeBuild itself refuses it"
_GOES_ON = Tolerance(
    gating=Gating.UNKNOWN,
    named="on-failure is CONTINUE",
    because="on-failure is CONTINUE, so the next phase runs and what becomes of the failure is not in this file",
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    root = mapping(values[0]) if values else {}
    return str(root.get("version", "")) in ("0.1", "0.2") and "phases" in root


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    phases = root.get("phases")
    if phases is None or not phases.is_mapping:
        raise ParseError("`phases` is not a mapping", where=f"line {(phases or root).line}", next_step=_NEXT)
    job = Job(name="build", steps=tuple(_steps(root, phases)))
    return snapshot_of((job,), document, evidence, system="AWS CodeBuild")


def _steps(root: Marked, phases: Marked) -> Iterator[PipelineStep]:
    reading, environment = PipelineReading(), texts_of(root.get("env", "variables"))
    for name in _PHASES:
        phase = phases.get(name)
        if phase is None:
            continue
        phase.must_be_mapping(f"phase {name}", _NEXT)
        tolerance = _GOES_ON if text_of(phase, "on-failure").upper().startswith("CONTINUE") else None
        for key in ("commands", "finally"):
            pieces = tuple(reading.pieces(phase.get(key)))
            script = StepScript(pieces=pieces, shell=ShellOptions(errexit=False), apart=True, environment=environment)
            if pieces:
                step = reading.step(name, f"phase {name}", script=script, tolerance=tolerance)
                environment = {**environment, **assigned_once(step.commands)}
                yield step
