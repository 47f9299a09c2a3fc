"""The findings of one image in Iron Bank's Vulnerability Assessment Tracker (VAT), of its first, its present and its
public API.

https://repo1.dso.mil/ironbank-tools/ironbank-pipeline, `vat_response.json`. VAT joins the findings of Anchore, Twistlock and
OpenSCAP with what contributors and approvers say about them. An approved justification accepts the risk, so the finding is
suppressed; one that is only written, or whose approval is missing, leaves it open.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, cves, fold, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_IMAGE = {"imageName", "findings", "vatUrl"}
_CONTAINER = {"imageName", "imageTag", "containerState", "findings"}
"""What the public API answers about one container (`/p1/container`)."""
_APPROVED = {"approved", "conditionally approved", "conditional", "verified"}
_CHECKS = ("comp",)
_NO_LIST = "the file has no list of findings, not even an empty one"


class _VatState(msgspec.Struct, rename="camel"):
    finding_status: str | None = None


class _VatReviewer(msgspec.Struct, rename="camel"):
    false_positive: bool | None = None


class _VatEntry(msgspec.Struct, rename="camel"):
    identifier: str | None = None
    source: str | None = None
    scanner_name: str | None = None
    description: str | None = None
    severity: str | None = None
    package: str | None = None
    package_path: str | None = None
    findings_state: str | None = None
    state: _VatState | None = None
    reviewer: _VatReviewer | None = None
    first_seen: str | None = None

    @property
    def scanner(self) -> str:
        """Which scan found it, as VAT calls it."""
        return self.source or self.scanner_name or ""

    @property
    def status(self) -> str:
        """Where it stands, as VAT calls it."""
        return self.findings_state or (self.state.finding_status if self.state else None) or ""


class _VatImage(msgspec.Struct, rename="camel"):
    image_name: str | None = None
    image_tag: str | None = None
    tag: str | None = None
    finding_count: int | None = None
    findings: tuple[_VatEntry | None, ...] | None = None


class _VatWrapped(msgspec.Struct):
    image: _VatImage | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if _CONTAINER.issubset(members):
        return True
    return _IMAGE.issubset(members) or ("image" in members and _IMAGE.issubset(document.members_of(members["image"])))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    pointer, image = _image(document)
    accumulator = ScanAccumulator(evidence, "Iron Bank")
    target = accumulator.target(_target(image, evidence))
    fold(accumulator, image.findings, f"{pointer}/findings", lambda entry, place: _result(entry, target, place))
    if image.findings is None:
        return accumulator.finish(None, failure=_NO_LIST)
    accumulator.counts.compare("finding", stated=image.finding_count, listed=len(image.findings), target=target)
    return accumulator.finish(None)


def _image(document: Document) -> tuple[str, _VatImage]:
    if _IMAGE.issubset(document.members) or _CONTAINER.issubset(document.members):
        return "", document.decode(document.data, _VatImage)
    return "/image", document.decode(document.data, _VatWrapped).image or _VatImage()


def _target(image: _VatImage, evidence: EvidenceFile) -> ScanTarget:
    name, tag = image.image_name, image.image_tag or image.tag
    return named(f"{name}:{tag}" if name and tag else name, TargetKind.IMAGE, evidence)


def _result(entry: _VatEntry, target: ScanTarget, place: str) -> ScanResult | None:
    is_check = any(word in entry.scanner.lower() for word in _CHECKS)
    name, path = entry.package, entry.package_path or ""
    return result_of(
        ResultKind.MISCONFIGURATION if is_check else ResultKind.VULNERABILITY,
        entry.identifier,
        target,
        place,
        word=entry.severity,
        disposition=_disposition(entry),
        native_status=entry.status,
        package=affected(name, path=path),
        scope=joined(":", entry.scanner, path),
        description=entry.description,
        cves=cves(entry.identifier),
        first_seen=seen_day(entry.first_seen),
    )


def _disposition(entry: _VatEntry) -> Disposition:
    if entry.status.strip().lower() not in _APPROVED:
        return Disposition.OPEN
    false_positive = entry.reviewer is not None and entry.reviewer.false_positive
    return Disposition.NOT_AFFECTED if false_positive else Disposition.SUPPRESSED
