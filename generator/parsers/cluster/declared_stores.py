"""Whether stores that infrastructure code declares are encrypted at rest: one table for CloudFormation, one for Terraform.

What a property that is not written means is the provider's documentation, where that is the same for every account and year;
where it is not, the file does not decide it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html,
https://registry.terraform.io/providers/hashicorp/aws/latest/docs,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html (every bucket),
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html (every table),
https://cloud.google.com/docs/security/encryption/default-encryption,
https://learn.microsoft.com/azure/storage/common/storage-service-encryption
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from generator.model.cloud import ResourceKind
from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting
from generator.model.settings.cloud_stores import DeclaredStore
from generator.parsers.cluster import foreign
from generator.parsers.cluster.declared_settings import declared
from generator.parsers.cluster.plain_objects import truth

_Values = Mapping[str, object]

GROUP, KIND = "cloud", "Store"
_DATABASE, _STORAGE = ResourceKind.DATABASE, ResourceKind.STORAGE
_OTHER, _IMAGES = ResourceKind.OTHER, ResourceKind.REPOSITORY
_INSTANCES, _CLUSTERS = "rds describe-db-instances", "rds describe-db-clusters"
_OFF, _ON, _OPEN = False, True, None


class _Rule(msgspec.Struct, frozen=True):
    """How one type of resource says it; the first three of a row stand without their names."""

    kind: ResourceKind
    product: str
    absent: bool | None
    """What the provider does where none of its properties is written; None where that differs."""
    switch: str = ""
    """Property that switches it on or off, with dots below blocks."""
    keys: tuple[str, ...] = ()
    """Properties of which any switches it on by naming a key."""
    inherits: tuple[str, ...] = ()
    """Properties by which it takes the encryption of another store."""
    asks: str = ""


def setting_of(type_: str, name: str, values: _Values, source: EvidenceSource) -> Setting[DeclaredStore] | None:
    """One resource; None where its type is no store. `values` are evaluated as far as the files give them."""
    rule = _RULES.get(type_)
    if rule is None or not name or any(_at(values, key) for key in _MEMBERS.get(type_, ())):
        return None
    encrypted, shown = _read(rule, values)
    says = DeclaredStore(kind=rule.kind, product=rule.product, encrypted=encrypted, shown=shown, asks=rule.asks)
    return declared(GROUP, KIND, name, says, source, namespace="")


def is_stated(type_: str, values: _Values) -> bool:
    """Is anything written that decides it? Of a store that is always encrypted nothing has to be."""
    rule = _RULES[type_]
    paths = (rule.switch, *rule.keys, *rule.inherits)
    return not any(paths) or any(_at(values, path) is not None for path in paths)


def _read(rule: _Rule, values: _Values) -> tuple[bool | None, str]:
    if key := next((key for key in rule.keys if _at(values, key)), ""):
        return True, f"`{key}` names a key"
    written = _at(values, rule.switch)
    if written is not None:
        stated = truth(written)
        shown = "decided when it is deployed" if stated is None else str(stated).lower()
        return stated, f"`{rule.switch}` is {shown}"
    if taken := next((each for each in rule.inherits if _at(values, each)), ""):
        return None, f"it is encrypted as that which `{taken}` names"
    if rule.absent is None:
        return None, f"{_names(rule)} not stated, and what applies then the file does not decide"
    if rule.absent:
        return True, f"{rule.product} encrypts at rest whatever is stated"
    return False, f"{_names(rule)} not stated, and {rule.product} does not encrypt then"


def _names(rule: _Rule) -> str:
    names = [f"`{each}`" for each in (rule.switch, *rule.keys) if each]
    return f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"


def _at(values: _Values, path: str) -> object:
    """Of a block that Terraform writes as a list the first; None where it is not written."""
    value: object = values if path else None
    for part in path.split("."):
        block = value[0] if isinstance(value, list) and value else value
        value = foreign.members(block).get(part)
    return None if value in ("", [], {}) else value


_FROM_OTHERS = ("SnapshotIdentifier", "DBSnapshotIdentifier", "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier")
_FROM_OTHERS_HERE = ("snapshot_identifier", "replicate_source_db", "replication_source_identifier", "restore_to_point_in_time")
_MEMBERS: Mapping[str, Iterable[str]] = {"AWS::RDS::DBInstance": ("DBClusterIdentifier",)}
"""Parts of another store, which is encrypted as that is."""

_CLOUDFORMATION: Mapping[str, _Rule] = {
    "AWS::RDS::DBInstance": _Rule(_DATABASE, "RDS", _OFF, switch="StorageEncrypted", inherits=_FROM_OTHERS, asks=_INSTANCES),
    "AWS::RDS::DBCluster": _Rule(
        _DATABASE, "RDS Aurora", _OPEN, switch="StorageEncrypted", inherits=_FROM_OTHERS, asks=_CLUSTERS
    ),
    "AWS::DocDB::DBCluster": _Rule(
        _DATABASE, "DocumentDB", _OFF, switch="StorageEncrypted", inherits=_FROM_OTHERS, asks=_CLUSTERS
    ),
    "AWS::Neptune::DBCluster": _Rule(
        _DATABASE, "Neptune", _OPEN, switch="StorageEncrypted", inherits=_FROM_OTHERS, asks=_CLUSTERS
    ),
    "AWS::Redshift::Cluster": _Rule(_DATABASE, "Redshift", _OPEN, switch="Encrypted", inherits=("SnapshotIdentifier",)),
    "AWS::ElastiCache::ReplicationGroup": _Rule(
        _DATABASE, "ElastiCache", _OPEN, switch="AtRestEncryptionEnabled", inherits=("SnapshotName", "SnapshotArns")
    ),
    "AWS::ElastiCache::ServerlessCache": _Rule(_DATABASE, "ElastiCache Serverless", _ON),
    "AWS::MemoryDB::Cluster": _Rule(_DATABASE, "MemoryDB", _ON),
    **dict.fromkeys(
        ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"),
        _Rule(_DATABASE, "OpenSearch", _OFF, switch="EncryptionAtRestOptions.Enabled"),
    ),
    **dict.fromkeys(
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"),
        _Rule(_DATABASE, "DynamoDB", _ON),
    ),
    "AWS::S3::Bucket": _Rule(_STORAGE, "S3", _ON, asks="s3 list-buckets"),
    "AWS::EFS::FileSystem": _Rule(_STORAGE, "EFS", _OFF, switch="Encrypted"),
    "AWS::EC2::Volume": _Rule(_STORAGE, "EBS", _OPEN, switch="Encrypted", inherits=("SnapshotId",)),
    "AWS::ECR::Repository": _Rule(_IMAGES, "ECR", _ON, asks="ecr describe-repositories"),
    "AWS::SQS::Queue": _Rule(_OTHER, "SQS", _OPEN, keys=("KmsMasterKeyId",), switch="SqsManagedSseEnabled"),
    "AWS::Kinesis::Stream": _Rule(_OTHER, "Kinesis", _OFF, keys=("StreamEncryption",)),
    "AWS::MSK::Cluster": _Rule(_OTHER, "MSK", _ON),
    "AWS::AmazonMQ::Broker": _Rule(_OTHER, "Amazon MQ", _ON),
}
_TERRAFORM: Mapping[str, _Rule] = {
    "aws_db_instance": _Rule(_DATABASE, "RDS", _OFF, switch="storage_encrypted", inherits=_FROM_OTHERS_HERE, asks=_INSTANCES),
    "aws_rds_cluster": _Rule(
        _DATABASE, "RDS Aurora", _OPEN, switch="storage_encrypted", inherits=_FROM_OTHERS_HERE, asks=_CLUSTERS
    ),
    "aws_docdb_cluster": _Rule(
        _DATABASE, "DocumentDB", _OFF, switch="storage_encrypted", inherits=_FROM_OTHERS_HERE, asks=_CLUSTERS
    ),
    "aws_neptune_cluster": _Rule(
        _DATABASE, "Neptune", _OPEN, switch="storage_encrypted", inherits=_FROM_OTHERS_HERE, asks=_CLUSTERS
    ),
    "aws_redshift_cluster": _Rule(_DATABASE, "Redshift", _OPEN, switch="encrypted", inherits=("snapshot_identifier",)),
    "aws_elasticache_replication_group": _Rule(
        _DATABASE, "ElastiCache", _OPEN, switch="at_rest_encryption_enabled", inherits=("snapshot_name", "snapshot_arns")
    ),
    "aws_elasticache_serverless_cache": _Rule(_DATABASE, "ElastiCache Serverless", _ON),
    "aws_memorydb_cluster": _Rule(_DATABASE, "MemoryDB", _ON),
    **dict.fromkeys(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        _Rule(_DATABASE, "OpenSearch", _OFF, switch="encrypt_at_rest.enabled"),
    ),
    "aws_dynamodb_table": _Rule(_DATABASE, "DynamoDB", _ON),
    "aws_s3_bucket": _Rule(_STORAGE, "S3", _ON, asks="s3 list-buckets"),
    "aws_efs_file_system": _Rule(_STORAGE, "EFS", _OFF, switch="encrypted"),
    "aws_ebs_volume": _Rule(_STORAGE, "EBS", _OPEN, switch="encrypted", inherits=("snapshot_id",)),
    "aws_ecr_repository": _Rule(_IMAGES, "ECR", _ON, asks="ecr describe-repositories"),
    "aws_sqs_queue": _Rule(_OTHER, "SQS", _OPEN, keys=("kms_master_key_id",), switch="sqs_managed_sse_enabled"),
    "aws_kinesis_stream": _Rule(_OTHER, "Kinesis", _OFF, keys=("kms_key_id",)),
    "aws_msk_cluster": _Rule(_OTHER, "MSK", _ON),
    "aws_mq_broker": _Rule(_OTHER, "Amazon MQ", _ON),
    "google_sql_database_instance": _Rule(_DATABASE, "Cloud SQL", _ON),
    "google_storage_bucket": _Rule(_STORAGE, "Cloud Storage", _ON),
    "google_compute_disk": _Rule(_STORAGE, "Persistent Disk", _ON),
    "azurerm_storage_account": _Rule(_STORAGE, "Azure Storage", _ON),
    "azurerm_managed_disk": _Rule(_STORAGE, "Azure managed disks", _ON),
    "azurerm_cosmosdb_account": _Rule(_DATABASE, "Cosmos DB", _ON),
    "azurerm_postgresql_flexible_server": _Rule(_DATABASE, "Azure Database for PostgreSQL", _ON),
    "azurerm_mysql_flexible_server": _Rule(_DATABASE, "Azure Database for MySQL", _ON),
}
_RULES: Mapping[str, _Rule] = MappingProxyType({**_CLOUDFORMATION, **_TERRAFORM})
