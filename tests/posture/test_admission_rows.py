"""Rows about admission: each of the four states, and what is wrong where something is."""

import pytest

from generator.model.posture import Certainty, State
from tests.posture.ground import postures, problems
from tests.posture.manifests import (
    container,
    deployment,
    empty,
    namespace,
    refused,
    secured,
    selector,
    thing,
    webhook,
)

ADMISSION = "admissionregistration.k8s.io/v1"
CONSTRAINTS = "constraints.gatekeeper.sh/v1beta1"
NO_TEMPLATES = empty("ConstraintTemplate", "templates.gatekeeper.sh/v1")
NO_KYVERNO = empty("ClusterPolicy", "kyverno.io/v1")
NO_SIGSTORE = empty("ClusterImagePolicy", "policy.sigstore.dev/v1beta1")


def policy(failure: str = "Fail") -> str:
    return thing("ValidatingAdmissionPolicy", ADMISSION, "no-root", spec={"failurePolicy": failure, "validations": [{}]})


def bound(*actions: str) -> str:
    spec = {"policyName": "no-root", "validationActions": list(actions)}
    return thing("ValidatingAdmissionPolicyBinding", ADMISSION, "no-root-everywhere", spec=spec)


def constraint(action: str | None = None, violations: int = 0, **match: object) -> str:
    spec: dict[str, object] = {"match": match, **({"enforcementAction": action} if action else {})}
    return thing("K8sNoRoot", CONSTRAINTS, "no-root", spec=spec, status={"totalViolations": violations})


def template(kind: str = "K8sNoRoot") -> str:
    spec = {"crd": {"spec": {"names": {"kind": kind}}}}
    return thing("ConstraintTemplate", "templates.gatekeeper.sh/v1", kind.lower(), spec=spec)


def kyverno(action: str | None = None, rule: dict[str, object] | None = None, **spec: object) -> str:
    settings = {
        **({"validationFailureAction": action} if action else {}),
        "rules": [rule or {"name": "r", "validate": {}}],
        **spec,
    }
    return thing("ClusterPolicy", "kyverno.io/v1", "no-root", spec=settings)


def verifying(action: str, *images: str) -> str:
    return kyverno(action, {"name": "signed", "verifyImages": [{"imageReferences": list(images)}]})


def sigstore(mode: str | None = None, **spec: object) -> str:
    settings = {"images": [{"glob": "registry.example/**"}], "authorities": [{"keyless": {}}], **spec}
    return thing(
        "ClusterImagePolicy", "policy.sigstore.dev/v1beta1", "signed", spec={**settings, **({"mode": mode} if mode else {})}
    )


OPTED = thing("Namespace", "v1", "shop", labels={"policy.sigstore.dev/include": "true"})
WEBHOOK = "ValidatingWebhookConfiguration/gate/gate.example"

