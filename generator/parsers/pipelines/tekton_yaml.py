"""Tekton: Pipeline, PipelineRun, Task, ClusterTask, TaskRun and StepAction. https://tekton.dev/docs/pipelines/

One file is judged alone: of a task in a catalog only what is published about it is known, of any other its name.
"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.tekton_work import TektonObject

_CANDIDATE = late_re(rb"^[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?(triggers\.)?tekton\.dev/", re.MULTILINE)
_READ = frozenset(("Pipeline", "PipelineRun", "Task", "ClusterTask", "TaskRun", "StepAction"))


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
        jobs.append(TektonObject(reading, text_of(root, "kind"), name).job(root))
    return snapshot_of(jobs, evidence, system="Tekton", name=jobs[0].name, checks_out=False)
