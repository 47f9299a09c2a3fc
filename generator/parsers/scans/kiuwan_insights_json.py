"""Kiuwan Insights: vulnerabilities of components, by its API. A muted one was set aside by a person; the answer names no
application."""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import affected, fold_on, not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records
from generator.parsers.scans.tally import ScanAccumulator

_VULNERABILITY = FieldMap(
    identifier=("cve", "id"),
    description=("description",),
    level=("securityRisk",),
    score=("cVSSv3BaseScore",),
    cvss_source="kiuwan",
    cvss_version="3.0",
    cwe=("cwe",),
)
_MARKS = {"cve", "securityRisk"}


def recognizes(document: Document) -> bool:
    return _MARKS.issubset(document.first_members) and "components" in document.first_members


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Kiuwan")
    target = accumulator.stated(TargetKind.REPOSITORY)
    for pointer, entry in not_null(accumulator, records(document)):
        components = list(entry.listed("components", pointer)) or [(pointer, JsonEntry({}))]
        fold_on(accumulator, target, components, partial(_result, entry))
    return accumulator.finish(None)


def _result(entry: JsonEntry, component: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    package = affected(component.get("artifact"), component.get("version"))
    muted = entry.get("muted") == "true"
    return _VULNERABILITY.result(
        entry,
        target,
        place,
        package=package,
        disposition=Disposition.SUPPRESSED if muted else Disposition.OPEN,
        native_status="muted" if muted else "",
    )
