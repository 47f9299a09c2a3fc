"""Burp Suite's REST API: a scan with the events of its issues. https://portswigger.net/burp/documentation/desktop/settings/suite/rest-api."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import burp_words
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_ISSUE = FieldMap(
    identifier=("type_index", "name"),
    title=("name",),
    description=("description", "issue_background"),
    solution=("remediation", "remediation_background"),
    level=("severity",),
    severities=burp_words.SEVERITIES,
)
_ENDED = "succeeded"
_NOT_ENDED = "Burp says that the scan is {status!r}: it was not whole when the report was taken"
_NOTHING = "the scan holds no issue: it does not say which sites were scanned"


def recognizes(document: Document) -> bool:
    return "issue_events" in document.members


def _is_issue(event: JsonEntry) -> bool:
    """Some events are about the scan."""
    return event.has("issue") or event.get("type") in {"", "issue_found"}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, burp_words.SCANNER)

    def result(event: JsonEntry, place: str) -> ScanResult | None:
        issue = event.within("issue")
        return burp_words.result(_ISSUE, issue, sites.target(issue.get("origin")), f"{place}/issue")

    events = [(place, event) for place, event in content.listed("issue_events") if event is None or _is_issue(event)]
    fold_placed(accumulator, events, result)
    status = content.get("scan_status")
    reasons = [_NOT_ENDED.format(status=status)] if status not in {"", _ENDED} else []
    if not events:
        accumulator.target(sites.target(""))
        reasons.append(_NOTHING)
    return accumulator.finish(None, assessed=bool(events) and status in {"", _ENDED}, because="; ".join(reasons) or None)
