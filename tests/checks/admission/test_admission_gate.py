"""Whether a gate refuses what does not adhere, namespace by namespace."""

import pytest
from prerequisites import needs

from generator.checks.admission.admission_gate import CHECK
from tests.checks.admission_evidence import (
    GATEKEEPER_HOOK,
    KYVERNO_HOOK,
    NO_BINDINGS,
    NO_CONFIG,
    NO_EXCEPTIONS,
    NO_HOOKS,
    NO_KYVERNO,
    NO_NAMESPACED,
    NO_POLICIES,
    NO_TEMPLATES,
    bindings,
    bound,
    config,
    constraint,
    exception,
    hook,
    kyverno,
    leveled,
    listing,
    matching,
    namespaces,
    pods,
    policies,
    policy,
    rule,
    template,
    templates,
    verifying,
    webhooks,
)
from tests.checks.cluster_evidence import CASES as FILES
from tests.checks.cluster_evidence import of_case, posture, verdicts
from tests.checks.manifests import api_server, container, deployment, namespace, refused, secured, selector, thing

SERVER = api_server("--enable-admission-plugins=NodeRestriction")
BARE = (NO_POLICIES, NO_BINDINGS, NO_HOOKS, SERVER)
"""A cluster without any mechanism, whose API server has no defaults of Pod Security."""
ADMITS = "fails (observed): admits every container: nothing refuses there (no Pod Security level is enforced"
BY_NAME = "kubernetes.io/metadata.name"
SHOP = namespaces("shop")
KYVERNO = (NO_POLICIES, webhooks(KYVERNO_HOOK), SERVER, SHOP, NO_NAMESPACED)
GATEKEEPER = (NO_POLICIES, webhooks(GATEKEEPER_HOOK), SERVER, SHOP)
IN_TREE = "passes (declared): ValidatingAdmissionPolicy refuses there"
BY_GATEKEEPER, BY_KYVERNO = "passes (declared): Gatekeeper refuses there", "passes (declared): Kyverno refuses there"


def shop(*files: str) -> str:
    found = verdicts(posture(CHECK, *files))
    assert set(found) == {"shop"}
    return found["shop"]


@pytest.mark.parametrize(
    ("level", "verdict"),
    [
        ("restricted", "passes (declared): Pod Security (restricted) refuses there"),
        ("baseline", "passes (declared): Pod Security (baseline) refuses there"),
        (
            "privileged",
            "fails (observed): admits every container: nothing refuses there (its Pod Security level is privileged)",
        ),
    ],
)
def test_a_pod_security_level(level: str, verdict: str) -> None:
    assert shop(leveled(level), *BARE) == verdict


def test_a_level_that_only_warns_is_none() -> None:
    warns = leveled("restricted").replace("/enforce", "/warn")
    assert shop(warns, *BARE).startswith(ADMITS)


def test_defaults_of_the_api_server() -> None:
    unknown = "unknown: API server defaults for Pod Security were not collected"
    assert shop(SHOP, NO_POLICIES, NO_BINDINGS, NO_HOOKS) == unknown
    configured = api_server("--admission-control-config-file=/etc/x.yaml")
    assert shop(SHOP, NO_POLICIES, NO_BINDINGS, NO_HOOKS, configured) == unknown
    assert shop(SHOP, *BARE).startswith(ADMITS)


def test_what_was_not_collected() -> None:
    assert shop(SHOP, SERVER, NO_POLICIES) == "unknown: admission webhooks were not collected"
    assert shop(SHOP, SERVER, NO_HOOKS) == "unknown: ValidatingAdmissionPolicies were not collected"
    assert shop(SHOP, SERVER, NO_POLICIES, webhooks(KYVERNO_HOOK)) == (
        "unknown: policies were not collected whole (ClusterPolicy and Policy)"
    )
    assert shop(SHOP, SERVER, NO_POLICIES, webhooks(GATEKEEPER_HOOK)).endswith("(ConstraintTemplate)")


