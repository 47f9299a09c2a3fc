"""Argo CD's and Flux's objects as steps of the shared engine: each that is kept in step with its source deploys."""

from collections.abc import Iterator, Mapping

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.reading import PipelineReading, call, text_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineStep

_NEXT = "compare the file with the API of the deployer; the cluster itself refuses it"


def deployments(document: Document, evidence: EvidenceFile, *, system: str, kinds: Mapping[str, str]) -> PipelineSnapshot:
    """What the file has deployed. `kinds` gives the program that stands for each kind that deploys.

    Raises:
        ParseError: an object without a specification.
    """
    reading = PipelineReading()
    steps = tuple(step for each in documents(document) for step in _steps(each, reading, kinds))
    name = document.name.rpartition("/")[2]
    return snapshot_of((Job(name=name, steps=steps),), document, evidence, system=system, name=name)


def _steps(root: Marked, reading: PipelineReading, kinds: Mapping[str, str]) -> Iterator[PipelineStep]:
    kind, name = text_of(root, "kind"), text_of(root, "metadata", "name")
    spec = root.get("spec")
    if spec is None or not spec.is_mapping:
        raise ParseError(f"{kind} {name} has no specification", where=f"line {root.line}", next_step=_NEXT)
    program = kinds.get(kind)
    if program is not None and text_of(spec, "suspend") != "true":
        yield reading.step(name, f"{kind} {name}", calls=(call(program, spec.line, name),))
