"""Whether the rules of Kyverno's policies enforce, and what is excepted."""

import json
from typing import Any

import pytest

from generator.checks.admission.kyverno_not_enforcing import CHECK
from tests.checks.admission_evidence import (
    KYVERNO_HOOK,
    NO_EXCEPTIONS,
    NO_HOOKS,
    NO_KYVERNO,
    exception,
    kyverno,
    matching,
    namespaces,
    rule,
    verifying,
    webhooks,
)
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace, refused, thing

NAME = "ClusterPolicy/no-root/r"
HOOKS = webhooks(KYVERNO_HOOK)
GROUND = (HOOKS, NO_EXCEPTIONS, namespaces("shop", "till"))
PASSES = "passes (declared)"
AUDITS = "fails (observed): only audits"


def cel(kind: str = "ValidatingPolicy", where: str = "", **spec: Any) -> str:
    return thing(kind, "policies.kyverno.io/v1", "cel", where, spec=spec)


CASES = [
    (kyverno(), {NAME: PASSES}),
    (kyverno("enforce"), {NAME: PASSES}),
    (kyverno(None), {NAME: AUDITS}),
    (kyverno("Audit"), {NAME: AUDITS}),
    (kyverno("Audit", rule(validate={"failureAction": "Enforce"})), {NAME: PASSES}),
    (
        kyverno("Enforce", rule(), rule("b", validate={"failureAction": "Audit"})),
        {NAME: PASSES, "ClusterPolicy/no-root/b": AUDITS},
    ),
    (
        kyverno(failurePolicy="Ignore"),
        {NAME: "fails (observed): lets requests pass while Kyverno does not answer (failurePolicy Ignore)"},
    ),
    (
        kyverno(webhookConfiguration={"failurePolicy": "Ignore"}),
        {NAME: "fails (observed): lets requests pass while Kyverno does not answer (failurePolicy Ignore)"},
    ),
    (kyverno(webhookConfiguration={"matchConditions": [{}]}), {NAME: "unknown: it selects by label or precondition"}),
    (kyverno(admission=False), {NAME: "fails (observed): is not asked on admission"}),
    (kyverno(background=False), {NAME: PASSES}),
    (
        kyverno(validationFailureActionOverrides=[{"action": "Audit", "namespaces": ["shop"]}]),
        {NAME: "fails (observed): only audits in shop"},
    ),
    (kyverno(validationFailureActionOverrides=[{"action": "Audit", "namespaces": ["other"]}]), {NAME: PASSES}),
    (kyverno("Enforce", matching("Pod", namespaces=["till"])), {NAME: "fails (observed): leaves out shop"}),
    (
        kyverno("Enforce", matching("Pod", selector={"matchLabels": {"a": "b"}})),
        {NAME: "unknown: it selects by label or precondition"},
    ),
    (kyverno("Enforce", rule(preconditions={"all": [{}]})), {NAME: "unknown: it selects by label or precondition"}),
    (verifying("Enforce", "registry.example/*"), {"ClusterPolicy/signed/signed": PASSES}),
    (verifying("Audit", "registry.example/*"), {"ClusterPolicy/signed/signed": AUDITS}),
    (cel(), {"ValidatingPolicy/cel/ValidatingPolicy": PASSES}),
    (cel(validationActions=["Audit"]), {"ValidatingPolicy/cel/ValidatingPolicy": AUDITS}),
    (
        cel(evaluation={"admission": {"enabled": False}}),
        {"ValidatingPolicy/cel/ValidatingPolicy": "fails (observed): is not asked on admission"},
    ),
    (cel("ImageValidatingPolicy"), {"ImageValidatingPolicy/cel/ImageValidatingPolicy": PASSES}),
    (cel("NamespacedValidatingPolicy", "shop"), {"shop/NamespacedValidatingPolicy/cel/NamespacedValidatingPolicy": PASSES}),
]


@pytest.mark.parametrize(("made", "expected"), CASES)
def test_a_rule(made: str, expected: dict[str, str]) -> None:
    assert verdicts(posture(CHECK, made, *GROUND)) == expected


def test_exceptions() -> None:
    rest = (HOOKS, namespaces("shop"))
    assert verdicts(posture(CHECK, kyverno(), *rest)) == {NAME: "unknown: exceptions were not collected"}
    excepted = "unknown: a PolicyException exempts something from it, which was not evaluated"
    assert verdicts(posture(CHECK, kyverno(), exception("no-root"), *rest)) == {NAME: excepted}
    assert verdicts(posture(CHECK, kyverno(), exception("other"), *rest)) == {NAME: PASSES}
    assert verdicts(posture(CHECK, kyverno("Audit"), exception("no-root"), *rest)) == {NAME: AUDITS}
    own: dict[str, Any] = json.loads(kyverno())
    own.update(kind="Policy")
    own["metadata"]["namespace"] = "shop"
    found = verdicts(posture(CHECK, json.dumps(own), exception("shop/no-root"), *rest))
    assert found == {"shop/Policy/no-root/r": excepted}


def test_its_webhooks() -> None:
    rest = (NO_EXCEPTIONS, namespaces("shop"))
    assert verdicts(posture(CHECK, kyverno(), *rest)) == {NAME: "unknown: Kyverno's webhooks were not collected"}
    none = "fails (observed): is not heeded: Kyverno has no webhook in the cluster"
    assert verdicts(posture(CHECK, kyverno(), NO_HOOKS, *rest)) == {NAME: none}
    unfilled = webhooks({**KYVERNO_HOOK, "rules": []})
    assert verdicts(posture(CHECK, kyverno(), unfilled, *rest)) == {
        NAME: "unknown: the rules of Kyverno's webhook were not collected"
    }
    both = webhooks(KYVERNO_HOOK, {**KYVERNO_HOOK, "name": "validate.kyverno.svc-ignore", "failurePolicy": "Ignore"})
    assert verdicts(posture(CHECK, kyverno(), both, *rest)) == {NAME: PASSES}
    about_other = kyverno("Enforce", matching("Namespace"))
    assert verdicts(posture(CHECK, about_other, NO_HOOKS, *rest)) == {NAME: PASSES}


def test_namespaces_that_were_not_listed() -> None:
    rest, gone = (HOOKS, NO_EXCEPTIONS), {NAME: "unknown: namespaces were not collected"}
    assert verdicts(posture(CHECK, kyverno(), *rest)) == gone
    cut = (namespace("shop"), refused("namespaces", ""))
    assert verdicts(posture(CHECK, kyverno("Enforce", matching("Pod", namespaces=["shop"])), *cut, *rest)) == gone
    overrides = kyverno(validationFailureActionOverrides=[{"action": "Audit", "namespaces": ["other"]}])
    assert verdicts(posture(CHECK, overrides, *cut, *rest)) == gone
    assert verdicts(posture(CHECK, kyverno(), *cut, *rest)) == {NAME: PASSES}


def test_what_kyverno_exempts_by_its_own_configuration_is_a_note() -> None:
    assert "resourceFilters" in posture(CHECK, kyverno(), *GROUND).notes[0]


def test_nothing_collected() -> None:
    assert posture(CHECK, namespace()).label == "not collected"
    assert posture(CHECK, NO_KYVERNO).label == "none found"
    assert posture(CHECK, kyverno("Enforce", {"name": "r", "mutate": {}})).label == "none found"
    assert posture(CHECK, refused("clusterpolicies", "kyverno.io")).summary.startswith("The API refused")
