"""Which questions `atopack collect aws` asks: one row a call, read-only, with the right it needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html names
the rights; most are the call's own name, Amazon S3 and Elastic Load Balancing have names of their own.
"""

from generator.collectors.aws_call import Call, Merge
from generator.collectors.aws_finders import batches, each, images, policies, several

ECR = (
    Call(service="ecr", operation="get_registry_scanning_configuration", action="ecr:GetRegistryScanningConfiguration"),
    Call(
        service="ecr",
        operation="describe_repositories",
        action="ecr:DescribeRepositories",
        page=1000,
        finds=several(
            each("repository", "repositories", "repositoryName"),
            batches("repositories", "repositories", "repositoryNames", 25, "repositoryName"),
        ),
    ),
    Call(
        service="ecr",
        operation="batch_get_repository_scanning_configuration",
        action="ecr:BatchGetRepositoryScanningConfiguration",
        over="repositories",
    ),
    Call(
        service="ecr",
        operation="describe_images",
        action="ecr:DescribeImages",
        over="repository",
        page=1000,
        finds=images,
    ),
    Call(
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
    Call(service="inspector2", operation="batch_get_account_status", action="inspector2:BatchGetAccountStatus"),
    Call(service="inspector2", operation="list_coverage", action="inspector2:ListCoverage", page=200),
    Call(
        service="inspector2",
        operation="list_findings",
        action="inspector2:ListFindings",
        page=100,
        place="scans",
    ),
)
SECURITY_HUB = (
    Call(service="securityhub", operation="describe_hub", action="securityhub:DescribeHub"),
    Call(service="securityhub", operation="get_enabled_standards", action="securityhub:GetEnabledStandards"),
    Call(
        service="securityhub",
        operation="get_findings",
        action="securityhub:GetFindings",
        parameters={"Filters": {"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]}},
        page=100,
        place="scans",
    ),
)
CONFIG = (
    Call(
        service="config",
        operation="describe_configuration_recorder_status",
        action="config:DescribeConfigurationRecorderStatus",
    ),
    Call(
        service="config",
        operation="describe_config_rules",
        action="config:DescribeConfigRules",
        finds=each("rule", "ConfigRules", "ConfigRuleName"),
    ),
    Call(
        service="config",
        operation="get_compliance_details_by_config_rule",
        action="config:GetComplianceDetailsByConfigRule",
        over="rule",
        page=100,
        place="scans",
    ),
)
EKS = (
    Call(
        service="eks",
        operation="list_clusters",
        action="eks:ListClusters",
        finds=several(
            each("cluster", "clusters", parameter="name"),
            each("inside a cluster", "clusters", parameter="clusterName"),
        ),
    ),
    Call(service="eks", operation="describe_cluster", action="eks:DescribeCluster", over="cluster", merge=Merge.ANSWERS),
    Call(
        service="eks",
        operation="list_nodegroups",
        action="eks:ListNodegroups",
        over="inside a cluster",
        finds=each("nodegroup", "nodegroups", parameter="nodegroupName"),
        merge=Merge.ANSWERS,
    ),
    Call(
        service="eks",
        operation="describe_nodegroup",
        action="eks:DescribeNodegroup",
        over="nodegroup",
        merge=Merge.ANSWERS,
    ),
    Call(
        service="eks",
        operation="list_addons",
        action="eks:ListAddons",
        over="inside a cluster",
        finds=each("addon", "addons", parameter="addonName"),
        merge=Merge.ANSWERS,
    ),
    Call(service="eks", operation="describe_addon", action="eks:DescribeAddon", over="addon", merge=Merge.ANSWERS),
    Call(
        service="eks",
        operation="list_fargate_profiles",
        action="eks:ListFargateProfiles",
        over="inside a cluster",
        finds=each("fargate profile", "fargateProfileNames", parameter="fargateProfileName"),
        merge=Merge.ANSWERS,
    ),
    Call(
        service="eks",
        operation="describe_fargate_profile",
        action="eks:DescribeFargateProfile",
        over="fargate profile",
        merge=Merge.ANSWERS,
    ),
)
ECS = (
    Call(
        service="ecs",
        operation="list_clusters",
        action="ecs:ListClusters",
        finds=several(
            batches("clusters", "clusterArns", "clusters", 100, include=["SETTINGS", "CONFIGURATIONS"]),
            each("cluster", "clusterArns", parameter="cluster"),
        ),
    ),
    Call(service="ecs", operation="describe_clusters", action="ecs:DescribeClusters", over="clusters"),
    Call(
        service="ecs",
        operation="list_services",
        action="ecs:ListServices",
        over="cluster",
        page=100,
        finds=batches("services", "serviceArns", "services", 10),
        merge=Merge.ANSWERS,
    ),
    Call(
        service="ecs",
        operation="describe_services",
        action="ecs:DescribeServices",
        over="services",
        finds=each("task definition", "services", "taskDefinition"),
    ),
    Call(
        service="ecs",
        operation="list_tasks",
        action="ecs:ListTasks",
        over="cluster",
        finds=batches("tasks", "taskArns", "tasks", 100),
        merge=Merge.ANSWERS,
    ),
    Call(
        service="ecs",
        operation="describe_tasks",
        action="ecs:DescribeTasks",
        over="tasks",
        finds=each("task definition", "tasks", "taskDefinitionArn", parameter="taskDefinition"),
    ),
    Call(
        service="ecs",
        operation="describe_task_definition",
        action="ecs:DescribeTaskDefinition",
        over="task definition",
        merge=Merge.ANSWERS,
    ),
)
EC2 = (Call(service="ec2", operation="describe_instances", action="ec2:DescribeInstances", page=1000),)
RDS = (
    Call(service="rds", operation="describe_db_clusters", action="rds:DescribeDBClusters", page=100),
    Call(service="rds", operation="describe_db_instances", action="rds:DescribeDBInstances", page=100),
)
LOAD_BALANCERS = (
    Call(
        service="elbv2",
        operation="describe_load_balancers",
        action="elasticloadbalancing:DescribeLoadBalancers",
        page=400,
        finds=each("load balancer", "LoadBalancers", "LoadBalancerArn"),
    ),
    Call(
        service="elbv2",
        operation="describe_listeners",
        action="elasticloadbalancing:DescribeListeners",
        over="load balancer",
        page=400,
        finds=policies,
    ),
    Call(
        service="elbv2",
        operation="describe_ssl_policies",
        action="elasticloadbalancing:DescribeSSLPolicies",
        over="tls policy",
    ),
)
CLASSIC_LOAD_BALANCERS = (
    Call(
        service="elb",
        operation="describe_load_balancers",
        action="elasticloadbalancing:DescribeLoadBalancers",
        page=400,
    ),
)
"""What Kubernetes makes of a Service where nothing else is said."""
S3 = (
    Call(
        service="s3",
        operation="list_buckets",
        action="s3:ListAllMyBuckets",
        finds=each("bucket", "Buckets", "Name", parameter="Bucket"),
    ),
    Call(
        service="s3",
        operation="get_bucket_encryption",
        action="s3:GetEncryptionConfiguration",
        over="bucket",
        merge=Merge.ANSWERS,
    ),
    Call(
        service="s3",
        operation="get_public_access_block",
        action="s3:GetBucketPublicAccessBlock",
        over="bucket",
        merge=Merge.ANSWERS,
    ),
)
IDENTITY = Call(service="sts", operation="get_caller_identity", action="sts:GetCallerIdentity")
"""Who asks. AWS answers it to everybody; the policy names it so that it holds every call made."""

SERVICES: tuple[tuple[str, tuple[Call, ...]], ...] = (
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
)
"""In the order they are asked. A call stands behind the calls whose replies it asks about."""
GLOBAL = frozenset({"s3"})
"""Answers for all regions at once, so it is asked once."""
