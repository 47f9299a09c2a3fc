"""An image runs of which nothing says the digest, so that no scan can be proved to be of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="running-digest-unknown",
    area="Asset management",
    title="The digest of every image that runs is known",
    problem="Digest of a running image not known",
    asks="Is the digest of every image that runs known, so that scans can be matched to it?",
    rationale="Without the digest it cannot be shown that what was scanned is what runs.",
    fix="Collect the pods while they run; where only the node's own id is known, collect the registry as well.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the hash of each container that is in production",
    controls=mapped(fedramp="CM-8", ours="SI-7"),
    subjects=("image that runs", "images that run"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class RunningDigestUnknown:
    """See `Check`."""

    id: str = "running-digest-unknown"
    title: str = "Digest of a running image not known"
    question: str = "Is the digest of every image that runs known, so that scans can be matched to it?"
    controls: tuple[ControlId, ...] = control_ids("CM-8", "SI-7")
    source: str = "FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the hash of each container that is in production"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if any(view.running for view in evidence.facts.clusters) else "what runs in the cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for image in evidence.facts.inventory:
            if image.digests or not image.running:
                continue
            local = f"only its id on the node ({image.image_ids[0][:19]}…)" if image.image_ids else "no image id"
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"The digest of {image.asset_id} is not known",
                detail=f"The cluster gives {local} for {image.asset_id} ({', '.join(image.workloads[:6])}): a scan of the same "
                "name may be of another image.",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="Collect the pods again when they run; for an id of the node collect the registry as well "
                "(`atopack collect registry`); name images by digest.",
                asset_ids=(image.asset_id,),
                sources=image.sources,
            )
