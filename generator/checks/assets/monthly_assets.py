"""The assets that are to be scanned every month, beside images: nodes, hosts, web addresses and databases.

FedRAMP Vulnerability Scanning Requirements v3.0, section 3, Types of Scans. Where a cluster runs of which the API did not
list the nodes whole, its nodes are a subject of which nothing is known: a list in part must not count as all of it.
"""

from collections.abc import Callable

from generator.checks.base import CheckContext, Judgment, judged, not_collected
from generator.checks.cryptography.cloud_resources import of_accounts
from generator.checks.populations import both, nodes
from generator.model.asset import SCANNED_MONTHLY, AssetScan, SystemAsset
from generator.model.evidence import EvidenceSource
from generator.model.posture import JudgedSubject, ObjectCitation
from generator.model.verdict_makers import cite, of_asset, unknown

_NEEDED = "the machines, web addresses or databases of the system"
_NEVER = "no scan of this asset was collected"


def judged_monthly(context: CheckContext, verdict: Callable[[SystemAsset, CheckContext], JudgedSubject]) -> Judgment:
    """Every such asset."""
    assets = [asset for asset in context.facts.assets if asset.kind in SCANNED_MONTHLY]
    if not assets:
        return not_collected(_NEEDED)
    return judged(of_asset(verdict(asset, context), asset.asset_id) for asset in assets)


MONTHLY = both(nodes, of_accounts("other hosts and databases", "ec2 describe-instances", "rds describe-db-instances"))
"""The population: nodes of the clusters, and hosts and databases of the accounts. Web addresses no list holds."""


def counting(asset: SystemAsset) -> tuple[AssetScan, ...]:
    """The scans that count: they looked for vulnerabilities, were able to, and are whole."""
    return tuple(scan for scan in asset.scans if scan.scanned and scan.whole)


def none_counts(asset: SystemAsset, context: CheckContext) -> JudgedSubject:
    """The verdict where no scan of it counts: whether and when it was scanned is not known."""
    return unknown(asset.asset_id, _why_none_counts(asset, context), *cited(asset), contested_by=_rivals(asset, context))


def _why_none_counts(asset: SystemAsset, context: CheckContext) -> str:
    """As a clause."""
    if any(scan.scanned for scan in asset.scans):
        return "the scanner could look at a part of it only"
    if any(not scan.assessed for scan in asset.scans):
        return "the scanner could not assess it"
    if asset.scans:
        return "only its settings were looked at, no scan for vulnerabilities was collected"
    several = any(asset.asset_id in target.shared_by for target in context.facts.unmatched_targets)
    return "the scan names an address that several assets have" if several else _NEVER


def _rivals(asset: SystemAsset, context: CheckContext) -> tuple[EvidenceSource, ...]:
    """What keeps an asset from being known as scanned: other assets of an address that a scan names, and a newer report of the
    same scanner that does not count."""
    shared = {
        asset_id
        for target in context.facts.unmatched_targets
        if asset.asset_id in target.shared_by
        for asset_id in target.shared_by
    }
    others = (each for each in context.facts.assets if each.asset_id in shared - {asset.asset_id})
    reports = (scan.evidence.source for scan in asset.scans)
    return tuple(sorted({*reports, *(source for each in others for source in each.sources)}))


def cited(asset: SystemAsset, *scans: AssetScan) -> tuple[ObjectCitation, ...]:
    """The reports, and where the asset is listed."""
    reports = (scan.evidence.source for scan in scans)
    return (*cite("File", asset.asset_id, *reports), *cite(asset.kind.capitalize(), asset.asset_id, *asset.sources))
