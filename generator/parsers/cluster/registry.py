"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.cluster.aws_cloudformation_template import AwsCloudformationTemplate
from generator.parsers.cluster.aws_ecs_json import AwsEcsJson
from generator.parsers.cluster.cloudfoundry_manifest_yaml import CloudfoundryManifestYaml
from generator.parsers.cluster.compose_yaml import ComposeYaml
from generator.parsers.cluster.helm_chart_yaml import HelmChartYaml
from generator.parsers.cluster.helm_release_text import HelmReleaseText
from generator.parsers.cluster.kubectl_json import KubectlJson
from generator.parsers.cluster.kubectl_json_lines import KubectlJsonLines
from generator.parsers.cluster.kubectl_json_stream import KubectlJsonStream
from generator.parsers.cluster.kubectl_yaml_stream import KubectlYamlStream
from generator.parsers.cluster.kubelet_configz_json import KubeletConfigzJson
from generator.parsers.cluster.kubernetes_yaml import KubernetesYaml
from generator.parsers.cluster.kustomize_yaml import KustomizeYaml
from generator.parsers.cluster.openshift_insights_tar import OpenshiftInsightsTar
from generator.parsers.cluster.openshift_must_gather_tar import OpenshiftMustGatherTar
from generator.parsers.cluster.terraform_hcl import TerraformHcl
from generator.parsers.cluster.terraform_plan_json import TerraformPlanJson
from generator.parsers.cluster.troubleshoot_bundle_tar import TroubleshootBundleTar

CLUSTER: tuple[Parser, ...] = (
    HelmChartYaml(),
    KustomizeYaml(),
    KubectlJson(),
    KubectlJsonLines(),
    KubectlJsonStream(),
    KubeletConfigzJson(),
    TroubleshootBundleTar(),
    OpenshiftInsightsTar(),
    OpenshiftMustGatherTar(),
    TerraformPlanJson(),
    AwsEcsJson(),
    AwsCloudformationTemplate(),
    HelmReleaseText(),
    KubectlYamlStream(),
    KubernetesYaml(),
    ComposeYaml(),
    CloudfoundryManifestYaml(),
    TerraformHcl(),
)
