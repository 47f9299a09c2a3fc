"""From the jobs of a file to its snapshot."""

from collections.abc import Sequence

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.pipelines.multi_file import Gathered
from generator.parsers.pipelines.stage_detection import images_in, seen_in
from generator.parsers.pipelines.stages import settle
from generator.parsers.pipelines.work import Job


def snapshot_of(
    jobs: Sequence[Job],
    evidence: EvidenceFile,
    *,
    system: str,
    name: str,
    host: str = "",
    checks_out: bool = True,
    files: Gathered | None = None,
) -> PipelineSnapshot:
    """The snapshot. `host` runs the pipeline (the system where it is not named); it `checks_out` the source itself or not.

    `files` are those that the jobs come from, where there are more than one.
    """
    files = files or Gathered(evidence)
    return PipelineSnapshot(
        evidence=evidence,
        system=system,
        name=name,
        taken=evidence.collected,
        stages=settle(seen_in(jobs, host or system, checks_out=checks_out), files),
        images=images_in(jobs),
        parts=files.parts,
    )
