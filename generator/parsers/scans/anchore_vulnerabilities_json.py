"""Anchore's list of vulnerabilities of one image: Engine, Enterprise and `anchorectl image vulnerabilities -o json`.

https://docs.anchore.com, "Image vulnerabilities". The reports of the API name the image by digest; the list of anchorectl
names nothing, nor does the list of an application's vulnerabilities, whose entries say `fix_versions`. A unified report of
anchorectl holds the same report under `vulnerabilities`, beside the SBOM and the policy evaluation.

Version 1 writes names with underscores, version 2 and anchorectl in camel case; envelope and entries need not agree. Where
Anchore knows nothing it writes the text "None", and -1 as a score.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, aliases, cves, digest, digests, fold, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_SCANNER = "Anchore"
_TYPES = {"vulnerability_type", "vulnerabilityType"}
_ENTRY = {"vuln", "severity"}
_OF_IMAGE = ({"feed"}, {"packageName"}, {"package_name"}, {"package"})
_OF_APPLICATION = ({"vulnerability_id", "package_name", "severity"}, {"vulnerabilityId", "packageName", "severity"})
_SBOM = {"sbomId", "vulnerabilities"}
_NOTHING = "the file is an empty list: it does not say what was scanned, nor that anything was"
_NO_LIST = "the report has no list of vulnerabilities, not even an empty one"
_PART = "only packages of the kind {kind!r} were asked for"


class _AnchoreScore(msgspec.Struct, gc=False):
    base: float | None = msgspec.field(name="base_score", default=None)
    base_camel: float | None = msgspec.field(name="baseScore", default=None)

    @property
    def score(self) -> float | None:
        """The base score."""
        return self.base if self.base is not None else self.base_camel


class _AnchoreData(msgspec.Struct):
    """What NVD or a vendor says about one identifier."""

    id: str | None = None
    v2: _AnchoreScore | None = msgspec.field(name="cvss_v2", default=None)
    v3: _AnchoreScore | None = msgspec.field(name="cvss_v3", default=None)
    v2_camel: _AnchoreScore | None = msgspec.field(name="cvssV2", default=None)
    v3_camel: _AnchoreScore | None = msgspec.field(name="cvssV3", default=None)


class _AnchoreVectorOf(msgspec.Struct, gc=False):
    """A vector in the `extra` part."""

    vector_string: str | None = None


class _AnchoreExtraData(msgspec.Struct):
    """NVD's vectors for one identifier."""

    id: str | None = None
    cvss_v2: _AnchoreVectorOf | None = None
    cvss_v3: _AnchoreVectorOf | None = None


class _AnchoreExtra(msgspec.Struct):
    """What Enterprise adds when asked for details."""

    description: str | None = None
    nvd_data: tuple[_AnchoreExtraData | None, ...] | None = None


class _AnchoreVulnerability(msgspec.Struct):
    """One raw entry, names with underscores."""

    vuln: str | None = None
    vulnerability_id: str | None = None
    package: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    package_path: str | None = None
    fix: str | None = None
    fix_state: str | None = None
    fix_versions: tuple[str | None, ...] | None = None
    purl: str | None = None
    severity: str | None = None
    feed_group: str | None = None
    will_not_fix: bool | None = None
    detected_at: str | None = None
    nvd_data: tuple[_AnchoreData | None, ...] | None = None
    vendor_data: tuple[_AnchoreData | None, ...] | None = None
    extra: _AnchoreExtra | None = None


class _AnchoreCamelVulnerability(_AnchoreVulnerability, rename="camel"):
    """One raw entry, names in camel case: a renaming holds for the fields that stand below it only."""

    vulnerability_id: str | None = None
    fix_state: str | None = None
    fix_versions: tuple[str | None, ...] | None = None
    package_name: str | None = None
    package_version: str | None = None
    package_path: str | None = None
    feed_group: str | None = None
    will_not_fix: bool | None = None
    detected_at: str | None = None
    nvd_data: tuple[_AnchoreData | None, ...] | None = None
    vendor_data: tuple[_AnchoreData | None, ...] | None = None


class _AnchoreEnvelope(msgspec.Struct):
    """The report around the entries, which are decoded by the names they use."""

    vulnerabilities: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    image_digest: str | None = None
    image_digest_camel: str | None = msgspec.field(name="imageDigest", default=None)
    image_tag: str | None = msgspec.field(name="imageFullTag", default=None)
    vulnerability_type: str | None = None
    vulnerability_type_camel: str | None = msgspec.field(name="vulnerabilityType", default=None)


def recognizes(document: Document) -> bool:
    """An empty list names no tool: its folder or file name has to."""
    members = document.members
    if members:
        return _is_report(document, members) or _is_report(document, _unified(document))
    if document.items:
        return _is_entry(document.first_members)
    empty = document.container is FileContainer.JSON and document.data.split() in ([b"[]"], [b"[", b"]"])
    return empty and any("anchore" in part.lower() for part in document.name.split("/")[-2:])


def _is_report(document: Document, members: Mapping[str, msgspec.Raw]) -> bool:
    if "vulnerabilities" not in members:
        return False
    return (
        not _TYPES.isdisjoint(members) or _is_entry(document.first_keys(members["vulnerabilities"])) or _SBOM.issubset(members)
    )


