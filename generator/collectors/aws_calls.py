"""Which questions `atopack collect aws` asks: one row a call, read-only, with the right it needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html names
the rights; most are the call's own name, Amazon S3 and Elastic Load Balancing have names of their own.
"""

from generator.collectors.aws_call import AwsCall, Merge
from generator.collectors.aws_finders import batches, each, images, policies, several

ECR = (
    AwsCall(service="ecr", operation="get_registry_scanning_configuration", action="ecr:GetRegistryScanningConfiguration"),
    AwsCall(
        service="ecr",
        operation="describe_repositories",
        action="ecr:DescribeRepositories",
        page=1000,
        finds=several(
            each("repository", "repositories", "repositoryName"),
            batches("repositories", "repositories", "repositoryNames", 25, "repositoryName"),
        ),
    ),
    AwsCall(
        service="ecr",
        operation="batch_get_repository_scanning_configuration",
        action="ecr:BatchGetRepositoryScanningConfiguration",
        over="repositories",
    ),
    AwsCall(
        service="ecr",
        operation="get_repository_policy",
        action="ecr:GetRepositoryPolicy",
        over="repository",
        merge=Merge.ANSWERS,
    ),
    AwsCall(service="ecr", operation="get_registry_policy", action="ecr:GetRegistryPolicy", merge=Merge.ANSWERS),
    AwsCall(
        service="ecr",
        operation="describe_images",
        action="ecr:DescribeImages",
        over="repository",
        page=1000,
        finds=images,
    ),
    AwsCall(
        service="ecr",
        operation="describe_image_scan_findings",
        action="ecr:DescribeImageScanFindings",
        over="image",
        page=1000,
        merge=Merge.EACH,
        place="scans",
        most=1000,
    ),
)
INSPECTOR = (
    AwsCall(service="inspector2", operation="batch_get_account_status", action="inspector2:BatchGetAccountStatus"),
    AwsCall(service="inspector2", operation="list_coverage", action="inspector2:ListCoverage", page=200),
    AwsCall(
        service="inspector2",
        operation="list_findings",
        action="inspector2:ListFindings",
        page=100,
        place="scans",
    ),
)
SECURITY_HUB = (
    AwsCall(service="securityhub", operation="describe_hub", action="securityhub:DescribeHub"),
    AwsCall(service="securityhub", operation="get_enabled_standards", action="securityhub:GetEnabledStandards"),
    AwsCall(
        service="securityhub",
        operation="get_findings",
        action="securityhub:GetFindings",
        parameters={"Filters": {"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]}},
        page=100,
        place="scans",
    ),
)
CONFIG = (
    AwsCall(
        service="config",
        operation="describe_configuration_recorder_status",
        action="config:DescribeConfigurationRecorderStatus",
    ),
    AwsCall(
        service="config",
        operation="describe_config_rules",
        action="config:DescribeConfigRules",
        finds=each("rule", "ConfigRules", "ConfigRuleName"),
    ),
    AwsCall(
        service="config",
        operation="get_compliance_details_by_config_rule",
        action="config:GetComplianceDetailsByConfigRule",
        over="rule",
        page=100,
        place="scans",
    ),
)
EKS = (
    AwsCall(
        service="eks",
        operation="list_clusters",
        action="eks:ListClusters",
        finds=several(
            each("cluster", "clusters", parameter="name"),
            each("inside a cluster", "clusters", parameter="clusterName"),
        ),
    ),
    AwsCall(service="eks", operation="describe_cluster", action="eks:DescribeCluster", over="cluster", merge=Merge.ANSWERS),
    AwsCall(
        service="eks",
        operation="list_nodegroups",
        action="eks:ListNodegroups",
        over="inside a cluster",
        finds=each("nodegroup", "nodegroups", parameter="nodegroupName"),
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="eks",
        operation="describe_nodegroup",
        action="eks:DescribeNodegroup",
        over="nodegroup",
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="eks",
        operation="list_addons",
        action="eks:ListAddons",
        over="inside a cluster",
        finds=each("addon", "addons", parameter="addonName"),
        merge=Merge.ANSWERS,
    ),
    AwsCall(service="eks", operation="describe_addon", action="eks:DescribeAddon", over="addon", merge=Merge.ANSWERS),
    AwsCall(
        service="eks",
        operation="list_fargate_profiles",
        action="eks:ListFargateProfiles",
        over="inside a cluster",
        finds=each("fargate profile", "fargateProfileNames", parameter="fargateProfileName"),
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="eks",
        operation="describe_fargate_profile",
        action="eks:DescribeFargateProfile",
        over="fargate profile",
        merge=Merge.ANSWERS,
    ),
)
ECS = (
    AwsCall(
        service="ecs",
        operation="list_clusters",
        action="ecs:ListClusters",
        finds=several(
            batches("clusters", "clusterArns", "clusters", 100, include=["SETTINGS", "CONFIGURATIONS"]),
            each("cluster", "clusterArns", parameter="cluster"),
        ),
    ),
    AwsCall(service="ecs", operation="describe_clusters", action="ecs:DescribeClusters", over="clusters"),
    AwsCall(
        service="ecs",
        operation="list_services",
        action="ecs:ListServices",
        over="cluster",
        page=100,
        finds=batches("services", "serviceArns", "services", 10),
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="ecs",
        operation="describe_services",
        action="ecs:DescribeServices",
        over="services",
        finds=each("task definition", "services", "taskDefinition"),
    ),
    AwsCall(
        service="ecs",
        operation="list_tasks",
        action="ecs:ListTasks",
        over="cluster",
        finds=batches("tasks", "taskArns", "tasks", 100),
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="ecs",
        operation="describe_tasks",
        action="ecs:DescribeTasks",
        over="tasks",
        finds=each("task definition", "tasks", "taskDefinitionArn", parameter="taskDefinition"),
    ),
    AwsCall(
        service="ecs",
        operation="describe_task_definition",
        action="ecs:DescribeTaskDefinition",
        over="task definition",
        merge=Merge.ANSWERS,
    ),
)
EC2 = (AwsCall(service="ec2", operation="describe_instances", action="ec2:DescribeInstances", page=1000),)
RDS = (
    AwsCall(service="rds", operation="describe_db_clusters", action="rds:DescribeDBClusters", page=100),
    AwsCall(service="rds", operation="describe_db_instances", action="rds:DescribeDBInstances", page=100),
)
LOAD_BALANCERS = (
    AwsCall(
        service="elbv2",
        operation="describe_load_balancers",
        action="elasticloadbalancing:DescribeLoadBalancers",
        page=400,
        finds=each("load balancer", "LoadBalancers", "LoadBalancerArn"),
    ),
    AwsCall(
        service="elbv2",
        operation="describe_listeners",
        action="elasticloadbalancing:DescribeListeners",
        over="load balancer",
        page=400,
        finds=policies,
    ),
    AwsCall(
        service="elbv2",
        operation="describe_ssl_policies",
        action="elasticloadbalancing:DescribeSSLPolicies",
        over="tls policy",
    ),
)
CLASSIC_LOAD_BALANCERS = (
    AwsCall(
        service="elb",
        operation="describe_load_balancers",
        action="elasticloadbalancing:DescribeLoadBalancers",
        page=400,
    ),
)
"""What Kubernetes makes of a Service where nothing else is said."""
S3 = (
    AwsCall(
        service="s3",
        operation="list_buckets",
        action="s3:ListAllMyBuckets",
        finds=each("bucket", "Buckets", "Name", parameter="Bucket"),
    ),
    AwsCall(
        service="s3",
        operation="get_bucket_encryption",
        action="s3:GetEncryptionConfiguration",
        over="bucket",
        merge=Merge.ANSWERS,
    ),
    AwsCall(
        service="s3",
        operation="get_public_access_block",
        action="s3:GetBucketPublicAccessBlock",
        over="bucket",
        merge=Merge.ANSWERS,
    ),
)
LOGS = (
    AwsCall(
        service="logs",
        operation="describe_log_groups",
        action="logs:DescribeLogGroups",
        page=50,
        finds=each("log group", "logGroups", "logGroupName"),
    ),
    AwsCall(
        service="logs",
        operation="describe_subscription_filters",
        action="logs:DescribeSubscriptionFilters",
        over="log group",
        page=50,
        most=1000,
    ),
)
IDENTITY = AwsCall(service="sts", operation="get_caller_identity", action="sts:GetCallerIdentity")
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
