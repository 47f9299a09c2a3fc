"""Whether ValidatingAdmissionPolicies are bound, and deny."""

import pytest

from generator.checks.admission.admission_policy_not_enforced import CHECK
from tests.checks.admission_evidence import NO_BINDINGS, NO_POLICIES, bindings, bound, namespaces, policies, policy
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace, refused, selector

NAME = "ValidatingAdmissionPolicy/no-root"
BY_NAME = "kubernetes.io/metadata.name"
REFUSED = refused("namespaces", "")
"""Beside it the list of namespaces is not whole."""
CASES = [
    (policy(), bindings(bound("Deny", "Audit")), "passes (declared)"),
    (policy(), bindings(bound("Audit"), bound("Deny", name="b")), "passes (declared)"),
    (policy(), bindings(bound("Warn", "Audit")), "fails (observed): is bound with Audit and Warn only"),
    (policy(), bindings(bound()), "fails (observed): is bound with no action only"),
    (policy(), NO_BINDINGS, "fails (observed): has no binding, so that it enforces nothing"),
    (policy("Ignore"), bindings(bound("Deny")), "fails (observed): lets pass what it cannot evaluate (failurePolicy Ignore)"),
    (policy(validations=[]), bindings(bound("Deny")), "fails (observed): has no validation, so that it refuses nothing"),
    (
        policy(status={"typeChecking": {"expressionWarnings": [{}]}}),
        bindings(bound("Deny")),
        "fails (observed): has expressions whose types do not fit, as the API server warns",
    ),
    (policy(paramKind={"kind": "X"}), bindings(bound("Deny")), "unknown: the parameter object was not collected"),
    (policy(matchConditions=[{}]), bindings(bound("Deny")), "unknown: the policy chooses by labels or conditions that were"),
    (
        policy(),
        bindings(bound("Deny", namespaceSelector=selector("In", BY_NAME, "shop"))),
        "fails (observed): is bound with Deny, and not in till",
    ),
    (
        policy(),
        bindings(
            bound("Deny", namespaceSelector=selector("In", BY_NAME, "shop")),
            bound("Deny", name="b", namespaceSelector=selector("In", BY_NAME, "till")),
        ),
        "passes (declared)",
    ),
    (
        policy(),
        bindings(bound("Deny", namespaceSelector={"matchLabels": {"a": "b"}})),
        "unknown: the binding narrows by labels that were not evaluated",
    ),
    (
        policy(),
        bindings(bound("Audit"), bound("Deny", name="b", namespaceSelector={"matchLabels": {"a": "b"}})),
        "unknown: the binding narrows by labels that were not evaluated",
    ),
    (policy(), bound("Deny"), "passes (declared)"),
    (policy(), namespace(), "unknown: its bindings were not collected"),
]


@pytest.mark.parametrize(("made", "binding", "verdict"), CASES)
def test_a_policy(made: str, binding: str, verdict: str) -> None:
    found = verdicts(posture(CHECK, made, binding, namespaces("shop", "till")))
    assert set(found) == {NAME}
    assert found[NAME].startswith(verdict), found[NAME]


def test_a_binding_by_name_where_namespaces_were_not_listed() -> None:
    one = bindings(bound("Deny", namespaceSelector=selector("NotIn", BY_NAME, "till")))
    assert verdicts(posture(CHECK, policy(), one)) == {NAME: "unknown: the binding narrows by labels that were not evaluated"}
    assert verdicts(posture(CHECK, policy(), one, namespace("shop"), REFUSED)) == {
        NAME: "unknown: namespaces were not collected"
    }
    platform = bindings(bound("Deny", namespaceSelector=selector("NotIn", BY_NAME, "kube-system")))
    assert verdicts(posture(CHECK, policy(), platform, namespace("shop"), REFUSED)) == {NAME: "passes (declared)"}


def test_a_policy_that_is_for_some_namespaces_alone() -> None:
    constraints = {"resourceRules": [{"operations": ["CREATE"], "resources": ["pods"]}]}
    made = policy(matchConstraints={**constraints, "namespaceSelector": selector("In", BY_NAME, "shop")})
    found = verdicts(posture(CHECK, made, bindings(bound("Deny")), namespaces("shop", "till")))
    assert found == {NAME: "unknown: the policy itself is not for till, and whether another one is was not evaluated"}


def test_policies_about_other_kinds_are_named() -> None:
    state = posture(CHECK, policies(policy(resources="services")), bindings(bound("Deny")))
    assert state.label == "none found"
    assert state.notes == ("About other kinds than pods and what makes them, and left out: no-root.",)


def test_nothing_collected() -> None:
    assert posture(CHECK).label == "not collected"
    assert posture(CHECK, NO_POLICIES).label == "none found"
    group = "admissionregistration.k8s.io"
    assert posture(CHECK, refused("validatingadmissionpolicies", group)).summary.startswith("The API refused to list")
