"""InSpec's short report: `inspec exec --reporter json-min`, a row for each result of a control.

https://docs.chef.io/inspec/reporters/. It names neither the host nor how severe a control is.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import report
from generator.parsers.scans.outline import first_keys
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_RESULT = FieldMap(
    identifier=("id",),
    kind=ResultKind.MISCONFIGURATION,
    title=("code_desc",),
    description=("message", "skip_message"),
    status=("status",),
    dispositions={"passed": Disposition.PASSED, "skipped": Disposition.MANUAL, "error": Disposition.ERROR},
    scope=("code_desc",),
)
_ENTRY = {"id", "status", "code_desc"}


def recognizes(document: Document) -> bool:
    """A report without controls is known by what it counts, and by the absence of profiles."""
    members = document.members
    if "controls" not in members or "profiles" in members:
        return False
    first = first_keys(document, members["controls"])
    return _ENTRY.issubset(first) if first else {"statistics", "version"}.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    ran = report(document)
    accumulator = ScanAccumulator(evidence, Scanner(name="InSpec", version=ran.get("version") or None))
    target = accumulator.target(from_evidence(evidence, TargetKind.HOST))
    fold_placed(accumulator, ran.listed("controls"), lambda entry, place: _RESULT.result(entry, target, place))
    return accumulator.finish(None)
