"""From the jobs of a file to its snapshot."""

from collections.abc import Sequence

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot, PipelineStage
from generator.parsers.document import Document
from generator.parsers.pipelines.delivery_paths import build_options, keepers, opaque_steps, pushes_in, steps_of, waits_of
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.stage_detection import images_in, seen_in
from generator.parsers.pipelines.stages import settle
from generator.parsers.pipelines.work import Job

_DELIVERED_BY = (PipelineStage.IMAGE_BUILD, PipelineStage.DEPLOY)


def snapshot_of(  # noqa: PLR0913 - what a snapshot is made of; most of it is optional
    jobs: Sequence[Job],
    document: Document,
    evidence: EvidenceFile,
    *,
    system: str,
    name: str = "",
    host: str = "",
    checks_out: bool = True,
    files: Gathered | None = None,
    images: tuple[str, ...] | None = None,
) -> PipelineSnapshot:
    """The snapshot, called as the file where it has no `name`. `host` runs the pipeline (the system where it is not named); it
    `checks_out` the source itself or not.

    `files` are those that the jobs come from, where there are more than one; `images` their names, where the format knows more
    of them than the calls say.
    """
    files = files or Gathered(evidence)
    marks = tuple(seen_in(jobs, host or system, checks_out=checks_out))
    steps, pushes = steps_of(marks, files), pushes_in(jobs, files)
    delivering = {each.job for each in pushes} | {each.job for each in steps if each.stage in _DELIVERED_BY}
    return PipelineSnapshot(
        evidence=evidence,
        system=system,
        name=name or document.name.rpartition("/")[2],
        taken=evidence.collected,
        stages=settle(marks, files),
        images=images_in(jobs) if images is None else images,
        parts=files.parts,
        steps=steps,
        pushes=pushes,
        opaque=opaque_steps(jobs, files),
        builds=build_options(jobs, files),
        keeps=keepers(jobs),
        waits=waits_of(jobs, delivering),
    )