def _is_entry(keys: Mapping[str, msgspec.Raw]) -> bool:
    return any(of.issubset(keys) for of in _OF_APPLICATION) or (
        _ENTRY.issubset(keys) and any(of.issubset(keys) for of in _OF_IMAGE)
    )


def _unified(document: Document) -> Mapping[str, msgspec.Raw]:
    members = document.members
    return document.members_of(members["vulnerabilities"]) if {"sbom", "vulnerabilities"}.issubset(members) else {}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, _SCANNER)
    if not document.members:
        return _list(document, accumulator)
    raw: msgspec.Raw | bytes = document.data
    pointer = ""
    if _unified(document):
        raw, pointer = document.members["vulnerabilities"], "/vulnerabilities"
    envelope = document.decode(raw, _AnchoreEnvelope, place=pointer)
    target = accumulator.target(_target(envelope, evidence))
    if bytes(envelope.vulnerabilities) in {b"", b"null"}:
        return accumulator.finish(None, failure=_NO_LIST)
    entries = _entries(document, envelope.vulnerabilities, f"{pointer}/vulnerabilities")
    fold(accumulator, entries, f"{pointer}/vulnerabilities", lambda entry, place: _result(entry, target, place))
    kind = envelope.vulnerability_type or envelope.vulnerability_type_camel or "all"
    return accumulator.finish(None, because=None if kind == "all" else _PART.format(kind=kind))


def _list(document: Document, accumulator: ScanAccumulator) -> ScanSnapshot:
    target = accumulator.stated(TargetKind.IMAGE)
    fold(accumulator, _entries(document, document.data, ""), "", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None, failure=_NOTHING if not document.items else None)


def _entries(document: Document, raw: msgspec.Raw | bytes, place: str) -> Sequence[_AnchoreVulnerability | None]:
    first = next(iter(document.decode(raw, tuple[msgspec.Raw, ...], place=place)), msgspec.Raw())
    if "packageName" in document.members_of(first):
        return document.decode(raw, tuple[_AnchoreCamelVulnerability | None, ...], place=place)
    return document.decode(raw, tuple[_AnchoreVulnerability | None, ...], place=place)


def _target(envelope: _AnchoreEnvelope, evidence: EvidenceFile) -> ScanTarget:
    written = envelope.image_digest_camel or envelope.image_digest
    name = envelope.image_tag or evidence.target or written
    return named(name, TargetKind.IMAGE, evidence, digests=digests(digest(written), name))


def _result(entry: _AnchoreVulnerability, target: ScanTarget, place: str) -> ScanResult | None:
    extra, name = entry.extra, entry.vuln or entry.vulnerability_id
    return vulnerability_of(
        name,
        target,
        place,
        word=entry.severity,
        native_status="will_not_fix" if entry.will_not_fix or entry.fix_state == "wont_fix" else "",
        package=_package(entry),
        scope=_known(entry.package_path) or "",
        description=(extra.description if extra else "") or "",
        cves=cves(name, *(data.id for data in entry.nvd_data or () if data)),
        aliases=aliases(name, *(data.id for data in (*(entry.nvd_data or ()), *(entry.vendor_data or ())) if data)),
        cvss=cvss_scores.scores(_scores(entry)),
        first_seen=seen_day(entry.detected_at),
    )


def _package(entry: _AnchoreVulnerability) -> AffectedPackage | None:
    name = _known(entry.package_name) or _known(entry.package)
    fixed = _known(entry.fix) or ", ".join(filter(None, entry.fix_versions or ()))
    path, purl = _known(entry.package_path), _known(entry.purl)
    return affected(name, _known(entry.package_version), fixed, path=path, purl=purl)


def _known(text: str | None) -> str | None:
    return None if text in {None, "", "None"} else text


def _scores(entry: _AnchoreVulnerability) -> Iterator[cvss_scores.Raw]:
    """NVD's vectors where Enterprise gives details, else NVD's and the vendor's bare scores."""
    detailed = [data for data in (entry.extra.nvd_data or () if entry.extra else ()) if data]
    bare = {data.id: data for data in entry.nvd_data or () if data}
    for nvd in detailed:
        v2, v3 = _both(bare.pop(nvd.id, _AnchoreData()))
        yield "nvd", "2.0", nvd.cvss_v2.vector_string if nvd.cvss_v2 else None, v2
        yield "nvd", "3.0", nvd.cvss_v3.vector_string if nvd.cvss_v3 else None, v3
    for data in bare.values():
        yield from _bare("nvd", data)
    vendor = (entry.feed_group or "vendor").partition(":")[0].lower()
    for data in filter(None, entry.vendor_data or ()):
        yield from _bare(vendor, data)


def _bare(source: str, data: _AnchoreData) -> Iterator[cvss_scores.Raw]:
    v2, v3 = _both(data)
    yield source, "2.0", None, v2
    yield source, "3.0", None, v3


def _both(data: _AnchoreData) -> tuple[float | None, float | None]:
    v2, v3 = data.v2 or data.v2_camel, data.v3 or data.v3_camel
    return v2.score if v2 else None, v3.score if v3 else None
