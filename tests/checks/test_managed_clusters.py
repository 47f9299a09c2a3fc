"""Clusters whose control plane a provider runs: by labels and kubelets of their nodes, and the authorization that names it."""

import json

import pytest

from generator.checks.base import CheckContext
from generator.checks.managed_clusters import leveraged, provider
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts, listing
from tests.checks.manifests import thing

EKS, GKE, AKS = "Amazon EKS", "Google GKE", "Azure AKS"
_LEVERAGED = """plan:
  leveraged-authorizations:
    - {{id: F1, name: First, provider: P, services: [Storage], authorization-type: fedramp-jab, impact-level: high}}
    - {{id: F2, name: {name}, provider: P, services: [{service}], authorization-type: fedramp-jab, impact-level: high}}
"""


def _context(kubelet: str = "v1.31.2", label: str = "kubernetes.io/os", system: str = "") -> CheckContext:
    status = {"nodeInfo": {"kubeletVersion": kubelet}}
    plain = thing(
        "Node", "v1", "plain", labels={"kubernetes.io/os": "linux"}, status={"nodeInfo": {"kubeletVersion": "v1.31.2"}}
    )
    made = facts(listing("Node", "v1", plain, thing("Node", "v1", "n", labels={label: "x"}, status=status)), system=system)
    (configuration,) = made.configurations
    return CheckContext(system=read(system, folder="x"), facts=made, configuration=configuration)


@pytest.mark.parametrize(
    ("kubelet", "name"),
    [
        ("v1.31.2-eks-94953ac", EKS),
        ("v1.31.2-gke.1384000", GKE),
        ("v1.31.2-aks", AKS),
        ("v1.31.2", ""),
        ("v1.31.2+k3s1", ""),
    ],
)
def test_by_the_version_of_a_kubelet(kubelet: str, name: str) -> None:
    assert provider(_context(kubelet)) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("eks.amazonaws.com/nodegroup", EKS),
        ("alpha.eksctl.io/cluster-name", EKS),
        ("cloud.google.com/gke-nodepool", GKE),
        ("kubernetes.azure.com/cluster", AKS),
        ("cloud.google.com/machine-family", ""),
        ("example.org/eks.amazonaws.com", ""),
    ],
)
def test_by_a_label_of_a_node(label: str, name: str) -> None:
    assert provider(_context(label=label)) == name


@pytest.mark.parametrize(
    ("kubelet", "name", "service", "row"),
    [
        ("v1.31.2-eks-94953ac", "AWS", "EKS", "AWS"),
        ("v1.31.2-eks-94953ac", "AWS", "Elastic Kubernetes Service", "AWS"),
        ("v1.31.2-gke.1", "Google", "gke", "Google"),
        ("v1.31.2-gke.1", "Google", "Google Kubernetes Engine", "Google"),
        ("v1.31.2-aks", "Azure AKS", "Compute", "Azure AKS"),
        ("v1.31.2-aks", "Azure", "Azure Kubernetes Service", "Azure"),
        ("v1.31.2-aks", "AWS", "EKS", ""),
        ("v1.31.2-eks-94953ac", "AWS", "Compute", ""),
        ("v1.31.2", "AWS", "EKS", ""),
    ],
)
def test_the_authorization_that_names_the_service(kubelet: str, name: str, service: str, row: str) -> None:
    assert leveraged(_context(kubelet, system=_LEVERAGED.format(name=name, service=service))) == row


def test_an_evidence_of_no_node_names_no_provider() -> None:
    pod = json.loads(thing("Pod", "v1", "p", "shop", spec={"containers": []}))
    made = facts(listing("Pod", "v1", json.dumps(pod)))
    assert provider(CheckContext(system=read("", folder="x"), facts=made, configuration=made.configurations[0])) == ""
