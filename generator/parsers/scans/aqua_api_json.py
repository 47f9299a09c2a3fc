"""Aqua's vulnerabilities of many images, as its API gives them: `GET /api/v2/risks/vulnerabilities`.

https://docs.aquasec.com. The answer is paged: `count` says how many entries there are in all. Each names its image by digest.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import aqua_wire
from generator.parsers.scans.aqua_wire import AquaResource, AquaVulnerability
from generator.parsers.scans.entries import digests, fold
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_ENTRY = {"image_uid", "vulnerability_id"}


class _AquaApiEntry(AquaVulnerability):
    resource: AquaResource | None = None
    image_name: str | None = None
    image_digest: str | None = None
    os: str | None = None
    os_version: str | None = None


class _AquaApiAnswer(msgspec.Struct):
    count: int | None = None
    result: tuple[_AquaApiEntry | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """An answer without entries could be about anything, and is left alone."""
    members = document.members
    if not {"count", "pagesize", "result"}.issubset(members) or bytes(members["result"])[:1] != b"[":
        return False
    first = next(iter(document.decode(members["result"], tuple[msgspec.Raw, ...])), None)
    return first is not None and _ENTRY.issubset(document.members_of(first))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = document.decode(document.data, _AquaApiAnswer)
    accumulator = ScanAccumulator(evidence, "Aqua")
    fold(accumulator, answer.result, "/result", lambda entry, place: _result(entry, place, evidence))
    accumulator.counts.compare("vulnerability", many="vulnerabilities", stated=answer.count, listed=len(answer.result or ()))
    return accumulator.finish(None)


def _result(entry: _AquaApiEntry, place: str, evidence: EvidenceFile) -> ScanResult | None:
    name = entry.image_name or entry.image_digest
    target = from_evidence(evidence, TargetKind.IMAGE)
    if name:
        os_name = f"{entry.os or ''} {entry.os_version or ''}".strip() or None
        target = ScanTarget(name=name, kind=TargetKind.IMAGE, digests=digests(entry.image_digest), os_name=os_name)
    return aqua_wire.result(entry, entry.resource or AquaResource(), target, place)
