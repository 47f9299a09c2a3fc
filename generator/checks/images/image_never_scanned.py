"""An image runs that no scan has looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="image-never-scanned",
    area="Image scanning",
    title="Every image that runs was scanned",
    problem="Running image never scanned",
    asks="Has every image that runs been looked at by a scanner?",
    rationale="The vulnerabilities of an image that was not scanned are unknown.",
    fix="Scan the image in the registry and put the report into evidence/scans/.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images",
    controls=mapped(article="RA-5 SI-4"),
    subjects=("image that runs", "images that run"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class ImageNeverScanned:
    """See `Check`."""

    id: str = "image-never-scanned"
    title: str = "Running image never scanned"
    question: str = "Has every image that runs been looked at by a scanner?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "SI-4")
    source: str = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.clusters else "what runs in the cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        runs = "runs" if any(view.running for view in evidence.facts.clusters) else "is declared"
        for image in evidence.facts.inventory:
            if any(scan.scanned for scan in image.scans):
                continue
            failed = sorted({scan.scanner.name for scan in image.scans})
            looked = (
                f" {' and '.join(failed)} tried, but could not assess it." if failed else " No scan in the evidence names it."
            )
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"{image.asset_id} {runs} but was never scanned",
                detail=f"The image {image.asset_id} is used by {', '.join(image.workloads)}.{looked}",
                controls=self.controls,
                severity=Severity.HIGH,
                next_step="Scan the image in the registry and put the report into evidence/scans/.",
                asset_ids=(image.asset_id,),
                sources=image.sources,
            )
