"""Drone: pipelines of one or many documents. https://docs.drone.io/pipeline/overview/"""

import re

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.delivery_steps import within
from generator.parsers.pipelines.drone_work import step_of
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job

_CANDIDATE = late_re(rb"^[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?pipeline[\"']?[ \t\r]*$", re.MULTILINE)
_KINDS = frozenset(("pipeline", "secret", "signature", "template"))
_NEXT = "compare the file with Drone's documentation; Drone itself refuses it"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = [mapping(each) for each in yaml_values(document, _CANDIDATE)]
    return bool(values) and all(str(each.get("kind")) in _KINDS and "apiVersion" not in each for each in values)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    reading = PipelineReading()
    nodes = [each for each in documents(document) if text_of(each, "kind") == "pipeline"]
    jobs = tuple(_job(each, reading) for each in nodes)
    return snapshot_of(jobs, document, evidence, system="Drone")


def _job(root: Marked, reading: PipelineReading) -> Job:
    name = text_of(root, "name") or "default"
    steps = root.get("steps")
    if steps is not None:
        steps.must_be_list(f"the steps of pipeline {name} are", _NEXT)
    pipeline_steps = [
        step_of(text_of(entry, "name") if entry.is_mapping else "", entry, f"pipeline {name}", reading)
        for entry in entries_of(steps)
    ]
    return within(Job(name=name, steps=tuple(pipeline_steps)))
