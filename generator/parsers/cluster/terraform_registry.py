"""Modules that a registry keeps, and whose source is not among the evidence: what a call of a well-known one creates.

Their arguments are those of the resource that they are made around, so a call is read as that resource.
https://registry.terraform.io/namespaces/terraform-aws-modules
"""

import re
from collections.abc import Mapping

from generator.parsers.cluster import foreign
from generator.parsers.late_patterns import late_re

_Values = Mapping[str, object]

_CLOUD_GOV = late_re(
    r"(?:git::https://)?github\.com/(?:gsa-tts|gsa|18f)/terraform-cloudgov(?:\.git)?//(?P<inside>\w+)(?:\?ref=[\w./-]{1,100})?",
    re.IGNORECASE,
)
"""https://github.com/GSA-TTS/terraform-cloudgov: one folder for each service of cloud.gov."""
_BROKERED: Mapping[str, tuple[str, str]] = {
    "database": ("aws-rds", "rds_plan_name"),
    "s3": ("s3", "s3_plan_name"),
    "redis": ("aws-elasticache-redis", "redis_plan_name"),
    "elasticsearch": ("aws-elasticsearch", "elasticsearch_plan_name"),
    "opensearch": ("aws-elasticsearch", "opensearch_plan_name"),
}
_APPS = ("clamav", "egress_proxy", "drupal", "logshipper")
"""Those that run an app."""
_REGISTRY = late_re(r"(?:registry\.(?:terraform\.io|opentofu\.org)/)?(?P<name>[\w-]+/[\w-]+/[\w-]+)(?://(?P<inside>[\w./-]+))?")

_RESOURCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "terraform-aws-modules/rds/aws": ("aws_db_instance", {}),
    "terraform-aws-modules/rds-aurora/aws": ("aws_rds_cluster", {"name": "cluster_identifier"}),
    "terraform-aws-modules/s3-bucket/aws": ("aws_s3_bucket", {}),
    "terraform-aws-modules/dynamodb-table/aws": ("aws_dynamodb_table", {}),
    "terraform-aws-modules/elasticache/aws": (
        "aws_elasticache_replication_group",
        {"cluster_id": "replication_group_id"},
    ),
    "terraform-aws-modules/sqs/aws": ("aws_sqs_queue", {}),
    "terraform-aws-modules/sns/aws": ("aws_sns_topic", {}),
    "terraform-aws-modules/alb/aws": ("aws_lb", {}),
    "terraform-aws-modules/efs/aws": ("aws_efs_file_system", {"name": "creation_token"}),
    "terraform-aws-modules/msk-kafka-cluster/aws": ("aws_msk_cluster", {"name": "cluster_name"}),
    "terraform-aws-modules/opensearch/aws": ("aws_opensearch_domain", {}),
    "terraform-aws-modules/lambda/aws": ("aws_lambda_function", {"environment_variables": "variables"}),
    "terraform-aws-modules/ecs/aws//modules/service": ("aws_ecs_service", {}),
}
_INFRASTRUCTURE = late_re(
    r"\b(?:vpc|subnets?|network|security-groups?|iam|kms|key-pair|acm|route53|dns|label|tags?|cloudwatch|log-group|budgets?|"
    r"transit-gateway|endpoints?|ecr|acl|null-label|provider|role|policy)\b"
)
"""Words in the name of a module that makes what surrounds a system and runs none of it."""


def as_resource(source: str, values: _Values) -> tuple[str, dict[str, object]]:
    """(type, values) of what a call creates; an empty type where that is not known."""
    cloud_gov = _CLOUD_GOV.fullmatch(source)
    if cloud_gov is not None:
        return _of_cloud_gov(cloud_gov["inside"].lower(), values)
    match = _REGISTRY.fullmatch(source)
    if match is None:
        return "", {}
    inside = f"//{match['inside']}" if match["inside"] else ""
    found = _RESOURCES.get(match["name"] + inside)
    if found is None:
        return "", {}
    type_, renamed = found
    return type_, {renamed.get(key, key): each for key, each in values.items() if key not in ("source", "version")}


def _of_cloud_gov(folder: str, values: _Values) -> tuple[str, dict[str, object]]:
    if folder in _BROKERED:
        product, plan = _BROKERED[folder]
        return "cloudfoundry_service_instance", {
            "name": values.get("name"),
            PRODUCT: f"{product} {foreign.text(values.get(plan))}",
        }
    if folder in _APPS:
        image = foreign.text(values.get(f"{folder}_image"))
        return "cloudfoundry_app", {"name": values.get("name"), **({"docker_image": image} if image else {})}
    return "", {}


PRODUCT = "atopack_product"
"""Key under which the product of a brokered service is given; no provider has it."""


def runs_nothing(source: str) -> bool:
    """Is it a module of networks, rights or names?"""
    cloud_gov = _CLOUD_GOV.fullmatch(source)
    if cloud_gov is not None:
        return cloud_gov["inside"].lower() in ("domain", "cg_space", "application_space", "spaces")
    match = _REGISTRY.fullmatch(source)
    name = match["name"].split("/")[1] + "/" + (match["inside"] or "") if match else ""
    return bool(name) and _INFRASTRUCTURE.search(name.replace("_", "-")) is not None
