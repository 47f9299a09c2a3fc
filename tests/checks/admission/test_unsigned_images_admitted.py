"""Whether an unsigned image is kept out where it runs."""

from typing import Any

import pytest

from generator.checks.admission.unsigned_images_admitted import CHECK
from tests.checks.admission_evidence import (
    KYVERNO_HOOK,
    NO_EXCEPTIONS,
    NO_HOOKS,
    NO_KYVERNO,
    NO_SIGSTORE,
    OPTED,
    SIGSTORE_HOOK,
    exception,
    hook,
    listing,
    namespaces,
    pods,
    sigstore,
    verifying,
    webhooks,
)
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace, selector

IMAGE = "registry.example/cart:1"
NAME = f"{IMAGE} in shop"
KYVERNO = (webhooks(KYVERNO_HOOK), NO_EXCEPTIONS, namespaces("shop"), pods())
SIGSTORE = (webhooks(SIGSTORE_HOOK), OPTED, pods(), NO_KYVERNO)
PASSES = "passes (declared): ClusterImagePolicy/signed refuses it without a signature"
BY_KYVERNO = "passes (declared): ClusterPolicy/signed refuses it without a signature"
NONE = "fails (observed): runs, and no policy that enforces asks for its signature"
LOOSE = "fails (observed): runs, and ClusterImagePolicy/signed lets it pass without a signature of a named signer"
K_LOOSE = LOOSE.replace("ClusterImagePolicy", "ClusterPolicy")


def keyless(**identity: str) -> dict[str, Any]:
    return {"authorities": [{"keyless": {"identities": [identity]}}]}


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (sigstore(), PASSES),
        (sigstore("warn"), LOOSE),
        (sigstore(authorities=[{"static": {"action": "pass"}}]), LOOSE),
        (sigstore(authorities=[]), LOOSE),
        (sigstore(authorities=[{"keyless": {}}]), LOOSE),
        (sigstore(authorities=[{"key": {"data": "x"}}]), PASSES),
        (sigstore(**keyless(issuer="https://i", subject="s")), PASSES),
        (sigstore(**keyless(issuer="https://i", subjectRegExp=".*")), LOOSE),
        (sigstore(**keyless(issuer="https://i")), LOOSE),
        (sigstore(**keyless(issuerRegExp="^i$", subjectRegExp="^s$")), PASSES),
        (sigstore(match=[{"resource": "pods"}]), "unknown: the policy chooses by labels"),
        (sigstore(images=[{"glob": "registry.example/other*"}]), NONE),
        (sigstore(images=[{"glob": "registry.example/*"}]), PASSES),
    ],
)
def test_a_policy_of_policy_controller(made: str, verdict: str) -> None:
    assert verdicts(posture(CHECK, made, *SIGSTORE)) == {NAME: verdict}


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (verifying("Enforce", "registry.example/*"), BY_KYVERNO),
        (verifying("Audit", "registry.example/*"), K_LOOSE),
        (verifying("Enforce", "registry.example/*", attestors=[]), K_LOOSE),
        (verifying("Enforce", "registry.example/*", attestors=[{"entries": [{"keyless": {"issuer": "i"}}]}]), K_LOOSE),
        (
            verifying("Enforce", "registry.example/*", attestors=[{"entries": [{"keyless": {"issuer": "i", "subject": "s"}}]}]),
            BY_KYVERNO,
        ),
        (verifying("Enforce", "other.example/*"), NONE),
        (verifying("Enforce", "registry.example/*", skip=["registry.example/cart*"]), NONE),
        (
            verifying(
                "Enforce", "registry.example/*", exclude={"any": [{"resources": {"kinds": ["Pod"], "namespaces": ["sh*"]}}]}
            ),
            "fails (observed): runs in a namespace that ClusterPolicy/signed leaves out",
        ),
        (verifying("Enforce", "registry.example/*", preconditions={"all": [{}]}), "unknown: the policy chooses by labels"),
        (
            verifying("Enforce", "registry.example/*", match={"any": [{"resources": {"kinds": ["Deployment"]}}]}),
            "fails (observed): runs in a namespace that ClusterPolicy/signed leaves out",
        ),
    ],
)
def test_a_policy_of_kyverno(made: str, verdict: str) -> None:
    found = verdicts(posture(CHECK, made, *KYVERNO))
    assert found == {NAME: verdict}


