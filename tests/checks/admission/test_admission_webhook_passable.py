"""Which pods pass a webhook by."""

from typing import Any

import pytest

from generator.checks.admission.admission_webhook_passable import CHECK
from tests.checks.admission_evidence import ADMISSION, NO_HOOKS, hook, listing, namespaces, webhooks
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace, refused, selector, thing, webhook

NAME = "ValidatingWebhookConfiguration/gate.example/gate.example"
BY_NAME = "kubernetes.io/metadata.name"
PASSES = "passes (declared)"
LABELS = "unknown: namespace labels were not collected"


def asks(operations: str, resources: str = "pods", group: str = "") -> list[dict[str, Any]]:
    return [{"operations": operations.split(), "apiGroups": [group], "apiVersions": ["v1"], "resources": resources.split()}]


CASES = [
    (hook(), PASSES),
    (hook(rules=asks("*", "*")), PASSES),
    (hook(rules=asks("*", "*/*", "*")), PASSES),
    (hook(failurePolicy="Ignore"), "fails (observed): lets every request pass while it does not answer (failurePolicy Ignore)"),
    (hook(rules=asks("CREATE")), "fails (observed): is not asked when a pod is changed (UPDATE), which may change its image"),
    (hook(rules=[]), "fails (observed): has no rules, so that it is asked about nothing until something fills them in"),
    (hook(namespaceSelector={"matchLabels": {"gate": "on"}}), "fails (observed): leaves out shop"),
    (hook(namespaceSelector={"matchLabels": {"team": "a"}}), PASSES),
    (hook(namespaceSelector=selector("In", "team", "a", "b")), PASSES),
    (hook(namespaceSelector=selector("NotIn", "team", "a")), "fails (observed): leaves out shop"),
    (hook(namespaceSelector=selector("NotIn", "team", "b")), PASSES),
    (hook(namespaceSelector=selector("Exists", "team")), PASSES),
    (hook(namespaceSelector=selector("DoesNotExist", "team")), "fails (observed): leaves out shop"),
    (hook(namespaceSelector=selector("DoesNotExist", "skip")), PASSES),
    (hook(namespaceSelector=selector("NotIn", BY_NAME, "shop", "kube-system")), "fails (observed): leaves out shop"),
    (hook(namespaceSelector=selector("NotIn", BY_NAME, "gate", "kube-system")), PASSES),
    (
        hook(objectSelector=selector("DoesNotExist", "skip")),
        "fails (observed): is asked only about pods without the label skip",
    ),
    (hook(objectSelector={"matchLabels": {"a": "b"}}), "fails (observed): is asked only about pods with the label a=b"),
    (hook(objectSelector=selector("Exists", "a")), "fails (observed): is asked only about pods with the label a"),
    (hook(matchConditions=[{}, {}]), "unknown: match conditions were not evaluated"),
]


@pytest.mark.parametrize(("made", "verdict"), CASES)
def test_a_webhook(made: dict[str, Any], verdict: str) -> None:
    assert verdicts(posture(CHECK, webhooks(made), namespaces("shop", team="a"))) == {NAME: verdict}


def test_its_own_namespace_may_be_left_out() -> None:
    made = hook(namespaceSelector=selector("NotIn", BY_NAME, "gate"))
    assert verdicts(posture(CHECK, webhooks(made), namespaces("gate", "shop"))) == {NAME: PASSES}


def test_labels_that_were_not_collected() -> None:
    by_label = webhooks(hook(namespaceSelector=selector("DoesNotExist", "skip")))
    assert verdicts(posture(CHECK, by_label)) == {NAME: LABELS}
    assert verdicts(posture(CHECK, by_label, namespace("shop"), refused("namespaces", ""))) == {NAME: LABELS}
    by_name = webhooks(hook(namespaceSelector=selector("NotIn", BY_NAME, "till")))
    assert verdicts(posture(CHECK, by_name)) == {NAME: LABELS}
    assert verdicts(posture(CHECK, webhooks(hook()))) == {NAME: PASSES}


def test_a_manifest() -> None:
    made = thing("ValidatingWebhookConfiguration", ADMISSION, "gate.example", webhooks=[hook(failurePolicy="Ignore")])
    made = made.replace('"uid": "u-gate.example", "resourceVersion": "42"', '"labels": {}')
    assert verdicts(posture(CHECK, made))[NAME].startswith("fails (declared): lets every request pass")
    bare = made.replace('"Ignore"', '"Fail"').replace('"rules"', '"norules"')
    assert verdicts(posture(CHECK, bare)) == {NAME: "unknown: only a manifest without rules was collected"}


def test_older_versions_ignore_where_nothing_is_said() -> None:
    assert "failurePolicy Ignore" in next(iter(verdicts(posture(CHECK, webhook(None, "v1beta1"))).values()))


def test_containers_for_debugging_are_a_note() -> None:
    assert "pods/ephemeralcontainers): gate.example" in posture(CHECK, webhooks(hook())).notes[0]
    rules = asks("CREATE UPDATE", "pods pods/ephemeralcontainers")
    assert posture(CHECK, webhooks(hook(rules=rules))).notes == ()


def test_no_webhook_about_pods() -> None:
    state = posture(CHECK, webhooks(hook(rules=asks("CREATE", "services"))))
    assert (state.label, state.summary) == ("none found", "1 validating webhook configuration, none of them asked about pods.")
    assert posture(CHECK, webhooks(hook(rules=asks("CREATE", "pods/exec")))).label == "none found"
    assert posture(CHECK, NO_HOOKS).summary == "No validating webhook."
    assert posture(CHECK, webhooks(hook(), kind="MutatingWebhookConfiguration")).label == "not collected"
    assert posture(CHECK, namespace()).label == "not collected"
    assert posture(CHECK, refused("validatingwebhookconfigurations", ADMISSION[:-3])).summary.startswith("The API refused")
    assert posture(CHECK, listing("Pod", "v1")).label == "not collected"
