"""CyCognito's issues of exposed assets, as its API lists them (`POST /v1/issues`).

https://docs.cycognito.com: an asset is named with its kind, `ip/192.0.2.7`, `webapp/https://…`. The issue names controls
of SP 800-53.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import controls, fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_ISSUE = FieldMap(
    identifier=("issue_id", "id"),
    title=("title",),
    description=("summary", "description"),
    solution=("remediation_steps", "remediation"),
    level=("enhanced_severity", "severity"),
    status=("issue_status",),
    dispositions={"resolved": Disposition.RESOLVED, "fixed": Disposition.RESOLVED},
    cve=("advisories", "issue_id", "cve_ids", "title"),
    score=("base_severity_score",),
    cvss_source="cycognito",
    first_seen=("first_detected",),
)
_MARKS = {"affected_asset", "issue_id"}
_SET_ASIDE = ("accepted", "ignored", "false")


def recognizes(document: Document) -> bool:
    return _MARKS.issubset(document.first_members or document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, sites = ScanAccumulator(evidence, "CyCognito"), WebTargets(evidence)
    dates = []

    def target(issue: JsonEntry) -> ScanTarget:
        kind, _, name = issue.get("affected_asset").partition("/")
        return sites.target(name or kind, others=[issue.get("affected_ptr_domains")])

    def result(issue: JsonEntry, place: str) -> ScanResult | None:
        dates.append(issue.get("last_detected"))
        named = controls(*issue.get("nist_800_53_controls").split(", "))
        state = issue.get("investigation_status", "issue_status").lower()
        if issue.get("is_snoozed") == "true" or state.startswith(_SET_ASIDE):
            set_aside = Disposition.SUPPRESSED
            return _ISSUE.result(issue, target(issue), place, controls=named, disposition=set_aside, native_status=state)
        return _ISSUE.result(issue, target(issue), place, controls=named)

    fold_placed(accumulator, records(document), result)
    return accumulator.finish(newest(dates))
