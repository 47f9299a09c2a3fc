"""Gosec's report of Go code: `gosec -fmt json`.

https://github.com/securego/gosec, `report/core.go` and `issue/issue.go`: levels HIGH, MEDIUM and LOW. What a comment or a
configuration silences stands in the list with its `suppressions` when gosec ran with `-track-suppressions`. The code is not
read.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, fold_entries, part, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.text import counted

_CREDENTIALS = "G101"


class _GosecCwe(msgspec.Struct, gc=False):
    id: Scalar = None


class _GosecEntry(msgspec.Struct, gc=False):
    rule_id: str | None = None
    severity: str | None = None
    cwe: _GosecCwe | None = None
    details: str | None = None
    file: str | None = None
    line: Scalar = None
    column: Scalar = None
    nosec: bool | None = None
    suppressions: tuple[msgspec.Raw, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "Issues" not in members:
        return False
    if {"files", "nosec"}.issubset(document.members_of(members.get("Stats"))):
        return True
    return {"rule_id", "details", "severity"}.issubset(document.first_keys(members["Issues"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    version = part(document, members.get("GosecVersion"), str, "")
    accumulator = ScanAccumulator(evidence, Scanner(name="gosec", version=version or None))
    target = accumulator.target(repository(evidence))
    issues = members.get("Issues")
    fold_entries(document, accumulator, issues, _GosecEntry, "/Issues", lambda entry, place: _result(entry, target, place))
    errors = len(part(document, members.get("Golang errors"), dict[str, msgspec.Raw], {}))
    because = f"gosec could not read {counted(errors, 'file')}" if errors else None
    return accumulator.finish(None, because=because)


def _result(entry: _GosecEntry, target: ScanTarget, place: str) -> ScanResult | None:
    silenced = bool(entry.nosec or entry.suppressions)
    column = text(entry.column)
    return result_of(
        ResultKind.SECRET if entry.rule_id == _CREDENTIALS else ResultKind.VULNERABILITY,
        entry.rule_id,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.SUPPRESSED if silenced else Disposition.OPEN,
        native_status="suppressed" if silenced else "",
        scope=at(entry.file, entry.line, f"column {column}" if column else None),
        title=titled(entry.details, entry.cwe.id if entry.cwe else None),
        cwes=cwes(entry.cwe.id if entry.cwe else None),
    )
