"""AWS Config's compliance answers: rule by rule for each resource, or summed up by rule.

https://docs.aws.amazon.com/config/latest/APIReference/: `GetComplianceDetailsByConfigRule`, the same for conformance packs and
aggregators (EvaluationResults), and `DescribeComplianceByConfigRule` (a rule and how many resources break it, unnamed).
`DescribeComplianceByResource` names resources and how many rules each breaks, but no rule: its entries are counted and not
kept.
AWS Config knows no severities.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import aws_resource
from generator.parsers.scans.entries import fold, joined, misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_LISTS = {
    "EvaluationResults": "EvaluationResultIdentifier",
    "AggregateEvaluationResults": "EvaluationResultIdentifier",
    "ConformancePackRuleEvaluationResults": "EvaluationResultIdentifier",
    "ComplianceByConfigRules": "ConfigRuleName",
    "AggregateComplianceByConfigRules": "ConfigRuleName",
    "ComplianceByResources": "ResourceId",
}
"""The key of each answer's list, and what its entries say of themselves."""
_DISPOSITIONS = {
    "COMPLIANT": Disposition.PASSED,
    "NOT_APPLICABLE": Disposition.NOT_APPLICABLE,
    "INSUFFICIENT_DATA": Disposition.ERROR,
}
_NO_VERDICT = {Disposition.NOT_APPLICABLE, Disposition.ERROR}
_NOTHING = "the answer is empty: no rule says anything about any resource"
_NO_RULES = "the answer names resources and no rule: {n} are not compliant; collect get-compliance-details-by-config-rule"
_ALL_WITHOUT = "no rule gave a verdict: all are not applicable or without data"


class _AwsConfigCount(msgspec.Struct, rename="pascal", gc=False):
    capped_count: int | None = None
    cap_exceeded: bool | None = None


class _AwsConfigCompliance(msgspec.Struct, rename="pascal"):
    compliance_type: str | None = None
    compliance_contributor_count: _AwsConfigCount | None = None


class _AwsConfigQualifier(msgspec.Struct, rename="pascal", gc=False):
    config_rule_name: str | None = None
    resource_type: str | None = None
    resource_id: str | None = None


class _AwsConfigIdentifier(msgspec.Struct, rename="pascal"):
    evaluation_result_qualifier: _AwsConfigQualifier | None = None


class _AwsConfigEntry(msgspec.Struct, rename="pascal"):
    """An evaluation of one resource, or the sum of a rule."""

    evaluation_result_identifier: _AwsConfigIdentifier | None = None
    compliance_type: str | None = None
    annotation: str | None = None
    result_recorded_time: str | float | None = None
    config_rule_name: str | None = None
    compliance: _AwsConfigCompliance | None = None
    account_id: str | None = None
    aws_region: str | None = None

    @property
    def qualifier(self) -> _AwsConfigQualifier:
        """Rule and resource of an evaluation."""
        return (
            self.evaluation_result_identifier or _AwsConfigIdentifier()
        ).evaluation_result_qualifier or _AwsConfigQualifier()

    @property
    def rule(self) -> str:
        """The rule's name; empty where there is none."""
        return self.config_rule_name or self.qualifier.config_rule_name or ""

    @property
    def verdict(self) -> str:
        """`NON_COMPLIANT` …; empty where there is none."""
        return self.compliance_type or (self.compliance or _AwsConfigCompliance()).compliance_type or ""

    @property
    def disposition(self) -> Disposition:
        """An unknown verdict stays open."""
        return _DISPOSITIONS.get(self.verdict, Disposition.OPEN)


class _AwsConfigPage(msgspec.Struct, rename="pascal"):
    next_token: str | None = None


def recognizes(document: Document) -> bool:
    key = _list_key(document)
    if key is None:
        return False
    first = aws_resource.first_entry(document, document.members[key])
    return first is not None and (not first or _LISTS[key] in first)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    key = _list_key(document) or ""
    place = f"/{key}"
    entries = document.decode(document.members.get(key, b"[]"), tuple[_AwsConfigEntry | None, ...], place=place)
    token = document.decode(document.data, _AwsConfigPage).next_token
    accumulator = ScanAccumulator(evidence, "AWS Config")
    fold(accumulator, entries, place, lambda entry, where: _result(entry, evidence, where))
    taken = aws_resource.exported(evidence, (aws_resource.when(entry.result_recorded_time) for entry in entries if entry))
    return accumulator.finish(taken, failure=_failure(entries), because=aws_resource.MORE_PAGES if token else None)


def _list_key(document: Document) -> str | None:
    return next((key for key in _LISTS if key in document.members), None)


def _failure(entries: tuple[_AwsConfigEntry | None, ...]) -> str | None:
    if not entries:
        return _NOTHING
    if not any(entry and entry.rule for entry in entries):
        broken = sum(1 for entry in entries if entry and entry.disposition is Disposition.OPEN)
        return _NO_RULES.format(n=broken)
    return None if any(entry and entry.disposition not in _NO_VERDICT for entry in entries) else _ALL_WITHOUT


def _result(entry: _AwsConfigEntry, evidence: EvidenceFile, place: str) -> ScanResult | None:
    return misconfiguration_of(
        entry.rule,
        _target(entry, evidence),
        place,
        disposition=entry.disposition,
        native_status=entry.verdict,
        scope=joined(" ", entry.account_id, entry.aws_region),
        title=entry.rule,
        description=entry.annotation or _summed(entry.compliance),
    )


def _target(entry: _AwsConfigEntry, evidence: EvidenceFile) -> ScanTarget:
    qualifier = entry.qualifier
    if qualifier.resource_id:
        return aws_resource.target(qualifier.resource_id, qualifier.resource_type or "")
    if entry.account_id:
        return ScanTarget(name=entry.account_id, kind=TargetKind.CLOUD)
    return from_evidence(evidence, TargetKind.CLOUD)


def _summed(compliance: _AwsConfigCompliance | None) -> str:
    """How many resources a rule's verdict rests on; AWS Config counts to 100 at most."""
    count = compliance.compliance_contributor_count if compliance else None
    if count is None or count.capped_count is None:
        return ""
    more = "more than " if count.cap_exceeded else ""
    return f"AWS Config counts {more}{count.capped_count} resources that lead to this verdict, and does not name them here."
