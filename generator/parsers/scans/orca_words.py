"""What Orca's exports of alerts say alike in JSON and CSV, and in the alerts of its API.

https://docs.orcasecurity.io, "Alerts": a score of 1 to 10 on the scale of CVSS; the export names no rule but by its
title.
"""

import msgspec

from generator.model.scan import Disposition, ResultKind, ScanResult
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.severity import band

SCANNER = "Orca"
_ALERT = FieldMap(
    identifier=("rule_id", "type_key", "Title", "type", "AlertType"),
    kind=ResultKind.MISCONFIGURATION,
    title=("Title", "type_string", "type"),
    description=("Description", "description", "details"),
    solution=("Recommendation", "recommendation", "RemediationConsole"),
    level=("RiskLevel", "Severity", "state.severity", "severity"),
    status=("Status", "state.status"),
    dispositions={
        "closed": Disposition.RESOLVED,
        "dismissed": Disposition.SUPPRESSED,
        "snoozed": Disposition.SUPPRESSED,
    },
    scope=("CloudAccount.Name", "account_name"),
    cve=("Title", "CVEs", "cve_list"),
    first_seen=("CreatedAt", "state.created_at"),
)


def result(alert: EntryFields, targets: CloudTargets, place: str) -> ScanResult | None:
    """One alert; where no word rates it, its score does."""
    name = alert.get("Inventory.Name", "Source", "asset_name", "AssetName", "asset_unique_id")
    score = alert.get("OrcaScore", "score", "state.orca_score")
    made = _ALERT.result(alert, targets.target(name, alert.get("asset_unique_id")), place)
    if made is None or made.native_severity:
        return made
    return msgspec.structs.replace(made, native_severity=score, severity=band(cvss_scores.number(score)))
