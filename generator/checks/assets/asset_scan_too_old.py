"""The age of the newest scan of each node, host, web address and database.

FedRAMP Vulnerability Scanning Requirements v3.0, section 3: the entire inventory, every month. The day is the one that the
report gives for the scan. The day on which a report was collected is not that day: it makes a scan older than the window
certain, and a newer one not.
"""

from datetime import date, timedelta

from generator.checks.assets.monthly_assets import MONTHLY, cited, counting, judged_monthly, none_counts
from generator.checks.base import Check, CheckContext
from generator.checks.mapping import mapped
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan, SystemAsset
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.snapshot import own_moment
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="asset-scan-too-old",
    area="Asset management",
    title="Hosts, web addresses and databases were scanned within 30 days",
    problem="Scan of a host, web address or database older than 30 days",
    asks="Was every node, host, web address and database scanned within the last 30 days?",
    rationale="A scan that is older than a month no longer says what is wrong today.",
    fix="Scan it again; where it is no longer part of the system, collect the cluster or account again.",
    reference="FedRAMP Vulnerability Scanning Requirements, section 3: the entire inventory, every month",
    controls=mapped(fedramp="RA-5", ours="CA-7"),
    subjects=("host, web address or database", "hosts, web addresses and databases"),
)


def _subject(asset: SystemAsset, context: CheckContext) -> JudgedSubject:
    as_of, name = context.facts.as_of, asset.asset_id
    scans = counting(asset)
    if not scans:
        return none_counts(asset, context)
    dated = [(moment, scan) for scan in scans if (moment := own_moment(scan))]
    recent = [scan for moment, scan in dated if _is_recent(moment.date(), as_of)]
    if recent:
        return passes(name, *cited(asset, *recent), certainty=Certainty.REPORTED)
    undated = [
        scan for scan in scans if own_moment(scan) is None and (scan.taken is None or _is_recent(scan.taken.date(), as_of))
    ]
    if undated:
        contested = [scan.evidence.source for scan in undated]
        return unknown(name, "the scan carries no date", *cited(asset, *undated), contested_by=contested)
    return _too_old(asset, scans, as_of)


def _is_recent(day: date, as_of: date) -> bool:
    return timedelta() <= as_of - day <= timedelta(days=SCAN_WINDOW_DAYS)


def _too_old(asset: SystemAsset, scans: tuple[AssetScan, ...], as_of: date) -> JudgedSubject:
    taken, newest = max(((scan.taken, scan) for scan in scans if scan.taken), key=lambda pair: (pair[0], pair[1].evidence.path))
    age = f"is {(as_of - taken.date()).days} days old"
    return fails(
        asset.asset_id,
        f"was last scanned on {taken.date().isoformat()}",
        *cited(asset, newest),
        certainty=Certainty.REPORTED,
        title=f"The newest scan of {asset.kind} {asset.asset_id} {age}",
        detail=f"The newest scan of {asset.asset_id} ({newest.scanner.name}, {taken.date().isoformat()}) {age} as of "
        f"{as_of.isoformat()}; every month the whole inventory is scanned, so {SCAN_WINDOW_DAYS} days are the longest.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=lambda context: judged_monthly(context, _subject), population=MONTHLY)
