"""What was scanned is not what runs: the same name and tag, another digest."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.facts.digests import Digests
from generator.model.asset import AssetScan
from generator.model.comparison import Discrepancy
from generator.model.facts import ImageAsset
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="scanned-digest-differs",
    area="Image scanning",
    title="What was scanned is what runs",
    problem="Scanned digest is not the running digest",
    asks="Did the scan look at the very digests that run?",
    rationale="Two images of one name may hold different software, so the scan of one says nothing of the other.",
    fix="Scan the digest that runs, or deploy the digest that was scanned; then pin the image by digest.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: inventory aligns with scan targets, by image hash",
    controls=mapped(fedramp="CM-8", article="RA-5 SI-4"),
    subjects=("image that runs", "images that run"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class ScannedDigestDiffers:
    """See `Check`."""

    id: str = "scanned-digest-differs"
    title: str = "Scanned digest is not the running digest"
    question: str = "Did the scan look at the very digests that run?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "CM-8", "SI-4")
    source: str = "FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: inventory aligns with scan targets, by image hash"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.clusters and evidence.facts.tallies else "what runs in the cluster, and scan reports"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        digests = Digests.of(evidence.facts.registries)
        for image in evidence.facts.inventory:
            scans_with_digests = [scan for scan in image.scans if scan.assessed and scan.digests]
            if not image.digests or not scans_with_digests:
                continue
            unseen = sorted(
                set(image.digests) - {digest for scan in scans_with_digests for digest in (*scan.digests, *scan.same_as)}
            )
            if unseen:
                yield self._of(image, scans_with_digests, unseen, digests)

    def _of(self, image: ImageAsset, scans: list[AssetScan], unseen: list[str], digests: Digests) -> Discrepancy:
        scanned = sorted({digest for scan in scans for digest in scan.digests})
        return Discrepancy(
            check=self.id,
            subject=image.asset_id,
            title=f"{image.asset_id}: the digest that runs was not scanned",
            detail=f"{_short(unseen)} runs as {image.asset_id}, but the scans looked at {_short(scanned)}: "
            f"{_why(unseen, scanned, digests)}.",
            controls=self.controls,
            severity=Severity.HIGH,
            next_step="Scan the digest that runs, or deploy the digest that was scanned; then pin the image by digest.",
            asset_ids=(image.asset_id,),
            sources=tuple(sorted({*image.sources[:3], *(scan.evidence.source for scan in scans)})),
        )


def _why(unseen: list[str], scanned: list[str], digests: Digests) -> str:
    """As exactly as the registry tells: another platform of the same release, or another release."""
    for runs in unseen:
        for other in scanned:
            if digests.siblings(runs, other):
                platforms = (digests.platform(other) or "another platform", digests.platform(runs) or "the one that runs")
                return f"the same release for {platforms[0]}, while {platforms[1]} runs; each platform has packages of its own"
    if all(digest in digests.indexes or digest in digests.platforms for digest in (*unseen, *scanned)):
        return "the registry lists them in different indexes, so the tag was moved after the scan or before the deployment"
    return (
        "the tag was moved after the scan or before the deployment, or one of them is the index of the other, which only the "
        "registry can tell (`atopack collect registry`)"
    )


def _short(digests: list[str]) -> str:
    """Enough of each digest to tell it apart."""
    return ", ".join(f"{digest[:19]}…" for digest in digests)
