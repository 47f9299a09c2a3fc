"""Results of Kyverno's rules by resource, `results[].rules[]`, as build servers take them in; see `policy_reports` for what
Kyverno writes into a cluster.

https://github.com/jenkinsci/analysis-model reads this form. A result is named by its rule: the policy is not stated.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.entries import fold_on, not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_RULE = FieldMap(
    identifier=("name",),
    kind=ResultKind.MISCONFIGURATION,
    title=("message", "name"),
    level=("severity",),
    status=("status",),
    dispositions={
        "pass": Disposition.PASSED,
        "skip": Disposition.NOT_APPLICABLE,
        "error": Disposition.ERROR,
    },
)
_OF_RESOURCE = {"apiVersion", "kind", "metadata"}


def recognizes(document: Document) -> bool:
    """A result has rules with a status, or none, and the resource that they were asked of."""
    result = document.first_keys(document.members.get("results"))
    if {"name", "status"}.issubset(document.first_keys(result.get("rules"))):
        return True
    return set(result) == {"resource"} and _OF_RESOURCE.issubset(document.members_of(result["resource"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Kyverno")
    for place, result in not_null(accumulator, report(document).listed("results")):
        target = accumulator.target(_target(result, evidence))
        fold_on(accumulator, target, result.listed("rules", place), _result)
    return accumulator.finish(None)


def _target(result: JsonEntry, evidence: EvidenceFile) -> ScanTarget:
    found = result.within("resource")
    named = kubernetes_object.target(found.get("metadata.namespace"), found.get("kind"), found.get("metadata.name"))
    return named or from_evidence(evidence, TargetKind.CLUSTER)


def _result(rule: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    return _RULE.result(rule, target, place)
