"""Rows about change control, results of policies and benchmarks, credentials and certificates."""

import json
from typing import Any

import pytest

from generator.model.posture import Certainty, PostureState
from tests.posture.ground import postures, problems
from tests.posture.manifests import container as adhering
from tests.posture.manifests import deployment, empty, namespace, refused, thing

SYNC, HANDS, REPORTS = "gitops-in-sync", "manual-changes", "policy-reports"
STORES, ENVIRONMENT, CERTIFICATES, DIGESTS = (
    "secret-stores",
    "secrets-in-environment",
    "certificates-valid",
    "image-digests-admitted",
)
HEALING = {"automated": {"selfHeal": True}}


def application(sync: str = "Synced", health: str = "Healthy", policy: Any = None) -> str:
    status = {"sync": {"status": sync}, "health": {"status": health}} if sync else {}
    spec = {"syncPolicy": HEALING if policy is None else policy}
    return thing("Application", "argoproj.io/v1alpha1", "shop", "argocd", spec=spec, status=status)


def flux(kind: str, group: str, ready: str = "True", **spec: Any) -> str:
    conditions = [{"type": "Ready", "status": ready, "reason": "Why", "message": "not kept"}]
    return thing(kind, f"{group}.toolkit.fluxcd.io/v1", "shop", "flux-system", spec=spec, status={"conditions": conditions})


