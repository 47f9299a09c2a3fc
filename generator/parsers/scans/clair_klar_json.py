"""klar's JSON output of a Clair scan: vulnerabilities by severity, without the image's name.

https://github.com/optiopay/klar, `JSON_OUTPUT=true`. `LayerCount` says how much Clair looked at.
"""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.clair_wire import ClairKlarReport, ClairVulnerability, result
from generator.parsers.scans.entries import fold
from generator.parsers.scans.tally import ScanAccumulator

_NO_LAYERS = "Clair looked at no layer of the image"


def recognizes(document: Document) -> bool:
    members = document.members
    if "LayerCount" in members:
        return "Vulnerabilities" in members
    lists = document.members_of(members.get("Vulnerabilities")).values()
    return any({"NamespaceName", "FeatureName"}.issubset(document.first_keys(raw)) for raw in lists)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, ClairKlarReport)
    accumulator = ScanAccumulator(evidence, "Clair")
    target = accumulator.stated(TargetKind.IMAGE)
    for word, entries in (report.vulnerabilities or {}).items():
        fold(accumulator, entries, f"/Vulnerabilities/{word}", partial(_result, target=target, word=word))
    empty = report.layer_count < 1 and not any((report.vulnerabilities or {}).values())
    return accumulator.finish(None, failure=_NO_LAYERS if empty else None)


def _result(entry: ClairVulnerability, place: str, *, target: ScanTarget, word: str) -> ScanResult | None:
    return result(entry, place, target=target, name=entry.feature_name, version=entry.feature_version, word=word)
