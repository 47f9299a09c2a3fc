"""Whether an account's own watch is on: Security Hub and its standards, AWS Config's recorder and rules.

What these find is read by the scan formats.

`aws securityhub describe-hub | get-enabled-standards`, `aws configservice describe-configuration-recorder-status |
describe-config-rules`: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html,
https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html, …/API_ConfigRule.html.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from generator.model.cloud import CloudSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import arn_of
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.moments import day
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import spelled, yes_no
from generator.parsers.document import Document

_HUB = CloudOperation(operation="securityhub describe-hub", key="HubArn")
_STANDARDS = CloudOperation(
    operation="securityhub get-enabled-standards", key="StandardsSubscriptions", mark="StandardsSubscriptionArn"
)
_RECORDER = CloudOperation(
    operation="config describe-configuration-recorder-status", key="ConfigurationRecordersStatus", mark="recording"
)
_RULES = CloudOperation(operation="config describe-config-rules", key="ConfigRules", mark="ConfigRuleName")
_QUESTIONS: Final = (_HUB, _STANDARDS, _RECORDER, _RULES)

_Pair = tuple[str, str | None]


class _Standard(msgspec.Struct, rename="pascal", gc=False):
    standards_subscription_arn: str
    standards_status: str | None = None

    @property
    def called(self) -> str:
        """`…:subscription/nist-800-53/v/5.0.0` -> `nist-800-53/v/5.0.0`."""
        return self.standards_subscription_arn.partition(":subscription/")[2] or self.standards_subscription_arn


class _ConfigRecorder(msgspec.Struct, rename="camel", gc=False):
    arn: str | None = None
    recording: bool | None = None
    last_status: str | None = None
    last_error_code: str | None = None

    @property
    def summary(self) -> str | None:
        """`yes`; `yes, last delivery failure: …`."""
        if self.last_status not in ("Failure", "FAILURE"):
            return yes_no(self.recording)
        return (
            f"{yes_no(self.recording)}, the last delivery failed{f': {self.last_error_code}' if self.last_error_code else ''}"
        )


class _RuleSource(msgspec.Struct, rename="pascal", gc=False):
    owner: str | None = None
    source_identifier: str | None = None


class _ConfigRule(msgspec.Struct, rename="pascal"):
    config_rule_name: str
    config_rule_arn: str | None = None
    config_rule_state: str | None = None
    source: _RuleSource | None = None

    @property
    def summary(self) -> str:
        """`active, S3_BUCKET_SSL_REQUESTS_ONLY`; a rule of one's own only says that it is one."""
        of_aws = self.source is not None and self.source.owner == "AWS"
        what = self.source.source_identifier if self.source and of_aws else "a rule of its own"
        return ", ".join(part for part in (spelled(self.config_rule_state), what) if part)


class _PostureReply(msgspec.Struct, rename="pascal"):
    hub_arn: str | None = None
    subscribed_at: str | float | None = None
    standards_subscriptions: tuple[_Standard, ...] = ()
    configuration_recorders_status: tuple[_ConfigRecorder, ...] = ()
    config_rules: tuple[_ConfigRule, ...] = ()


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, _PostureReply)
        for arn, pair in (*_hub(answer), *_config(answer)):
            owner = arn_of(arn)
            if owner is not None:
                gathering.seen_in(owner)
            gathering.add_account((pair,), f"{reply.place}/{reply.question.key}", owner.account if owner else None)
    return gathering.snapshot()


def _hub(answer: _PostureReply) -> Iterator[tuple[str | None, _Pair]]:
    if answer.hub_arn:
        since = day(answer.subscribed_at)
        yield answer.hub_arn, ("posture monitoring", f"AWS Security Hub{f' since {since}' if since else ''}")
    for standards_subscription in answer.standards_subscriptions:
        yield (
            standards_subscription.standards_subscription_arn,
            (f"posture standard {standards_subscription.called}", spelled(standards_subscription.standards_status) or "listed"),
        )


def _config(answer: _PostureReply) -> Iterator[tuple[str | None, _Pair]]:
    for recorder in answer.configuration_recorders_status:
        yield recorder.arn, ("configuration recording", recorder.summary)
    for rule in answer.config_rules:
        yield rule.config_rule_arn, (f"configuration rule {rule.config_rule_name}", rule.summary)
