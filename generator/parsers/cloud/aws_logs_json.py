"""Log groups of Amazon CloudWatch and who gets their lines: `aws logs describe-log-groups | describe-subscription-filters`.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html and
…/API_DescribeSubscriptionFilters.html. The lines themselves are never asked for, and a filter's pattern is not kept.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import arn_of
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import days, settings
from generator.parsers.document import Document

_GROUPS = CloudOperation(operation="logs describe-log-groups", key="logGroups", mark="logGroupName")
_FILTERS = CloudOperation(operation="logs describe-subscription-filters", key="subscriptionFilters", mark="filterName")
_QUESTIONS: Final = (_GROUPS, _FILTERS)
LOG_GROUP = "log group"


class _LogGroup(msgspec.Struct, rename="camel", gc=False):
    log_group_name: str
    arn: str | None = None
    log_group_arn: str | None = None
    retention_in_days: int | None = None
    kms_key_id: str | None = None


class _SubscriptionFilter(msgspec.Struct, rename="camel", gc=False):
    filter_name: str
    log_group_name: str
    destination_arn: str | None = None


class _LogsReply(msgspec.Struct, rename="camel"):
    log_groups: tuple[_LogGroup, ...] = ()
    subscription_filters: tuple[_SubscriptionFilter, ...] = ()


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, _LogsReply)
        for index, group in enumerate(answer.log_groups):
            pairs = (("kept", days(group.retention_in_days) or "without end"), ("encryption key", group.kms_key_id))
            place = f"{reply.place}/logGroups/{index}"
            _add(gathering, group.log_group_name, group.log_group_arn or group.arn, pairs, place)
        for index, each in enumerate(answer.subscription_filters):
            to = ((f"subscription {each.filter_name}", _destination(each.destination_arn)),)
            _add(gathering, each.log_group_name, None, to, f"{reply.place}/subscriptionFilters/{index}")
    return gathering.snapshot()


def _add(gathering: CloudGathering, name: str, arn: str | None, pairs: tuple[tuple[str, str | None], ...], place: str) -> None:
    own = (arn or "").removesuffix(":*") or str(gathering.folder.arn("logs", f"log-group:{name}") or name)
    gathering.add(
        CloudResource(
            kind=ResourceKind.OTHER,
            identifier=own,
            name=name,
            product=LOG_GROUP,
            settings=settings(pairs),
            source=gathering.source(place),
        )
    )


def _destination(arn: str | None) -> str | None:
    """`lambda function:to-hub` of `arn:aws:lambda:us-east-1:111122223333:function:to-hub`."""
    found = arn_of(arn)
    return f"{found.service} {found.resource}" if found else arn
