"""Woodpecker workflows, and Drone before 1.0, which has the same shape. https://woodpecker-ci.org/docs/usage/workflow-syntax"""

import re
from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.delivery_steps import within
from generator.parsers.pipelines.drone_work import step_of
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.outline import entries, mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineStep

_CANDIDATE = late_re(rb"^[\"']?(steps|pipeline)[\"']?[ \t]*:", re.MULTILINE)
_NOT_OURS = frozenset(("apiVersion", "kind", "version", "jobs", "stages", "phases", "on", "runs", "pipelines"))
_WORK = frozenset(("commands", "settings", "when", "secrets", "environment", "repo", "depends_on"))
_NEXT = "compare the file with Woodpecker's workflow syntax; Woodpecker itself refuses it"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    root = mapping(values[0]) if len(values) == 1 else {}
    if root.keys() & _NOT_OURS or True in root:
        return False
    held = root.get("steps", root.get("pipeline"))
    steps = [mapping(each) for each in (entries(held) or list(mapping(held).values()))]
    return bool(steps) and any("image" in step and step.keys() & _WORK for step in steps)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    held = root.get("steps") or root.get("pipeline") or root
    job = within(Job(name="workflow", steps=tuple(_steps(held, PipelineReading()))))
    return snapshot_of((job,), document, evidence, system="Woodpecker")


def _steps(held: Marked, reading: PipelineReading) -> Iterator[PipelineStep]:
    named = list(held.pairs().items())
    for number, entry in enumerate(held.entries(), start=1):
        entry.must_be_mapping(f"step {number}", _NEXT)
        named.append((text_of(entry, "name") or str(number), entry))
    for name, entry in named:
        yield step_of(name, entry, "workflow", reading)
