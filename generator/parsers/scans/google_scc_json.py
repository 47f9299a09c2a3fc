"""Google Security Command Center: findings of notifications, of `gcloud scc findings list` and of the API's
`listFindingsResults`; what Event Threat Detection writes to Cloud Logging (`jsonPayload`).

https://cloud.google.com/security-command-center/docs/reference/rest/v2/organizations.sources.findings: what is `INACTIVE`
was fixed, what is muted was set aside by a person or a rule. A finding of class `THREAT` is an event, not a weakness.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.cloud_targets import CloudTargets, last_part
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_FINDING = FieldMap(
    identifier=("category", "detectionCategory.ruleName"),
    kind=ResultKind.MISCONFIGURATION,
    title=("category", "detectionCategory.ruleName"),
    description=("description", "sourceProperties.Explanation"),
    solution=("nextSteps", "sourceProperties.Recommendation"),
    level=("severity", "sourceProperties.SeverityLevel", "detectionPriority"),
    cve=("vulnerability.cve.id",),
    score=("vulnerability.cve.cvssv3.baseScore",),
    cvss_source="google",
    cvss_version="3.0",
    package=("vulnerability.offendingPackage.packageName",),
    version=("vulnerability.offendingPackage.packageVersion",),
    fixed=("vulnerability.fixedPackage.packageVersion",),
    first_seen=("createTime",),
)
_KINDS = {"THREAT": ResultKind.EVENT, "VULNERABILITY": ResultKind.VULNERABILITY}
_OF_FINDING = {"state", "parent", "eventTime", "severity", "findingClass"}


def recognizes(document: Document) -> bool:
    members = document.members
    if "listFindingsResults" in members:
        first = document.first_keys(members["listFindingsResults"])
        return not first or "finding" in first
    first = document.first_members or members
    if "detectionCategory" in document.members_of(first.get("jsonPayload")):
        return True
    finding = document.members_of(first.get("finding"))
    if "category" in finding and not _OF_FINDING.isdisjoint(finding):
        return True
    return {"category", "state", "parent", "sourceProperties"}.issubset(first)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, "Google Security Command Center"), CloudTargets(evidence)
    dates = []

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        name = next((name for name in ("finding", "jsonPayload") if entry.has(name)), "")
        finding = entry.within(name) if name else entry
        resource = finding.get("resourceName", "resource.name", "properties.instanceDetails") or entry.get("resource.name")
        shown = entry.get("resource.displayName", "resource.display_name", "finding.resource.display_name")
        dates.append(finding.get("eventTime"))
        target = targets.target(resource, shown, last_part(resource))
        final, status = _standing(finding)
        made = _FINDING.result(finding, target, place, disposition=final, native_status=status)
        of = "THREAT" if finding.has("detectionCategory") else finding.get("findingClass").upper()
        kind = _KINDS.get(of, ResultKind.MISCONFIGURATION)
        return msgspec.structs.replace(made, kind=kind) if made else None

    entries = list(_entries(document))
    fold_placed(accumulator, entries, result)
    if not entries:
        accumulator.target(targets.target(""))
    return accumulator.finish(newest(dates))


def _entries(document: Document) -> Iterator[tuple[str, JsonEntry | None]]:
    if "listFindingsResults" in document.members:
        yield from report(document).listed("listFindingsResults")
    else:
        yield from records(document)


def _standing(finding: JsonEntry) -> tuple[Disposition, str]:
    state, mute = finding.get("state"), finding.get("mute").upper()
    if state.upper() == "INACTIVE":
        return Disposition.RESOLVED, state
    return (Disposition.SUPPRESSED, mute) if mute == "MUTED" else (Disposition.OPEN, state)
