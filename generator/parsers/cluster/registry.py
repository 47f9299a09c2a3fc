"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.cluster.helm_files import is_part_of_chart
from generator.parsers.cluster.kustomize_files import is_taken_in
from generator.parsers.file_container import FileContainer
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
        "cluster.helm_chart_yaml",
        "Helm charts (Chart.yaml with its values and templates): what they declare; rendered where `helm` is installed",
        Signs(text=(b"apiVersion",), among=is_part_of_chart),
    ),
    LateParser(
        "cluster.kustomize_yaml",
        "Kustomizations with the bases, patches and manifests that they take in, YAML",
        Signs(start=(b"resources", b"bases", b"images", b"patches", b"kustomize.config", b"helmCharts"), among=is_taken_in),
    ),
    LateParser(
        "cluster.kubectl_json",
        "Kubernetes and OpenShift objects and lists, JSON (kubectl, API, kubelet, files of cluster-info dump)",
        Signs(json=()),
    ),
    LateParser(
        "cluster.kubectl_json_lines",
        "Kubernetes objects or lists, one a line, JSON lines",
        Signs(kinds=frozenset({FileContainer.JSON_LINES})),
    ),
    LateParser(
        "cluster.kubectl_json_stream",
        "`kubectl cluster-info dump` as printed, or several `kubectl get -o json` in one file",
        Signs(kinds=_STREAM),
    ),
    LateParser(
        "cluster.kubelet_configz_json",
        "Running configuration of a kubelet (`kubectl get --raw /api/v1/nodes/NODE/proxy/configz`), JSON",
        Signs(json=("kubeletconfig",)),
    ),
    LateParser("cluster.troubleshoot_bundle_tar", "Troubleshoot support bundle, tar.gz", _ARCHIVE),
    LateParser("cluster.openshift_insights_tar", "OpenShift Insights Operator archive, tar.gz", _ARCHIVE),
    LateParser("cluster.openshift_must_gather_tar", "OpenShift must-gather and `oc adm inspect`, tar or tar.gz", _ARCHIVE),
    LateParser(
        "cluster.terraform_plan_json",
        "Terraform and OpenTofu plans and states (`terraform show -json`), JSON",
        Signs(json=("format_version",)),
    ),
    LateParser(
        "cluster.aws_ecs_json",
        "Amazon ECS: tasks, services, task definitions (`aws ecs describe-…` and `list-…`), JSON",
        Signs(json=(), kinds=_STREAM),
    ),
    LateParser(
        "cluster.aws_cloudformation_template",
        "AWS CloudFormation, SAM and CDK templates with the templates that they nest, YAML or JSON",
        Signs(start=(b"Resources",)),
    ),
    LateParser(
        "cluster.helm_release_text",
        "Helm releases as printed (`helm install --dry-run`, `helm get all`), text",
        Signs(text=(b"NAME: ",)),
    ),
    LateParser(
        "cluster.kubectl_yaml_stream",
        "`kubectl cluster-info dump -o yaml` as printed",
        Signs(text=(b"==== START logs for container ",)),
    ),
    LateParser(
        "cluster.kubernetes_yaml",
        "Kubernetes manifests (also rendered by Helm or Kustomize) and `kubectl get -o yaml`, YAML of one or many documents",
        Signs(text=(b"apiVersion",)),
    ),
    LateParser(
        "cluster.compose_yaml",
        "Compose files (Docker, Podman), YAML, and `docker compose config`",
        Signs(text=(b"services", b"include")),
    ),
    LateParser(
        "cluster.cloudfoundry_manifest_yaml",
        "Cloud Foundry manifests (`cf push`, `cf create-app-manifest`), YAML",
        Signs(text=(b"applications",)),
    ),
    LateParser(
        "cluster.terraform_hcl",
        "Terraform and OpenTofu source (.tf, .tfvars) with its local modules: services, containers, network policies",
        _TERRAFORM,
    ),
)
