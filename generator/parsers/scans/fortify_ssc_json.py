"""Issues of a project version as Fortify's Software Security Center lists them (`GET /api/v1/projectVersions/ID/issues`).

https://www.microfocus.com/documentation/fortify-software-security-center/, "REST API". `friority` is Fortify's own rating by
impact and likelihood. Suppressed and hidden issues are listed where they were asked for.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator

_ISSUE = FieldMap(
    identifier=("primaryRuleGuid", "issueName"),
    title=("issueName",),
    level=("friority",),
    status=("scanStatus", "issueStatus", "status"),
    dispositions={"removed": Disposition.RESOLVED, "fixed": Disposition.RESOLVED},
    scope=("fullFileName", "primaryLocation.fullFileName", "primaryLocation", "lineNumber", "primaryLocation.line"),
    first_seen=("foundDate",),
)
_MARKS = {"friority", "issueInstanceId"}
_ANSWER = {"data", "count", "responseCode"}


def recognizes(document: Document) -> bool:
    """An answer without issues is known by what stands around every answer of the server."""
    members = document.members
    first = document.first_keys(members.get("data"))
    return ("issueName" in first and not _MARKS.isdisjoint(first)) if first else _ANSWER.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = report(document)
    accumulator = ScanAccumulator(evidence, "Fortify")
    target = accumulator.target(repository(evidence))
    listed = list(answer.listed("data"))
    accumulator.counts.compare("issue", many="issues", stated=answer.number("count"), listed=len(listed))
    fold_placed(accumulator, listed, lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None)


def _result(entry: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    if "true" in {entry.get("suppressed"), entry.get("hidden")}:
        return _ISSUE.result(entry, target, place, disposition=Disposition.SUPPRESSED)
    return _ISSUE.result(entry, target, place)
