"""trufflehog3's findings from version 3.0: `trufflehog3 --format json`, a list.

https://github.com/feeltheajf/trufflehog3. `rule` says what was found and how bad that is; the repository is not named. A
finding outside of any commit (a file in the folder) has neither commit nor date.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import fold, secret_of
from generator.parsers.scans.secret_place import history, scope
from generator.parsers.scans.tally import ScanAccumulator

_ENTRY = {"path", "secret", "context", "line", "commit", "branch"}


class _Trufflehog3Rule(msgspec.Struct, gc=False):
    identifier: str | None = msgspec.field(name="id", default=None)
    message: str | None = None
    severity: str | None = None


class _Trufflehog3Entry(msgspec.Struct):
    rule: _Trufflehog3Rule | None = None
    path: str | None = None
    line: str | int | None = None
    commit: str | None = None
    date: str | None = None


def recognizes(document: Document) -> bool:
    """An empty list names no tool: its folder or file name has to."""
    if document.container is not FileContainer.JSON or document.members:
        return False
    if document.items:
        return "rule" in document.first_members and len(_ENTRY.intersection(document.first_members)) >= 3
    named = any("trufflehog3" in part.lower() for part in document.name.split("/")[-2:])
    return named and document.data.strip()[:1] == b"["


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    entries = document.decode(document.data, tuple[_Trufflehog3Entry | None, ...])
    accumulator = ScanAccumulator(evidence, "trufflehog3")
    target = accumulator.stated(TargetKind.REPOSITORY)
    fold(accumulator, entries, "", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None)


def _result(entry: _Trufflehog3Entry, target: ScanTarget, place: str) -> ScanResult | None:
    rule = entry.rule or _Trufflehog3Rule()
    return secret_of(
        rule.identifier,
        target,
        place,
        word=rule.severity,
        scope=scope(entry.path, entry.line, entry.commit),
        title=rule.message or rule.identifier,
        description=history(entry.commit, day(entry.date)),
    )
