"""Which questions `atopack collect aws` asks: one row a call, read-only, with the right it needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html names
the rights; most are the call's own name, Amazon S3 and Elastic Load Balancing have names of their own.
"""

from functools import partial

from generator.collectors.aws_call import AwsCall, Merge
from generator.collectors.aws_finders import batches, each, images, policies, several

_ecr = partial(AwsCall, "ecr")
ECR = (
    _ecr("get_registry_scanning_configuration"),
    _ecr(
        "describe_repositories",
        page=1000,
        finds=several(
            each("repository", "repositories", "repositoryName"),
            batches("repositories", "repositories", "repositoryNames", 25, "repositoryName"),
        ),
    ),
    _ecr("batch_get_repository_scanning_configuration", over="repositories"),
    _ecr("get_repository_policy", over="repository", merge=Merge.ANSWERS),
    _ecr("get_registry_policy", merge=Merge.ANSWERS),
    _ecr("describe_images", over="repository", page=1000, finds=images),
    _ecr("describe_image_scan_findings", over="image", page=1000, merge=Merge.EACH, place="scans", most=1000),
)

_inspector2 = partial(AwsCall, "inspector2")
INSPECTOR = (
    _inspector2("batch_get_account_status"),
    _inspector2("list_coverage", page=200),
    _inspector2("list_findings", page=100, place="scans"),
)

_securityhub = partial(AwsCall, "securityhub")
SECURITY_HUB = (
    _securityhub("describe_hub"),
    _securityhub("get_enabled_standards"),
    _securityhub(
        "get_findings",
        parameters={"Filters": {"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]}},
        page=100,
        place="scans",
    ),
)

_config = partial(AwsCall, "config")
CONFIG = (
    _config("describe_configuration_recorder_status"),
    _config("describe_config_rules", finds=each("rule", "ConfigRules", "ConfigRuleName")),
    _config("get_compliance_details_by_config_rule", over="rule", page=100, place="scans"),
)

_eks = partial(AwsCall, "eks")
EKS = (
    _eks(
        "list_clusters",
        finds=several(
            each("cluster", "clusters", parameter="name"),
            each("inside a cluster", "clusters", parameter="clusterName"),
        ),
    ),
    _eks("describe_cluster", over="cluster", merge=Merge.ANSWERS),
    _eks(
        "list_nodegroups",
        over="inside a cluster",
        finds=each("nodegroup", "nodegroups", parameter="nodegroupName"),
        merge=Merge.ANSWERS,
    ),
    _eks("describe_nodegroup", over="nodegroup", merge=Merge.ANSWERS),
    _eks("list_addons", over="inside a cluster", finds=each("addon", "addons", parameter="addonName"), merge=Merge.ANSWERS),
    _eks("describe_addon", over="addon", merge=Merge.ANSWERS),
    _eks(
        "list_fargate_profiles",
        over="inside a cluster",
        finds=each("fargate profile", "fargateProfileNames", parameter="fargateProfileName"),
        merge=Merge.ANSWERS,
    ),
    _eks("describe_fargate_profile", over="fargate profile", merge=Merge.ANSWERS),
)

_ecs = partial(AwsCall, "ecs")
ECS = (
    _ecs(
        "list_clusters",
        finds=several(
            batches("clusters", "clusterArns", "clusters", 100, include=["SETTINGS", "CONFIGURATIONS"]),
            each("cluster", "clusterArns", parameter="cluster"),
        ),
    ),
    _ecs("describe_clusters", over="clusters"),
    _ecs(
        "list_services", over="cluster", page=100, finds=batches("services", "serviceArns", "services", 10), merge=Merge.ANSWERS
    ),
    _ecs("describe_services", over="services", finds=each("task definition", "services", "taskDefinition")),
    _ecs("list_tasks", over="cluster", finds=batches("tasks", "taskArns", "tasks", 100), merge=Merge.ANSWERS),
    _ecs(
        "describe_tasks", over="tasks", finds=each("task definition", "tasks", "taskDefinitionArn", parameter="taskDefinition")
    ),
    _ecs("describe_task_definition", over="task definition", merge=Merge.ANSWERS),
)
EC2 = (AwsCall("ec2", "describe_instances", page=1000),)

_rds = partial(AwsCall, "rds")
RDS = (
    _rds("describe_db_clusters", right="rds:DescribeDBClusters", page=100),
    _rds("describe_db_instances", right="rds:DescribeDBInstances", page=100),
)

_elbv2 = partial(AwsCall, "elbv2")
LOAD_BALANCERS = (
    _elbv2(
        "describe_load_balancers",
        right="elasticloadbalancing:DescribeLoadBalancers",
        page=400,
        finds=each("load balancer", "LoadBalancers", "LoadBalancerArn"),
    ),
    _elbv2(
        "describe_listeners", right="elasticloadbalancing:DescribeListeners", over="load balancer", page=400, finds=policies
    ),
    _elbv2("describe_ssl_policies", right="elasticloadbalancing:DescribeSSLPolicies", over="tls policy"),
)
CLASSIC_LOAD_BALANCERS = (
    AwsCall("elb", "describe_load_balancers", right="elasticloadbalancing:DescribeLoadBalancers", page=400),
)
"""What Kubernetes makes of a Service where nothing else is said."""

_s3 = partial(AwsCall, "s3")
S3 = (
    _s3("list_buckets", right="s3:ListAllMyBuckets", finds=each("bucket", "Buckets", "Name", parameter="Bucket")),
    _s3("get_bucket_encryption", right="s3:GetEncryptionConfiguration", over="bucket", merge=Merge.ANSWERS),
    _s3("get_public_access_block", right="s3:GetBucketPublicAccessBlock", over="bucket", merge=Merge.ANSWERS),
)

_logs = partial(AwsCall, "logs")
LOGS = (
    _logs("describe_log_groups", page=50, finds=each("log group", "logGroups", "logGroupName")),
    _logs("describe_subscription_filters", over="log group", page=50, most=1000),
)
IDENTITY = AwsCall("sts", "get_caller_identity")
"""Who asks. AWS answers it to everybody; the policy names it so that it holds every call made."""

SERVICES: tuple[tuple[str, tuple[AwsCall, ...]], ...] = (
    ("ecr", ECR),
    ("inspector2", INSPECTOR),
    ("securityhub", SECURITY_HUB),
    ("config", CONFIG),
    ("eks", EKS),
    ("ecs", ECS),
    ("ec2", EC2),
    ("rds", RDS),
    ("elbv2", LOAD_BALANCERS),
    ("elb", CLASSIC_LOAD_BALANCERS),
    ("s3", S3),
    ("logs", LOGS),
)
"""In the order they are asked. A call stands behind the calls whose replies it asks about."""
GLOBAL = frozenset({"s3"})
"""Answers for all regions at once, so it is asked once."""
