"""Concourse: pipelines and task files. https://concourse-ci.org/docs/"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.concourse_work import ConcoursePipeline
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.outline import keys_of, mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job

_CANDIDATE = late_re(rb"^[\"']?(jobs|platform)[\"']?[ \t]*:", re.MULTILINE)
_NEXT = "compare the file with Concourse's reference; `fly validate-pipeline` refuses it"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    root = mapping(values[0]) if len(values) == 1 else {}
    is_task = isinstance(root.get("platform"), str) and "path" in mapping(root.get("run"))
    return is_task or ("plan" in keys_of(root.get("jobs")) and "kind" not in root)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    pipeline = ConcoursePipeline(PipelineReading(), _resources(root.get("resources")))
    jobs = root.get("jobs")
    if jobs is None:
        jobs_read = [Job(name="task", steps=(pipeline.task_file(root),))]
    else:
        jobs_read = [pipeline.job(each) for each in jobs.entries()]
    return snapshot_of(jobs_read, evidence, system="Concourse", checks_out=False)


def _resources(value: Marked | None) -> dict[str, Marked]:
    if value is not None and not value.is_sequence:
        raise ParseError("`resources` is not a list", where=f"line {value.line}", next_step=_NEXT)
    return {text_of(each, "name"): each for each in (value.entries() if value is not None else ()) if each.is_mapping}
