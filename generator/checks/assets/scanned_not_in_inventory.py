"""What scans of the last 30 days looked at, and the inventory.

FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS, and Vulnerability Scanning Requirements v3.0, section 3, Adequate
Asset Identification. Subjects are assets that such a scan looked at, and targets that are none of them. Every scan that could
look counts here, whatever it looked for: a host that only a benchmark knows is missing from the inventory as well. Images of
a registry that nothing runs are no subjects. A target fails only where the hosts were listed whole: by the API of each
cluster, and without a refusal by the clouds that were asked.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.checks.base import Check, CheckContext, Judgment, cite, fails, judged, none_found, not_collected, passes, unknown
from generator.checks.mapping import mapped
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan
from generator.model.coverage import UnmatchedTarget
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity, TargetKind
from generator.model.snapshot import own_moment

_WINDOW = timedelta(days=SCAN_WINDOW_DAYS)
_NODE = ("", "Node")

_REQUIREMENT = PostureRequirement(
    id="scanned-not-in-inventory",
    area="Asset management",
    title="What is scanned is in the inventory",
    problem="Scanned, but not in the inventory",
    asks="Is everything that scans of the last 30 days looked at an asset of the inventory?",
    rationale="Something was scanned that the inventory does not know: it is incomplete, or the scan looked elsewhere.",
    fix="Collect where it runs; or name its asset as the target of the scan; or take it out of the scan.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the inventory aligns with the scan targets",
    controls=mapped(fedramp="CM-8", ours="RA-5"),
    subjects=("scanned asset", "scanned assets"),
    severity=Severity.MODERATE,
)


def _judge(context: CheckContext) -> Judgment:
    if not context.facts.tallies:
        return not_collected("scan reports")
    subjects = (*_known(context), *_unmatched(context))
    return judged(subjects) if subjects else none_found(f"No scan of the last {SCAN_WINDOW_DAYS} days was collected.")


def _known(context: CheckContext) -> Iterator[JudgedSubject]:
    scanned: list[tuple[AssetId, Iterable[AssetScan]]] = [
        *((image.asset_id, image.scans) for image in context.facts.inventory),
        *((asset.asset_id, asset.scans) for asset in context.facts.assets),
    ]
    for asset_id, scans in scanned:
        recent = [scan.evidence.source for scan in scans if scan.assessed and _is_recent(scan, context)]
        if recent:
            cited = cite("File", asset_id, *recent)
            yield passes(asset_id, *cited, certainty=Certainty.REPORTED, asset_ids=(asset_id,))


def _is_recent(scan: AssetScan, context: CheckContext) -> bool:
    moment = own_moment(scan)
    return moment is not None and context.facts.as_of - moment.date() <= _WINDOW


def _unmatched(context: CheckContext) -> Iterator[JudgedSubject]:
    is_whole = _hosts_are_whole(context)
    for target in context.facts.unmatched_targets:
        if target.day is not None and context.facts.as_of - target.day > _WINDOW:
            continue
        cited = cite("File", target.name, target.source)
        if target.shared_by:
            shared = {
                source for asset in context.facts.assets if asset.asset_id in target.shared_by for source in asset.sources
            }
            yield unknown(target.name, "several assets have this address", *cited, contested_by=sorted(shared))
        elif not target.dated:
            yield unknown(target.name, "the scan carries no date", *cited)
        elif target.kind is TargetKind.IMAGE:
            yield unknown(target.name, "its name is no reference of an image", *cited)
        elif target.kind is TargetKind.HOST and is_whole:
            yield _of(target)
        else:
            yield unknown(target.name, "assets of this kind were not collected", *cited)


def _hosts_are_whole(context: CheckContext) -> bool:
    clusters, clouds = context.facts.configurations, context.facts.clouds
    return (
        bool(clusters) and all(_NODE in each.complete for each in clusters) and not any(each.not_collected for each in clouds)
    )


def _of(target: UnmatchedTarget) -> JudgedSubject:
    day = target.day.isoformat() if target.day else ""
    return fails(
        target.name,
        "is not in the inventory",
        *cite("File", target.name, target.source),
        certainty=Certainty.REPORTED,
        title=f"{target.scanner} scanned {target.name}, which is not in the inventory",
        detail=f"The scan of {day} looked at the {target.kind} {target.name}, and no asset has this name or address: either "
        "the inventory is not complete, or the scan went beyond the boundary.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
