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
from generator.parsers.cluster.plain_objects import truth

_Values = Mapping[str, object]

GROUP, KIND = "cloud", "Store"
_DATABASE, _STORAGE, _OTHER, _IMAGES = (
    ResourceKind.DATABASE,
    ResourceKind.STORAGE,
    ResourceKind.OTHER,
    ResourceKind.REPOSITORY,
)
_DATABASES = ("rds describe-db-instances", "rds describe-db-clusters")
_OFF, _ON, _OPEN = False, True, None


class _Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How one type of resource says it."""

    kind: ResourceKind
    product: str
    switch: str = ""
    """Property that switches it on or off, with dots below blocks."""
    keys: tuple[str, ...] = ()
    """Properties of which any switches it on by naming a key."""
    absent: bool | None
    """What the provider does where none of them is written; None where that differs."""
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
    return Setting(
        group=GROUP, kind=KIND, namespace="", name=name, read_from=(GROUP, KIND), taken=None, source=source, says=says
    )


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


def _always(kind: ResourceKind, product: str, asks: str = "") -> _Rule:
    return _Rule(kind=kind, product=product, absent=_ON, asks=asks)


_FROM_OTHERS = ("SnapshotIdentifier", "DBSnapshotIdentifier", "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier")
_FROM_OTHERS_HERE = ("snapshot_identifier", "replicate_source_db", "replication_source_identifier", "restore_to_point_in_time")
_MEMBERS: Mapping[str, Iterable[str]] = {"AWS::RDS::DBInstance": ("DBClusterIdentifier",)}
"""Parts of another store, which is encrypted as that is."""

_CLOUDFORMATION: Mapping[str, _Rule] = {
    "AWS::RDS::DBInstance": _Rule(
        kind=_DATABASE,
        product="RDS",
        switch="StorageEncrypted",
        absent=_OFF,
        inherits=_FROM_OTHERS,
        asks=_DATABASES[0],
    ),
    "AWS::RDS::DBCluster": _Rule(
        kind=_DATABASE,
        product="RDS Aurora",
        switch="StorageEncrypted",
        absent=_OPEN,
        inherits=_FROM_OTHERS,
        asks=_DATABASES[1],
    ),
    "AWS::DocDB::DBCluster": _Rule(
        kind=_DATABASE,
        product="DocumentDB",
        switch="StorageEncrypted",
        absent=_OFF,
        inherits=_FROM_OTHERS,
        asks=_DATABASES[1],
    ),
    "AWS::Neptune::DBCluster": _Rule(
        kind=_DATABASE,
        product="Neptune",
        switch="StorageEncrypted",
        absent=_OPEN,
        inherits=_FROM_OTHERS,
        asks=_DATABASES[1],
    ),
    "AWS::Redshift::Cluster": _Rule(
        kind=_DATABASE, product="Redshift", switch="Encrypted", absent=_OPEN, inherits=("SnapshotIdentifier",)
    ),
    "AWS::ElastiCache::ReplicationGroup": _Rule(
        kind=_DATABASE,
        product="ElastiCache",
        switch="AtRestEncryptionEnabled",
        absent=_OPEN,
        inherits=("SnapshotName", "SnapshotArns"),
    ),
    "AWS::ElastiCache::ServerlessCache": _always(_DATABASE, "ElastiCache Serverless"),
    "AWS::MemoryDB::Cluster": _always(_DATABASE, "MemoryDB"),
    **dict.fromkeys(
        ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"),
        _Rule(kind=_DATABASE, product="OpenSearch", switch="EncryptionAtRestOptions.Enabled", absent=_OFF),
    ),
    **dict.fromkeys(
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"), _always(_DATABASE, "DynamoDB")
    ),
    "AWS::S3::Bucket": _always(_STORAGE, "S3", "s3 list-buckets"),
    "AWS::EFS::FileSystem": _Rule(kind=_STORAGE, product="EFS", switch="Encrypted", absent=_OFF),
    "AWS::EC2::Volume": _Rule(kind=_STORAGE, product="EBS", switch="Encrypted", absent=_OPEN, inherits=("SnapshotId",)),
    "AWS::ECR::Repository": _always(_IMAGES, "ECR", "ecr describe-repositories"),
    "AWS::SQS::Queue": _Rule(kind=_OTHER, product="SQS", keys=("KmsMasterKeyId",), switch="SqsManagedSseEnabled", absent=_OPEN),
    "AWS::Kinesis::Stream": _Rule(kind=_OTHER, product="Kinesis", keys=("StreamEncryption",), absent=_OFF),
    "AWS::MSK::Cluster": _always(_OTHER, "MSK"),
    "AWS::AmazonMQ::Broker": _always(_OTHER, "Amazon MQ"),
}
_TERRAFORM: Mapping[str, _Rule] = {
    "aws_db_instance": _Rule(
        kind=_DATABASE,
        product="RDS",
        switch="storage_encrypted",
        absent=_OFF,
        inherits=_FROM_OTHERS_HERE,
        asks=_DATABASES[0],
    ),
    "aws_rds_cluster": _Rule(
        kind=_DATABASE,
        product="RDS Aurora",
        switch="storage_encrypted",
        absent=_OPEN,
        inherits=_FROM_OTHERS_HERE,
        asks=_DATABASES[1],
    ),
    "aws_docdb_cluster": _Rule(
        kind=_DATABASE,
        product="DocumentDB",
        switch="storage_encrypted",
        absent=_OFF,
        inherits=_FROM_OTHERS_HERE,
        asks=_DATABASES[1],
    ),
    "aws_neptune_cluster": _Rule(
        kind=_DATABASE,
        product="Neptune",
        switch="storage_encrypted",
        absent=_OPEN,
        inherits=_FROM_OTHERS_HERE,
        asks=_DATABASES[1],
    ),
    "aws_redshift_cluster": _Rule(
        kind=_DATABASE, product="Redshift", switch="encrypted", absent=_OPEN, inherits=("snapshot_identifier",)
    ),
    "aws_elasticache_replication_group": _Rule(
        kind=_DATABASE,
        product="ElastiCache",
        switch="at_rest_encryption_enabled",
        absent=_OPEN,
        inherits=("snapshot_name", "snapshot_arns"),
    ),
    "aws_elasticache_serverless_cache": _always(_DATABASE, "ElastiCache Serverless"),
    "aws_memorydb_cluster": _always(_DATABASE, "MemoryDB"),
    **dict.fromkeys(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        _Rule(kind=_DATABASE, product="OpenSearch", switch="encrypt_at_rest.enabled", absent=_OFF),
    ),
    "aws_dynamodb_table": _always(_DATABASE, "DynamoDB"),
    "aws_s3_bucket": _always(_STORAGE, "S3", "s3 list-buckets"),
    "aws_efs_file_system": _Rule(kind=_STORAGE, product="EFS", switch="encrypted", absent=_OFF),
    "aws_ebs_volume": _Rule(kind=_STORAGE, product="EBS", switch="encrypted", absent=_OPEN, inherits=("snapshot_id",)),
    "aws_ecr_repository": _always(_IMAGES, "ECR", "ecr describe-repositories"),
    "aws_sqs_queue": _Rule(
        kind=_OTHER, product="SQS", keys=("kms_master_key_id",), switch="sqs_managed_sse_enabled", absent=_OPEN
    ),
    "aws_kinesis_stream": _Rule(kind=_OTHER, product="Kinesis", keys=("kms_key_id",), absent=_OFF),
    "aws_msk_cluster": _always(_OTHER, "MSK"),
    "aws_mq_broker": _always(_OTHER, "Amazon MQ"),
    "google_sql_database_instance": _always(_DATABASE, "Cloud SQL"),
    "google_storage_bucket": _always(_STORAGE, "Cloud Storage"),
    "google_compute_disk": _always(_STORAGE, "Persistent Disk"),
    "azurerm_storage_account": _always(_STORAGE, "Azure Storage"),
    "azurerm_managed_disk": _always(_STORAGE, "Azure managed disks"),
    "azurerm_cosmosdb_account": _always(_DATABASE, "Cosmos DB"),
    "azurerm_postgresql_flexible_server": _always(_DATABASE, "Azure Database for PostgreSQL"),
    "azurerm_mysql_flexible_server": _always(_DATABASE, "Azure Database for MySQL"),
}
_RULES: Mapping[str, _Rule] = MappingProxyType({**_CLOUDFORMATION, **_TERRAFORM})
