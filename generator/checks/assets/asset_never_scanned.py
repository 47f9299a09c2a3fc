"""Nodes, hosts, web addresses and databases that a scanner looked at.

FedRAMP Vulnerability Scanning Requirements v3.0, section 3, Types of Scans. A scan counts that looked for vulnerabilities,
was able to and is whole: a benchmark of settings is none. That no scan was collected does not show that none was made, so
only a scanner's own word that it could not look fails. Images have a check of their own.
"""

from generator.checks.assets.monthly_assets import MONTHLY, cited, counting, judged_monthly, none_counts
from generator.checks.base import Check, CheckContext
from generator.checks.mapping import mapped
from generator.model.asset import SystemAsset
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="asset-never-scanned",
    area="Asset management",
    title="Hosts, web addresses and databases are scanned",
    problem="Host, web address or database never scanned",
    asks="Has every node, host, web address and database been scanned?",
    rationale="All operating systems, web applications and databases of the inventory are to be scanned every month.",
    fix="Scan it and put the report into evidence/scans/; where the report uses another name, name its target.",
    reference="FedRAMP Vulnerability Scanning Requirements, section 3: all operating systems, web applications, databases",
    controls=mapped(fedramp="RA-5", ours="CM-8"),
    subjects=("host, web address or database", "hosts, web addresses and databases"),
    severity=Severity.HIGH,
)


def _subject(asset: SystemAsset, context: CheckContext) -> JudgedSubject:
    scans, failed = counting(asset), [scan for scan in asset.scans if not scan.assessed]
    if scans:
        return passes(asset.asset_id, *cited(asset, *scans), certainty=Certainty.REPORTED)
    if failed:
        tools = listed(sorted({scan.scanner.name for scan in failed}))
        return fails(
            asset.asset_id,
            f"could not be scanned: {tools} reports that it could not look",
            *cited(asset, *failed),
            certainty=Certainty.REPORTED,
            title=f"{asset.kind.capitalize()} {asset.asset_id} was never scanned",
            detail=f"The {asset.kind} {asset.asset_id} of {asset.where} is part of the system. {tools} tried, but could not "
            "assess it.",
        )
    return none_counts(asset, context)


CHECK = Check(requirement=_REQUIREMENT, judge=lambda context: judged_monthly(context, _subject), population=MONTHLY)
