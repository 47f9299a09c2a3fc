"""Every format of cloud posture, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.cloud.aws_ec2_json import AwsEc2Json
from generator.parsers.cloud.aws_ecr_registry_json import AwsEcrRegistryJson
from generator.parsers.cloud.aws_eks_json import AwsEksJson
from generator.parsers.cloud.aws_elb_json import AwsElbJson
from generator.parsers.cloud.aws_inspector2_coverage_json import AwsInspector2CoverageJson
from generator.parsers.cloud.aws_logs_json import AwsLogsJson
from generator.parsers.cloud.aws_posture_json import AwsPostureJson
from generator.parsers.cloud.aws_rds_json import AwsRdsJson
from generator.parsers.cloud.aws_s3_json import AwsS3Json
from generator.parsers.cloud.harbor_projects_json import HarborProjectsJson

CLOUD: tuple[Parser, ...] = (
    AwsEc2Json(),
    AwsRdsJson(),
    AwsElbJson(),
    AwsS3Json(),
    AwsEksJson(),
    AwsEcrRegistryJson(),
    AwsInspector2CoverageJson(),
    AwsPostureJson(),
    AwsLogsJson(),
    HarborProjectsJson(),
)
