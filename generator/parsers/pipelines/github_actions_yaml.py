"""GitHub Actions: workflow files and composite actions.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

One file is judged alone. What a reusable workflow, a local action or a Makefile does is not in it: where its name, or
what it is given, names a stage, the stage is recorded as not visible.
"""

import re
from collections.abc import Iterator

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Container, Document
from generator.parsers.pipelines.github_calls import calls_of, commands_of
from generator.parsers.pipelines.github_expressions import Scope, is_off
from generator.parsers.pipelines.github_published import published
from generator.parsers.pipelines.github_stages import seen_in
from generator.parsers.pipelines.github_workflow import Job, Workflow, is_workflow, read_workflow
from generator.parsers.pipelines.images import images_of
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.stages import settle

_CANDIDATE = re.compile(rb"^[\"']?(jobs|runs)[\"']?[ \t]*:", re.MULTILINE)
_METADATA = re.compile(r"^\$\{\{\s*steps\.([\w-]+)\.outputs\.\w+\s*\}\}$")
_MOST_IMAGES = 1_000


class GithubActionsYaml:
    """See `Parser`."""

    name = "github-actions-yaml"
    family: Family = "pipeline"
    title = "GitHub Actions workflows and composite actions"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container not in (Container.YAML, Container.TEXT) or not _CANDIDATE.search(document.data):
            return False
        return bool(document.yaml_documents) and is_workflow(document.yaml_documents[0])

    def parse(self, document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
        """See `Parser.parse`."""
        found = documents(document)
        if not found or not found[0].is_mapping:
            raise ParseError("the file holds no workflow", next_step="collect it again")
        workflow = read_workflow(found[0], document.name.rpartition("/")[2])
        return PipelineSnapshot(
            evidence=evidence,
            system="GitHub Actions",
            name=workflow.name,
            taken=evidence.collected,
            stages=settle(seen_in(workflow), evidence),
            images=_images(workflow),
        )


def _images(workflow: Workflow) -> tuple[str, ...]:
    outer = Scope({}).with_environment(workflow.environment)
    found: set[str] = set()
    for job in workflow.jobs:
        if is_off(job.condition):
            continue
        for image in _images_of_job(job, outer.with_environment(job.environment)):
            found.update(_over_matrix(image, job))
            if len(found) > _MOST_IMAGES:
                raise ParseError(f"more than {_MOST_IMAGES:,} images", where=f"job {job.identifier}")
    return tuple(sorted(found))


def _images_of_job(job: Job, outer: Scope) -> Iterator[str]:
    described = {
        step.identifier for step in job.steps if (known := published(step.uses)) and known.program == "docker-metadata"
    }
    for step in job.steps:
        if is_off(step.condition):
            continue
        scope = outer.with_environment(step.environment)
        for call in calls_of(step, scope, commands_of(step, scope)):
            for image in images_of(call.invocation):
                reference = _METADATA.match(image)
                if reference is None or reference.group(1) not in described:
                    yield image


def _over_matrix(image: str, job: Job) -> set[str]:
    """The name once for each combination of the matrix where it depends on one."""
    if "matrix." not in image or not job.matrix:
        return {image}
    return {Scope({}).with_values("matrix", row).expand(image) for row in job.matrix}
