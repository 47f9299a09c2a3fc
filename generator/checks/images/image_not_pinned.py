"""An image runs by a tag that may move."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="image-not-pinned",
    area="Build pipeline",
    title="Images that run are named by digest",
    problem="Image not pinned by digest",
    asks="Is every image that runs named by its digest, so that the tag cannot move under it?",
    rationale="A tag can be moved after the scan; the next restart then runs something else.",
    fix="Name the image as repository:tag@sha256:… in the manifests.",
    reference="FedRAMP's container guidance asks that what was scanned is what is deployed",
    controls=mapped(ours="CM-2 SI-7"),
    subjects=("image that runs", "images that run"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class ImageNotPinned:
    """See `Check`."""

    id: str = "image-not-pinned"
    title: str = "Image not pinned by digest"
    question: str = "Is every image that runs named by its digest, so that the tag cannot move under it?"
    controls: tuple[ControlId, ...] = control_ids("CM-2", "SI-7")
    source: str = "FedRAMP's container guidance asks that what was scanned is what is deployed"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.clusters else "what runs in the cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for image in evidence.facts.inventory:
            if image.pinned:
                continue
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"{image.asset_id} is not pinned by digest",
                detail=f"{', '.join(image.workloads)} name the image by tag only: "
                "what the tag means can change without a deployment.",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="Name the image as repository:tag@sha256:… in the manifests.",
                asset_ids=(image.asset_id,),
                sources=image.sources,
            )
