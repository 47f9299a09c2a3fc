"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.cluster.kubectl_json import KubectlJson
from generator.parsers.cluster.kubectl_json_lines import KubectlJsonLines
from generator.parsers.cluster.kubernetes_yaml import KubernetesYaml

CLUSTER: tuple[Parser, ...] = (KubectlJson(), KubectlJsonLines(), KubernetesYaml())
