"""Azure Pipelines: pipelines and templates of stages, jobs and steps.
https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/
"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.azure_work import AzurePipeline, variables_of
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.outline import is_cloud_build, keys_of, mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of

_CANDIDATE = late_re(rb"^(stages|jobs|steps|extends)[ \t]*:", re.MULTILINE)
_STEPS = frozenset(
    ("task", "script", "bash", "pwsh", "powershell", "checkout", "template", "publish", "download", "getPackage", "reviewApp")
)
_OTHERS = frozenset(("apiVersion", "kind", "version", "pipelines", "phases", "on", "runs", "services"))


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
    values = {**variables_of(root.get("parameters")), **variables_of(root.get("variables"))}
    jobs = tuple(AzurePipeline(PipelineReading(), values).jobs(root))
    name = text_of(root, "name") or document.name.rpartition("/")[2]
    return snapshot_of(jobs, evidence, system="Azure Pipelines", name=name)


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
