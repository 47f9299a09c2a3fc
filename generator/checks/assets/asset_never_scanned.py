"""A host, web address or database that no scan has looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.asset import SCANNED_MONTHLY
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

WITHOUT = "the nodes, web addresses or databases of the system"
"""What is missing where no such asset was collected."""


_REQUIREMENT = PostureRequirement(
    id="asset-never-scanned",
    area="Asset management",
    title="Hosts, web addresses and databases are scanned",
    problem="Host, web address or database never scanned",
    asks="Has every node, host, web address and database been looked at by a scanner?",
    rationale="All operating systems, web applications and databases of the inventory are to be scanned every month.",
    fix="Scan it and put the report into evidence/scans/; where that calls it otherwise, name its target.",
    reference="FedRAMP Vulnerability Scanning Requirements, section 3: all operating systems, web applications, databases",
    controls=mapped(fedramp="RA-5", ours="CM-8"),
    subjects=("host, web address or database", "hosts, web addresses and databases"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class AssetNeverScanned:
    """See `Check`. Images have a check of their own."""

    id: str = "asset-never-scanned"
    title: str = "Host, web address or database never scanned"
    question: str = "Has every node, host, web address and database been looked at by a scanner?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "CM-8")
    source: str = "FedRAMP Vulnerability Scanning Requirements, section 3: all operating systems, web applications, databases"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if any(asset.kind in SCANNED_MONTHLY for asset in evidence.facts.assets) else WITHOUT

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for asset in evidence.facts.assets:
            if asset.kind not in SCANNED_MONTHLY or any(scan.scanned for scan in asset.scans):
                continue
            failed = " and ".join(sorted({scan.scanner.name for scan in asset.scans}))
            looked = f"{failed} tried, but could not assess it." if failed else "No scan in the evidence names it."
            yield Discrepancy(
                check=self.id,
                subject=asset.asset_id,
                title=f"{asset.kind.capitalize()} {asset.asset_id} was never scanned",
                detail=f"The {asset.kind} {asset.asset_id} of {asset.where} is part of the system. {looked}",
                controls=self.controls,
                severity=Severity.HIGH,
                next_step="Scan it and put the report into evidence/scans/; where that calls it otherwise, name its target.",
                asset_ids=(asset.asset_id,),
                sources=asset.sources,
            )
