"""Nuclei's matches: `-jsonl` (one a line), `-json-export` (a list), and `-json` before version 3.

https://docs.projectdiscovery.io/opensource/nuclei/running; the struct `ResultEvent` of `pkg/output/output.go`. A file without
matches is empty, and says nothing; neither the version of Nuclei nor that of its templates is written. What a match extracted,
with which login, and requests and responses are not read.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets, within_site

_MATCH = FieldMap(
    identifier=("template-id", "templateID", "template"),
    title=("info.name", "name"),
    description=("info.description", "description"),
    solution=("info.remediation",),
    level=("info.severity", "severity"),
    cve=("info.classification.cve-id",),
    cwe=("info.classification.cwe-id",),
    vector=("info.classification.cvss-metrics",),
    score=("info.classification.cvss-score",),
    cvss_source="nuclei",
)
_PLACES = ("matched-at", "matched", "url", "host")


def recognizes(document: Document) -> bool:
    keys = document.first_members or document.members
    named = not {"template-id", "templateID"}.isdisjoint(keys) and ("info" in keys or "matched-at" in keys)
    return named or {"template", "info"}.issubset(keys) or {"template", "matched", "type"}.issubset(keys)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, sites = ScanAccumulator(evidence, "Nuclei"), WebTargets(evidence)
    dates = []

    def result(match: JsonEntry, place: str) -> ScanResult | None:
        dates.append(match.get("timestamp"))
        address = match.get(*_PLACES)
        own = address if "://" in address else match.get("host") or address
        target = sites.target(own, others=[match.get("ip")])
        scope = " ".join(
            filter(None, (within_site(address, target), match.get("matcher-name", "matcher_name", "extractor-name")))
        )
        unmatched = match.get("matcher-status") == "false"
        return _MATCH.result(
            match,
            target,
            place,
            scope=scope,
            disposition=Disposition.PASSED if unmatched else Disposition.OPEN,
            native_status="not matched" if unmatched else "",
        )

    fold_placed(accumulator, records(document), result)
    return accumulator.finish(newest(dates))
