"""Whether Gatekeeper's constraints deny, and what its audit found."""

import pytest

from generator.checks.admission.gatekeeper_not_denying import CHECK
from tests.checks.admission_evidence import (
    CONSTRAINTS,
    GATEKEEPER_HOOK,
    NO_CONFIG,
    NO_HOOKS,
    NO_TEMPLATES,
    config,
    constraint,
    hook,
    listing,
    namespaces,
    template,
    templates,
    webhooks,
)
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace, refused, selector, thing

NAME = "K8sNoRoot/no-root"
HOOKS = webhooks(GATEKEEPER_HOOK)
GROUND = (HOOKS, NO_CONFIG, namespaces("shop"), templates(template()))
PASSES = "passes (declared): no violation in its audit of 2026-11-19T07:00:00Z"


def scoped(*points: str, action: str = "deny") -> str:
    entry = {"action": action, "enforcementPoints": [{"name": each} for each in points]}
    spec = {"enforcementAction": "scoped", "scopedEnforcementActions": [entry]}
    status = {"totalViolations": 0, "auditTimestamp": "2026-11-19T07:00:00Z"}
    return thing("K8sNoRoot", CONSTRAINTS, "no-root", spec=spec, status=status)


CASES = [
    (constraint(), PASSES),
    (constraint("deny"), PASSES),
    (constraint("dryrun"), "fails (observed): does not deny on admission (enforcementAction dryrun)"),
    (constraint("warn"), "fails (observed): does not deny on admission (enforcementAction warn)"),
    (scoped("validation.gatekeeper.sh"), PASSES),
    (scoped("*"), PASSES),
    (scoped("audit.gatekeeper.sh"), "fails (observed): does not deny on admission (enforcementAction of other enforcement"),
    (scoped("*", action="warn"), "fails (observed): does not deny on admission (enforcementAction warn)"),
    (constraint(violations=3), "fails (reported): is violated by 3 objects that run already"),
    (
        constraint("dryrun", 3),
        "fails (observed): does not deny on admission (enforcementAction dryrun); is violated by 3 objects",
    ),
    (constraint(violations=None), "unknown: no audit result was collected"),
    (constraint(excludedNamespaces=["sh*", "kube-system"]), "fails (observed): leaves out shop"),
    (constraint(excludedNamespaces=["kube-system"]), PASSES),
    (constraint(namespaces=["till"]), "fails (observed): is for till only, and not for shop"),
    (constraint(namespaces=["shop"]), PASSES),
    (constraint(labelSelector={"matchLabels": {"a": "b"}}), "unknown: the constraint selects by labels"),
]


@pytest.mark.parametrize(("made", "verdict"), CASES)
def test_a_constraint(made: str, verdict: str) -> None:
    found = verdicts(posture(CHECK, made, *GROUND))
    assert set(found) == {NAME}
    assert found[NAME].startswith(verdict), found[NAME]


def test_its_webhook() -> None:
    rest = (NO_CONFIG, namespaces("shop"), templates(template()))
    assert verdicts(posture(CHECK, constraint(), *rest)) == {NAME: "unknown: Gatekeeper's webhooks were not collected"}
    none = verdicts(posture(CHECK, constraint(), NO_HOOKS, *rest))[NAME]
    assert none == "fails (observed): is not heeded: Gatekeeper has no webhook in the cluster"
    ignores = webhooks({**GATEKEEPER_HOOK, "failurePolicy": "Ignore"})
    found = verdicts(posture(CHECK, constraint(), ignores, *rest))[NAME]
    assert found == "fails (observed): is not heeded: Gatekeeper's webhook lets requests pass while it does not answer"
    label = webhooks({**GATEKEEPER_HOOK, "namespaceSelector": selector("DoesNotExist", "admission.gatekeeper.sh/ignore")})
    assert verdicts(posture(CHECK, constraint(), label, *rest)) == {NAME: PASSES}
    marked = listing("Namespace", "v1", thing("Namespace", "v1", "shop", labels={"admission.gatekeeper.sh/ignore": "x"}))
    found = verdicts(posture(CHECK, constraint(), label, NO_CONFIG, marked, templates(template())))[NAME]
    assert found == "fails (observed): is not heeded: Gatekeeper's webhook is not asked about it"
    other = webhooks(hook("other.example"))
    assert "no webhook in the cluster" in verdicts(posture(CHECK, constraint(), other, *rest))[NAME]
    conditions = webhooks({**GATEKEEPER_HOOK, "matchConditions": [{}]})
    assert verdicts(posture(CHECK, constraint(), conditions, *rest)) == {NAME: "unknown: match conditions were not evaluated"}
    objects = webhooks({**GATEKEEPER_HOOK, "objectSelector": selector("DoesNotExist", "skip")})
    assert "lets pods choose by a label" in verdicts(posture(CHECK, constraint(), objects, *rest))[NAME]


def test_namespaces_that_are_exempt_from_every_constraint() -> None:
    rest = (HOOKS, namespaces("shop"), templates(template()))
    assert verdicts(posture(CHECK, constraint(), config("sh*"), *rest)) == {NAME: "fails (observed): leaves out shop"}
    assert verdicts(posture(CHECK, constraint(), config("shop", processes=("webhook",)), *rest))[NAME].startswith("fails")
    assert verdicts(posture(CHECK, constraint(), config("shop", processes=("audit",)), *rest)) == {NAME: PASSES}
    gone = "unknown: Gatekeeper's Config, which may exempt namespaces, was not collected"
    assert verdicts(posture(CHECK, constraint(), *rest)) == {NAME: gone}


def test_namespaces_that_were_not_listed() -> None:
    rest, cut = (HOOKS, NO_CONFIG, templates(template())), refused("namespaces", "")
    assert verdicts(posture(CHECK, constraint(), *rest)) == {NAME: "unknown: namespaces were not collected"}
    narrow = constraint(excludedNamespaces=["till"])
    assert verdicts(posture(CHECK, narrow, namespace("shop"), cut, *rest)) == {NAME: "unknown: namespaces were not collected"}
    assert verdicts(posture(CHECK, constraint(), namespace("shop"), cut, *rest)) == {NAME: PASSES}


def test_templates() -> None:
    broken = templates(template(byPod=[{"errors": [{"code": "x"}]}]))
    found = verdicts(posture(CHECK, constraint(), HOOKS, NO_CONFIG, namespaces("shop"), broken))
    assert found == {NAME: "fails (observed): is made from a template that Gatekeeper could not compile"}
    state = posture(CHECK, constraint(), HOOKS, NO_CONFIG, namespaces("shop"), templates(template(), template("K8sOther")))
    assert verdicts(state) == {NAME: PASSES}
    assert state.notes == ("Templates without a constraint, which enforce nothing: k8sother.",)


def test_a_constraint_about_other_kinds_needs_no_webhook_for_pods() -> None:
    made = constraint(kinds=[{"apiGroups": [""], "kinds": ["Namespace"]}])
    assert verdicts(posture(CHECK, made, NO_HOOKS, NO_CONFIG, namespaces("shop"))) == {NAME: PASSES}


def test_nothing_collected() -> None:
    assert posture(CHECK, namespace()).label == "not collected"
    assert posture(CHECK, NO_TEMPLATES).label == "none found"
    assert posture(CHECK, templates(template())).label == "not collected"
    assert posture(CHECK, refused("constrainttemplates", "templates.gatekeeper.sh")).summary.startswith("The API refused")
