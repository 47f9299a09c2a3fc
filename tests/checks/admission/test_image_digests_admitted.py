"""Whether namespaces admit images by tag."""

from generator.checks.admission.image_digests_admitted import CHECK
from tests.checks.admission_evidence import (
    DIGEST,
    GATEKEEPER_HOOK,
    KYVERNO_HOOK,
    NO_CONFIG,
    NO_EXCEPTIONS,
    NO_HOOKS,
    NO_KYVERNO,
    NO_SIGSTORE,
    NO_TEMPLATES,
    OPTED,
    REGO_DIGEST,
    SIGSTORE_HOOK,
    config,
    constraint,
    exception,
    hook,
    kyverno,
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
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import namespace

ASKS = kyverno("Enforce", rule(validate=DIGEST), name="digests")
HOOKS = webhooks(KYVERNO_HOOK)
GROUND = (HOOKS, NO_EXCEPTIONS, namespaces("shop"), pods())
PASSES = {"shop": "passes (declared): ClusterPolicy/digests asks for it"}
NONE = {"shop": "fails (observed): admits images by tag: no rule refuses them"}


def test_a_rule_of_kyverno_by_its_content() -> None:
    assert verdicts(posture(CHECK, ASKS, *GROUND)) == PASSES
    assert verdicts(posture(CHECK, kyverno(name="require-image-digest"), *GROUND)) == NONE
    audit = kyverno("Audit", rule(validate=DIGEST), name="digests")
    loose = {"shop": "fails (observed): admits images by tag: ClusterPolicy/digests only reports or warns"}
    assert verdicts(posture(CHECK, audit, *GROUND)) == loose
    assert (
        verdicts(posture(CHECK, kyverno("Enforce", rule(validate=DIGEST), name="digests", failurePolicy="Ignore"), *GROUND))
        == loose
    )
    labels = rule(validate=DIGEST, match={"any": [{"resources": {"kinds": ["Pod"], "selector": {"matchLabels": {"a": "b"}}}}]})
    assert verdicts(posture(CHECK, kyverno("Enforce", labels), *GROUND)) == {
        "shop": "unknown: the rule chooses by labels or conditions"
    }
    out = rule(validate=DIGEST, match={"any": [{"resources": {"kinds": ["Pod"], "namespaces": ["till"]}}]})
    assert verdicts(posture(CHECK, kyverno("Enforce", out), *GROUND)) == NONE
    makers = rule(validate=DIGEST, match={"any": [{"resources": {"kinds": ["Deployment"]}}]})
    assert verdicts(posture(CHECK, kyverno("Enforce", makers), *GROUND)) == NONE


def test_an_image_that_runs_by_digest_shows_no_gate() -> None:
    found = verdicts(posture(CHECK, NO_HOOKS, namespaces("shop"), pods(f"registry.example/cart@sha256:{'a' * 64}")))
    assert found == NONE


def test_its_webhook_and_exceptions() -> None:
    rest = (namespaces("shop"), pods())
    assert verdicts(posture(CHECK, ASKS, NO_EXCEPTIONS, *rest)) == {"shop": "unknown: Kyverno's webhooks were not collected"}
    assert verdicts(posture(CHECK, ASKS, HOOKS, *rest)) == {"shop": "unknown: exceptions were not collected"}
    excepted = {"shop": "unknown: a PolicyException exempts something from it"}
    assert verdicts(posture(CHECK, ASKS, HOOKS, exception("digests"), *rest)) == excepted
    assert verdicts(posture(CHECK, ASKS, NO_HOOKS, NO_EXCEPTIONS, *rest)) == NONE


def test_policies_that_verify_fix_digests_of_the_images_that_they_name() -> None:
    named = verifying("Enforce", "registry.example/*")
    assert verdicts(posture(CHECK, named, *GROUND)) == {"shop": "unknown: covers only named images"}
    every = verifying("Enforce", "*")
    assert verdicts(posture(CHECK, every, *GROUND)) == {"shop": "passes (declared): ClusterPolicy/signed asks for it"}
    assert verdicts(posture(CHECK, verifying("Enforce", "*", skip=["x/*"]), *GROUND)) == {
        "shop": "unknown: covers only named images"
    }
    rest = (namespaces("shop"), pods())
    assert verdicts(posture(CHECK, every, HOOKS, *rest)) == {"shop": "unknown: exceptions were not collected"}
    assert verdicts(posture(CHECK, every, HOOKS, exception("signed"), *rest)) == {
        "shop": "unknown: a PolicyException exempts something from it"
    }
    made = sigstore(images=[{"glob": "**"}])
    found = verdicts(posture(CHECK, made, webhooks(SIGSTORE_HOOK), OPTED, pods(), NO_KYVERNO))
    assert found == {"shop": "passes (declared): ClusterImagePolicy/signed asks for it"}


def test_a_constraint_of_gatekeeper() -> None:
    made = (constraint(kind="K8sDigests"), webhooks(GATEKEEPER_HOOK), namespaces("shop"), pods())
    about = templates(template("K8sDigests", REGO_DIGEST))
    held = {"shop": "passes (declared): K8sDigests/no-root asks for it"}
    assert verdicts(posture(CHECK, *made, about, NO_CONFIG)) == held
    assert verdicts(posture(CHECK, *made, about)) == {"shop": "unknown: Gatekeeper's Config was not collected"}
    assert verdicts(posture(CHECK, *made, about, config("shop"))) == NONE
    assert verdicts(posture(CHECK, *made, templates(template("K8sDigests")), NO_CONFIG)) == NONE
    named = (constraint(kind="K8sImageDigests"), *made[1:], NO_CONFIG, NO_TEMPLATES)
    assert verdicts(posture(CHECK, *named)) == {"shop": "unknown: the rule's content was not read"}
    loose = verdicts(posture(CHECK, constraint("dryrun", kind="K8sDigests"), *made[1:], about, NO_CONFIG))
    assert loose == {"shop": "fails (observed): admits images by tag: K8sDigests/no-root only reports or warns"}


def test_what_may_hold_a_rule_that_was_not_collected() -> None:
    rest = (namespaces("shop"), pods())
    assert verdicts(posture(CHECK, *rest, HOOKS)) == {
        "shop": "unknown: policies about images were not collected whole (ClusterPolicy)"
    }
    found = verdicts(posture(CHECK, *rest))["shop"]
    assert found.startswith("unknown: policies about images were not collected whole (")
    other = verdicts(posture(CHECK, *rest, webhooks(hook())))
    assert other == {"shop": "unknown: a webhook answers, its rules were not collected"}
    in_tree = policies(policy(expression="object.spec.containers.all(c, c.image.contains('@sha256'))"))
    found = verdicts(posture(CHECK, *rest, NO_HOOKS, in_tree))
    assert found == {"shop": "unknown: a ValidatingAdmissionPolicy is about digests, and was not evaluated"}
    whole = (NO_KYVERNO, NO_TEMPLATES, NO_SIGSTORE)
    assert verdicts(posture(CHECK, *rest, *whole)) == NONE


def test_nothing_runs() -> None:
    assert posture(CHECK, namespace()).label == "not collected"
    assert posture(CHECK, listing("Pod", "v1")).label == "none found"
