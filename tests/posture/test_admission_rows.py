"""Rows about admission: each of the four states, and what is wrong where something is."""

from collections.abc import Callable
from functools import partial

import pytest
from growth import assert_linear

from generator.facts.image_policies import glob_matches, wildcard_matches
from generator.model.posture import Certainty, PostureState
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


def policy(failure: str = "Fail", resources: str = "pods") -> str:
    rules = {"resourceRules": [{"operations": ["CREATE"], "apiGroups": [""], "resources": [resources]}]}
    spec = {"failurePolicy": failure, "validations": [{}], "matchConstraints": rules}
    return thing("ValidatingAdmissionPolicy", ADMISSION, "no-root", spec=spec)


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


def other_kyverno(action: str) -> str:
    return kyverno(action).replace("no-root", "no-latest")


def block(*kinds: str, **more: object) -> dict[str, object]:
    """One block of Kyverno's `match` or `exclude`."""
    return {"resources": {"kinds": list(kinds), **more}}


def matching(*kinds: str, **more: object) -> dict[str, object]:
    return {"name": "r", "validate": {}, "match": {"any": [block(*kinds, **more)]}}


def verifying(action: str, *images: str, skip: list[str] | None = None, **rule: object) -> str:
    references = {"imageReferences": list(images), "skipImageReferences": skip or []}
    return kyverno(action, {"name": "signed", "verifyImages": [references], **rule})


def opt_out(label: str) -> str:
    """The webhook of policy-controller, asked about every namespace without the label."""
    hook = {"name": "policy.sigstore.dev", "namespaceSelector": selector("DoesNotExist", label)}
    return thing("ValidatingWebhookConfiguration", ADMISSION, "policy.sigstore.dev", webhooks=[hook])


def sigstore(mode: str | None = None, **spec: object) -> str:
    settings = {"images": [{"glob": "registry.example/**"}], "authorities": [{"keyless": {}}], **spec}
    return thing(
        "ClusterImagePolicy", "policy.sigstore.dev/v1beta1", "signed", spec={**settings, **({"mode": mode} if mode else {})}
    )


OPTED = thing("Namespace", "v1", "shop", labels={"policy.sigstore.dev/include": "true"})
WEBHOOK = "ValidatingWebhookConfiguration/gate/gate.example"

