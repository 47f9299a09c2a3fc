"""What Amazon Inspector watches: `aws inspector2 list-coverage` and `batch-get-account-status`. Findings are a scan format.

https://docs.aws.amazon.com/inspector/v2/APIReference/API_CoveredResource.html. Listed is not scanned: the state says whether
it is, and why not. An organization's account lists other accounts' resources too; those are listed, but no assets of this one.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import AwsLocation, arn_of, repository_name
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.moments import Written, day
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import settings, spelled
from generator.parsers.document import Document

_COVERAGE = CloudOperation(operation="inspector2 list-coverage", key="coveredResources", mark="resourceId")
_STATUS = CloudOperation(operation="inspector2 batch-get-account-status", key="accounts", mark="resourceState", shared=True)
_QUESTIONS: Final = (_COVERAGE, _STATUS)
_INSTANCE, _IMAGE, _REPOSITORY = "AWS_EC2_INSTANCE", "AWS_ECR_CONTAINER_IMAGE", "AWS_ECR_REPOSITORY"
_KINDS = {
    _INSTANCE: ResourceKind.VIRTUAL_MACHINE,
    _IMAGE: ResourceKind.IMAGE,
    _REPOSITORY: ResourceKind.REPOSITORY,
}
_OTHER_ACCOUNT = "{type} of account {account}"


class _InspectorStatus(msgspec.Struct, rename="camel", gc=False):
    status: str | None = None
    status_code: str | None = None
    reason: str | None = None


class _Covered(msgspec.Struct, rename="camel"):
    resource_id: str
    account_id: str | None = None
    resource_type: str | None = None
    scan_type: str | None = None
    scan_mode: str | None = None
    scan_status: _InspectorStatus | None = None
    last_scanned_at: Written = None

    @property
    def summary(self) -> str:
        """`active, ec2 ssm agent based, last scanned 2026-11-24`; what is not scanned says why."""
        status = self.scan_status or _InspectorStatus()
        active = status.status_code == "ACTIVE"
        looked = day(self.last_scanned_at)
        parts = (
            spelled(status.status_code),
            None if active and status.reason == "SUCCESSFUL" else spelled(status.reason),
            spelled(self.scan_mode),
            f"last scanned {looked}" if looked else None,
        )
        return ", ".join(part for part in parts if part) or "listed"


class _InspectorAccount(msgspec.Struct, rename="camel"):
    account_id: str | None = None
    state: _InspectorStatus | None = None
    resource_state: dict[str, _InspectorStatus] | None = None

    def pairs(self) -> Iterator[tuple[str, str | None]]:
        """Each kind of resource, and whether it is scanned."""
        yield "vulnerability scanning", spelled(self.state.status) if self.state else None
        for kind, state in (self.resource_state or {}).items():
            yield f"vulnerability scanning of {kind}", spelled(state.status)


class _Failed(msgspec.Struct, rename="camel", gc=False):
    account_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None


class _InspectorReply(msgspec.Struct, rename="camel"):
    covered_resources: tuple[_Covered, ...] = ()
    accounts: tuple[_InspectorAccount, ...] = ()
    failed_accounts: tuple[_Failed, ...] | None = None


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, _InspectorReply)
        for covered in answer.covered_resources:
            gathering.seen(_place(gathering, covered))
        for index, covered in enumerate(answer.covered_resources):
            gathering.add(_resource(gathering, covered, f"{reply.place}/coveredResources/{index}"))
        for index, account in enumerate(answer.accounts):
            gathering.add_account(account.pairs(), f"{reply.place}/accounts/{index}", account.account_id)
        for failed in answer.failed_accounts or ():
            why = ": ".join(part for part in (failed.error_code, failed.error_message) if part) or "no answer"
            gathering.missing(f"{reply.question.operation} {failed.account_id or ''}".strip(), why)
    return gathering.snapshot()


def _place(gathering: CloudGathering, covered: _Covered) -> AwsLocation:
    arn = arn_of(covered.resource_id)
    return AwsLocation(covered.account_id or gathering.folder.account, arn.region if arn else gathering.folder.region)


def _resource(gathering: CloudGathering, covered: _Covered, place: str) -> CloudResource:
    location, type_ = _place(gathering, covered), covered.resource_type or ""
    here = AwsLocation(location.account, location.region or gathering.region)
    foreign = here.account != gathering.account
    kind = ResourceKind.OTHER if foreign else _KINDS.get(type_, ResourceKind.OTHER)
    own = here.arn("ec2", f"instance/{covered.resource_id}") if type_ == _INSTANCE else None
    product = _OTHER_ACCOUNT.format(type=spelled(type_), account=here.account) if foreign else spelled(type_)
    return CloudResource(
        kind=kind,
        identifier=str(own or covered.resource_id),
        name=_name(covered),
        product=product if kind is ResourceKind.OTHER else None,
        settings=settings(((f"vulnerability scanning {spelled(covered.scan_type) or ''}".strip(), covered.summary),)),
        source=gathering.source(place),
    )


def _name(covered: _Covered) -> str:
    """As the other replies call it: an instance by its id, a repository and its images as one pulls them."""
    arn = arn_of(covered.resource_id)
    if arn is None or arn.service != "ecr" or not arn.resource.startswith("repository/"):
        return covered.resource_id
    repository, _, digest = arn.resource.removeprefix("repository/").partition("/sha256:")
    name = repository_name(AwsLocation(arn.account, arn.region), repository)
    return f"{name}@sha256:{digest}" if digest else name