CASES = [
    # webhooks
    ("admission-webhook-passable", State.NOT_COLLECTED, [namespace()], {}),
    ("admission-webhook-passable", State.NOT_COLLECTED, [refused("validatingwebhookconfigurations", ADMISSION[:-3])], {}),
    ("admission-webhook-passable", State.NONE_FOUND, [empty("ValidatingWebhookConfiguration", ADMISSION)], {}),
    ("admission-webhook-passable", State.NONE_FOUND, [webhook(resource="services")], {}),
    ("admission-webhook-passable", State.NONE_FOUND, [webhook(resource="pods/exec")], {}),
    ("admission-webhook-passable", State.ENFORCING, [webhook()], {}),
    ("admission-webhook-passable", State.ENFORCING, [webhook(failure=None, resource="*")], {}),
    ("admission-webhook-passable", State.NOT_ENFORCING, [webhook("Ignore")], {WEBHOOK: "lets every request pass"}),
    ("admission-webhook-passable", State.NOT_ENFORCING, [webhook(None, "v1beta1")], {WEBHOOK: "failurePolicy Ignore"}),
    (
        "admission-webhook-passable",
        State.NOT_ENFORCING,
        [webhook(namespaceSelector={"matchLabels": {"gate": "on"}})],
        {WEBHOOK: "asked only about namespaces with the label gate=on"},
    ),
    (
        "admission-webhook-passable",
        State.NOT_ENFORCING,
        [namespace("shop"), webhook(namespaceSelector=selector("NotIn", "kubernetes.io/metadata.name", "shop", "kube-system"))],
        {WEBHOOK: "leaves out shop"},
    ),
    (
        "admission-webhook-passable",
        State.ENFORCING,
        [namespace("gate"), webhook(namespaceSelector=selector("NotIn", "kubernetes.io/metadata.name", "gate", "kube-system"))],
        {},
    ),
    (
        "admission-webhook-passable",
        State.NOT_ENFORCING,
        [namespace("shop", skip="yes"), webhook(namespaceSelector=selector("DoesNotExist", "skip"))],
        {WEBHOOK: "leaves out shop, which carries a label"},
    ),
    ("admission-webhook-passable", State.ENFORCING, [webhook(namespaceSelector=selector("DoesNotExist", "skip"))], {}),
    ("admission-webhook-passable", State.NOT_ENFORCING, [webhook(rules=[])], {WEBHOOK: "has no rules"}),
    # ValidatingAdmissionPolicies
    ("admission-policy-not-enforced", State.NOT_COLLECTED, [namespace()], {}),
    ("admission-policy-not-enforced", State.NOT_COLLECTED, [policy()], {}),
    ("admission-policy-not-enforced", State.NONE_FOUND, [empty("ValidatingAdmissionPolicy", ADMISSION)], {}),
    ("admission-policy-not-enforced", State.ENFORCING, [policy(), bound("Deny", "Audit")], {}),
    (
        "admission-policy-not-enforced",
        State.NOT_ENFORCING,
        [policy(), bound("Warn", "Audit")],
        {"ValidatingAdmissionPolicy/no-root": "bound with Audit and Warn only"},
    ),
    (
        "admission-policy-not-enforced",
        State.NOT_ENFORCING,
        [policy(), empty("ValidatingAdmissionPolicyBinding", ADMISSION)],
        {"ValidatingAdmissionPolicy/no-root": "has no binding"},
    ),
    (
        "admission-policy-not-enforced",
        State.NOT_ENFORCING,
        [policy("Ignore"), bound("Deny")],
        {"ValidatingAdmissionPolicy/no-root": "lets pass what it cannot evaluate"},
    ),
    # Gatekeeper
    ("gatekeeper-not-denying", State.NOT_COLLECTED, [namespace()], {}),
    ("gatekeeper-not-denying", State.NONE_FOUND, [NO_TEMPLATES], {}),
    ("gatekeeper-not-denying", State.ENFORCING, [template(), constraint()], {}),
    ("gatekeeper-not-denying", State.ENFORCING, [template(), constraint("deny")], {}),
    ("gatekeeper-not-denying", State.NOT_ENFORCING, [constraint("dryrun")], {"K8sNoRoot/no-root": "does not deny"}),
    ("gatekeeper-not-denying", State.NOT_ENFORCING, [constraint(violations=3)], {"K8sNoRoot/no-root": "violated by 3 objects"}),
    (
        "gatekeeper-not-denying",
        State.NOT_ENFORCING,
        [namespace("shop"), constraint(excludedNamespaces=["shop", "kube-system"])],
        {"K8sNoRoot/no-root": "leaves out shop"},
    ),
    (
        "gatekeeper-not-denying",
        State.NOT_ENFORCING,
        [template(), template("K8sOther"), constraint()],
        {"ConstraintTemplate/k8sother": "has no constraint"},
    ),
    # Kyverno
    ("kyverno-not-enforcing", State.NOT_COLLECTED, [namespace()], {}),
    ("kyverno-not-enforcing", State.NONE_FOUND, [NO_KYVERNO], {}),
    ("kyverno-not-enforcing", State.NONE_FOUND, [kyverno("Enforce", {"name": "r", "mutate": {}})], {}),
    ("kyverno-not-enforcing", State.ENFORCING, [kyverno("Enforce")], {}),
    ("kyverno-not-enforcing", State.ENFORCING, [kyverno("enforce")], {}),
    ("kyverno-not-enforcing", State.NOT_ENFORCING, [kyverno()], {"ClusterPolicy/no-root": "only audits (r)"}),
    ("kyverno-not-enforcing", State.NOT_ENFORCING, [kyverno("Audit")], {"ClusterPolicy/no-root": "only audits (r)"}),
    (
        "kyverno-not-enforcing",
        State.ENFORCING,
        [kyverno("Audit", {"name": "r", "validate": {"failureAction": "Enforce"}})],
        {},
    ),
    (
        "kyverno-not-enforcing",
        State.NOT_ENFORCING,
        [kyverno("Enforce", failurePolicy="Ignore")],
        {"ClusterPolicy/no-root": "while Kyverno does not answer"},
    ),
    (
        "kyverno-not-enforcing",
        State.NOT_ENFORCING,
        [
            namespace("shop"),
            kyverno("Enforce", validationFailureActionOverrides=[{"action": "Audit", "namespaces": ["shop"]}]),
        ],
        {"ClusterPolicy/no-root": "only audits in shop"},
    ),
    (
        "kyverno-not-enforcing",
        State.NOT_ENFORCING,
        [thing("ValidatingPolicy", "policies.kyverno.io/v1", "cel", spec={"validationActions": ["Audit"]})],
        {"ValidatingPolicy/cel": "only audits"},
    ),
    ("kyverno-not-enforcing", State.ENFORCING, [thing("ValidatingPolicy", "policies.kyverno.io/v1", "cel", spec={})], {}),
    # signatures
    ("unsigned-images-admitted", State.NOT_COLLECTED, [namespace()], {}),
    ("unsigned-images-admitted", State.NONE_FOUND, [NO_SIGSTORE], {}),
    ("unsigned-images-admitted", State.NONE_FOUND, [kyverno("Enforce")], {}),
    ("unsigned-images-admitted", State.ENFORCING, [sigstore(), OPTED, deployment()], {}),
    ("unsigned-images-admitted", State.NOT_ENFORCING, [sigstore("warn"), OPTED], {"ClusterImagePolicy/signed": "only warns"}),
    ("unsigned-images-admitted", State.NOT_ENFORCING, [sigstore(), namespace("shop")], {"shop": "does not carry"}),
    ("unsigned-images-admitted", State.NOT_ENFORCING, [sigstore()], {"cluster": "namespaces were not collected"}),
    (
        "unsigned-images-admitted",
        State.NOT_ENFORCING,
        [sigstore(authorities=[{"static": {"action": "pass"}}]), OPTED],
        {"ClusterImagePolicy/signed": "without any signature"},
    ),
    ("unsigned-images-admitted", State.ENFORCING, [verifying("Enforce", "registry.example/*"), deployment()], {}),
    (
        "unsigned-images-admitted",
        State.NOT_ENFORCING,
        [verifying("Enforce", "registry.example/*"), deployment(container(image="other.example/till:2"))],
        {"other.example/till:2": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        State.NOT_ENFORCING,
        [verifying("Audit", "registry.example/*")],
        {"ClusterPolicy/no-root": "only audits signatures"},
    ),
    # any gate
    ("admission-gate", State.NOT_COLLECTED, [empty("Pod", "v1")], {}),
    ("admission-gate", State.NONE_FOUND, [NO_KYVERNO, NO_TEMPLATES], {}),
    ("admission-gate", State.NOT_ENFORCING, [kyverno()], {"cluster": "none that enforces everywhere"}),
    ("admission-gate", State.ENFORCING, [secured("shop", "restricted")], {}),
    ("admission-gate", State.ENFORCING, [policy(), bound("Deny")], {}),
    ("admission-gate", State.ENFORCING, [kyverno(), webhook()], {}),
]


@pytest.mark.parametrize(("row", "state", "files", "wrong"), CASES)
def test_state(row: str, state: State, files: list[str], wrong: dict[str, str]) -> None:
    found = postures(*files)[row]
    assert found.state is state, found.found
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_a_gate_whose_policies_cannot_be_seen_is_an_indication_only() -> None:
    assert postures(kyverno(), webhook())["admission-gate"].certainty is Certainty.INDICATION
    assert postures(kyverno("Enforce"))["admission-gate"].certainty is Certainty.SEEN


def test_what_was_refused_is_told_from_what_nobody_asked_for() -> None:
    asked = postures(refused("validatingwebhookconfigurations", "admissionregistration.k8s.io"))["admission-webhook-passable"]
    assert asked.found.startswith("The API refused")
    assert postures(namespace())["admission-webhook-passable"].found.startswith("No evidence")


def test_an_object_of_another_shape_makes_its_kind_not_collected_and_spoils_nothing_else() -> None:
    broken = thing("ValidatingWebhookConfiguration", ADMISSION, "odd", webhooks="none")
    found = postures(broken, secured("shop", "baseline"))
    assert found["pod-security-level"].state is State.ENFORCING
    assert found["admission-webhook-passable"].state is State.NOT_COLLECTED
