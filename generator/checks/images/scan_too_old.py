"""A running image's newest scan is older than FedRAMP's window."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="scan-too-old",
    area="Image scanning",
    title="Every image that runs was scanned within 30 days",
    problem="Scan older than 30 days",
    asks="Was every running image scanned within the last 30 days?",
    rationale="Only images that were scanned within 30 days may run; new vulnerabilities are found in old images.",
    fix="Scan the image again; where it is no longer needed, stop running it.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images",
    controls=mapped(article="RA-5 SI-4"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ScanTooOld:
    """See `Check`."""

    id: str = "scan-too-old"
    title: str = "Scan older than 30 days"
    question: str = "Was every running image scanned within the last 30 days?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "SI-4")
    source: str = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.tallies else "scan reports"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for image in evidence.facts.inventory:
            scans = [scan for scan in image.scans if scan.scanned]
            if not scans:
                continue
            dated = [(scan.taken.date(), scan) for scan in scans if scan.taken]
            newest = max((day for day, _ in dated), default=None)
            if newest is not None and (evidence.facts.as_of - newest).days <= SCAN_WINDOW_DAYS:
                continue
            age = f"is {(evidence.facts.as_of - newest).days} days old" if newest else "carries no date"
            shown = next((scan for day, scan in dated if day == newest), scans[0])
            named = f"{shown.scanner.name}, {newest.isoformat()}" if newest else shown.scanner.name
            yield Discrepancy(
                check=self.id,
                subject=image.asset_id,
                title=f"The newest scan of {image.asset_id} {age}",
                detail=f"The newest scan of {image.asset_id} ({named}) "
                f"{age} as of {evidence.facts.as_of.isoformat()}; only images scanned within {SCAN_WINDOW_DAYS} days may run.",
                controls=self.controls,
                severity=Severity.MODERATE,
                next_step="Scan the image again; where it is no longer needed, stop running it.",
                asset_ids=(image.asset_id,),
                sources=(shown.evidence.source,),
            )
