"""Small invented policies, webhooks and lists of a cluster, for the checks of admission."""

from typing import Any

from tests.checks.cluster_evidence import listing
from tests.checks.manifests import empty, thing

ADMISSION = "admissionregistration.k8s.io/v1"
CONSTRAINTS = "constraints.gatekeeper.sh/v1beta1"
SECURE = {"pattern": {"spec": {"containers": [{"securityContext": {"privileged": "false"}}]}}}
DIGEST = {"pattern": {"spec": {"containers": [{"image": "*@*"}]}}}
REGO = "violation[{}] { input.review.object.spec.containers[_].securityContext.privileged }"
REGO_DIGEST = 'violation[{}] { not contains(c.image, "@sha256") }'


def namespaces(*names: str, **labels: str) -> str:
    """The namespaces of a cluster, listed whole; `labels` are of the first, `__` for `/` and `_` for `-`."""
    plain = {key.replace("__", "/").replace("_", "-").replace("~", "."): value for key, value in labels.items()}
    made = [thing("Namespace", "v1", name, labels=plain if at == 0 else {}) for at, name in enumerate(names or ("shop",))]
    return listing("Namespace", "v1", *made)


def leveled(level: str, name: str = "shop") -> str:
    """One namespace, listed whole, with a Pod Security level."""
    return listing("Namespace", "v1", thing("Namespace", "v1", name, labels={"pod-security.kubernetes.io/enforce": level}))


def pods(*images: str, where: str = "shop") -> str:
    """The pods of a cluster, listed whole, one for each image."""
    made = [
        thing(
            "Pod",
            "v1",
            f"p{at}",
            where,
            spec={"containers": [{"name": "c", "image": image}]},
            status={"phase": "Running", "containerStatuses": []},
        )
        for at, image in enumerate(images or ("registry.example/cart:1",))
    ]
    return listing("Pod", "v1", *made)