CASES = [
    # webhooks
    ("admission-webhook-passable", PostureState.NOT_COLLECTED, [namespace()], {}),
    (
        "admission-webhook-passable",
        PostureState.NOT_COLLECTED,
        [refused("validatingwebhookconfigurations", ADMISSION[:-3])],
        {},
    ),
    ("admission-webhook-passable", PostureState.NONE_FOUND, [empty("ValidatingWebhookConfiguration", ADMISSION)], {}),
    ("admission-webhook-passable", PostureState.NONE_FOUND, [webhook(resource="services")], {}),
    ("admission-webhook-passable", PostureState.NONE_FOUND, [webhook(resource="pods/exec")], {}),
    ("admission-webhook-passable", PostureState.ENFORCING, [webhook()], {}),
    ("admission-webhook-passable", PostureState.ENFORCING, [webhook(failure=None, resource="*")], {}),
    ("admission-webhook-passable", PostureState.NOT_ENFORCING, [webhook("Ignore")], {WEBHOOK: "lets every request pass"}),
    ("admission-webhook-passable", PostureState.NOT_ENFORCING, [webhook(None, "v1beta1")], {WEBHOOK: "failurePolicy Ignore"}),
    (
        "admission-webhook-passable",
        PostureState.NOT_ENFORCING,
        [webhook(namespaceSelector={"matchLabels": {"gate": "on"}})],
        {WEBHOOK: "asked only about namespaces with the label gate=on"},
    ),
    (
        "admission-webhook-passable",
        PostureState.NOT_ENFORCING,
        [namespace("shop"), webhook(namespaceSelector=selector("NotIn", "kubernetes.io/metadata.name", "shop", "kube-system"))],
        {WEBHOOK: "leaves out shop"},
    ),
    (
        "admission-webhook-passable",
        PostureState.ENFORCING,
        [namespace("gate"), webhook(namespaceSelector=selector("NotIn", "kubernetes.io/metadata.name", "gate", "kube-system"))],
        {},
    ),
    (
        "admission-webhook-passable",
        PostureState.NOT_ENFORCING,
        [namespace("shop", skip="yes"), webhook(namespaceSelector=selector("DoesNotExist", "skip"))],
        {WEBHOOK: "leaves out shop, which carries a label"},
    ),
    ("admission-webhook-passable", PostureState.ENFORCING, [webhook(namespaceSelector=selector("DoesNotExist", "skip"))], {}),
    ("admission-webhook-passable", PostureState.NOT_ENFORCING, [webhook(rules=[])], {WEBHOOK: "has no rules"}),
    # ValidatingAdmissionPolicies
    ("admission-policy-not-enforced", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("admission-policy-not-enforced", PostureState.NOT_COLLECTED, [policy()], {}),
    ("admission-policy-not-enforced", PostureState.NONE_FOUND, [empty("ValidatingAdmissionPolicy", ADMISSION)], {}),
    ("admission-policy-not-enforced", PostureState.ENFORCING, [policy(), bound("Deny", "Audit")], {}),
    (
        "admission-policy-not-enforced",
        PostureState.NOT_ENFORCING,
        [policy(), bound("Warn", "Audit")],
        {"ValidatingAdmissionPolicy/no-root": "bound with Audit and Warn only"},
    ),
    (
        "admission-policy-not-enforced",
        PostureState.NOT_ENFORCING,
        [policy(), empty("ValidatingAdmissionPolicyBinding", ADMISSION)],
        {"ValidatingAdmissionPolicy/no-root": "has no binding"},
    ),
    (
        "admission-policy-not-enforced",
        PostureState.NOT_ENFORCING,
        [policy("Ignore"), bound("Deny")],
        {"ValidatingAdmissionPolicy/no-root": "lets pass what it cannot evaluate"},
    ),
    # Gatekeeper
    ("gatekeeper-not-denying", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("gatekeeper-not-denying", PostureState.NONE_FOUND, [NO_TEMPLATES], {}),
    ("gatekeeper-not-denying", PostureState.ENFORCING, [template(), constraint()], {}),
    ("gatekeeper-not-denying", PostureState.ENFORCING, [template(), constraint("deny")], {}),
    ("gatekeeper-not-denying", PostureState.NOT_ENFORCING, [constraint("dryrun")], {"K8sNoRoot/no-root": "does not deny"}),
    (
        "gatekeeper-not-denying",
        PostureState.NOT_ENFORCING,
        [constraint(violations=3)],
        {"K8sNoRoot/no-root": "violated by 3 objects"},
    ),
    (
        "gatekeeper-not-denying",
        PostureState.NOT_ENFORCING,
        [namespace("shop"), constraint(excludedNamespaces=["sh*", "kube-system"])],
        {"K8sNoRoot/no-root": "leaves out shop"},
    ),
    (
        "gatekeeper-not-denying",
        PostureState.NOT_ENFORCING,
        [namespace("shop"), constraint(namespaces=["till"])],
        {"K8sNoRoot/no-root": "is for till only, and not for shop"},
    ),
    ("gatekeeper-not-denying", PostureState.ENFORCING, [namespace("shop"), constraint(namespaces=["shop"])], {}),
    (
        "gatekeeper-not-denying",
        PostureState.NOT_ENFORCING,
        [template(), template("K8sOther"), constraint()],
        {"ConstraintTemplate/k8sother": "has no constraint"},
    ),
    # Kyverno
    ("kyverno-not-enforcing", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("kyverno-not-enforcing", PostureState.NONE_FOUND, [NO_KYVERNO], {}),
    ("kyverno-not-enforcing", PostureState.NONE_FOUND, [kyverno("Enforce", {"name": "r", "mutate": {}})], {}),
    ("kyverno-not-enforcing", PostureState.ENFORCING, [kyverno("Enforce")], {}),
    ("kyverno-not-enforcing", PostureState.ENFORCING, [kyverno("enforce")], {}),
    ("kyverno-not-enforcing", PostureState.NOT_ENFORCING, [kyverno()], {"ClusterPolicy/no-root": "only audits (r)"}),
    ("kyverno-not-enforcing", PostureState.NOT_ENFORCING, [kyverno("Audit")], {"ClusterPolicy/no-root": "only audits (r)"}),
    (
        "kyverno-not-enforcing",
        PostureState.ENFORCING,
        [kyverno("Audit", {"name": "r", "validate": {"failureAction": "Enforce"}})],
        {},
    ),
    (
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        [kyverno("Enforce", failurePolicy="Ignore")],
        {"ClusterPolicy/no-root": "while Kyverno does not answer"},
    ),
    (
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        [
            namespace("shop"),
            kyverno("Enforce", validationFailureActionOverrides=[{"action": "Audit", "namespaces": ["shop"]}]),
        ],
        {"ClusterPolicy/no-root": "only audits in shop"},
    ),
    (
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        [namespace("shop"), namespace("till"), kyverno("Enforce", matching("Pod", namespaces=["till"]))],
        {"ClusterPolicy/no-root": "leaves out shop (r)"},
    ),
    (
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        [thing("ValidatingPolicy", "policies.kyverno.io/v1", "cel", spec={"validationActions": ["Audit"]})],
        {"ValidatingPolicy/cel": "only audits"},
    ),
    (
        "kyverno-not-enforcing",
        PostureState.ENFORCING,
        [thing("ValidatingPolicy", "policies.kyverno.io/v1", "cel", spec={})],
        {},
    ),
    # signatures
    ("unsigned-images-admitted", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("unsigned-images-admitted", PostureState.NONE_FOUND, [NO_SIGSTORE], {}),
    ("unsigned-images-admitted", PostureState.NONE_FOUND, [kyverno("Enforce")], {}),
    ("unsigned-images-admitted", PostureState.ENFORCING, [sigstore(), OPTED, deployment()], {}),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [sigstore("warn"), OPTED],
        {"ClusterImagePolicy/signed": "only warns"},
    ),
    ("unsigned-images-admitted", PostureState.NOT_ENFORCING, [sigstore(), namespace("shop")], {"shop": "does not carry"}),
    ("unsigned-images-admitted", PostureState.NOT_ENFORCING, [sigstore()], {"cluster": "namespaces were not collected"}),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [sigstore(authorities=[{"static": {"action": "pass"}}]), OPTED],
        {"ClusterImagePolicy/signed": "without any signature"},
    ),
    ("unsigned-images-admitted", PostureState.ENFORCING, [verifying("Enforce", "registry.example/*"), deployment()], {}),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [verifying("Enforce", "registry.example/*"), deployment(container(image="other.example/till:2"))],
        {"other.example/till:2": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [sigstore(images=[{"glob": "registry.example/*"}]), OPTED, deployment(container(image="registry.example/shop/cart:1"))],
        {"registry.example/shop/cart:1": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [sigstore(), OPTED, namespace("till"), deployment(where="till")],
        {"till": "does not carry", "registry.example/cart:1": "no policy that enforces"},
    ),
    ("unsigned-images-admitted", PostureState.ENFORCING, [sigstore(), namespace("shop"), opt_out("skip"), deployment()], {}),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [sigstore(), namespace("shop", skip="yes"), opt_out("skip"), deployment()],
        {"shop": "left out by the webhook", "registry.example/cart:1": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [verifying("Enforce", "registry.example/*", exclude={"any": [block("Pod", namespaces=["sh*"])]}), deployment()],
        {"registry.example/cart:1": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [verifying("Enforce", "registry.example/*", skip=["registry.example/cart*"]), deployment()],
        {"registry.example/cart:1": "no policy that enforces"},
    ),
    (
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        [verifying("Audit", "registry.example/*")],
        {"ClusterPolicy/no-root": "only audits signatures"},
    ),
    # any gate
    ("admission-gate", PostureState.NOT_COLLECTED, [empty("Pod", "v1")], {}),
    ("admission-gate", PostureState.NONE_FOUND, [NO_KYVERNO, NO_TEMPLATES], {}),
    ("admission-gate", PostureState.NOT_ENFORCING, [kyverno()], {"cluster": "but nothing that refuses in every namespace"}),
    ("admission-gate", PostureState.ENFORCING, [secured("shop", "restricted")], {}),
    ("admission-gate", PostureState.ENFORCING, [policy(), bound("Deny")], {}),
    ("admission-gate", PostureState.ENFORCING, [kyverno(), webhook()], {}),
    ("admission-gate", PostureState.ENFORCING, [kyverno("Enforce"), other_kyverno("Audit")], {}),
    ("admission-gate", PostureState.ENFORCING, [constraint(), deployment()], {}),
    ("admission-gate", PostureState.ENFORCING, [verifying("Enforce", "registry.example/*"), deployment()], {}),
    (
        "admission-gate",
        PostureState.NOT_ENFORCING,
        [verifying("Enforce", "other.example/*"), deployment()],
        {"cluster": "signatures"},
    ),
    (
        "admission-gate",
        PostureState.NOT_ENFORCING,
        [constraint("dryrun"), deployment()],
        {"cluster": "1 constraint of Gatekeeper"},
    ),
    ("admission-gate", PostureState.NOT_ENFORCING, [constraint(namespaces=["till"]), deployment()], {"cluster": "Gatekeeper"}),
    (
        "admission-gate",
        PostureState.NOT_ENFORCING,
        [policy("Ignore"), bound("Deny")],
        {"cluster": "1 ValidatingAdmissionPolicy"},
    ),
    # a policy about what is no container keeps none out
    ("admission-gate", PostureState.NONE_FOUND, [policy(resources="customresourcedefinitions"), bound("Deny")], {}),
    ("admission-gate", PostureState.NONE_FOUND, [kyverno("Enforce", matching("Ingress")), NO_TEMPLATES], {}),
    ("admission-gate", PostureState.NONE_FOUND, [constraint(kinds=[{"apiGroups": [""], "kinds": ["Namespace"]}])], {}),
]


@pytest.mark.parametrize(("row", "state", "files", "wrong"), CASES)
def test_state(row: str, state: PostureState, files: list[str], wrong: dict[str, str]) -> None:
    found = postures(*files)[row]
    assert found.state is state, found.summary
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_a_gate_whose_policies_cannot_be_seen_is_an_indication_only() -> None:
    assert postures(kyverno(), webhook())["admission-gate"].certainty is Certainty.INDICATION
    assert postures(kyverno("Enforce"))["admission-gate"].certainty is Certainty.SEEN


def test_what_was_refused_is_told_from_what_nobody_asked_for() -> None:
    asked = postures(refused("validatingwebhookconfigurations", "admissionregistration.k8s.io"))["admission-webhook-passable"]
    assert asked.summary.startswith("The API refused")
    assert postures(namespace())["admission-webhook-passable"].summary.startswith("No evidence")


def test_an_object_of_another_shape_makes_its_kind_not_collected_and_spoils_nothing_else() -> None:
    broken = thing("ValidatingWebhookConfiguration", ADMISSION, "odd", webhooks="none")
    found = postures(broken, secured("shop", "baseline"))
    assert found["pod-security-level"].state is PostureState.ENFORCING
    assert found["admission-webhook-passable"].state is PostureState.NOT_COLLECTED


def test_who_is_chosen_by_labels_is_told_and_not_guessed() -> None:
    chosen = block("Pod", selector={"matchLabels": {"tier": "front"}})
    files = [verifying("Enforce", "registry.example/*", match={"any": [chosen]}), deployment()]
    found = postures(*files)["unsigned-images-admitted"]
    assert found.state is PostureState.ENFORCING
    assert "0 of 1 images that run are covered" in found.summary
    assert any("registry.example/cart:1 is covered" in each and "no-root chooses by" in each for each in found.missing)
    assert postures(*files)["admission-gate"].state is PostureState.NOT_ENFORCING


@pytest.mark.parametrize(
    ("pattern", "image", "fits"),
    [
        ("**", "nginx", True),
        ("*", "nginx", True),
        ("*", "registry.example/cart", False),
        ("*/*", "team/cart", True),
        ("registry.example/*", "registry.example/cart:1", True),
        ("registry.example/*", "registry.example/shop/cart:1", False),
        ("registry.example/**", "registry.example/shop/cart:1", True),
        ("registry.example/cart", "registry.example/cart:1", False),
        ("registry.example/cart:**", "registry.example/cart", True),
        ("index.docker.io/library/nginx:**", "nginx", True),
        ("registry.example/cart@**", f"registry.example/cart:1@sha256:{'a' * 64}", True),
        ("registry-example/**", "registry.example/cart", False),
        ("", "nginx", False),
    ],
)
def test_patterns_of_policy_controller(pattern: str, image: str, fits: bool) -> None:
    assert glob_matches(pattern, image) is fits


@pytest.mark.parametrize(
    ("pattern", "image", "fits"),
    [
        ("*", "registry.example/shop/cart:1", True),
        ("registry.example/*", "registry.example/shop/cart:1", True),
        ("docker.io/nginx*", "nginx", True),
        ("registry.example/cart:v?", "registry.example/cart:v1", True),
        ("registry.example/[c]art*", "registry.example/cart:1", False),
        ("other.example/*", "registry.example/cart:1", False),
    ],
)
def test_patterns_of_kyverno(pattern: str, image: str, fits: bool) -> None:
    assert wildcard_matches(pattern, image) is fits


def test_no_pattern_takes_long() -> None:
    for matches in (glob_matches, wildcard_matches):
        never = partial(_matches_not, matches)
        assert_linear(lambda part: ("**a" * (300 // part) + "b", "registry.example/" + "a" * 230), never)
        assert_linear(lambda part: ("*" * (2_000_000 // part), "registry.example/cart"), never)


def _matches_not(matches: Callable[[str, str], bool], given: tuple[str, str]) -> None:
    assert not matches(*given)
