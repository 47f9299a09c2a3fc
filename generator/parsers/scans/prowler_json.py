"""Prowler's own JSON: version 2 (one check a line, keys with spaces) and version 3 (a list).

https://github.com/prowler-cloud/prowler, `lib/outputs/models.py` of version 3. Version 4 and later write OCSF instead.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import aws_resource, outline
from generator.parsers.scans.prowler_fold import ProwlerCheck, accumulator_of, controls_of, snapshot

_VERSION_2 = {"Control ID", "Control", "Message", "Status"}
_VERSION_3 = {"CheckTitle", "CheckType", "StatusExtended", "Status", "ResourceId", "ResourceType", "ServiceName"}


class _ProwlerRecommendation(msgspec.Struct, rename="pascal", gc=False):
    text: str | None = None


class _ProwlerRemediation(msgspec.Struct, rename="pascal", gc=False):
    recommendation: _ProwlerRecommendation | None = None


class _ProwlerEntry(msgspec.Struct, rename="pascal"):
    """A check; the second name of two is version 2's."""

    check_id: str | None = msgspec.field(name="CheckID", default=None)
    control_id: str | None = msgspec.field(name="Control ID", default=None)
    check_title: str | None = None
    control: str | None = None
    status: str | None = None
    status_extended: str | None = None
    message: str | None = None
    severity: str | None = None
    risk: str | None = None
    remediation: _ProwlerRemediation | str | None = None
    provider: str | None = None
    account_id: str | int | None = None
    account_number: str | int | None = msgspec.field(name="Account Number", default=None)
    subscription: str | None = None
    project_id: str | None = None
    region: str | None = None
    location: str | None = None
    resource_arn: str | None = None
    resource_id: str | None = None
    old_resource_id: str | None = msgspec.field(name="Resource ID", default=None)
    resource_name: str | None = None
    compliance: object = None
    assessment_start_time: str | float | None = None
    timestamp: str | float | None = None

    @property
    def recommendation(self) -> _ProwlerRecommendation:
        """What to do; plain text in version 2."""
        if isinstance(self.remediation, str):
            return _ProwlerRecommendation(text=self.remediation)
        return (self.remediation or _ProwlerRemediation()).recommendation or _ProwlerRecommendation()


def recognizes(document: Document) -> bool:
    keys = (document.first_members or document.members).keys()
    return keys >= _VERSION_2 or ("CheckID" in keys and len(_VERSION_3.intersection(keys)) >= 3)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    checks = (_check(entry, place) for place, entry in outline.records(document, _ProwlerEntry))
    return snapshot(accumulator_of(evidence), checks, evidence)


def _check(entry: _ProwlerEntry | None, place: str) -> ProwlerCheck | None:
    if entry is None:
        return None
    recommendation = entry.recommendation
    return ProwlerCheck(
        identifier=entry.check_id or entry.control_id or "",
        place=place,
        status=entry.status or "",
        severity=entry.severity or "",
        title=entry.check_title or entry.control or "",
        message=entry.status_extended or entry.message or "",
        risk=entry.risk or "",
        advice=recommendation.text or "",
        controls=controls_of(entry.compliance),
        provider=entry.provider or "aws",
        account=_first(entry.account_id, entry.account_number, entry.subscription, entry.project_id),
        region=_first(entry.region, entry.location),
        resource=_first(entry.resource_arn, entry.resource_id, entry.old_resource_id, entry.resource_name),
        taken=aws_resource.when(entry.assessment_start_time or entry.timestamp),
    )


def _first(*values: str | int | None) -> str:
    return next((str(value) for value in values if value not in (None, "")), "")
