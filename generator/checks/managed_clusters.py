"""Clusters whose control plane the provider runs and hides: what their nodes call themselves.

Rule: what a provider hides is not known, whoever runs it. Only an authorization that this system leverages, and that names the
service, takes it out of the system's own assessment.
"""

from generator.checks.base import CheckContext
from generator.model.settings.sensors import NodeState

HIDDEN = "the provider hides this setting and no leveraged authorization is named"
_PROVIDERS = (
    ("Amazon EKS", ("eks.amazonaws.com/", "alpha.eksctl.io/"), "-eks-", ("eks", "elastic kubernetes")),
    ("Google GKE", ("cloud.google.com/gke-",), "-gke.", ("gke", "google kubernetes")),
    ("Azure AKS", ("kubernetes.azure.com/cluster",), "-aks", ("aks", "azure kubernetes")),
)
"""Service, how labels of its nodes begin, what the version of their kubelets contains, and words by which it is named."""


def provider(context: CheckContext) -> str:
    """`Amazon EKS`; empty where no node names one."""
    labels = {key for each in context.of(NodeState) for key, _ in each.says.labels}
    kubelets = [node.kubelet or "" for node in context.nodes(context.cluster)]
    for name, prefixes, version, _ in _PROVIDERS:
        if any(label.startswith(prefixes) for label in labels) or any(version in kubelet for kubelet in kubelets):
            return name
    return ""


def leveraged(context: CheckContext) -> str:
    """The authorization in system.yaml that names the service that runs this cluster's control plane; empty where none does."""
    words = next((words for name, _, _, words in _PROVIDERS if name == provider(context)), ())
    for row in context.system.plan.leveraged:
        named = {part for text in (row.name, *row.services) for part in _words(text)}
        if any(word in named or any(word in text.casefold() for text in row.services) for word in words):
            return row.name
    return ""


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
