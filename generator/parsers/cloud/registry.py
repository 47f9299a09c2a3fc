"""Every format of cloud posture, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.document import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

_STREAM = frozenset({FileContainer.JSON_STREAM})

CLOUD: tuple[Parser, ...] = (
    LateParser(
        "cloud.aws_ec2_json",
        "Amazon EC2 instances (`aws ec2 describe-instances`), JSON",
        Signs(json=("answers", "Reservations"), kinds=_STREAM),
    ),
    LateParser(
        "cloud.aws_rds_json",
        "Amazon RDS databases (`aws rds describe-db-instances`, `describe-db-clusters`), JSON",
        Signs(json=("answers", "DBInstances", "DBClusters"), kinds=_STREAM),
    ),
    LateParser(
        "cloud.aws_elb_json",
        "AWS load balancers, listeners and TLS policies (`aws elbv2 describe-…`, `aws elb describe-…`), JSON",
        Signs(json=("answers", "LoadBalancers", "Listeners", "SslPolicies", "LoadBalancerDescriptions"), kinds=_STREAM),
    ),
    LateParser(
        "cloud.aws_s3_json",
        "Amazon S3 buckets, their encryption and public access (`aws s3api …`), JSON",
        Signs(
            json=("answers", "Buckets", "ServerSideEncryptionConfiguration", "PublicAccessBlockConfiguration"), kinds=_STREAM
        ),
    ),
    LateParser(
        "cloud.aws_eks_json",
        "Amazon EKS clusters, node groups, add-ons and Fargate profiles (`aws eks describe-…` and `list-…`), JSON",
        Signs(
            json=(
                "answers",
                "cluster",
                "nodegroup",
                "addon",
                "fargateProfile",
                "clusters",
                "nodegroups",
                "addons",
                "fargateProfileNames",
            ),
            kinds=_STREAM,
        ),
    ),
    LateParser(
        "cloud.aws_ecr_registry_json",
        (
            "Amazon ECR repositories, images, scanning configuration and policies (`aws ecr describe-…`, "
            "`…-scanning-configuration`, `get-…-policy`), JSON"
        ),
        Signs(
            json=("answers", "repositories", "imageDetails", "scanningConfiguration", "scanningConfigurations", "policyText"),
            kinds=_STREAM,
        ),
    ),
    LateParser(
        "cloud.aws_inspector2_coverage_json",
        ("Amazon Inspector coverage and account status (`aws inspector2 list-coverage`, `batch-get-account-status`), JSON"),
        Signs(json=("answers", "coveredResources", "accounts"), kinds=_STREAM),
    ),
    LateParser(
        "cloud.aws_posture_json",
        "AWS Security Hub's standards and AWS Config's recorder and rules: what is switched on, JSON",
        Signs(
            json=("answers", "HubArn", "StandardsSubscriptions", "ConfigurationRecordersStatus", "ConfigRules"), kinds=_STREAM
        ),
    ),
    LateParser(
        "cloud.aws_logs_json",
        "Amazon CloudWatch log groups and subscription filters (`aws logs describe-…`), JSON",
        Signs(json=("answers", "logGroups", "subscriptionFilters"), kinds=_STREAM),
    ),
    LateParser(
        "cloud.harbor_projects_json",
        "Harbor projects and their settings (`GET /api/v2.0/projects`; `atopack collect registry --harbor`), JSON",
        Signs(json=("projects", "project_id")),
    ),
)
