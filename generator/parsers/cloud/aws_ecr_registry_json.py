"""What Amazon ECR says of its repositories, their images and how they are scanned; findings are a format of their own.

`aws ecr describe-repositories | describe-images | get-registry-scanning-configuration |
batch-get-repository-scanning-configuration | get-repository-policy | get-registry-policy`, https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html.
Repositories and images are called as one pulls them. Where the registry's own rules hold, a repository's `scanOnPush` is not
what decides: the effective setting is what the batch call answers.
"""

from typing import Final

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud import aws_ecr_wire as wire
from generator.parsers.cloud.aws_names import AwsLocation, arn_of, names, repository_name
from generator.parsers.cloud.ecr_pull_policy import EVERY, pull_denied
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.moments import day
from generator.parsers.cloud.replies import CloudOperation, Reply, is_reply
from generator.parsers.cloud.settings import listed, settings, spelled, yes_no
from generator.parsers.document import Document

_REPOSITORIES = CloudOperation(operation="ecr describe-repositories", key="repositories", mark="repositoryArn", shared=True)
_IMAGES = CloudOperation(operation="ecr describe-images", key="imageDetails", mark="repositoryName")
_SCANNING = CloudOperation(operation="ecr get-registry-scanning-configuration", key="scanningConfiguration", mark="scanType")
_EACH = CloudOperation(
    operation="ecr batch-get-repository-scanning-configuration", key="scanningConfigurations", mark="repositoryName"
)
_POLICY = CloudOperation(
    operation="ecr get-repository-policy",
    key="policyText",
    about="repositoryName",
    companions="repositoryName",
    faults=frozenset({"RepositoryPolicyNotFoundException"}),
)
_POLICY_OF_ALL = CloudOperation(
    operation="ecr get-registry-policy",
    key="policyText",
    faults=frozenset({"RegistryPolicyNotFoundException"}),
)
_QUESTIONS: Final = (_REPOSITORIES, _IMAGES, _SCANNING, _EACH, _POLICY, _POLICY_OF_ALL)
_PRODUCT = "Amazon ECR"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, wire.EcrReply)
        for index, repository in enumerate(answer.repositories):
            gathering.add(_repository(gathering, repository, f"{reply.place}/repositories/{index}"))
        for index, image in enumerate(answer.image_details):
            gathering.add(_image(gathering, image, f"{reply.place}/imageDetails/{index}"))
        for index, scanned in enumerate(answer.scanning_configurations):
            gathering.add(_scanned(gathering, scanned, f"{reply.place}/scanningConfigurations/{index}"))
        for failure in answer.failures or ():
            gathering.missing(f"{reply.question.operation} {failure.repository_name or ''}".strip(), failure.why)
        if answer.scanning_configuration is not None:
            _registry(gathering, answer.scanning_configuration, answer.registry_id, reply.place)
        if reply.question in (_POLICY, _POLICY_OF_ALL):
            _policy(gathering, reply, answer)
    return gathering.snapshot()


def _repository(gathering: CloudGathering, repository: wire.EcrRepository, place: str) -> CloudResource:
    encryption = repository.encryption_configuration
    return CloudResource(
        kind=ResourceKind.REPOSITORY,
        identifier=repository.repository_arn,
        name=repository.repository_uri or repository.repository_name,
        host_names=names((repository.repository_name,)),
        product=_PRODUCT,
        settings=settings(
            (
                (
                    "scan on push",
                    yes_no(repository.image_scanning_configuration.scan_on_push)
                    if repository.image_scanning_configuration
                    else None,
                ),
                ("tag immutability", repository.immutability),
                ("encrypted", "yes" if encryption and encryption.encryption_type else None),
                ("encryption key", encryption.named if encryption else None),
            )
        ),
        source=gathering.source(place),
    )


def _scanned(gathering: CloudGathering, scanning: wire.RepositoryScanning, place: str) -> CloudResource:
    arn = arn_of(scanning.repository_arn)
    here = AwsLocation(arn.account, arn.region) if arn else gathering.folder
    own = here.arn("ecr", f"repository/{scanning.repository_name}")
    return CloudResource(
        kind=ResourceKind.REPOSITORY,
        identifier=scanning.repository_arn or str(own or scanning.repository_name),
        name=repository_name(here, scanning.repository_name),
        host_names=names((scanning.repository_name,)),
        product=_PRODUCT,
        settings=settings(
            (("scan on push", yes_no(scanning.scan_on_push)), ("scan frequency", spelled(scanning.scan_frequency)))
        ),
        source=gathering.source(place),
    )


def _image(gathering: CloudGathering, image: wire.EcrImage, place: str) -> CloudResource:
    here = AwsLocation(image.registry_id or gathering.folder.account, gathering.folder.region)
    gathering.seen(AwsLocation(image.registry_id or ""))
    arn = here.arn("ecr", f"repository/{image.repository_name}/{image.image_digest}")
    name = f"{repository_name(here, image.repository_name)}@{image.image_digest}"
    summary = image.image_scan_findings_summary or wire.EcrScanSummary()
    return CloudResource(
        kind=ResourceKind.IMAGE,
        identifier=str(arn or name),
        name=name,
        product=_PRODUCT,
        settings=settings(
            (
                ("tags", listed(image.image_tags or ())),
                ("lists platforms", "yes" if image.lists_platforms else None),
                ("pushed", day(image.image_pushed_at)),
                ("last pulled", day(image.last_recorded_pull_time)),
                ("last scanned", day(summary.image_scan_completed_at)),
                ("scan state", spelled(image.image_scan_status.status) if image.image_scan_status else None),
                ("belongs to", image.subject_manifest_digest),
                ("state", spelled(image.image_status) if image.image_status != "ACTIVE" else None),
            )
        ),
        source=gathering.source(place),
    )


def _registry(gathering: CloudGathering, scanning: wire.Scanning, account: str | None, place: str) -> None:
    pairs = [("registry scanning", spelled(scanning.scan_type))]
    pairs += [(f"registry scanning of {rule.matched}", spelled(rule.scan_frequency)) for rule in scanning.rules or ()]
    gathering.add_account(pairs, f"{place}/scanningConfiguration", account)


def _policy(gathering: CloudGathering, reply: Reply, answer: wire.EcrReply) -> None:
    """No policy refuses nothing. One that cannot be read is missing."""
    refused = {EVERY: "never"} if reply.code else pull_denied(answer.policy_text or "")
    of_one = reply.question is _POLICY
    name = gathering.subject(reply) if of_one else ""
    if refused is None:
        gathering.missing(f"{reply.question.operation} {name}".strip(), "the text of the policy could not be read")
        return
    place = reply.place if reply.code else f"{reply.place}/policyText"
    if not of_one:
        pairs = [(f"pull denied of {pattern}", word) for pattern, word in refused.items()]
        gathering.add_account(pairs, place, answer.registry_id)
        return
    here = AwsLocation(answer.registry_id or gathering.folder.account, gathering.folder.region)
    gathering.seen(AwsLocation(answer.registry_id or ""))
    gathering.add(
        CloudResource(
            kind=ResourceKind.REPOSITORY,
            identifier=str(here.arn("ecr", f"repository/{name}") or name),
            name=repository_name(here, name),
            host_names=names((name,)),
            product=_PRODUCT,
            settings=settings((("pull denied", min(refused.values(), key=lambda word: word == "never")),)),
            source=gathering.source(place),
        )
    )
