"""Databases of Amazon RDS, Aurora, Neptune and DocumentDB: `aws rds describe-db-instances` and `describe-db-clusters`.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html and …/API_DBCluster.html. A cluster that AWS runs
without instances (serverless) is a database all the same; its members, where it has some, are databases of their own.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import AwsLocation, names, region_of
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import days, listed, settings, tags, yes_no
from generator.parsers.document import Document

_INSTANCES = CloudOperation(operation="rds describe-db-instances", key="DBInstances", mark="DBInstanceIdentifier")
_CLUSTERS = CloudOperation(operation="rds describe-db-clusters", key="DBClusters", mark="DBClusterIdentifier")
_QUESTIONS: Final = (_INSTANCES, _CLUSTERS)
_SERVERLESS = "serverless"


class _RdsTag(msgspec.Struct, rename="pascal", gc=False):
    key: str = ""
    value: str = ""


class _Endpoint(msgspec.Struct, rename="pascal", gc=False):
    address: str | None = None


class _Database(msgspec.Struct, rename="pascal", kw_only=True):
    """What instances and clusters say alike."""

    engine: str | None = None
    engine_version: str | None = None
    publicly_accessible: bool | None = None
    storage_encrypted: bool | None = None
    kms_key_id: str | None = None
    backup_retention_period: int | None = None
    auto_minor_version_upgrade: bool | None = None
    deletion_protection: bool | None = None
    multi_az: bool | None = msgspec.field(name="MultiAZ", default=None)
    iam: bool | None = msgspec.field(name="IAMDatabaseAuthenticationEnabled", default=None)
    logs: tuple[str, ...] | None = msgspec.field(name="EnabledCloudwatchLogsExports", default=None)
    tag_list: tuple[_RdsTag, ...] | None = None


class _RdsInstance(_Database, rename="pascal", kw_only=True):
    identifier: str = msgspec.field(name="DBInstanceIdentifier")
    arn: str | None = msgspec.field(name="DBInstanceArn", default=None)
    cluster: str | None = msgspec.field(name="DBClusterIdentifier", default=None)
    certificate_authority: str | None = msgspec.field(name="CACertificateIdentifier", default=None)
    status: str | None = msgspec.field(name="DBInstanceStatus", default=None)
    dbi_resource_id: str | None = None
    availability_zone: str | None = None
    endpoint: _Endpoint | None = None
    listener_endpoint: _Endpoint | None = None


class _RdsCluster(_Database, rename="pascal", kw_only=True):
    identifier: str = msgspec.field(name="DBClusterIdentifier")
    arn: str | None = msgspec.field(name="DBClusterArn", default=None)
    db_cluster_resource_id: str | None = None
    status: str | None = None
    endpoint: str | None = None
    reader_endpoint: str | None = None
    custom_endpoints: tuple[str, ...] | None = None
    engine_mode: str | None = None
    serverless: dict[str, object] | None = msgspec.field(name="ServerlessV2ScalingConfiguration", default=None)


class _RdsReply(msgspec.Struct):
    instances: tuple[_RdsInstance, ...] = msgspec.field(name="DBInstances", default=())
    clusters: tuple[_RdsCluster, ...] = msgspec.field(name="DBClusters", default=())


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, _RdsReply)
        for index, instance in enumerate(answer.instances):
            gathering.add(_instance(gathering, instance, f"{reply.place}/DBInstances/{index}"))
        for index, cluster in enumerate(answer.clusters):
            gathering.add(_cluster(gathering, cluster, f"{reply.place}/DBClusters/{index}"))
    return gathering.snapshot()


def _instance(gathering: CloudGathering, instance: _RdsInstance, place: str) -> CloudResource:
    here = AwsLocation(gathering.folder.account, region_of(instance.availability_zone) or gathering.folder.region)
    endpoints = (endpoint.address for endpoint in (instance.endpoint, instance.listener_endpoint) if endpoint)
    return CloudResource(
        kind=ResourceKind.DATABASE,
        identifier=instance.arn or str(here.arn("rds", f"db:{instance.identifier}") or instance.identifier),
        name=instance.identifier,
        host_names=names((*endpoints, instance.dbi_resource_id)),
        public=instance.publicly_accessible,
        product=instance.engine,
        version=instance.engine_version,
        location=instance.availability_zone,
        tags=_tags(instance),
        settings=settings(
            (
                *_settings(instance),
                ("member of", instance.cluster),
                ("certificate authority", instance.certificate_authority),
                ("state", instance.status if instance.status != "available" else None),
            )
        ),
        source=gathering.source(place),
    )


def _cluster(gathering: CloudGathering, cluster: _RdsCluster, place: str) -> CloudResource:
    here = gathering.folder
    own = (cluster.endpoint, cluster.reader_endpoint, *(cluster.custom_endpoints or ()), cluster.db_cluster_resource_id)
    serverless = cluster.engine_mode == _SERVERLESS or cluster.serverless is not None
    return CloudResource(
        kind=ResourceKind.DATABASE,
        identifier=cluster.arn or str(here.arn("rds", f"cluster:{cluster.identifier}") or cluster.identifier),
        name=cluster.identifier,
        host_names=names(own),
        public=cluster.publicly_accessible,
        product=f"{cluster.engine} {_SERVERLESS}" if cluster.engine and serverless else cluster.engine,
        version=cluster.engine_version,
        tags=_tags(cluster),
        settings=settings((*_settings(cluster), ("state", cluster.status if cluster.status != "available" else None))),
        source=gathering.source(place),
    )


def _settings(database: _Database) -> tuple[tuple[str, str | None], ...]:
    """The reply leaves the list of logs out where none is exported."""
    return (
        ("encrypted", yes_no(database.storage_encrypted)),
        ("encryption key", database.kms_key_id if database.storage_encrypted else None),
        ("backup retention", days(database.backup_retention_period)),
        ("auto minor version upgrade", yes_no(database.auto_minor_version_upgrade)),
        ("deletion protection", yes_no(database.deletion_protection)),
        ("multiple zones", yes_no(database.multi_az)),
        ("iam authentication", yes_no(database.iam)),
        ("logging", listed(database.logs or ())),
    )


def _tags(database: _Database) -> tuple[tuple[str, str], ...]:
    return tags((each.key, each.value) for each in database.tag_list or ())
