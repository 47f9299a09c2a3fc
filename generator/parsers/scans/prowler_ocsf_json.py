"""Prowler's OCSF JSON: detection findings (version 4 and later), or security findings (version 3).

https://docs.prowler.com, "Reporting", and https://schema.ocsf.io. Other products write OCSF too; this reads Prowler's.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import aws_resource, outline
from generator.parsers.scans.prowler_fold import ProwlerCheck, accumulator_of, controls_of, snapshot

_OLD_STATUSES = {"Success": "PASS", "Failure": "FAIL"}
"""Version 3 has no `status_code`."""


class _ProwlerOcsfFeature(msgspec.Struct, gc=False):
    uid: str | None = None


class _ProwlerOcsfProduct(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None
    feature: _ProwlerOcsfFeature | None = None


class _ProwlerOcsfMetadata(msgspec.Struct, gc=False):
    event_code: str | None = None
    product: _ProwlerOcsfProduct | None = None


class _ProwlerOcsfRemediation(msgspec.Struct, gc=False):
    desc: str | None = None


class _ProwlerOcsfRisk(msgspec.Struct, gc=False):
    risk: str | None = msgspec.field(name="Risk", default=None)


class _ProwlerOcsfInfo(msgspec.Struct, gc=False):
    title: str | None = None
    remediation: _ProwlerOcsfRemediation | None = None
    supporting_data: _ProwlerOcsfRisk | None = None


class _ProwlerOcsfResource(msgspec.Struct, gc=False):
    uid: str | None = None
    name: str | None = None
    region: str | None = None
    namespace: str | None = None


class _ProwlerOcsfAccount(msgspec.Struct, gc=False):
    uid: str | None = None


class _ProwlerOcsfCloud(msgspec.Struct, gc=False):
    account: _ProwlerOcsfAccount | None = None
    project_uid: str | None = None
    provider: str | None = None
    region: str | None = None


class _ProwlerOcsfUnmapped(msgspec.Struct, gc=False):
    compliance: object = None


class _ProwlerOcsfFinding(msgspec.Struct):
    metadata: _ProwlerOcsfMetadata | None = None
    finding_info: _ProwlerOcsfInfo | None = None
    finding: _ProwlerOcsfInfo | None = None
    status: str | None = None
    status_code: str | None = None
    status_detail: str | None = None
    message: str | None = None
    severity: str | None = None
    risk_details: str | None = None
    remediation: _ProwlerOcsfRemediation | None = None
    resources: tuple[_ProwlerOcsfResource | None, ...] | None = None
    cloud: _ProwlerOcsfCloud | None = None
    unmapped: _ProwlerOcsfUnmapped | None = None
    time: str | float | None = None
    time_dt: str | float | None = None

    @property
    def product(self) -> _ProwlerOcsfProduct:
        """The tool."""
        return (self.metadata or _ProwlerOcsfMetadata()).product or _ProwlerOcsfProduct()

    @property
    def check(self) -> str:
        """The check's id; empty where there is none."""
        event = (self.metadata or _ProwlerOcsfMetadata()).event_code
        return event or (self.product.feature or _ProwlerOcsfFeature()).uid or ""

    @property
    def verdict(self) -> str:
        """PASS, FAIL, MANUAL …"""
        return self.status_code or _OLD_STATUSES.get(
            self.status or "", "MANUAL" if self.status == "Other" else self.status or ""
        )


def recognizes(document: Document) -> bool:
    members = document.first_members or document.members
    if "metadata" not in members or not ("finding_info" in members or "finding" in members):
        return False
    metadata = document.members_of(members["metadata"])
    return "product" in metadata and bytes(document.members_of(metadata["product"]).get("name", b"")) == b'"Prowler"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    findings = list(outline.records(document, _ProwlerOcsfFinding))
    version = next((finding.product.version for _, finding in findings if finding), None)
    checks = (_check(finding, place) for place, finding in findings)
    return snapshot(accumulator_of(evidence, version), checks, evidence)


def _check(finding: _ProwlerOcsfFinding | None, place: str) -> ProwlerCheck | None:
    if finding is None:
        return None
    info = finding.finding_info or finding.finding or _ProwlerOcsfInfo()
    cloud, resource = finding.cloud or _ProwlerOcsfCloud(), next(filter(None, finding.resources or ()), _ProwlerOcsfResource())
    remediation = finding.remediation or info.remediation or _ProwlerOcsfRemediation()
    return ProwlerCheck(
        identifier=finding.check,
        place=place,
        status=finding.verdict,
        muted=finding.status == "Suppressed",
        severity=finding.severity or "",
        title=info.title or "",
        message=finding.status_detail or finding.message or "",
        risk=finding.risk_details or (info.supporting_data or _ProwlerOcsfRisk()).risk or "",
        advice=remediation.desc or "",
        controls=controls_of((finding.unmapped or _ProwlerOcsfUnmapped()).compliance),
        provider=cloud.provider or ("kubernetes" if resource.namespace else ""),
        account=(cloud.account or _ProwlerOcsfAccount()).uid or cloud.project_uid or "",
        region=resource.region or cloud.region or "",
        namespace=resource.namespace or "",
        resource=_resource(resource),
        taken=aws_resource.when(finding.time_dt or finding.time),
    )


def _resource(resource: _ProwlerOcsfResource) -> str:
    """In a cluster a name, which stays when the object is made again; elsewhere the unique id."""
    return (resource.name or resource.uid if resource.namespace else resource.uid or resource.name) or ""
