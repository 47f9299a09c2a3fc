"""Microsoft Defender for Cloud: assessments and sub-assessments of its REST API, and of `az security assessment list`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import defender_cloud_words
from generator.parsers.scans.cloud_targets import CloudTargets, last_part
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.defender_cloud_words import ASSESSMENT, FINDING
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_TYPE = b"microsoft.security/assessments"
_FINDINGS = "subassessments"
_MORE = "the answer is a page of several, and those that follow are not part of it"


def recognizes(document: Document) -> bool:
    members = document.members
    first = document.first_keys(members["value"]) if "value" in members else document.first_members or members
    return _TYPE in bytes(first.get("type", b"")).lower() or _TYPE in bytes(first.get("id", b"")).lower()


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, defender_cloud_words.SCANNER), CloudTargets(evidence)
    dates = []

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        stated = entry.within("properties")
        about = JsonEntry({**entry.members, **stated.members}) if stated.members else entry
        details = JsonEntry({key.lower(): value for key, value in about.within("resourceDetails").members.items()})
        resource = details.get("id", "resourceid") or entry.get("id").partition("/providers/Microsoft.Security/")[0]
        dates.append(about.get("timeGenerated", "status.statusChangeDate"))
        finding = _FINDINGS in entry.get("type", "id").lower()
        target = targets.target(resource, last_part(resource), details.get("machinename"))
        return (FINDING if finding else ASSESSMENT).result(about, target, place)

    content = report(document) if "value" in document.members else None
    fold_placed(accumulator, records(document) if content is None else content.listed("value"), result)
    return accumulator.finish(newest(dates), failure=_MORE if content is not None and content.get("nextLink") else None)