def test_the_plugin_that_asks_about_images() -> None:
    server = api_server("--enable-admission-plugins=NodeRestriction,ImagePolicyWebhook")
    files = (SHOP, NO_POLICIES, NO_BINDINGS, NO_HOOKS, server)
    assert shop(*files) == "unknown: ImagePolicyWebhook is enabled, and its configuration (`defaultAllow`) was not collected"
    assert posture(CHECK, *files).notes == (
        "ImagePolicyWebhook is enabled in kube-system/Pod/kube-apiserver-one; its configuration is in a file that no API "
        "shows.",
    )
    off = api_server("--enable-admission-plugins=ImagePolicyWebhook", "--disable-admission-plugins=ImagePolicyWebhook")
    assert shop(SHOP, NO_POLICIES, NO_BINDINGS, NO_HOOKS, off).startswith(ADMITS)
    assert posture(CHECK, SHOP, SERVER).notes == ()


def test_policies_of_the_api_server() -> None:
    rest = (NO_HOOKS, SERVER, SHOP)
    assert shop(policies(policy()), bindings(bound("Deny")), *rest) == IN_TREE
    assert "is not bound with Deny" in shop(policies(policy()), bindings(bound("Warn")), *rest)
    assert "is not bound with Deny" in shop(policies(policy()), NO_BINDINGS, *rest)
    assert shop(policies(policy("Ignore")), bindings(bound("Deny")), *rest).startswith(ADMITS)
    assert shop(policies(policy(validations=[])), bindings(bound("Deny")), *rest).startswith(ADMITS)
    assert shop(policies(policy(expression="object.metadata.labels.size() > 0")), bindings(bound("Deny")), *rest).startswith(
        ADMITS
    )
    assert shop(policies(policy(resources="deployments")), bindings(bound("Deny")), *rest).startswith(ADMITS)
    assert shop(policies(policy(paramKind={"kind": "x"})), bindings(bound("Deny")), *rest) == (
        "unknown: the parameter object was not collected"
    )
    labels = bindings(bound("Deny", namespaceSelector={"matchLabels": {"a": "b"}}))
    assert shop(policies(policy()), labels, *rest).startswith(
        "unknown: a policy of ValidatingAdmissionPolicy chooses by labels"
    )
    elsewhere = bindings(bound("Deny", namespaceSelector=selector("NotIn", BY_NAME, "shop")))
    assert shop(policies(policy()), elsewhere, *rest).startswith(ADMITS)
    cut = refused("validatingadmissionpolicybindings", "admissionregistration.k8s.io")
    assert shop(policies(policy()), *rest, cut) == "unknown: bindings of ValidatingAdmissionPolicies were not collected"


def test_constraints_of_gatekeeper() -> None:
    rest = (templates(template()), NO_CONFIG, *GATEKEEPER)
    assert shop(constraint(), *rest) == BY_GATEKEEPER
    assert "K8sNoRoot/no-root does not deny" in shop(constraint("dryrun"), *rest)
    assert shop(constraint(namespaces=["till"]), *rest).startswith(ADMITS)
    assert shop(constraint(kinds=[{"kinds": ["Deployment"]}]), *rest).startswith(ADMITS)
    assert shop(constraint(labelSelector={"matchLabels": {"a": "b"}}), *rest).startswith(
        "unknown: a policy of Gatekeeper chooses"
    )
    about_labels = templates(template(rego="violation[{}] { input.review.object.metadata.labels }"))
    assert shop(constraint(), about_labels, NO_CONFIG, *GATEKEEPER).startswith(ADMITS)
    assert (
        shop(constraint(), NO_TEMPLATES, NO_CONFIG, *GATEKEEPER)
        == "unknown: the template of K8sNoRoot/no-root was not collected"
    )
    assert shop(constraint(), templates(template()), *GATEKEEPER) == "unknown: Gatekeeper's Config was not collected"
    assert shop(constraint(), templates(template()), config("shop"), *GATEKEEPER).startswith(ADMITS)
    no_webhook = (templates(template()), NO_CONFIG, *BARE, SHOP)
    assert "Gatekeeper has no webhook in the cluster" in shop(constraint(), *no_webhook)


