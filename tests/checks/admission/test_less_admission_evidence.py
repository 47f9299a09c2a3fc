"""Less evidence never proves more: without any one file nobody passes who did not before."""

import pytest

from generator.checks.base import Check
from generator.checks.registry import CHECKS
from generator.model.posture import Outcome, Posture
from tests.checks.admission_evidence import (
    GATEKEEPER_HOOK,
    KYVERNO_HOOK,
    NO_POLICIES,
    SIGSTORE_HOOK,
    bindings,
    bound,
    config,
    constraint,
    exception,
    hook,
    kyverno,
    kyverno_policies,
    listing,
    namespaces,
    pods,
    policies,
    policy,
    rule,
    sigstore,
    template,
    templates,
    verifying,
    webhooks,
)
from tests.checks.cluster_evidence import posture
from tests.checks.manifests import namespace, secured, selector

_AREA = (
    "admission-gate",
    "admission-webhook-passable",
    "admission-policy-not-enforced",
    "gatekeeper-not-denying",
    "kyverno-not-enforcing",
    "unsigned-images-admitted",
    "image-digests-admitted",
)
_BY_NAME = "kubernetes.io/metadata.name"
_TWO = listing("Namespace", "v1", secured("shop", "restricted"), namespace("till"))
_CHECKS = [each for each in CHECKS if each.id in _AREA]
_OPEN = webhooks(
    {**KYVERNO_HOOK, "failurePolicy": "Ignore"},
    {**GATEKEEPER_HOOK, "namespaceSelector": selector("NotIn", _BY_NAME, "till")},
    SIGSTORE_HOOK,
    hook(namespaceSelector=selector("DoesNotExist", "skip")),
)
_CLOSED = webhooks(KYVERNO_HOOK, GATEKEEPER_HOOK, SIGSTORE_HOOK, hook(namespaceSelector=selector("NotIn", _BY_NAME, "till")))
_DENY = bindings(bound("Deny", namespaceSelector=selector("NotIn", _BY_NAME, "till")))
_VERIFY = verifying("Enforce", "*", exclude={"any": [{"resources": {"kinds": ["Pod"], "namespaces": ["till"]}}]})
_GROUNDS = [
    (
        _TWO if number % 2 else namespaces("shop", "till", skip="yes"),
        hooks,
        policies(policy()) if number < 2 else NO_POLICIES,
        _DENY,
        templates(template(), template("K8sDigests", "@sha256")),
        constraint(excludedNamespaces=["till"]),
        config("till") if number % 2 else config(),
        kyverno_policies(kyverno(), _VERIFY, kyverno("Enforce", rule("d", validate={"image": "*@*"}), name="digests")),
        exception("digests") if number % 2 else exception(),
        sigstore(),
        pods("registry.example/cart:1", "other.example/till:1"),
        pods(where="till"),
    )
    for number, hooks in enumerate((_OPEN, _OPEN, _CLOSED, _CLOSED))
]


def _outcomes(state: Posture) -> dict[str, Outcome]:
    return {each.name: each.outcome for each in state.subjects}


def test_every_check_of_the_area_is_held_to_it() -> None:
    assert len(_CHECKS) == 7
    assert all(any(_outcomes(posture(check, *files)) for files in _GROUNDS) for check in _CHECKS)


@pytest.mark.parametrize("check", _CHECKS, ids=lambda each: each.id)
@pytest.mark.parametrize("files", _GROUNDS, ids=range(4))
def test_without_any_file_nobody_passes_who_did_not_before(check: Check, files: tuple[str, ...]) -> None:
    before = _outcomes(posture(check, *files))
    for index in range(len(files)):
        after = _outcomes(posture(check, *files[:index], *files[index + 1 :]))
        for name, outcome in before.items():
            if outcome is not Outcome.PASSES:
                assert after.get(name) is not Outcome.PASSES, (name, index)
