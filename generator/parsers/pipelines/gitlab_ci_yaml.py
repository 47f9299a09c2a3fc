"""GitLab CI/CD: `.gitlab-ci.yml` and the files it includes. https://docs.gitlab.com/ci/yaml/

Files of the same repository that it includes are part of it where they were collected beside it. GitLab's own templates are
known by name; of other included files only their names are seen.
"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.gitlab_files import NAMES, is_included
from generator.parsers.pipelines.gitlab_includes import with_included
from generator.parsers.pipelines.gitlab_jobs import KEYWORDS
from generator.parsers.pipelines.gitlab_work import jobs_of
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.outline import mapping, yaml_values
from generator.parsers.pipelines.reading import PipelineReading, text_of
from generator.parsers.pipelines.snapshots import snapshot_of

_CANDIDATE = late_re(rb"^[ \t]+[\"']?(script|trigger|extends|before_script)[\"']?[ \t]*:|^include[ \t]*:", re.MULTILINE)
_SETTINGS = late_re(
    rb"^(?:stages|include|variables|default|workflow|image|services|cache|before_script|after_script)[ \t]*:|"
    + _CANDIDATE.pattern,
    re.MULTILINE,
)
_ALONE = KEYWORDS - {"types"}
"""Keys of a file without a job of its own."""


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    named = document.name.endswith(NAMES) or is_included(document.files, document.name)
    candidate = _SETTINGS if named else _CANDIDATE
    values = [each for each in yaml_values(document, candidate) if set(mapping(each)) != {"spec"}]
    return len(values) == 1 and _is_pipeline(mapping(values[0]), named=named)


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = next((each for each in documents(document) if each.is_mapping and set(each.pairs()) != {"spec"}), None)
    if root is None:
        raise ParseError("the file holds no pipeline", next_step="collect it again")
    files = Gathered(evidence, document.files)
    root = with_included(root, files)
    jobs = tuple(jobs_of(root, PipelineReading()))
    return snapshot_of(
        jobs, document, evidence, system="GitLab CI", name=text_of(root, "workflow", "name"), host="GitLab", files=files
    )


def _is_pipeline(root: dict[object, object], *, named: bool) -> bool:
    """Every key is a keyword or a job, and at least one job has what only a GitLab job has.

    Of a file that changes or only names what it includes, or only sets what jobs elsewhere use (`variables`, `default`),
    nothing tells what it is but its own name, or a pipeline that includes it.
    """
    jobs = {str(key): value for key, value in root.items() if key not in KEYWORDS}
    if any(not isinstance(key, str) for key in root) or isinstance(root.get("services"), dict):
        return False
    if not jobs:
        return set(root) <= _ALONE and (named or _includes(root))
    if any(not isinstance(value, dict | list | str | None) for value in jobs.values()):
        return False
    runnable = [mapping(value) for value in jobs.values()]
    has_jobs = any(_is_job(value) for value in runnable) or (named and "include" in root)
    return has_jobs and not root.keys() & {"apiVersion", "kind", "jobs", "pipelines"}


def _includes(root: dict[object, object]) -> bool:
    """NOTE: a file of Docker Compose may hold nothing but `include` too: a list of its own files."""
    include = root.get("include")
    listed = include if isinstance(include, list) else [include]
    known = any(mapping(each).keys() & {"template", "local", "remote", "component", "project"} for each in listed)
    return known or any(str(each).endswith(NAMES) for each in listed)


def _is_job(value: dict[object, object]) -> bool:
    script = value.get("script", value.get("before_script"))
    if isinstance(script, str | list):
        return True
    trigger = value.get("trigger")
    return isinstance(trigger, str) or bool(mapping(trigger).keys() & {"project", "include", "strategy"})
