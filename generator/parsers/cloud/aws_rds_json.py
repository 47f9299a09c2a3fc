"""Databases of Amazon RDS, Aurora, Neptune and DocumentDB: `aws rds describe-db-instances` and `describe-db-clusters`.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html and …/API_DBCluster.html. A cluster that AWS runs
without instances (serverless) is a database all the same; its members, where it has some, are databases of their own.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Family
from generator.parsers.cloud.aws_names import Place, names, region_of
from generator.parsers.cloud.gathering import Gathering
from generator.parsers.cloud.replies import Question, is_reply
from generator.parsers.cloud.settings import days, listed, settings, tags, yes_no
from generator.parsers.document import Document

_INSTANCES = Question(operation="rds describe-db-instances", key="DBInstances", mark="DBInstanceIdentifier")
_CLUSTERS = Question(operation="rds describe-db-clusters", key="DBClusters", mark="DBClusterIdentifier")
_QUESTIONS: Final = (_INSTANCES, _CLUSTERS)
_SERVERLESS = "serverless"


class _Tag(msgspec.Struct, rename="pascal", gc=False):
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
    tag_list: tuple[_Tag, ...] | None = None


class _Instance(_Database, rename="pascal", kw_only=True):
    identifier: str = msgspec.field(name="DBInstanceIdentifier")
    arn: str | None = msgspec.field(name="DBInstanceArn", default=None)
    cluster: str | None = msgspec.field(name="DBClusterIdentifier", default=None)
    certificate_authority: str | None = msgspec.field(name="CACertificateIdentifier", default=None)
    status: str | None = msgspec.field(name="DBInstanceStatus", default=None)
    dbi_resource_id: str | None = None
    availability_zone: str | None = None
    endpoint: _Endpoint | None = None
    listener_endpoint: _Endpoint | None = None


class _Cluster(_Database, rename="pascal", kw_only=True):
    identifier: str = msgspec.field(name="DBClusterIdentifier")
    arn: str | None = msgspec.field(name="DBClusterArn", default=None)
    db_cluster_resource_id: str | None = None
    status: str | None = None
    endpoint: str | None = None
    reader_endpoint: str | None = None
    custom_endpoints: tuple[str, ...] | None = None
    engine_mode: str | None = None
    serverless: dict[str, object] | None = msgspec.field(name="ServerlessV2ScalingConfiguration", default=None)


class _Answer(msgspec.Struct):
    instances: tuple[_Instance, ...] = msgspec.field(name="DBInstances", default=())
    clusters: tuple[_Cluster, ...] = msgspec.field(name="DBClusters", default=())


class AwsRdsJson:
    """See `Parser`."""

    name: Final = "aws-rds-json"
    family: Final[Family] = "cloud"
    title: Final = "Amazon RDS databases (`aws rds describe-db-instances`, `describe-db-clusters`), JSON"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return is_reply(document, _QUESTIONS)

    def parse(self, document: Document, evidence: EvidenceFile) -> CloudSnapshot:
        """See `Parser.parse`."""
        gathering = Gathering(document, evidence, _QUESTIONS)
        for reply in gathering.answered():
            answer = gathering.read(reply, _Answer)
            for index, instance in enumerate(answer.instances):
                gathering.add(_instance(gathering, instance, f"{reply.place}/DBInstances/{index}"))
            for index, cluster in enumerate(answer.clusters):
                gathering.add(_cluster(gathering, cluster, f"{reply.place}/DBClusters/{index}"))
        return gathering.snapshot()


def _instance(gathering: Gathering, said: _Instance, place: str) -> CloudResource:
    here = Place(gathering.folder.account, region_of(said.availability_zone) or gathering.folder.region)
    endpoints = (one.address for one in (said.endpoint, said.listener_endpoint) if one)
    return CloudResource(
        kind=ResourceKind.DATABASE,
        identifier=said.arn or str(here.arn("rds", f"db:{said.identifier}") or said.identifier),
        name=said.identifier,
        host_names=names((*endpoints, said.dbi_resource_id)),
        public=said.publicly_accessible,
        product=said.engine,
        version=said.engine_version,
        location=said.availability_zone,
        tags=_tags(said),
        settings=settings(
            (
                *_settings(said),
                ("member of", said.cluster),
                ("certificate authority", said.certificate_authority),
                ("state", said.status if said.status != "available" else None),
            )
        ),
        source=gathering.source(place),
    )


def _cluster(gathering: Gathering, said: _Cluster, place: str) -> CloudResource:
    here = gathering.folder
    own = (said.endpoint, said.reader_endpoint, *(said.custom_endpoints or ()), said.db_cluster_resource_id)
    serverless = said.engine_mode == _SERVERLESS or said.serverless is not None
    return CloudResource(
        kind=ResourceKind.DATABASE,
        identifier=said.arn or str(here.arn("rds", f"cluster:{said.identifier}") or said.identifier),
        name=said.identifier,
        host_names=names(own),
        public=said.publicly_accessible,
        product=f"{said.engine} {_SERVERLESS}" if said.engine and serverless else said.engine,
        version=said.engine_version,
        tags=_tags(said),
        settings=settings((*_settings(said), ("state", said.status if said.status != "available" else None))),
        source=gathering.source(place),
    )


def _settings(said: _Database) -> tuple[tuple[str, str | None], ...]:
    """The reply leaves the list of logs out where none is exported."""
    return (
        ("encrypted", yes_no(said.storage_encrypted)),
        ("encryption key", said.kms_key_id if said.storage_encrypted else None),
        ("backup retention", days(said.backup_retention_period)),
        ("auto minor version upgrade", yes_no(said.auto_minor_version_upgrade)),
        ("deletion protection", yes_no(said.deletion_protection)),
        ("multiple zones", yes_no(said.multi_az)),
        ("iam authentication", yes_no(said.iam)),
        ("logging", listed(said.logs or ())),
    )


def _tags(said: _Database) -> tuple[tuple[str, str], ...]:
    return tags((each.key, each.value) for each in said.tag_list or ())
