"""Every format of cloud posture, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.document import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

_STREAM = frozenset({FileContainer.JSON_STREAM})

CLOUD: tuple[Parser, ...] = (
    LateParser(
        "aws-ec2-json", "cloud.aws_ec2_json:AwsEc2Json", "cloud", Signs(json=("answers", "Reservations"), kinds=_STREAM)
    ),
    LateParser(
        "aws-rds-json",
        "cloud.aws_rds_json:AwsRdsJson",
        "cloud",
        Signs(json=("answers", "DBInstances", "DBClusters"), kinds=_STREAM),
    ),
    LateParser(
        "aws-elb-json",
        "cloud.aws_elb_json:AwsElbJson",
        "cloud",
        Signs(json=("answers", "LoadBalancers", "Listeners", "SslPolicies", "LoadBalancerDescriptions"), kinds=_STREAM),
    ),
    LateParser(
        "aws-s3-json",
        "cloud.aws_s3_json:AwsS3Json",
        "cloud",
        Signs(
            json=("answers", "Buckets", "ServerSideEncryptionConfiguration", "PublicAccessBlockConfiguration"), kinds=_STREAM
        ),
    ),
    LateParser(
        "aws-eks-json",
        "cloud.aws_eks_json:AwsEksJson",
        "cloud",
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
        "aws-ecr-registry-json",
        "cloud.aws_ecr_registry_json:AwsEcrRegistryJson",
        "cloud",
        Signs(
            json=("answers", "repositories", "imageDetails", "scanningConfiguration", "scanningConfigurations", "policyText"),
            kinds=_STREAM,
        ),
    ),
    LateParser(
        "aws-inspector2-coverage-json",
        "cloud.aws_inspector2_coverage_json:AwsInspector2CoverageJson",
        "cloud",
        Signs(json=("answers", "coveredResources", "accounts"), kinds=_STREAM),
    ),
    LateParser(
        "aws-posture-json",
        "cloud.aws_posture_json:AwsPostureJson",
        "cloud",
        Signs(
            json=("answers", "HubArn", "StandardsSubscriptions", "ConfigurationRecordersStatus", "ConfigRules"), kinds=_STREAM
        ),
    ),
    LateParser(
        "aws-logs-json",
        "cloud.aws_logs_json:AwsLogsJson",
        "cloud",
        Signs(json=("answers", "logGroups", "subscriptionFilters"), kinds=_STREAM),
    ),
    LateParser(
        "harbor-projects-json", "cloud.harbor_projects_json:HarborProjectsJson", "cloud", Signs(json=("projects", "project_id"))
    ),
)
