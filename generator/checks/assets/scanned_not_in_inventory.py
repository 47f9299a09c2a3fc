"""What scans of the last 30 days looked at, and the inventory.

FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS, and Vulnerability Scanning Requirements v3.0, section 3, Adequate
Asset Identification. Subjects are assets that such a scan looked at, and targets that are none of them. Every scan that could
look counts here, whatever it looked for: a host that only a benchmark knows is missing from the inventory as well. An image
is known by its digest: a scan that looked at another one under the same tag looked at another image. An inventory that was
made out of the scans, since nothing shows what runs, says nothing of them; where the pods were listed whole, images of a
registry that nothing runs are no subjects. A target fails only where the hosts were listed whole: by the API of each cluster,
and without a refusal by the clouds that were asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

import msgspec

from generator.checks.base import NODE, Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.images.scan_coverage import NO_DATE, RunningDigest, all_pods_listed, not_of, running_digests
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.facts.digests import Digests
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan
from generator.model.coverage import UnmatchedTarget
from generator.model.facts import ImageAsset
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.scan import TargetKind
from generator.model.snapshot import own_moment
from generator.model.verdict_makers import cite, fails, passes, unknown

_WINDOW = timedelta(days=SCAN_WINDOW_DAYS)
_NOT_COLLECTED = "assets of this kind were not collected"

_REQUIREMENT = PostureRequirement(
    id="scanned-not-in-inventory",
    area="Asset management",
    title="What is scanned is in the inventory",
    problem="Scanned, but not in the inventory",
    asks="Is everything that was scanned in the last 30 days an asset of the inventory?",
    rationale="Something was scanned that the inventory does not know: it is incomplete, or the scan looked elsewhere.",
    fix="Collect where it runs; or name its asset as the target of the scan; or take it out of the scan.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the inventory aligns with the scan targets",
    controls=mapped(fedramp="CM-8", ours="RA-5"),
    subjects=("scanned asset", "scanned assets"),
)


def _judge(context: CheckContext) -> Judgment:
    if not context.facts.tallies:
        return not_collected("scan reports")
    subjects = (*_images(context), *_assets(context), *_unmatched(context))
    if subjects:
        return judged(subjects)
    return none_found(
        f"No scan of the last {SCAN_WINDOW_DAYS} days that could look names a host, web address, database or image that runs."
    )


def _images(context: CheckContext) -> Iterator[JudgedSubject]:
    facts = context.facts
    digests = Digests.of(facts.registries)
    running = {name: tuple(rows) for name, rows in groupby(running_digests(facts, digests), key=lambda each: each.name)}
    for image in facts.images:
        looks = _LooksOfMonth.of(image.looks, context)
        if not looks.possible or (not image.running and all_pods_listed(facts)):
            continue
        if not image.running:
            yield unknown(image.asset_id, _NOT_COLLECTED, *_cited(image.asset_id, looks.possible), asset_ids=(image.asset_id,))
        else:
            yield _image(image, looks, running, digests)


def _image(
    image: ImageAsset, looks: "_LooksOfMonth", running: Mapping[AssetId, Sequence[RunningDigest]], digests: Digests
) -> JudgedSubject:
    name, ids = image.asset_id, (image.asset_id,)
    reasons: dict[str, AssetScan] = {}
    for scan in looks.dated:
        for each in running.get(name, ()):
            why = not_of(each, scan.digests, digests, scan.image_id)
            if not why:
                certainty = weakest((Certainty.REPORTED, each.certainty or Certainty.OBSERVED))
                return passes(name, *_cited(name, [scan]), certainty=certainty, asset_ids=ids)
            reasons.setdefault(why, scan)
    if not reasons:
        return unknown(name, NO_DATE, *_cited(name, looks.possible), asset_ids=ids)
    return unknown(name, "; ".join(reasons), *_cited(name, reasons.values()), asset_ids=ids)


def _assets(context: CheckContext) -> Iterator[JudgedSubject]:
    for asset in context.facts.assets:
        name, ids = asset.asset_id, (asset.asset_id,)
        looks = _LooksOfMonth.of(asset.scans, context)
        if looks.dated:
            yield passes(name, *_cited(name, looks.dated), certainty=Certainty.REPORTED, asset_ids=ids)
        elif looks.possible:
            yield unknown(name, NO_DATE, *_cited(name, looks.possible), asset_ids=ids)


class _LooksOfMonth(msgspec.Struct, frozen=True):
    """The scans of an asset that could look, without those that are known to be older than a month."""

    possible: tuple[AssetScan, ...]
    dated: tuple[AssetScan, ...]

    @classmethod
    def of(cls, scans: Iterable[AssetScan], context: CheckContext) -> "_LooksOfMonth":
        """Also an undated report, unless it was collected too long ago to hold a scan of the month."""
        as_of = context.facts.as_of
        able = tuple(scan for scan in scans if scan.assessed)
        recent = tuple(scan for scan in able if scan.taken is None or as_of - scan.taken.date() <= _WINDOW)
        return cls(recent, tuple(scan for scan in recent if own_moment(scan) is not None))


def _cited(asset_id: AssetId, scans: Iterable[AssetScan]) -> tuple[ObjectCitation, ...]:
    return cite("File", asset_id, *(scan.evidence.source for scan in scans))


def _unmatched(context: CheckContext) -> Iterator[JudgedSubject]:
    is_whole = _hosts_are_whole(context)
    for target in context.facts.unmatched_targets:
        if target.kind is TargetKind.CLOUD:
            continue  # a policy or a role is part of an account, and need not be an asset of its own
        if target.day is not None and context.facts.as_of - target.day > _WINDOW:
            continue
        cited = cite("File", target.name, target.source)
        if target.shared_by:
            shared = {
                source for asset in context.facts.assets if asset.asset_id in target.shared_by for source in asset.sources
            }
            yield unknown(target.name, "several assets have this address", *cited, contested_by=sorted(shared))
        elif not target.dated:
            yield unknown(target.name, NO_DATE, *cited)
        elif target.kind is TargetKind.IMAGE:
            yield unknown(target.name, "its name is no reference of an image", *cited)
        elif target.kind is TargetKind.HOST and is_whole:
            yield _of(target)
        else:
            yield unknown(target.name, _NOT_COLLECTED, *cited)


def _hosts_are_whole(context: CheckContext) -> bool:
    clusters, clouds = context.facts.configurations, context.facts.clouds
    return bool(clusters) and all(NODE in each.complete for each in clusters) and not any(each.not_collected for each in clouds)


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


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
