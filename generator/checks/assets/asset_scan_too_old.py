"""The newest scan of a host, web address or database is older than FedRAMP's window."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.assets.asset_never_scanned import WITHOUT
from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.facts.coverage import is_recent
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import SCANNED_MONTHLY, AssetScan, SystemAsset
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="asset-scan-too-old",
    area="Asset management",
    title="Hosts, web addresses and databases were scanned within 30 days",
    problem="Scan of a host, web address or database older than 30 days",
    asks="Was every node, host, web address and database that is scanned at all scanned within the last 30 days?",
    rationale="A scan that is older than a month no longer says what is wrong today.",
    fix="Scan it again; where it is no longer part of the system, collect the cluster or account again.",
    reference="FedRAMP Vulnerability Scanning Requirements, section 3: the entire inventory, every month",
    controls=mapped(fedramp="RA-5", ours="CA-7"),
    subjects=("host, web address or database", "hosts, web addresses and databases"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class AssetScanTooOld:
    """See `Check`. Images have a check of their own."""

    id: str = "asset-scan-too-old"
    title: str = "Scan of a host, web address or database older than 30 days"
    question: str = "Was every node, host, web address and database that is scanned at all scanned within the last 30 days?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "CA-7")
    source: str = "FedRAMP Vulnerability Scanning Requirements, section 3: the entire inventory, every month"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not any(asset.kind in SCANNED_MONTHLY for asset in evidence.facts.assets):
            return WITHOUT
        return None if evidence.facts.tallies else "scan reports"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        as_of = evidence.facts.as_of
        for asset in evidence.facts.assets:
            scans = [scan for scan in asset.scans if scan.scanned] if asset.kind in SCANNED_MONTHLY else []
            if scans and not any(is_recent(scan, as_of) for scan in scans):
                newest = max(scans, key=lambda scan: (scan.taken is not None, scan.taken.isoformat() if scan.taken else ""))
                yield self._of(asset, newest, evidence)

    def _of(self, asset: SystemAsset, newest: AssetScan, evidence: CheckEvidence) -> Discrepancy:
        as_of = evidence.facts.as_of
        age = f"is {(as_of - newest.taken.date()).days} days old" if newest.taken else "carries no date"
        day = f", {newest.taken.date().isoformat()}" if newest.taken else ""
        return Discrepancy(
            check=self.id,
            subject=asset.asset_id,
            title=f"The newest scan of {asset.kind} {asset.asset_id} {age}",
            detail=f"The newest scan of {asset.asset_id} ({newest.scanner.name}{day}) {age} as of {as_of.isoformat()}; "
            f"every month the whole inventory is scanned, so {SCAN_WINDOW_DAYS} days are the longest.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Scan it again; where it is no longer part of the system, collect the cluster or account again.",
            asset_ids=(asset.asset_id,),
            sources=(newest.evidence.source,),
        )