def test_policies_of_kyverno() -> None:
    rest = (NO_EXCEPTIONS, *KYVERNO)
    assert shop(kyverno(), *rest) == BY_KYVERNO
    assert "ClusterPolicy/no-root does not enforce r" in shop(kyverno("Audit"), *rest)
    assert shop(kyverno(failurePolicy="Ignore"), *rest).startswith(ADMITS)
    assert shop(kyverno(admission=False), *rest).startswith(ADMITS)
    assert shop(kyverno("Enforce", rule(validate={"pattern": {"metadata": {"labels": {"a": "?*"}}}})), *rest).startswith(ADMITS)
    assert shop(kyverno("Enforce", rule(validate={"podSecurity": {"level": "baseline"}})), *rest) == BY_KYVERNO
    assert shop(kyverno("Enforce", matching("Namespace")), *rest).startswith(ADMITS)
    overrides = [{"action": "Audit", "namespaces": ["shop"]}]
    assert shop(kyverno(validationFailureActionOverrides=overrides), *rest).startswith(ADMITS)
    assert shop(kyverno(), exception("no-root"), *KYVERNO) == "unknown: an exception exempts something from a Kyverno policy"
    assert shop(kyverno(), *KYVERNO) == "unknown: exceptions of Kyverno policies were not collected"
    assert shop(kyverno(), NO_EXCEPTIONS, NO_POLICIES, SERVER, SHOP) == "unknown: Kyverno's webhooks were not collected"


def test_signatures_of_every_image_that_runs() -> None:
    rest = (NO_EXCEPTIONS, pods(), *KYVERNO)
    held = "passes (declared): policies for signatures of images refuses there"
    assert shop(verifying("Enforce", "registry.example/*"), *rest) == held
    assert shop(verifying("Enforce", "other.example/*"), *rest).startswith(ADMITS)
    one = deployment(container(image="registry.example/cart:1"))
    partial = shop(verifying("Enforce", "registry.example/*"), NO_EXCEPTIONS, one, refused("pods", ""), *KYVERNO)
    assert partial == "unknown: what runs was not listed whole"
    newer = {"validations": [{"expression": "images.containers.map(image, verify(image))"}]}
    assert shop(thing("ImageValidatingPolicy", "policies.kyverno.io/v1", "cel", spec=newer), NO_KYVERNO, *rest).startswith(
        ADMITS
    )


def test_a_webhook_whose_rules_are_not_read() -> None:
    rest = (NO_POLICIES, SERVER, SHOP)
    assert shop(webhooks(hook()), *rest) == "unknown: a webhook answers, its rules were not collected"
    assert shop(webhooks(hook(failurePolicy="Ignore")), *rest).startswith(ADMITS)
    elsewhere = hook(namespaceSelector=selector("NotIn", BY_NAME, "shop"))
    assert shop(webhooks(elsewhere), *rest).startswith(ADMITS)


def test_one_namespace_does_not_speak_for_another() -> None:
    two = listing("Namespace", "v1", secured("shop", "restricted"), namespace("till"))
    found = verdicts(posture(CHECK, two, *BARE))
    assert found["shop"].startswith("passes (declared)")
    assert found["till"].startswith(ADMITS)


@pytest.mark.usefixtures("with_population")
def test_namespaces_that_were_not_listed() -> None:
    cut = (secured("shop", "restricted"), refused("namespaces", ""))
    found = verdicts(posture(CHECK, *cut))
    assert found["other namespaces"] == "unknown: the API refused to list Namespaces"
    assert found["shop"].startswith("passes (declared)")
    assert verdicts(posture(CHECK, pods(), *BARE))["shop"] == "unknown: namespaces were not collected"
    assert posture(CHECK, listing("Pod", "v1")).label == "not collected"
    assert posture(CHECK, listing("Namespace", "v1")).label == "none found"


def test_namespaces_that_the_api_refused_to_list_are_said_to_be_refused() -> None:
    assert posture(CHECK, refused("namespaces", "")).summary == "The API refused to list namespaces."


def test_the_engine_s_own_namespace_is_left_out_by_name() -> None:
    state = posture(
        CHECK, namespaces("gatekeeper-system", "shop"), NO_POLICIES, webhooks(GATEKEEPER_HOOK), SERVER, NO_TEMPLATES
    )
    assert set(verdicts(state)) == {"shop"}
    assert state.notes == ("Left out, because engines of admission run there: gatekeeper-system.",)


@needs(FILES)
def test_gatekeeper_s_own_manifests_are_no_gate_in_every_namespace() -> None:
    assert of_case(CHECK, "gatekeeper.yaml").label == "not collected"
