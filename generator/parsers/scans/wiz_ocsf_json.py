"""Wiz's issues as security findings of OCSF 1.0: JSON lines, which its connectors write, also into files called `.csv`.

https://schema.ocsf.io/1.0.0/classes/security_finding. An issue goes by the title of its control, which is the same for every
resource: the control's id is not in it.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import wiz_words
from generator.parsers.scans.dates import epoch_day, epoch_moment
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records
from generator.parsers.scans.tally import ScanAccumulator

_ISSUE = FieldMap(
    kind=ResultKind.MISCONFIGURATION,
    identifier=("finding.title", "message"),
    title=("finding.title", "message"),
    description=("finding.desc",),
    level=("severity_name", "severity"),
    status=("state_name", "state"),
    scope=("finding.uid",),
)


def recognizes(document: Document) -> bool:
    members = document.first_members or document.members
    if not {"finding", "metadata"}.issubset(members):
        return False
    product = document.members_of(members["metadata"]).get("product")
    return product is not None and bytes(document.members_of(product).get("name", b"")) == b'"Wiz"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, taken = ScanAccumulator(evidence, "Wiz"), []

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        taken.append(epoch_moment(_seconds(entry, "time")))
        listed = entry.members.get("resources")
        resources = (JsonEntry(each) for each in listed if isinstance(each, dict)) if isinstance(listed, list) else ()
        resource = next(iter(resources), JsonEntry({}))
        target = wiz_words.resource(evidence, resource.get("name"), resource.get("type"), identity=resource.get("uid") or None)
        disposition = wiz_words.disposition(entry.get("state_name", "state"))
        first_seen = epoch_day(_seconds(entry, "finding.created_time"))
        return _ISSUE.result(entry, target, place, disposition=disposition, first_seen=first_seen)

    fold_placed(accumulator, records(document), result)
    return accumulator.finish(max(filter(None, taken), default=None))


def _seconds(entry: JsonEntry, name: str) -> float | None:
    """OCSF counts milliseconds since 1970."""
    milliseconds = entry.number(name)
    return None if milliseconds is None else milliseconds / 1000
