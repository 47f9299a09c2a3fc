"""StackRox's check of policies: `roxctl image check`, `roxctl deployment check`, and alerts of the API."""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import stackrox_words
from generator.parsers.scans.entries import fold_on, not_null
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.stackrox_words import POLICY
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_UNKNOWN = {"", "unknown"}


def recognizes(document: Document) -> bool:
    members = document.members
    if "alerts" in members:
        return "policy" in document.first_keys(members["alerts"])
    return "violatedPolicies" in document.first_keys(members.get("results"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator = report(document), ScanAccumulator(evidence, stackrox_words.SCANNER)
    for pointer, checked in not_null(accumulator, content.listed("results")):
        target = accumulator.target(_target(checked, evidence))
        policies = checked.listed("violatedPolicies", pointer)
        fold_on(accumulator, target, policies, partial(stackrox_words.result, POLICY))
    unnamed = from_evidence(evidence, TargetKind.UNKNOWN)
    fold_on(accumulator, unnamed, content.listed("alerts"), _alert)
    return accumulator.finish(None)


def _target(checked: JsonEntry, evidence: EvidenceFile) -> ScanTarget:
    """A deployment, or an image by its id."""
    about, name = checked.within("metadata.additionalInfo"), checked.get("metadata.id")
    if about.get("name"):
        return _deployment(about)
    if name.lower() in _UNKNOWN:
        return from_evidence(evidence, TargetKind.UNKNOWN)
    return ScanTarget(name=name, kind=TargetKind.UNKNOWN)


def _deployment(about: JsonEntry) -> ScanTarget:
    workload = "/".join((about.get("namespace"), about.get("type") or "Deployment", about.get("name")))
    return ScanTarget(name=workload, kind=TargetKind.WORKLOAD, workload=workload)


def _alert(alert: JsonEntry, unnamed: ScanTarget, place: str) -> ScanResult | None:
    """An alert of the API names the deployment."""
    target = _deployment(alert.within("deployment")) if alert.get("deployment.name") else unnamed
    return stackrox_words.result(POLICY, alert, target, place)
