"""GitHub Actions: workflow files and composite actions.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

A reusable workflow or composite action of the same repository is part of it where it was collected beside it. What others and
a Makefile do is not in it: where its name, or what it is given, names a stage, the stage is recorded as not visible.
"""

import re
from collections.abc import Iterator, Sequence

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document, FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines import work
from generator.parsers.pipelines.github_called import with_called
from generator.parsers.pipelines.github_expressions import Scope
from generator.parsers.pipelines.github_work import jobs_of
from generator.parsers.pipelines.github_workflow import GithubJob, is_workflow, read_workflow
from generator.parsers.pipelines.images import images_of
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.snapshots import snapshot_of

_CANDIDATE = late_re(rb"^[\"']?(jobs|runs)[\"']?[ \t]*:", re.MULTILINE)
_METADATA = late_re(r"^\$\{\{\s*steps\.([\w-]+)\.outputs\.\w+\s*\}\}$")
_MOST_IMAGES = 1_000


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (FileContainer.YAML, FileContainer.TEXT) or not _CANDIDATE.search(document.data):
        return False
    return bool(document.yaml_documents) and is_workflow(document.yaml_documents[0])


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    nodes = documents(document)
    if not nodes or not nodes[0].is_mapping:
        raise ParseError("the file holds no workflow", next_step="collect it again")
    workflow = read_workflow(nodes[0], document.name.rpartition("/")[2])
    files = Gathered(evidence, document.files)
    jobs = tuple(jobs_of(with_called(workflow, files)))
    made = [job for _, job in jobs]
    return snapshot_of(
        made,
        evidence,
        system="GitHub Actions",
        name=workflow.name,
        host="GitHub",
        checks_out=False,
        files=files,
        images=_images(jobs),
    )


def _images(jobs: Sequence[tuple[GithubJob, work.Job]]) -> tuple[str, ...]:
    names: set[str] = set()
    for written, job in jobs:
        described = {each.identifier for each in written.steps if _is_metadata(each.uses)}
        for image in _images_of_job(job, described):
            names.update(_over_matrix(image, written))
            if len(names) > _MOST_IMAGES:
                raise ParseError(f"more than {_MOST_IMAGES:,} images", where=f"job {job.name}")
    return tuple(sorted(names))


def _is_metadata(uses: str) -> bool:
    return uses.partition("@")[0].strip().lower() == "docker/metadata-action"


def _images_of_job(job: work.Job, described: set[str]) -> Iterator[str]:
    """Names in the calls; tags taken from a metadata step are left out, since that step itself names the images."""
    for step in job.steps:
        for call in step.calls:
            for image in images_of(call.invocation):
                reference = _METADATA.match(image)
                if reference is None or reference.group(1) not in described:
                    yield image


def _over_matrix(image: str, job: GithubJob) -> set[str]:
    """The name once for each combination of the matrix where it depends on one."""
    if "matrix." not in image or not job.matrix:
        return {image}
    return {Scope({}).with_values("matrix", row).expand(image) for row in job.matrix}
