"""Issues of Black Duck's Polaris by its API: what is known of an occurrence stands in a list of keys and values.

https://polaris.blackduck.com/developer/, "Findings". Not Fairwinds Polaris, which audits workloads.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator

_ISSUE = FieldMap(
    identifier=("type.altName", "type.id"),
    title=("type.localized.name", "type.altName"),
    level=("severity", "overall-score"),
    scope=("filename", "line-number"),
    cve=("vulnerability-id", "cve"),
    cwe=("cwe",),
    package=("component-name",),
    version=("component-version-name",),
)
_ENTRY = {"occurrenceProperties", "type"}


def recognizes(document: Document) -> bool:
    members = document.members
    first = document.first_keys(members.get("_items"))
    return _ENTRY.issubset(first) if first else {"_items", "_collection"}.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Black Duck Polaris")
    target = accumulator.target(repository(evidence))
    for place, entry in not_null(accumulator, report(document).listed("_items")):
        properties = {each.get("key"): each.members.get("value") for _, each in entry.listed("occurrenceProperties") if each}
        accumulator.take(_ISSUE.result(JsonEntry({**properties, **entry.members}), target, place))
    return accumulator.finish(None)
