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
_SCORES = {"aqua_severity", "aqua_score", "nvd_cvss3_score", "nvd_cvss2_score"}
_QUERY = {"image_name", "registry_name"}
_NOTHING = "the answer has no entries: it does not show that Aqua scanned {name}"


class _AquaApiEntry(AquaVulnerability):
    resource: AquaResource | None = None
    image_name: str | None = None
    image_digest: str | None = None
    os: str | None = None
    os_version: str | None = None


class _AquaApiQuery(msgspec.Struct):
    image_name: str | None = None


class _AquaApiAnswer(msgspec.Struct):
    count: int | None = None
    query: _AquaApiQuery | None = None
    result: tuple[_AquaApiEntry | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """An answer without entries is Aqua's where its query names an image and a registry."""
    members = document.members
    first = document.first_keys(members.get("result"))
    if not first:
        return "result" in members and _QUERY.issubset(document.members_of(members.get("query")))
    return _ENTRY.issubset(first) or ("name" in first and not _SCORES.isdisjoint(first))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = document.decode(document.data, _AquaApiAnswer)
    accumulator = ScanAccumulator(evidence, "Aqua")
    fold(accumulator, answer.result, "/result", lambda entry, place: _result(entry, place, evidence))
    accumulator.counts.compare("vulnerability", many="vulnerabilities", stated=answer.count, listed=len(answer.result or ()))
    if answer.result:
        return accumulator.finish(None)
    image_name = (answer.query or _AquaApiQuery()).image_name
    target = accumulator.named(image_name, TargetKind.IMAGE)
    return accumulator.finish(None, failure=_NOTHING.format(name=target.name))


def _result(entry: _AquaApiEntry, place: str, evidence: EvidenceFile) -> ScanResult | None:
    name = entry.image_name or entry.image_digest
    target = from_evidence(evidence, TargetKind.IMAGE)
    if name:
        os_name = f"{entry.os or ''} {entry.os_version or ''}".strip() or None
        target = ScanTarget(name=name, kind=TargetKind.IMAGE, digests=digests(entry.image_digest), os_name=os_name)
    return aqua_wire.result(entry, place, resource=entry.resource or AquaResource(), target=target)
