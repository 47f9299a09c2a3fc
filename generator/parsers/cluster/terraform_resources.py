"""Resources of Terraform, wherever they stand (plan, state or source): containers, services that a platform keeps, policies.

https://registry.terraform.io/browse/providers
"""

from collections.abc import Mapping

from generator.model.evidence import EvidenceSource
from generator.model.inventory import MANAGED_KIND, MANAGED_SERVICE, ServiceObject
from generator.parsers.cluster import foreign, terraform_cloud, terraform_kubernetes
from generator.parsers.cluster.fold import Fold

_Values = Mapping[str, object]

_DIAGRAM_LABEL = "diagram-label"
_MANAGED: Mapping[str, tuple[str, str]] = {
    "aws_db_instance": ("identifier", "RDS"),
    "aws_rds_cluster": ("cluster_identifier", "RDS Aurora"),
    "aws_s3_bucket": ("bucket", "S3"),
    "aws_elasticache_cluster": ("cluster_id", "ElastiCache"),
    "aws_elasticache_replication_group": ("replication_group_id", "ElastiCache Redis"),
    "aws_elasticache_serverless_cache": ("name", "ElastiCache"),
    "aws_opensearch_domain": ("domain_name", "OpenSearch"),
    "aws_elasticsearch_domain": ("domain_name", "Elasticsearch"),
    "aws_dynamodb_table": ("name", "DynamoDB"),
    "aws_sqs_queue": ("name", "SQS queue"),
    "aws_sns_topic": ("name", "SNS"),
    "aws_msk_cluster": ("cluster_name", "MSK Kafka"),
    "aws_mq_broker": ("broker_name", "MQ broker"),
    "aws_lb": ("name", "load balancer"),
    "aws_alb": ("name", "load balancer"),
    "aws_efs_file_system": ("creation_token", "EFS"),
    "google_sql_database_instance": ("name", "Cloud SQL"),
    "google_storage_bucket": ("name", "Cloud Storage bucket"),
    "google_redis_instance": ("name", "Memorystore Redis"),
    "google_pubsub_topic": ("name", "Pub/Sub"),
    "azurerm_postgresql_flexible_server": ("name", "PostgreSQL"),
    "azurerm_mysql_flexible_server": ("name", "MySQL"),
    "azurerm_mssql_server": ("name", "SQL Server"),
    "azurerm_redis_cache": ("name", "Redis"),
    "azurerm_storage_account": ("name", "storage account"),
    "azurerm_servicebus_namespace": ("name", "Service Bus"),
}
"""Type to (what names it, what it is in a reader's words)."""


NOT_READ = frozenset(
    {
        "aws_instance",
        "aws_launch_template",
        "azurerm_linux_virtual_machine",
        "azurerm_windows_virtual_machine",
        "cloudfoundry_app",
        "cloudfoundry_droplet",
        "google_compute_instance",
        "google_compute_instance_template",
        "helm_release",
    }
)
"""What runs something of the system and is not read: applications, machines and charts. Each is a gap."""


def take(fold: Fold, type_: str, address: str, values: _Values, product: str = "") -> None:
    """One resource: read where it runs or is used by containers, else counted. `product` is what the plan of a brokered
    service says it is.
    """
    native = terraform_kubernetes.native(type_, values)
    if native:
        fold.take(native, place=address)
        return
    source = fold.source(address)
    workload = terraform_cloud.workload(type_, values, source) or _managed(type_, values, source, product)
    if workload is None:
        fold.note(type_, count=1)
        if type_ in NOT_READ:
            fold.note_not_read(address)
    else:
        fold.add(MANAGED_KIND if isinstance(workload, ServiceObject) else workload.kind, workload)


def _managed(type_: str, values: _Values, source: EvidenceSource, product: str) -> ServiceObject | None:
    """A service that no container stands behind; None for anything else, and for one whose name is not known yet."""
    brokered = type_ in ("cloudfoundry_service_instance", "cloudfoundry_user_provided_service")
    key, what = ("name", product) if brokered else _MANAGED.get(type_, ("", ""))
    name = foreign.text(values.get(key)) if key else ""
    if not name:
        return None
    return ServiceObject(
        namespace="default",
        name=name,
        type=MANAGED_SERVICE,
        product=what or None,
        diagram_label=foreign.text(_tags(values).get(_DIAGRAM_LABEL)) or None,
        source=source,
    )


def _tags(values: _Values) -> _Values:
    """As clouds have them; Cloud Foundry's services have a list of words, which are none."""
    return {**foreign.members(values.get("labels")), **foreign.members(values.get("tags"))}
