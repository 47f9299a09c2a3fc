"""CircleCI: `.circleci/config.yml` and fragments that a set-up workflow puts together.
https://circleci.com/docs/reference/configuration-reference/
"""

import re

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.circleci_work import CircleciConfig
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.outline import entries, mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading
from generator.parsers.pipelines.snapshots import snapshot_of

_CANDIDATE = late_re(rb"^[ \t]*[\"']?(steps|workflows|orbs|executor)[\"']?[ \t]*:|^jobs[ \t]*:", re.MULTILINE)
_RUNS_IN = frozenset(("executor", "docker", "machine", "macos"))
_KEYS = frozenset(("jobs", "workflows", "orbs", "commands", "executors", "setup"))


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    return len(values) == 1 and _is_config(mapping(values[0]))


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    jobs = tuple(CircleciConfig(documents(document)[0], PipelineReading()).jobs())
    name = document.name.rpartition("/")[2]
    return snapshot_of(jobs, evidence, system="CircleCI", name=name, checks_out=False)


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
