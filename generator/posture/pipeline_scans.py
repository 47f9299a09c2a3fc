"""The gate of the pipeline: every image that is built is scanned, and a bad scan stops it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.pipeline import Gating, PipelineSnapshot, Stage
from generator.model.posture import Problem, Requirement
from generator.posture.base import Ground, Judgement, judged_evidence, none_found, not_collected, of, undecided
from generator.posture.mapping import mapped
from generator.posture.pipeline_ground import (
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
from generator.text import counted

_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`. A pipeline that only scans (every night) is no gate, and is not judged by its result."""
        if not pipelines(ground.facts):
            return not_collected(BUILDS)
        found = builders(ground.facts)
        if not found:
            number = counted(len(pipelines(ground.facts)), "pipeline definition")
            return none_found(f"None of {number} builds an image.", citations=map(cited, pipelines(ground.facts)))
        problems = [each for one in found for each in _faults(one)]
        scans = [(one, scan) for one in found if (scan := step(one, Stage.IMAGE_SCAN)) is not None]
        blocking = sum(scan.visible and scan.gating is Gating.YES for _, scan in scans)
        missing = [unseen(one, scan, "scans what it builds") for one, scan in scans if not scan.visible]
        missing += decided_elsewhere((one, scan) for one, scan in scans if scan.visible)
        told = f"{of(blocking, len(found), 'pipelines that build images')} scan them and stop on a bad scan."
        if not problems and not blocking:
            return undecided(told, missing)
        evidence = [cited(one, step(one, Stage.IMAGE_SCAN)) for one in found]
        return judged_evidence(told, problems, evidence, missing=missing, held=(blocking, len(found)))


def _faults(one: PipelineSnapshot) -> Iterator[Problem]:
    scan = step(one, Stage.IMAGE_SCAN)
    if scan is None:
        yield problem(one, "builds images and does not visibly scan them", step(one, Stage.IMAGE_BUILD))
    elif scan.visible and scan.gating is Gating.NO:
        yield problem(one, f"scans images with {does_not_block(scan)}", scan)
