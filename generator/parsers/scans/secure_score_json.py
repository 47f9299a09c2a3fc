"""Microsoft Secure Score: the controls of each score of a tenant (`GET
https://graph.microsoft.com/v1.0/security/secureScores`).

https://learn.microsoft.com/en-us/graph/api/resources/securescore. A control whose score is the whole (`scoreInPercentage`
100) passed. Several scores are those of several days: each counts.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_on, not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_CONTROL = FieldMap(
    identifier=("controlName",),
    kind=ResultKind.MISCONFIGURATION,
    title=("title", "controlName"),
    description=("description",),
    status=("implementationStatus",),
    scope=("controlCategory",),
)
_WHOLE = 100.0


def recognizes(document: Document) -> bool:
    members = document.members
    nested = members.get("secureScores", members.get("value"))
    first = document.first_keys(nested) or document.members_of(nested) or document.first_members or members
    return "controlScores" in first


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, tenants = ScanAccumulator(evidence, "Microsoft Secure Score"), CloudTargets(evidence)
    name = next((name for name in ("secureScores", "value") if name in document.members), "")
    scores = list(report(document).listed(name) if name else records(document))
    for pointer, score in not_null(accumulator, scores):
        target = accumulator.target(tenants.target(score.get("azureTenantId"), kind=TargetKind.CLOUD))
        fold_on(accumulator, target, score.listed("controlScores", pointer), _result)
    return accumulator.finish(newest(score.get("createdDateTime") for _, score in scores if score))


def _result(control: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    reached = cvss_scores.number(control.get("scoreInPercentage"))
    passed = reached is not None and reached >= _WHOLE
    return _CONTROL.result(control, target, place, disposition=Disposition.PASSED if passed else Disposition.OPEN)
