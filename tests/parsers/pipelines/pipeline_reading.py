"""Reads pipeline files in tests."""

import hashlib
from textwrap import dedent, indent

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import DetectedStage, PipelineSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.pipelines import github_actions_yaml
from generator.parsers.pipelines.registry import PIPELINES


def read(text: str | bytes, name: str = "evidence/pipelines/ci.yml") -> PipelineSnapshot:
    """The snapshot of a workflow."""
    raw = text.encode() if isinstance(text, str) else text
    evidence = EvidenceFile(path=name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type="application/yaml")
    return github_actions_yaml.parse(Document(name, raw), evidence)


def evidence_of(name: str, raw: bytes) -> EvidenceFile:
    """What is known about a file before it is read."""
    return EvidenceFile(path=name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type="text/plain")


def parser_of(raw: bytes, name: str = "evidence/pipelines/file") -> Parser:
    """The one format that knows the file."""
    document = Document(name, raw)
    (parser,) = [each for each in PIPELINES if each.recognizes(document)]
    return parser


def read_any(text: str | bytes, name: str = "evidence/pipelines/file") -> PipelineSnapshot:
    """The snapshot of a file of any format, read by the one format that knows it."""
    raw = dedent(text).strip("\n").encode() if isinstance(text, str) else text
    snapshot = parser_of(raw, name).parse(Document(name, raw), evidence_of(name, raw))
    assert isinstance(snapshot, PipelineSnapshot)
    return snapshot


def found(text: str) -> dict[str, DetectedStage]:
    """Stages of a file of any format."""
    return stages(read_any(text))


def gating(text: str, stage: str = "image_scan") -> str:
    """The gating of one stage, which must be there and be visible."""
    one = found(text)[stage]
    assert one.visible
    return one.gating.value


def stages(snapshot: PipelineSnapshot) -> dict[str, DetectedStage]:
    """Stages by their name."""
    return {found.stage.value: found for found in snapshot.stages}


def steps(text: str, *, job: str = "") -> dict[str, DetectedStage]:
    """Stages of a workflow with one job that has these steps; `job` holds more keys of the job."""
    return stages(read(workflow(text, job=job)))


def run(script: str, *, more: str = "") -> dict[str, DetectedStage]:
    """Stages of a workflow with one step that runs a script; `more` holds more keys of the step."""
    body = indent(dedent(script).strip("\n"), "    ")
    return steps(f"- name: Work\n{indent(dedent(more).strip(), '  ')}\n  run: |\n{body}\n")


def workflow(text: str, *, job: str = "") -> str:
    """A whole workflow around some steps."""
    head = "name: CI\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
    more = indent(dedent(job).strip(), "    ")
    return f"{head}{more}\n    steps:\n{indent(dedent(text).strip(chr(10)), '      ')}\n"