def test_where_policy_controller_is_asked() -> None:
    rest = (sigstore(), pods(), NO_KYVERNO)
    found = verdicts(posture(CHECK, webhooks(SIGSTORE_HOOK), namespaces("shop"), *rest))[NAME]
    assert found.startswith("fails (observed): runs in a namespace that policy-controller is not asked about")
    assert verdicts(posture(CHECK, webhooks(SIGSTORE_HOOK), *rest)) == {NAME: "unknown: namespace labels were not collected"}
    opt_out = webhooks({**SIGSTORE_HOOK, "namespaceSelector": selector("DoesNotExist", "skip")})
    assert verdicts(posture(CHECK, opt_out, namespaces("shop"), *rest)) == {NAME: PASSES}
    assert verdicts(posture(CHECK, opt_out, namespaces("shop", skip="yes"), *rest))[NAME].startswith("fails (observed)")
    assert verdicts(posture(CHECK, NO_HOOKS, OPTED, *rest)) == {
        NAME: "fails (observed): runs, and policy-controller has no webhook in the cluster"
    }
    assert verdicts(posture(CHECK, OPTED, *rest)) == {NAME: "unknown: policy-controller's webhooks were not collected"}
    ignores = webhooks({**SIGSTORE_HOOK, "failurePolicy": "Ignore"})
    assert "lets requests pass while it does not answer" in verdicts(posture(CHECK, ignores, OPTED, *rest))[NAME]


def test_a_policy_that_enforces_counts_beside_one_that_warns() -> None:
    signed = sigstore("warn").replace('"name": "signed"', '"name": "loose"')
    both = verdicts(posture(CHECK, verifying("Enforce", "registry.example/*"), signed, *KYVERNO))
    assert both == {NAME: BY_KYVERNO}


def test_exceptions_of_kyverno() -> None:
    made = (verifying("Enforce", "registry.example/*"), webhooks(KYVERNO_HOOK), namespaces("shop"), pods())
    excepted = "unknown: exceptions were not collected, or one of them exempts something from the policy"
    assert verdicts(posture(CHECK, *made)) == {NAME: excepted}
    assert verdicts(posture(CHECK, exception("signed"), *made)) == {NAME: excepted}
    assert verdicts(posture(CHECK, exception("other"), *made)) == {NAME: BY_KYVERNO}


def test_verifiers_whose_rules_are_not_read() -> None:
    ratify = webhooks(hook("validation.ratify.example", "ratify"))
    found = verdicts(posture(CHECK, pods(), NO_KYVERNO, NO_SIGSTORE, ratify, namespaces("shop")))
    assert found == {NAME: "unknown: another verifier is installed whose rules are not read (Ratify)"}


def test_nobody_asks() -> None:
    whole = (pods(), NO_KYVERNO, NO_SIGSTORE, namespaces("shop"))
    assert verdicts(posture(CHECK, *whole, NO_HOOKS)) == {NAME: NONE}
    assert verdicts(posture(CHECK, pods(), NO_HOOKS)) == {NAME: NONE}
    assert verdicts(posture(CHECK, *whole)) == {NAME: NONE}
    gone = "unknown: policies for signatures of images were not collected whole (ClusterImagePolicy and ClusterPolicy)"
    assert verdicts(posture(CHECK, pods(), namespaces("shop"))) == {NAME: gone}
    with_kyverno = verdicts(posture(CHECK, pods(), webhooks(KYVERNO_HOOK), namespaces("shop")))
    assert with_kyverno == {NAME: "unknown: policies for signatures of images were not collected whole (ClusterPolicy)"}


def test_each_image_in_each_namespace() -> None:
    found = verdicts(
        posture(CHECK, verifying("Enforce", "registry.example/*"), *KYVERNO[:3], pods(IMAGE, "other.example/till:2"))
    )
    assert found == {NAME: BY_KYVERNO, "other.example/till:2 in shop": NONE}


def test_nothing_runs() -> None:
    assert posture(CHECK, namespace()).label == "not collected"
    assert posture(CHECK, listing("Pod", "v1")).label == "none found"
