"""CloudSploit's results of a cloud account (`--json`).

https://github.com/aquasecurity/cloudsploit: a result is `OK`, `WARN`, `FAIL` or `UNKNOWN`, where the API did not answer.
It knows no severities.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import records
from generator.parsers.scans.tally import ScanAccumulator

_RESULT = FieldMap(
    identifier=("plugin", "title"),
    kind=ResultKind.MISCONFIGURATION,
    title=("title",),
    description=("message", "description"),
    status=("status",),
    dispositions={"ok": Disposition.PASSED, "unknown": Disposition.ERROR, "ignored": Disposition.SUPPRESSED},
    scope=("region",),
)
_MARKS = {"plugin", "category", "title", "status", "resource", "region", "message"}


def recognizes(document: Document) -> bool:
    return len(_MARKS.intersection(document.first_members or document.members)) >= 5


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, "CloudSploit"), CloudTargets(evidence)
    for place, entry in not_null(accumulator, records(document)):
        accumulator.take(_RESULT.result(entry, targets.target(entry.get("resource")), place))
    return accumulator.finish(None)
