"""OpenSCAP's results as JSON, which other programs make of them for build servers: `rules[]`, or `test_results[]` with the rule
inside; see `xccdf_xml` for what OpenSCAP itself writes.

https://github.com/jenkinsci/analysis-model reads this form. It names no host.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xccdf_wire import disposition

_LISTS = ("rules", "test_results")
_RULE = FieldMap(
    identifier=("rule.id", "id"),
    kind=ResultKind.MISCONFIGURATION,
    title=("rule.title", "title"),
    description=("rule.description", "description"),
    level=("severity", "rule.severity"),
    scope=("file",),
)
_MARK = b"xccdf_"
_OF_TEST = {"result", "rule"}


def recognizes(document: Document) -> bool:
    """Rules are named as XCCDF names them; a test holds its rule."""
    members = document.members
    for name in _LISTS:
        entry = document.first_keys(members.get(name))
        if "result" in entry and bytes(entry.get("id", b"")).strip(b' "').startswith(_MARK):
            return True
        if _OF_TEST.issubset(entry) and "id" in document.members_of(entry["rule"]):
            return True
    return False


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator = report(document), ScanAccumulator(evidence, "OpenSCAP")
    target = accumulator.stated(TargetKind.HOST)
    for name in _LISTS:
        fold_on(accumulator, target, content.listed(name), _result)
    return accumulator.finish(None)


def _result(entry: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    word = entry.get("result")
    return _RULE.result(entry, target, place, disposition=disposition(word), native_status=word)
