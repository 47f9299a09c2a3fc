"""An image runs that comes from a registry that is not approved."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="registry-not-approved",
    area="Hardened images",
    title="Images that run come from approved registries",
    problem="Image from a registry that is not approved",
    asks="Does every image that runs come from a registry named under approved-registries in system.yaml?",
    rationale="What an approved registry checks and keeps is not known of images from elsewhere.",
    fix="Rebuild the image on an approved base and push it to an approved registry, or approve the registry.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images",
    controls=mapped(fedramp="CM-6", ours="SR-3"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class RegistryNotApproved:
    """See `Check`."""

    id: str = "registry-not-approved"
    title: str = "Image from a registry that is not approved"
    question: str = "Does every image that runs come from a registry named under approved-registries in system.yaml?"
    controls: tuple[ControlId, ...] = control_ids("CM-6", "SR-3")
    source: str = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not evidence.facts.clusters:
            return "what runs in the cluster"
        return None if evidence.system.approved_registries else "approved-registries in system.yaml"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for image in evidence.facts.inventory:
            if image.approved_registry is not False:
                continue
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"{image.asset_id} comes from a registry that is not approved",
                detail=f"{image.asset_id} ({', '.join(image.workloads)}) is pulled from {image.registry}; "
                f"approved are {', '.join(evidence.system.approved_registries)}.",
                controls=self.controls,
                severity=Severity.MODERATE,
                next_step="Rebuild the image on an approved base and push it to an approved registry, or approve the registry.",
                asset_ids=(image.asset_id,),
                sources=image.sources,
            )
