"""Small invented manifests, written short."""

import json
from typing import Any

EMPTY = '{{"kind":"{kind}List","apiVersion":"{version}","metadata":{{"resourceVersion":"7"}},"items":[]}}'


def empty(kind: str, version: str) -> str:
    """What the API answers where there are none."""
    return EMPTY.format(kind=kind, version=version)


def thing(kind: str, version: str, name: str, namespace: str = "", labels: dict[str, str] | None = None, **members: Any) -> str:
    """One object, as YAML (JSON is YAML)."""
    meta = {"name": name, "uid": f"u-{name}", "resourceVersion": "42", **({"namespace": namespace} if namespace else {})}
    if labels:
        meta["labels"] = labels  # type: ignore[assignment]
    return json.dumps({"kind": kind, "apiVersion": version, "metadata": meta, **members})


def refused(resource: str, group: str) -> str:
    """What the API answers where it may not be listed."""
    return json.dumps(
        {"kind": "Status", "apiVersion": "v1", "metadata": {}, "code": 403, "details": {"kind": resource, "group": group}}
    )


def namespace(name: str = "shop", **labels: str) -> str:
    """A Namespace; `__` in a label's name stands for `/`, `_` for `-`."""
    plain = {key.replace("__", "/").replace("_", "-").replace("~", "."): value for key, value in labels.items()}
    return thing("Namespace", "v1", name, labels=plain)


def secured(name: str, level: str, mode: str = "enforce") -> str:
    """A Namespace with a Pod Security level."""
    return thing("Namespace", "v1", name, labels={f"pod-security.kubernetes.io/{mode}": level})


HARD = {
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
AMOUNTS = {"cpu": "100m", "memory": "64Mi"}


def container(**members: Any) -> dict[str, Any]:
    """A container that adheres, unless `members` say otherwise."""
    resources = {"requests": AMOUNTS, "limits": AMOUNTS}
    return {"name": "app", "image": "registry.example/cart:1", "securityContext": HARD, "resources": resources, **members}


def deployment(*containers: dict[str, Any], name: str = "cart", where: str = "shop", **pod: Any) -> str:
    """A Deployment of these containers; `pod` are members of the pod's specification."""
    spec = {"containers": list(containers) or [container()], **pod}
    template = {"metadata": {"labels": {"app": name}}, "spec": spec}
    return thing("Deployment", "apps/v1", name, where, spec={"replicas": 1, "template": template})


def webhook(failure: str | None = "Fail", version: str = "v1", resource: str = "pods", **members: Any) -> str:
    """A ValidatingWebhookConfiguration of one webhook."""
    rule = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": [resource]}
    hook: dict[str, Any] = {"name": "gate.example", "rules": [rule], **members}
    if failure:
        hook["failurePolicy"] = failure
    hook.setdefault("clientConfig", {"service": {"namespace": "gate", "name": "gate"}})
    return thing("ValidatingWebhookConfiguration", f"admissionregistration.k8s.io/{version}", "gate", webhooks=[hook])


def selector(operator: str, key: str = "kubernetes.io/metadata.name", *values: str) -> dict[str, Any]:
    """A label selector of one expression."""
    return {"matchExpressions": [{"key": key, "operator": operator, **({"values": list(values)} if values else {})}]}


def network_policy(
    name: str = "deny", where: str = "shop", types: str = "Ingress Egress", pods: Any = None, **rules: Any
) -> str:
    """A NetworkPolicy."""
    spec = {"podSelector": pods or {}, "policyTypes": types.split(), **rules}
    return thing("NetworkPolicy", "networking.k8s.io/v1", name, where, spec=spec)


def api_server(*arguments: str, name: str = "kube-apiserver-one") -> str:
    """The static pod of an API server, as the API mirrors it."""
    return static_pod("kube-apiserver", *arguments, name=name)


def static_pod(program: str, *arguments: str, name: str = "", where: str = "kube-system", **members: Any) -> str:
    """A program of the control plane as a pod that its node's kubelet starts from a file."""
    started = {"name": program, "image": f"registry.example/{program}:1", "command": [program, *arguments], **members}
    spec = {"nodeName": "one", "containers": [started]}
    made = json.loads(thing("Pod", "v1", name or f"{program}-one", where, spec=spec, status={"phase": "Running"}))
    made["metadata"]["annotations"] = {"kubernetes.io/config.source": "file"}
    return json.dumps(made)


def role(name: str, *rules: dict[str, list[str]], kind: str = "ClusterRole", where: str = "") -> str:
    """A Role or ClusterRole."""
    return thing(kind, "rbac.authorization.k8s.io/v1", name, where, rules=list(rules))


def rule(verbs: str, resources: str, groups: str = "") -> dict[str, list[str]]:
    """A rule; groups and resources with spaces between, `core` for the core group."""
    named = ["" if one == "core" else one for one in (groups or "core").split()]
    return {"verbs": verbs.split(), "resources": resources.split(), "apiGroups": named}


def binding(role_name: str, *subjects: tuple[str, str, str], kind: str = "ClusterRole", where: str = "") -> str:
    """A binding named after its role."""
    held = [{"kind": one, "namespace": namespace_, "name": name} for one, namespace_, name in subjects]
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role_name}
    binding_kind = "RoleBinding" if where else "ClusterRoleBinding"
    return thing(binding_kind, "rbac.authorization.k8s.io/v1", role_name, where, roleRef=reference, subjects=held)
