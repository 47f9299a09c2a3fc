"""Every format of cloud posture, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.file_container import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs


def _replies(*keys: str) -> Signs:
    """Replies of the command line with any of these names, one or several in a file, or rows of the collector."""
    return Signs(json=("answers", *keys), kinds=frozenset({FileContainer.JSON_STREAM}))


CLOUD: tuple[Parser, ...] = (
    LateParser("cloud.aws_ec2_json", "Amazon EC2 instances (`aws ec2 describe-instances`), JSON", _replies("Reservations")),
    LateParser(
        "cloud.aws_rds_json",
        "Amazon RDS databases (`aws rds describe-db-instances`, `describe-db-clusters`), JSON",
        _replies("DBInstances", "DBClusters"),
    ),
    LateParser(
        "cloud.aws_elb_json",
        "AWS load balancers, listeners and TLS policies (`aws elbv2 describe-…`, `aws elb describe-…`), JSON",
        _replies("LoadBalancers", "Listeners", "SslPolicies", "LoadBalancerDescriptions"),
    ),
    LateParser(
        "cloud.aws_s3_json",
        "Amazon S3 buckets, their encryption and public access (`aws s3api …`), JSON",
        _replies("Buckets", "ServerSideEncryptionConfiguration", "PublicAccessBlockConfiguration"),
    ),
    LateParser(
        "cloud.aws_eks_json",
        "Amazon EKS clusters, node groups, add-ons and Fargate profiles (`aws eks describe-…` and `list-…`), JSON",
        _replies("cluster", "nodegroup", "addon", "fargateProfile", "clusters", "nodegroups", "addons", "fargateProfileNames"),
    ),
    LateParser(
        "cloud.aws_ecr_registry_json",
        (
            "Amazon ECR repositories, images, scanning configuration and policies (`aws ecr describe-…`, "
            "`…-scanning-configuration`, `get-…-policy`), JSON"
        ),
        _replies("repositories", "imageDetails", "scanningConfiguration", "scanningConfigurations", "policyText"),
    ),
    LateParser(
        "cloud.aws_inspector2_coverage_json",
        "Amazon Inspector coverage and account status (`aws inspector2 list-coverage`, `batch-get-account-status`), JSON",
        _replies("coveredResources", "accounts"),
    ),
    LateParser(
        "cloud.aws_posture_json",
        "AWS Security Hub's standards and AWS Config's recorder and rules: what is switched on, JSON",
        _replies("HubArn", "StandardsSubscriptions", "ConfigurationRecordersStatus", "ConfigRules"),
    ),
    LateParser(
        "cloud.aws_logs_json",
        "Amazon CloudWatch log groups and subscription filters (`aws logs describe-…`), JSON",
        _replies("logGroups", "subscriptionFilters"),
    ),
    LateParser(
        "cloud.harbor_projects_json",
        "Harbor projects and their settings (`GET /api/v2.0/projects`; `atopack collect registry --harbor`), JSON",
        Signs(json=("projects", "project_id")),
    ),
)
