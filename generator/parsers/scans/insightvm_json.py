"""Rapid7 InsightVM's API: vulnerabilities of one asset (`GET /api/3/assets/ID/vulnerabilities`).

https://help.rapid7.com/insightvm/en-us/api/: an entry is a vulnerability with the results of its tests, one for each service.
What it is and how severe is asked for elsewhere, so that its id is all that is known. The asset is named by its number only.
"""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import nexpose_words
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import fold_on, not_null, vulnerability_of
from generator.parsers.scans.hosts import service
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_ENTRY = {"id", "instances", "status"}
_PAGE = "this is page {number} of {all}: the answer does not hold all of the asset's vulnerabilities"
_PATH = "/api/3/assets/"


def recognizes(document: Document) -> bool:
    members = document.members
    if "resources" not in members or "meta" in members:
        return False
    return _ENTRY.issubset(document.first_keys(members["resources"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator = report(document), ScanAccumulator(evidence, nexpose_words.SCANNER)
    resources = list(content.listed("resources"))
    number = next((asset for _, each in resources if each and (asset := _asset(each))), "") or _asset(content)
    named = ScanTarget(name=f"asset {number}", kind=TargetKind.HOST) if number and not evidence.target else None
    target = accumulator.target(named or from_evidence(evidence, TargetKind.HOST))
    for pointer, vulnerability in not_null(accumulator, resources):
        results = list(vulnerability.listed("results", pointer)) or [(pointer, vulnerability)]
        fold_on(accumulator, target, results, partial(_result, vulnerability))
    pages, page = content.number("page.totalPages") or 1, content.number("page.number") or 0
    return accumulator.finish(None, failure=_PAGE.format(number=page + 1, all=pages) if pages > 1 else None)


def _asset(entry: JsonEntry) -> str:
    """The number of the asset, in the links of an entry."""
    behind = entry.get("links.href").partition(_PATH)[2]
    number = behind.partition("/")[0]
    return number if number.isdecimal() else ""


def _result(vulnerability: JsonEntry, entry: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    status = entry.get("status") or vulnerability.get("status")
    return vulnerability_of(
        vulnerability.get("id"),
        target,
        place,
        scope=service(entry.get("port"), entry.get("protocol")),
        disposition=nexpose_words.disposition(status),
        native_status=status,
        first_seen=seen_day(entry.get("since") or vulnerability.get("since")),
    )
