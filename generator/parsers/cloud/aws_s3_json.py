"""Buckets of Amazon S3: `aws s3api list-buckets`, `get-bucket-encryption` and `get-public-access-block`.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html, …/API_GetBucketEncryption.html and
…/API_GetPublicAccessBlock.html. The last two do not name their bucket: the collector puts it beside them. A bucket's
name is its own in all regions; without a block of its own, the account's may still hold.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import GLOBAL, names, partition
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, Reply, is_reply
from generator.parsers.cloud.settings import settings
from generator.parsers.document import Document

_BUCKETS = CloudOperation(operation="s3 list-buckets", key="Buckets", mark="CreationDate")
_ENCRYPTION = CloudOperation(
    operation="s3 get-bucket-encryption",
    key="ServerSideEncryptionConfiguration",
    mark="Rules",
    about="Bucket",
    faults=frozenset({"ServerSideEncryptionConfigurationNotFoundError"}),
)
_ACCESS = CloudOperation(
    operation="s3 get-public-access-block",
    key="PublicAccessBlockConfiguration",
    about="Bucket",
    faults=frozenset({"NoSuchPublicAccessBlockConfiguration"}),
)
_QUESTIONS: Final = (_BUCKETS, _ENCRYPTION, _ACCESS)
_PRODUCT = "Amazon S3"
_OF_AWS = "alias/aws/"


class _Bucket(msgspec.Struct, rename="pascal", gc=False):
    name: str
    bucket_region: str | None = None
    bucket_arn: str | None = None


class _Buckets(msgspec.Struct, rename="pascal"):
    buckets: tuple[_Bucket, ...]


class _Default(msgspec.Struct, gc=False):
    algorithm: str | None = msgspec.field(name="SSEAlgorithm", default=None)
    key: str | None = msgspec.field(name="KMSMasterKeyID", default=None)


class _EncryptionRule(msgspec.Struct):
    default: _Default | None = msgspec.field(name="ApplyServerSideEncryptionByDefault", default=None)


class _Rules(msgspec.Struct, rename="pascal"):
    rules: tuple[_EncryptionRule, ...] | None = None


class _Encryption(msgspec.Struct, rename="pascal"):
    server_side_encryption_configuration: _Rules


class _PublicAccessBlock(msgspec.Struct, rename="pascal", gc=False):
    block_public_acls: bool = False
    ignore_public_acls: bool = False
    block_public_policy: bool = False
    restrict_public_buckets: bool = False

    def open(self) -> list[str]:
        """What is not blocked, in plain words."""
        parts = {
            "new public access lists": self.block_public_acls,
            "existing public access lists": self.ignore_public_acls,
            "new public policies": self.block_public_policy,
            "existing public policies": self.restrict_public_buckets,
        }
        return [name for name, blocked in parts.items() if not blocked]


class _Access(msgspec.Struct, rename="pascal"):
    public_access_block_configuration: _PublicAccessBlock


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        if reply.question is _BUCKETS:
            for index, bucket in enumerate(gathering.read(reply, _Buckets).buckets):
                gathering.add(_bucket(gathering, bucket, f"{reply.place}/Buckets/{index}"))
        elif reply.question is _ENCRYPTION:
            gathering.add(_about(gathering, reply, _encryption(gathering, reply)))
        else:
            pairs, public = _access(gathering, reply)
            gathering.add(_about(gathering, reply, pairs, public=public))
    return gathering.snapshot(region=GLOBAL)


def _bucket(gathering: CloudGathering, bucket: _Bucket, place: str) -> CloudResource:
    own = bucket.bucket_arn or (f"arn:{partition(bucket.bucket_region)}:s3:::{bucket.name}" if bucket.bucket_region else None)
    return CloudResource(
        kind=ResourceKind.STORAGE,
        identifier=bucket.name,
        name=bucket.name,
        host_names=names((own,)),
        product=_PRODUCT,
        location=bucket.bucket_region,
        source=gathering.source(place),
    )


def _about(
    gathering: CloudGathering, reply: Reply, pairs: tuple[tuple[str, str | None], ...], *, public: bool | None = None
) -> CloudResource:
    name = gathering.subject(reply)
    return CloudResource(
        kind=ResourceKind.STORAGE,
        identifier=name,
        name=name,
        public=public,
        product=_PRODUCT,
        settings=settings(pairs),
        source=gathering.source(reply.place),
    )


def _encryption(gathering: CloudGathering, reply: Reply) -> tuple[tuple[str, str | None], ...]:
    if reply.code:
        return (("encrypted", "no"),)
    rules = gathering.read(reply, _Encryption).server_side_encryption_configuration.rules or ()
    default = next((rule.default for rule in rules if rule.default and rule.default.algorithm), None)
    return (("encrypted", "yes" if default else "no"), ("encryption key", _key(default)))


def _key(default: _Default | None) -> str | None:
    """Without a key of its own, `aws:kms` takes the one that AWS manages for S3."""
    if default is None:
        return None
    if default.algorithm == "AES256":
        return "provider-owned"
    return "provider-managed" if not default.key or _OF_AWS in default.key else default.key


def _access(gathering: CloudGathering, reply: Reply) -> tuple[tuple[tuple[str, str | None], ...], bool | None]:
    """What is said, and whether the bucket can be public: where all is blocked it cannot; else policies decide."""
    if reply.code:
        return (("public access", "not blocked"),), None
    left = gathering.read(reply, _Access).public_access_block_configuration.open()
    if not left:
        return (("public access", "blocked"),), False
    text = "not blocked" if len(left) == 4 else f"partly blocked, not {' and '.join(left)}"
    return (("public access", text),), None