APPLICATION = "argocd/Application/shop"


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("Application", "argoproj.io/v1alpha1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((application(),), PostureState.ENFORCING, {}, id="in step, healing"),
        pytest.param(
            (application("OutOfSync", "Degraded"),),
            PostureState.NOT_ENFORCING,
            {APPLICATION: "is not as its repository says (OutOfSync); is Degraded"},
            id="drifted",
        ),
        pytest.param(
            (application(policy={}),),
            PostureState.NOT_ENFORCING,
            {APPLICATION: "is synced by hand only (no automated sync)"},
            id="by hand",
        ),
        pytest.param(
            (application(policy={"automated": {}}),),
            PostureState.NOT_ENFORCING,
            {APPLICATION: "does not undo changes by hand (selfHeal or drift detection is off)"},
            id="not healing",
        ),
        pytest.param((flux("Kustomization", "kustomize"),), PostureState.ENFORCING, {}, id="Flux"),
        pytest.param(
            (flux("Kustomization", "kustomize", "False", suspend=True),),
            PostureState.NOT_ENFORCING,
            {
                "flux-system/Kustomization/shop": (
                    "is not as its repository says (Ready is False: Why);"
                    " is suspended, so changes of the repository do not arrive and drift stays"
                )
            },
            id="Flux suspended",
        ),
        pytest.param((flux("HelmRelease", "helm", driftDetection={"mode": "enabled"}),), PostureState.ENFORCING, {}, id="Helm"),
        pytest.param(
            (flux("HelmRelease", "helm"),),
            PostureState.NOT_ENFORCING,
            {"flux-system/HelmRelease/shop": "does not undo changes by hand (selfHeal or drift detection is off)"},
            id="Helm without drift detection",
        ),
    ],
)
def test_drift(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[SYNC]
    assert (found.state, problems(found)) == (state, wrong)


def test_an_application_without_a_status_is_told_as_unknown() -> None:
    assert postures(application(""))[SYNC].missing == ("whether argocd/Application/shop is in step: no status was collected",)


def workload(*managers: str, containers: Any = None, **pod: Any) -> str:
    made = json.loads(
        thing(
            "Deployment",
            "apps/v1",
            "cart",
            "shop",
            spec={"template": {"spec": {"containers": containers or [{"name": "cart", "image": "cart:1"}], **pod}}},
        )
    )
    fields = [{"manager": name, "operation": "Update", "time": "2026-11-18T10:00:00Z", "fieldsV1": {}} for name in managers]
    fields.append({"manager": "kubectl-edit", "subresource": "status", "time": "2026-11-18T10:00:00Z"})
    if managers:
        made["metadata"]["managedFields"] = fields
    return json.dumps(made)


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((workload(),), PostureState.NOT_COLLECTED, {}, id="left out"),
        pytest.param((workload("argocd-controller"),), PostureState.ENFORCING, {}, id="a deployer"),
        pytest.param((workload("helm", "kube-controller-manager"),), PostureState.ENFORCING, {}, id="a pipeline"),
        pytest.param((workload("kubectl-client-side-apply"),), PostureState.ENFORCING, {}, id="applied"),
        pytest.param(
            (workload("helm", "kubectl-edit"),),
            PostureState.NOT_ENFORCING,
            {"shop/Deployment/cart": "was changed with kubectl-edit on 2026-11-18"},
            id="edited",
        ),
        pytest.param(
            (application(), workload("argocd-controller", "kubectl-client-side-apply")),
            PostureState.NOT_ENFORCING,
            {"shop/Deployment/cart": "was changed with kubectl-client-side-apply on 2026-11-18"},
            id="applied beside a deployer",
        ),
    ],
)
def test_changes_by_hand(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[HANDS]
    assert (found.state, problems(found)) == (state, wrong)


def test_who_applied_is_not_known() -> None:
    found = postures(workload("kubectl-client-side-apply"))[HANDS]
    assert found.certainty is Certainty.INDICATION
    assert found.missing[0] == "whether a person or a pipeline applied 1 workload with kubectl"


def report(**members: Any) -> str:
    return thing("PolicyReport", "wgpolicyk8s.io/v1alpha2", "cpol", "shop", **members)


FAILING = [{"policy": "require-limits", "result": "fail"}, {"policy": "other", "result": "pass"}]


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((refused("policyreports", "wgpolicyk8s.io"),), PostureState.NOT_COLLECTED, {}, id="refused"),
        pytest.param((empty("PolicyReport", "wgpolicyk8s.io/v1alpha2"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((report(summary={"pass": 3, "fail": 0}),), PostureState.ENFORCING, {}, id="passed"),
        pytest.param(
            (report(results=FAILING),),
            PostureState.NOT_ENFORCING,
            {"shop/PolicyReport/cpol": "1 result failed (require-limits)"},
            id="failed",
        ),
        pytest.param(
            (report(summary={"pass": 3, "error": 2}),),
            PostureState.NOT_ENFORCING,
            {"shop/PolicyReport/cpol": "2 policies could not be evaluated"},
            id="errors",
        ),
    ],
)
def test_policy_reports(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[REPORTS]
    assert (found.state, problems(found)) == (state, wrong)


def external(ready: str | None = "True") -> str:
    status = {"conditions": [{"type": "Ready", "status": ready}]} if ready else {}
    spec = {"secretStoreRef": {"kind": "ClusterSecretStore", "name": "vault"}}
    return thing("ExternalSecret", "external-secrets.io/v1", "db", "shop", spec=spec, status=status)


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("SealedSecret", "bitnami.com/v1alpha1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((external(),), PostureState.ENFORCING, {}, id="arrives"),
        pytest.param(
            (external("False"),),
            PostureState.NOT_ENFORCING,
            {"shop/ExternalSecret/db": "does not arrive: it is not synced"},
            id="does not arrive",
        ),
    ],
)
def test_stores(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[STORES]
    assert (found.state, problems(found)) == (state, wrong)


def container(*env: dict[str, Any], **members: Any) -> list[dict[str, Any]]:
    return [{"name": "cart", "image": "cart:1", "env": list(env), **members}]


KEY = {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "p"}}}
CART = "shop/Deployment/cart"


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("Deployment", "apps/v1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((workload(),), PostureState.ENFORCING, {}, id="no credential"),
        pytest.param(
            (workload(containers=container({"name": "TOKEN_FILE", "value": "/run/t"})),),
            PostureState.ENFORCING,
            {},
            id="a path",
        ),
        pytest.param(
            (workload(containers=container({"name": "DB_PASSWORD", "value": "$(P)"})),),
            PostureState.ENFORCING,
            {},
            id="filled in",
        ),
        pytest.param(
            (workload(containers=container(KEY)),),
            PostureState.NOT_ENFORCING,
            {CART: "gets credentials through environment variables (cart: DB_PASSWORD)"},
            id="from a Secret",
        ),
        pytest.param(
            (workload(containers=container(envFrom=[{"secretRef": {"name": "db"}}])),),
            PostureState.NOT_ENFORCING,
            {CART: "gets credentials through environment variables (cart: all of Secret db)"},
            id="all of a Secret",
        ),
        pytest.param(
            (workload(containers=container({"name": "API_KEY", "value": "x1y2"})),),
            PostureState.NOT_ENFORCING,
            {CART: "holds a credential in its manifest (cart: API_KEY)"},
            id="in the manifest",
        ),
    ],
)
def test_the_environment(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[ENVIRONMENT]
    assert (found.state, problems(found)) == (state, wrong)
    assert "x1y2" not in str(found), "a value is never kept"


def certificate(ends: str | None, ready: str = "True") -> str:
    status = {"conditions": [{"type": "Ready", "status": ready}], **({"notAfter": ends} if ends else {})}
    return thing("Certificate", "cert-manager.io/v1", "front", "shop", spec={"dnsNames": ["a.example"]}, status=status)


FRONT = "shop/Certificate/front"


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("Certificate", "cert-manager.io/v1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((certificate("2027-01-31T00:00:00Z"),), PostureState.ENFORCING, {}, id="valid"),
        pytest.param(
            (certificate("2026-11-19T00:00:00Z"),), PostureState.NOT_ENFORCING, {FRONT: "ended on 2026-11-19"}, id="ended"
        ),
        pytest.param(
            (certificate("2026-11-21T00:00:00"),),
            PostureState.NOT_ENFORCING,
            {FRONT: "ends on 2026-11-21, in 1 day, and was not renewed"},
            id="soon",
        ),
        pytest.param((certificate("0001-01-01T00:00:00+10:00"),), PostureState.ENFORCING, {}, id="no moment at all"),
        pytest.param((certificate(None, "False"),), PostureState.NOT_ENFORCING, {FRONT: "is not ready"}, id="not ready"),
    ],
)
def test_certificates(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[CERTIFICATES]
    assert (found.state, problems(found)) == (state, wrong)


def by_kyverno(action: str, name: str = "require-image-digest") -> str:
    rule = {"name": "check", "match": {"any": [{"resources": {"kinds": ["Pod"]}}]}, "validate": {"failureAction": action}}
    return thing("ClusterPolicy", "kyverno.io/v1", name, spec={"rules": [rule]})


def verifying(image: str, **more: Any) -> str:
    rule = {"name": "signed", "verifyImages": [{"imageReferences": [image], "failureAction": "Enforce", **more}]}
    return thing("ClusterPolicy", "kyverno.io/v1", "signed", spec={"rules": [rule]})


def by_gatekeeper(action: str) -> str:
    return thing("K8sImageDigests", "constraints.gatekeeper.sh/v1beta1", "digests", spec={"enforcementAction": action})


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="no gate listed"),
        pytest.param((empty("ClusterPolicy", "kyverno.io/v1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((by_kyverno("Enforce", "require-limits"),), PostureState.NONE_FOUND, {}, id="about something else"),
        pytest.param((by_kyverno("Enforce"),), PostureState.ENFORCING, {}, id="Kyverno"),
        pytest.param(
            (by_kyverno("Audit"),),
            PostureState.NOT_ENFORCING,
            {"ClusterPolicy/require-image-digest": "only reports (Audit)"},
            id="Kyverno reports",
        ),
        pytest.param((by_kyverno("Enforce"), deployment()), PostureState.ENFORCING, {}, id="Kyverno, for what runs"),
        pytest.param((by_gatekeeper("deny"), deployment()), PostureState.ENFORCING, {}, id="Gatekeeper, for what runs"),
        pytest.param(
            (verifying("registry.example/*"), deployment()), PostureState.ENFORCING, {}, id="by the digest that is verified"
        ),
        pytest.param(
            (verifying("other.example/*"), deployment()),
            PostureState.NOT_ENFORCING,
            {"cluster": "lets 1 of 1 images that run pass by tag: registry.example/cart:1"},
            id="of other images only",
        ),
        pytest.param(
            (verifying("registry.example/*", mutateDigest=False, verifyDigest=False), deployment()),
            PostureState.NONE_FOUND,
            {},
            id="verifies and leaves the tag",
        ),
        pytest.param(
            (verifying("other.example/*"), deployment(adhering(image=f"registry.example/cart:1@sha256:{'a' * 64}"))),
            PostureState.ENFORCING,
            {},
            id="everything is pinned",
        ),
        pytest.param(
            (by_gatekeeper("dryrun"), empty("ConstraintTemplate", "templates.gatekeeper.sh/v1")),
            PostureState.NOT_ENFORCING,
            {"K8sImageDigests/digests": "only reports (dryrun)"},
            id="Gatekeeper reports",
        ),
    ],
)
def test_images_by_digest(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[DIGESTS]
    assert (found.state, problems(found)) == (state, wrong)
