"""A scan looked at something that the inventory does not hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetKind
from generator.model.comparison import Discrepancy
from generator.model.coverage import UnmatchedTarget
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity, TargetKind

_HOSTS = (AssetKind.NODE, AssetKind.HOST)


_REQUIREMENT = PostureRequirement(
    id="scanned-not-in-inventory",
    area="Asset management",
    title="What is scanned is in the inventory",
    problem="Scanned, but not in the inventory",
    asks="Is everything that scans of the last 30 days looked at an asset of the inventory?",
    rationale="Something was scanned that the inventory does not know: it is incomplete, or the scan looked elsewhere.",
    fix="Collect where it runs; or name its asset as the scan's target; or take it out of the scan.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the inventory aligns with the scan targets",
    controls=mapped(fedramp="CM-8", ours="RA-5"),
    subjects=("scanned asset", "scanned assets"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ScannedNotInInventory:
    """See `Check`. Images of the registry that nothing runs are no discrepancy: the coverage table counts them."""

    id: str = "scanned-not-in-inventory"
    title: str = "Scanned, but not in the inventory"
    question: str = "Is everything that scans of the last 30 days looked at an asset of the inventory?"
    controls: tuple[ControlId, ...] = control_ids("CM-8", "RA-5")
    source: str = "FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the inventory aligns with the scan targets"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not evidence.facts.tallies:
            return "scan reports"
        hosts = any(asset.kind in _HOSTS for asset in evidence.facts.assets)
        return None if hosts else "the hosts of the system: nodes of its cluster, or machines of its account"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for target in evidence.facts.unmatched_targets:
            if (evidence.facts.as_of - target.day).days <= SCAN_WINDOW_DAYS:
                yield self._of(target)

    def _of(self, target: UnmatchedTarget) -> Discrepancy:
        host = target.kind is TargetKind.HOST
        return Discrepancy(
            check=self.id,
            subject=target.name,
            title=f"{target.scanner} scanned {target.name}, which is not in the inventory",
            detail=f"The scan of {target.day.isoformat()} looked at the {target.kind} {target.name}, and no asset has this "
            f"name or "
            "address, or more than one has: either the inventory misses something, or the scan went beyond the boundary.",
            controls=self.controls,
            severity=Severity.MODERATE if host else Severity.LOW,
            next_step="Collect where it runs; or name its asset as the scan's target; or take it out of the scan.",
            sources=(target.source,),
        )
