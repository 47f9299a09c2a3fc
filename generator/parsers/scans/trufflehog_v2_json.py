"""TruffleHog's findings of version 2 and before, one a line, and the list that early versions of trufflehog3 made of them.

https://github.com/trufflesecurity/trufflehog/tree/v2.2.1 and https://github.com/feeltheajf/trufflehog3/tree/2.0.5. Neither
names the repository, rates, or writes anything where nothing was found.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import outline
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import not_null, secret_of
from generator.parsers.scans.secret_place import history, scope
from generator.parsers.scans.tally import ScanAccumulator


class _Trufflehog2Entry(msgspec.Struct, gc=False):
    reason: str | None = None
    path: str | None = None
    commit_hash: str | None = msgspec.field(name="commitHash", default=None)
    date: str | None = None


def recognizes(document: Document) -> bool:
    return {"reason", "path", "stringsFound"}.issubset(document.members or document.first_members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "TruffleHog")
    target = accumulator.stated(TargetKind.REPOSITORY)
    for place, entry in not_null(accumulator, outline.records(document, _Trufflehog2Entry)):
        where, when = scope(entry.path, None, entry.commit_hash), history(entry.commit_hash, day(entry.date))
        result = secret_of(entry.reason, target, place, scope=where, title=entry.reason, description=when)
        accumulator.take(result)
    return accumulator.finish(None)