def hook(name: str = "gate.example", service: str = "gate", **members: Any) -> dict[str, Any]:
    """One webhook that is asked whenever a pod is made or changed."""
    rule = {"operations": ["CREATE", "UPDATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}
    client = {"service": {"namespace": service, "name": service}}
    return {"name": name, "rules": [rule], "failurePolicy": "Fail", "clientConfig": client, **members}


KYVERNO_HOOK = hook("validate.kyverno.svc-fail", "kyverno")
GATEKEEPER_HOOK = hook("validation.gatekeeper.sh", "gatekeeper-system")
SIGSTORE_HOOK = hook(
    "policy.sigstore.dev", "cosign-system", namespaceSelector={"matchLabels": {"policy.sigstore.dev/include": "true"}}
)


def webhooks(*hooks: dict[str, Any], kind: str = "ValidatingWebhookConfiguration", version: str = ADMISSION) -> str:
    """The webhook configurations of a cluster, listed whole, one for each webhook."""
    made = [thing(kind, version, each["name"], webhooks=[each]) for each in hooks]
    return listing(kind, version, *made)


def policy(failure: str = "Fail", resources: str = "pods", expression: str = "object.spec.securityContext", **more: Any) -> str:
    """A ValidatingAdmissionPolicy."""
    rules = {"resourceRules": [{"operations": ["CREATE"], "apiGroups": [""], "resources": [resources]}]}
    status = more.pop("status", {})
    spec = {"failurePolicy": failure, "validations": [{"expression": expression}], "matchConstraints": rules, **more}
    return thing("ValidatingAdmissionPolicy", ADMISSION, "no-root", spec=spec, status=status)


def bound(*actions: str, name: str = "everywhere", **match: Any) -> str:
    """A binding of it."""
    spec = {"policyName": "no-root", "validationActions": list(actions), **({"matchResources": match} if match else {})}
    return thing("ValidatingAdmissionPolicyBinding", ADMISSION, name, spec=spec)


def bindings(*made: str) -> str:
    """The bindings of a cluster, listed whole."""
    return listing("ValidatingAdmissionPolicyBinding", ADMISSION, *made)


def policies(*made: str) -> str:
    """The ValidatingAdmissionPolicies of a cluster, listed whole."""
    return listing("ValidatingAdmissionPolicy", ADMISSION, *made)


def constraint(action: str | None = None, violations: int | None = 0, kind: str = "K8sNoRoot", **match: Any) -> str:
    """A constraint with the result of an audit."""
    spec: dict[str, Any] = {"match": match, **({"enforcementAction": action} if action else {})}
    status = {} if violations is None else {"totalViolations": violations, "auditTimestamp": "2026-11-19T07:00:00Z"}
    return thing(kind, CONSTRAINTS, "no-root", spec=spec, status=status)


def template(kind: str = "K8sNoRoot", rego: str = REGO, **status: Any) -> str:
    """The template of it."""
    spec = {"crd": {"spec": {"names": {"kind": kind}}}, "targets": [{"target": "admission.k8s.gatekeeper.sh", "rego": rego}]}
    return thing("ConstraintTemplate", "templates.gatekeeper.sh/v1", kind.lower(), spec=spec, status=status)


def templates(*made: str) -> str:
    """The templates of a cluster, listed whole."""
    return listing("ConstraintTemplate", "templates.gatekeeper.sh/v1", *made)


def config(*excluded: str, processes: tuple[str, ...] = ("*",)) -> str:
    """Gatekeeper's Config, listed whole."""
    match = [{"excludedNamespaces": list(excluded), "processes": list(processes)}] if excluded else []
    made = thing("Config", "config.gatekeeper.sh/v1alpha1", "config", "gatekeeper-system", spec={"match": match})
    return listing("Config", "config.gatekeeper.sh/v1alpha1", made)


def rule(name: str = "r", validate: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """A rule of Kyverno about security contexts."""
    return {"name": name, "validate": validate or SECURE, **members}


def matching(*kinds: str, **more: Any) -> dict[str, Any]:
    """A rule about these kinds."""
    return rule(match={"any": [{"resources": {"kinds": list(kinds), **more}}]})


def kyverno(action: str | None = "Enforce", *rules: dict[str, Any], name: str = "no-root", **spec: Any) -> str:
    """A ClusterPolicy."""
    settings = {**({"validationFailureAction": action} if action else {}), "rules": list(rules) or [rule()], **spec}
    return thing("ClusterPolicy", "kyverno.io/v1", name, spec=settings)


def kyverno_policies(*made: str) -> str:
    """The ClusterPolicies of a cluster, listed whole."""
    return listing("ClusterPolicy", "kyverno.io/v1", *made)


def verifying(action: str, *images: str, skip: list[str] | None = None, attestors: Any = None, **members: Any) -> str:
    """A ClusterPolicy that verifies images with a key."""
    keys = [{"entries": [{"keys": {"publicKeys": "k"}}]}] if attestors is None else attestors
    references = {"imageReferences": list(images), "skipImageReferences": skip or [], "attestors": keys}
    return kyverno(action, {"name": "signed", "verifyImages": [references], **members}, name="signed")


def exception(*names: str) -> str:
    """A PolicyException of these policies, listed whole; none of them: an empty list."""
    made = thing(
        "PolicyException", "kyverno.io/v2", "toolbox", "shop", spec={"exceptions": [{"policyName": each} for each in names]}
    )
    return listing("PolicyException", "kyverno.io/v2", *([made] if names else []))


def sigstore(mode: str | None = None, **spec: Any) -> str:
    """A ClusterImagePolicy with a named signer."""
    identity = {"issuer": "https://issuer.example", "subject": "https://builder.example/cart"}
    settings = {
        "images": [{"glob": "registry.example/**"}],
        "authorities": [{"keyless": {"identities": [identity]}}],
        **({"mode": mode} if mode else {}),
        **spec,
    }
    made = thing("ClusterImagePolicy", "policy.sigstore.dev/v1beta1", "signed", spec=settings)
    return listing("ClusterImagePolicy", "policy.sigstore.dev/v1beta1", made)


NO_TEMPLATES = empty("ConstraintTemplate", "templates.gatekeeper.sh/v1")
NO_KYVERNO = empty("ClusterPolicy", "kyverno.io/v1")
NO_NAMESPACED = empty("Policy", "kyverno.io/v1")
NO_SIGSTORE = empty("ClusterImagePolicy", "policy.sigstore.dev/v1beta1")
NO_POLICIES = empty("ValidatingAdmissionPolicy", ADMISSION)
NO_BINDINGS = empty("ValidatingAdmissionPolicyBinding", ADMISSION)
NO_HOOKS = empty("ValidatingWebhookConfiguration", ADMISSION)
NO_EXCEPTIONS = exception()
NO_CONFIG = empty("Config", "config.gatekeeper.sh/v1alpha1")
OPTED = listing("Namespace", "v1", thing("Namespace", "v1", "shop", labels={"policy.sigstore.dev/include": "true"}))
