"""An image runs that no collected pipeline builds."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="image-built-by-unknown",
    area="Build pipeline",
    title="Images that run are built by known pipelines",
    problem="Image built by no known pipeline",
    asks="Is every image that runs built by a pipeline whose definition was collected?",
    rationale="For an image of unknown origin, the checks that it went through are unknown.",
    fix="Collect the pipeline that builds it, or record where the image comes from and who approved it.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-3", ours="SR-3"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ImageBuiltByUnknown:
    """See `Check`."""

    id: str = "image-built-by-unknown"
    title: str = "Image built by no known pipeline"
    question: str = "Is every image that runs built by a pipeline whose definition was collected?"
    controls: tuple[ControlId, ...] = control_ids("CM-3", "SR-3")
    source: str = (
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not evidence.facts.clusters:
            return "what runs in the cluster"
        return None if any(pipeline.runs for pipeline in evidence.facts.pipelines) else "pipeline definitions"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for image in evidence.facts.inventory:
            if image.built_by:
                continue
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"No collected pipeline builds {image.asset_id}",
                detail=f"{image.asset_id} runs ({', '.join(image.workloads)}), and no pipeline definition in the evidence "
                "says that it builds or pushes this image.",
                controls=self.controls,
                severity=Severity.MODERATE,
                next_step="Collect the pipeline that builds it, or record where the image comes from and who approved it.",
                asset_ids=(image.asset_id,),
                sources=image.sources,
            )
