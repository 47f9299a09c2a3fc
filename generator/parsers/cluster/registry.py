"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.cluster.helm_files import is_part_of_chart
from generator.parsers.cluster.kustomize_files import is_taken_in
from generator.parsers.document import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

_STREAM = frozenset({FileContainer.JSON_STREAM})
_ARCHIVE = Signs(kinds=frozenset({FileContainer.GZIP, FileContainer.BINARY}))
_BLOCKS = ("resource", "data", "module", "variable", "output", "provider")
_TERRAFORM = Signs(
    name=(".tf", ".tofu", ".tfvars", ".hcl", ".tftpl", ".tpl"),
    text=tuple(f"{block}{blank}".encode() for block in _BLOCKS for blank in (' "', "  ", " \t", "\t")),
)

CLUSTER: tuple[Parser, ...] = (
    LateParser(
        "helm-chart-yaml",
        "cluster.helm_chart_yaml:HelmChartYaml",
        "cluster",
        Signs(text=(b"apiVersion",), among=is_part_of_chart),
    ),
    LateParser(
        "kustomize-yaml",
        "cluster.kustomize_yaml:KustomizeYaml",
        "cluster",
        Signs(start=(b"resources", b"bases", b"images", b"patches", b"kustomize.config", b"helmCharts"), among=is_taken_in),
    ),
    LateParser("kubectl-json", "cluster.kubectl_json:KubectlJson", "cluster", Signs(json=())),
    LateParser(
        "kubectl-json-lines",
        "cluster.kubectl_json_lines:KubectlJsonLines",
        "cluster",
        Signs(kinds=frozenset({FileContainer.JSON_LINES})),
    ),
    LateParser(
        "kubectl-json-stream",
        "cluster.kubectl_json_stream:KubectlJsonStream",
        "cluster",
        Signs(kinds=_STREAM),
    ),
    LateParser(
        "kubelet-configz-json", "cluster.kubelet_configz_json:KubeletConfigzJson", "cluster", Signs(json=("kubeletconfig",))
    ),
    LateParser("troubleshoot-bundle-tar", "cluster.troubleshoot_bundle_tar:TroubleshootBundleTar", "cluster", _ARCHIVE),
    LateParser("openshift-insights-tar", "cluster.openshift_insights_tar:OpenshiftInsightsTar", "cluster", _ARCHIVE),
    LateParser("openshift-must-gather-tar", "cluster.openshift_must_gather_tar:OpenshiftMustGatherTar", "cluster", _ARCHIVE),
    LateParser(
        "terraform-plan-json", "cluster.terraform_plan_json:TerraformPlanJson", "cluster", Signs(json=("format_version",))
    ),
    LateParser("aws-ecs-json", "cluster.aws_ecs_json:AwsEcsJson", "cluster", Signs(json=(), kinds=_STREAM)),
    LateParser(
        "aws-cloudformation-template",
        "cluster.aws_cloudformation_template:AwsCloudformationTemplate",
        "cluster",
        Signs(start=(b"Resources",)),
    ),
    LateParser("helm-release-text", "cluster.helm_release_text:HelmReleaseText", "cluster", Signs(text=(b"NAME: ",))),
    LateParser(
        "kubectl-yaml-stream",
        "cluster.kubectl_yaml_stream:KubectlYamlStream",
        "cluster",
        Signs(text=(b"==== START logs for container ",)),
    ),
    LateParser("kubernetes-yaml", "cluster.kubernetes_yaml:KubernetesYaml", "cluster", Signs(text=(b"apiVersion",))),
    LateParser("compose-yaml", "cluster.compose_yaml:ComposeYaml", "cluster", Signs(text=(b"services", b"include"))),
    LateParser(
        "cloudfoundry-manifest-yaml",
        "cluster.cloudfoundry_manifest_yaml:CloudfoundryManifestYaml",
        "cluster",
        Signs(text=(b"applications",)),
    ),
    LateParser("terraform-hcl", "cluster.terraform_hcl:TerraformHcl", "cluster", _TERRAFORM),
)
