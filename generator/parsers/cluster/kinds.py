"""Which kind an object is, where it does not say so itself.

Typed lists carry the kind once, in the list. Go programs (support bundles, collectors, the kubelet) write objects and
lists without any; then, in this order: the API path in `selfLink`, the shape, and last the file's name (`pods.json`).
"""

import re
from collections.abc import Set
from pathlib import PurePosixPath

from generator.parsers.late_patterns import late_re

RESOURCES = {
    "clusterroles": "ClusterRole",
    "clusterrolebindings": "ClusterRoleBinding",
    "configmaps": "ConfigMap",
    "cronjobs": "CronJob",
    "daemonsets": "DaemonSet",
    "deploymentconfigs": "DeploymentConfig",
    "deployments": "Deployment",
    "endpoints": "Endpoints",
    "events": "Event",
    "ingresses": "Ingress",
    "limitranges": "LimitRange",
    "mutatingwebhookconfigurations": "MutatingWebhookConfiguration",
    "resourcequotas": "ResourceQuota",
    "validatingwebhookconfigurations": "ValidatingWebhookConfiguration",
    "jobs": "Job",
    "namespaces": "Namespace",
    "networkpolicies": "NetworkPolicy",
    "nodes": "Node",
    "persistentvolumeclaims": "PersistentVolumeClaim",
    "persistentvolumes": "PersistentVolume",
    "pods": "Pod",
    "replicasets": "ReplicaSet",
    "replicationcontrollers": "ReplicationController",
    "rolebindings": "RoleBinding",
    "roles": "Role",
    "rollouts": "Rollout",
    "secrets": "Secret",
    "serviceaccounts": "ServiceAccount",
    "services": "Service",
    "statefulsets": "StatefulSet",
}
"""Resource names of the API, and their kinds."""

_GROUPS = {
    "": ("Pod", "Service", "Node", "Namespace", "ReplicationController"),
    "apps": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    "batch": ("Job", "CronJob"),
    "extensions": ("Deployment", "DaemonSet", "ReplicaSet", "Ingress"),
    "networking.k8s.io": ("Ingress",),
    "apps.openshift.io": ("DeploymentConfig",),
    "argoproj.io": ("Rollout",),
}
"""Where the kinds that are read come from: Knative has a Service, Volcano a Job, OpenShift's configuration an Ingress."""

_OTHER_GROUPS = {
    "NetworkPolicy": "networking.k8s.io",
    "Role": "rbac.authorization.k8s.io",
    "ClusterRole": "rbac.authorization.k8s.io",
    "RoleBinding": "rbac.authorization.k8s.io",
    "ClusterRoleBinding": "rbac.authorization.k8s.io",
    "ValidatingWebhookConfiguration": "admissionregistration.k8s.io",
    "MutatingWebhookConfiguration": "admissionregistration.k8s.io",
}
"""Of kinds that some programs write without one, and of which only settings are read."""

_SHAPES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("Node", frozenset(), frozenset({"nodeInfo"})),
    ("Pod", frozenset({"containers"}), frozenset({"phase"})),
    ("CronJob", frozenset({"jobTemplate"}), frozenset()),
    ("DaemonSet", frozenset({"template"}), frozenset({"desiredNumberScheduled"})),
    ("StatefulSet", frozenset({"template", "serviceName"}), frozenset()),
    ("Job", frozenset({"template", "backoffLimit"}), frozenset()),
    ("ReplicaSet", frozenset({"template", "replicas"}), frozenset({"fullyLabeledReplicas"})),
    ("Deployment", frozenset({"template", "strategy"}), frozenset()),
    ("Service", frozenset({"clusterIP", "type"}), frozenset()),
    ("Service", frozenset({"externalName"}), frozenset()),
    ("Ingress", frozenset({"ingressClassName"}), frozenset()),
    ("Namespace", frozenset({"finalizers"}), frozenset({"phase"})),
)
"""(kind, members of spec, members of status) that together belong to this kind only; asked in order."""

_ELSEWHERE = ("tekton.dev", "aquasecurity.github.io", "audit.k8s.io", "kustomize.config.k8s.io", "backstage.io", "skaffold")
_SERVER_FILES = (
    ("Policy", "audit.k8s.io"),
    ("AuthenticationConfiguration", "apiserver.config.k8s.io"),
    ("AuthorizationConfiguration", "apiserver.config.k8s.io"),
    ("AdmissionConfiguration", "apiserver.config.k8s.io"),
)
_SELF_LINK = late_re(r"/apis?/(?:[^/]+/)?v[^/]+/(?:namespaces/[^/]+/(?=[^/]+))?(?P<resource>[a-z]+)(?:/[^/]+)?")


def is_read(kind: str, api_version: str | None) -> bool:
    """Is it one of the kinds that are read, and not another project's of the same name?"""
    if api_version is None:
        return any(kind in each for each in _GROUPS.values())
    group, slash, _ = api_version.partition("/")
    return kind in _GROUPS.get(group if slash else "", ())


def group_of(kind: str, api_version: str | None) -> str:
    """The API group; of a kind that does not say it, the one that it has in Kubernetes itself. Empty for the core group."""
    if api_version is not None:
        group, slash, _ = api_version.partition("/")
        return group if slash else ""
    return _OTHER_GROUPS.get(kind) or next((group for group, named in _GROUPS.items() if kind in named), "")


def is_elsewhere(api_version: str | None) -> bool:
    """Is it an object that another family reads (pipelines, scans, audit logs), or that never reaches a cluster?"""
    group = (api_version or "").partition("/")[0]
    return any(group == each or group.endswith(f".{each}") for each in _ELSEWHERE)


def is_server_file(kind: str | None, api_version: str | None) -> bool:
    """A file that an API server's arguments name: it has no metadata and never reaches the API."""
    return (kind, (api_version or "").partition("/")[0]) in _SERVER_FILES


def of_list(kind: str | None) -> str | None:
    """`PodList` -> `Pod`; None for `List`, whose items say it themselves, and for what is no list."""
    return kind.removesuffix("List") or None if kind and kind.endswith("List") else None


def from_self_link(link: str | None) -> str | None:
    """`/api/v1/namespaces/shop/pods/cart-1` -> `Pod`."""
    match = _SELF_LINK.fullmatch(link) if link else None
    return RESOURCES.get(match["resource"]) if match else None


def from_shape(spec: Set[str], status: Set[str]) -> str | None:
    """The kind that has these members in `spec` and `status`."""
    return next((kind for kind, in_spec, in_status in _SHAPES if in_spec <= spec and in_status <= status), None)


def from_webhook(webhook: Set[str]) -> str | None:
    """Which admission configuration an entry of `webhooks` is from: the server gives every mutating one a policy."""
    if "clientConfig" not in webhook:
        return None
    return "MutatingWebhookConfiguration" if "reinvocationPolicy" in webhook else "ValidatingWebhookConfiguration"


def from_file_name(name: str) -> str | None:
    """`kube-system_pods.json` -> `Pod`: a hint for lists that say nothing else, never a source of content."""
    words = re.split(r"[^a-z]+", PurePosixPath(name).name.lower())
    return next((RESOURCES[word] for word in reversed(words) if word in RESOURCES), None)
