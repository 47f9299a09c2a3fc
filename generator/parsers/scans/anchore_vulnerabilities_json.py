"""Anchore's list of vulnerabilities of one image: Engine, Enterprise and `anchorectl image vulnerabilities -o json`.

https://docs.anchore.com, "Image vulnerabilities". The reports of the API name the image by digest; the list of anchorectl
names nothing.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.document import Container, Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.anchore_wire import CamelVulnerability, Data, Envelope, Vulnerability
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import aliases, cves, digest, digests, fold
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_SCANNER = "Anchore"
_TYPES = {"vulnerability_type", "vulnerabilityType"}
_ENTRY = {"vuln", "feed", "severity"}
_NOTHING = "the file is an empty list: it does not say what was scanned, nor that anything was"
_NO_LIST = "the report has no list of vulnerabilities, not even an empty one"
_PART = "only packages of the kind {kind!r} were asked for"


def recognizes(document: Document) -> bool:
    """An empty list names no tool: its folder or file name has to."""
    members = document.members
    if members:
        return "vulnerabilities" in members and not _TYPES.isdisjoint(members)
    if document.items:
        return _ENTRY.issubset(document.first_members)
    return _is_empty(document) and any("anchore" in part.lower() for part in document.name.split("/")[-2:])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, Scanner(name=_SCANNER))
    if not document.members:
        return _list(document, evidence, accumulator)
    envelope = document.decode(document.data, Envelope)
    target = _target(envelope, evidence)
    accumulator.target(target)
    if bytes(envelope.vulnerabilities) in {b"", b"null"}:
        return accumulator.finish(None, assessed=False, because=_NO_LIST)
    entries = _entries(document, envelope.vulnerabilities, "/vulnerabilities")
    fold(accumulator, entries, "/vulnerabilities", _of(target))
    kind = envelope.vulnerability_type or envelope.vulnerability_type_camel or "all"
    return accumulator.finish(None, because=None if kind == "all" else _PART.format(kind=kind))


def _is_empty(document: Document) -> bool:
    return document.container is Container.JSON and document.data.split() in ([b"[]"], [b"[", b"]"])


def _list(document: Document, evidence: EvidenceFile, accumulator: ScanAccumulator) -> ScanSnapshot:
    target = from_evidence(evidence, TargetKind.IMAGE)
    accumulator.target(target)
    fold(accumulator, _entries(document, document.data, ""), "", _of(target))
    empty = not document.items
    return accumulator.finish(None, assessed=not empty, because=_NOTHING if empty else None)


def _entries(document: Document, raw: msgspec.Raw | bytes, place: str) -> Sequence[Vulnerability | None]:
    first = next(iter(document.decode(raw, tuple[msgspec.Raw, ...], place=place)), msgspec.Raw())
    if "packageName" in document.members_of(first):
        return document.decode(raw, tuple[CamelVulnerability | None, ...], place=place)
    return document.decode(raw, tuple[Vulnerability | None, ...], place=place)


def _target(envelope: Envelope, evidence: EvidenceFile) -> ScanTarget:
    written = envelope.image_digest_camel or envelope.image_digest
    name = envelope.image_tag or evidence.target or written
    if not name:
        return from_evidence(evidence, TargetKind.IMAGE)
    return ScanTarget(name=name, kind=TargetKind.IMAGE, digests=digests(digest(written), name))


def _of(target: ScanTarget) -> Callable[[Vulnerability, str], ScanResult | None]:
    def to_result(entry: Vulnerability, place: str) -> ScanResult | None:
        return _result(entry, target, place)

    return to_result


def _result(entry: Vulnerability, target: ScanTarget, place: str) -> ScanResult | None:
    if not entry.vuln:
        return None
    extra = entry.extra
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=entry.vuln,
        target=target,
        severity=severity(entry.severity or ""),
        native_severity=entry.severity or "",
        disposition=Disposition.OPEN,
        native_status="will_not_fix" if entry.will_not_fix else "",
        package=_package(entry),
        scope=_known(entry.package_path) or "",
        description=(extra.description if extra else "") or "",
        cves=cves(entry.vuln, *(data.id for data in entry.nvd_data or () if data)),
        aliases=aliases(entry.vuln, *(data.id for data in (*(entry.nvd_data or ()), *(entry.vendor_data or ())) if data)),
        cvss=cvss_scores.scores(_scores(entry)),
        references=(url,) if (url := _known(entry.url)) else (),
        first_seen=seen_day(entry.detected_at),
        place=place,
    )


def _package(entry: Vulnerability) -> AffectedPackage | None:
    name = _known(entry.package_name) or _known(entry.package)
    if not name:
        return None
    return AffectedPackage(
        name=name,
        version=_known(entry.package_version),
        fixed_version=_known(entry.fix),
        path=_known(entry.package_path),
    )


def _known(text: str | None) -> str | None:
    return None if text in {None, "", "None"} else text


def _scores(entry: Vulnerability) -> Iterator[cvss_scores.Raw]:
    """NVD's vectors where Enterprise gives details, else NVD's and the vendor's bare scores."""
    detailed = [data for data in (entry.extra.nvd_data or () if entry.extra else ()) if data]
    bare = {data.id: data for data in entry.nvd_data or () if data}
    for one in detailed:
        v2, v3 = _both(bare.pop(one.id, Data()))
        yield "nvd", "2.0", one.cvss_v2.vector_string if one.cvss_v2 else None, v2
        yield "nvd", "3.0", one.cvss_v3.vector_string if one.cvss_v3 else None, v3
    for data in bare.values():
        yield from _bare("nvd", data)
    vendor = (entry.feed_group or "vendor").partition(":")[0].lower()
    for data in filter(None, entry.vendor_data or ()):
        yield from _bare(vendor, data)


def _bare(source: str, data: Data) -> Iterator[cvss_scores.Raw]:
    v2, v3 = _both(data)
    yield source, "2.0", None, v2
    yield source, "3.0", None, v3


def _both(data: Data) -> tuple[float | None, float | None]:
    v2, v3 = data.v2 or data.v2_camel, data.v3 or data.v3_camel
    return v2.score if v2 else None, v3.score if v3 else None
