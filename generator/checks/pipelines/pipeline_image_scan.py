"""The gate of the pipeline: every image that is built is scanned, and a bad scan stops it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.pipelines.builds import (
    BUILDS,
    builders,
    cited,
    decided_elsewhere,
    does_not_block,
    pipelines,
    problem,
    step,
    unseen,
)
from generator.model.pipeline import Gating, PipelineSnapshot, PipelineStage
from generator.model.posture import PostureRequirement, Problem
from generator.posture.base import Judgment, PostureContext, judged_evidence, none_found, not_collected, of, undecided
from generator.text import counted

_REQUIREMENT = PostureRequirement(
    id="pipeline-image-scan",
    area="Build pipeline",
    title="Pipelines scan what they build, and stop on a bad scan",
    problem="Pipeline builds images past a scan",
    asks="Does every pipeline that builds images scan them, and stop where the scan fails?",
    rationale="FedRAMP asks that images are scanned before they are deployed, and that what does not adhere is kept back.",
    fix="Scan the image before it is pushed, and let the scan end with a failure (`--exit-code 1`, `--fail-on high`).",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline, "
        "and Vulnerability Scanning for Container Images"
    ),
    controls=mapped(fedramp="CM-3 CA-2 SI-3", article="RA-5"),
)


@dataclass(frozen=True, slots=True)
class PipelineScans:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. A pipeline that only scans (every night) is no gate, and is not judged by its result."""
        if not pipelines(context.facts):
            return not_collected(BUILDS)
        pipeline_snapshots = builders(context.facts)
        if not pipeline_snapshots:
            number = counted(len(pipelines(context.facts)), "pipeline definition")
            return none_found(f"None of {number} builds an image.", citations=map(cited, pipelines(context.facts)))
        problems = [fault for pipeline in pipeline_snapshots for fault in _faults(pipeline)]
        scans = [
            (pipeline, scan)
            for pipeline in pipeline_snapshots
            if (scan := step(pipeline, PipelineStage.IMAGE_SCAN)) is not None
        ]
        blocking = sum(scan.visible and scan.gating is Gating.YES for _, scan in scans)
        missing = [unseen(pipeline, scan, "scans what it builds") for pipeline, scan in scans if not scan.visible]
        missing += decided_elsewhere((pipeline, scan) for pipeline, scan in scans if scan.visible)
        detail = f"{of(blocking, len(pipeline_snapshots), 'pipelines that build images')} scan them and stop on a bad scan."
        if not problems and not blocking:
            return undecided(detail, missing)
        evidence = [cited(pipeline, step(pipeline, PipelineStage.IMAGE_SCAN)) for pipeline in pipeline_snapshots]
        return judged_evidence(detail, problems, evidence, missing=missing, held=(blocking, len(pipeline_snapshots)))


def _faults(pipeline: PipelineSnapshot) -> Iterator[Problem]:
    scan = step(pipeline, PipelineStage.IMAGE_SCAN)
    if scan is None:
        yield problem(pipeline, "builds images and does not visibly scan them", step(pipeline, PipelineStage.IMAGE_BUILD))
    elif scan.visible and scan.gating is Gating.NO:
        yield problem(pipeline, f"scans images with {does_not_block(scan)}", scan)
