"""Tokens of the default service account."""

from typing import Any

import pytest
from checks.cluster_evidence import declared, listing, posture, verdicts, without_each
from checks.isolation.pods_made import pod

from generator.checks.control_plane.service_account_token import CHECK
from generator.model.posture import PostureState
from tests.posture.manifests import deployment, empty, namespace, thing

CART, TEMPLATE = "shop/Pod/cart", "shop/Deployment/cart"
MOUNTS = "mounts the token of the namespace's default service account"
ACCESS = {
    "name": "kube-api-access-x",
    "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}, {"configMap": {"name": "kube-root-ca.crt"}}]},
}
VAULT = {"name": "vault", "projected": {"sources": [{"serviceAccountToken": {"audience": "vault", "path": "token"}}]}}
OLD = {"name": "default-token-x", "secret": {"secretName": "default-token-8x7zq"}}
SECRET = {"name": "s", "secret": {"secretName": "api-credentials"}}


def account(where: str = "shop", **members: Any) -> str:
    return thing("ServiceAccount", "v1", "default", where, **members)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"volumes": [ACCESS]}, f"fails (observed): {MOUNTS}"),
        ({"volumes": [OLD]}, f"fails (observed): {MOUNTS}"),
        ({"volumes": [ACCESS], "serviceAccountName": "default"}, f"fails (observed): {MOUNTS}"),
        ({"volumes": [ACCESS], "serviceAccountName": "cart"}, "passes (observed): account cart"),
        ({"volumes": [VAULT, SECRET]}, "passes (observed): no token"),
        ({}, "passes (observed): no token"),
        ({"automountServiceAccountToken": True}, "passes (observed): no token"),
    ],
)
def test_a_pod_that_runs_shows_it_by_its_volumes(spec: dict[str, Any], expected: str) -> None:
    files = (listing("Pod", "v1", pod(**spec)), account())
    assert verdicts(posture(CHECK, *files)) == {CART: expected}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"serviceAccountName": "cart"}, "passes (declared): account cart"),
        ({"automountServiceAccountToken": False}, "passes (declared): no token"),
        ({"automountServiceAccountToken": True}, f"fails (declared): {MOUNTS}"),
        ({"automountServiceAccountToken": False, "volumes": [ACCESS]}, f"fails (declared): {MOUNTS}"),
        ({}, "unknown: pod does not say and the default account was not collected"),
    ],
)
def test_a_template(spec: dict[str, Any], expected: str) -> None:
    assert verdicts(posture(CHECK, declared(deployment(**spec)))) == {TEMPLATE: expected}
    assert verdicts(posture(CHECK, declared(pod(**spec)))) == {CART: expected}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"automountServiceAccountToken": False}, "passes (declared): no token"),
        ({"automountServiceAccountToken": True}, f"fails (declared): {MOUNTS}"),
        ({}, f"fails (declared): {MOUNTS}"),
        (
            {"where": "till", "automountServiceAccountToken": False},
            "unknown: pod does not say and the default account was not collected",
        ),
    ],
)
def test_the_account_decides_where_the_template_does_not(members: dict[str, Any], expected: str) -> None:
    state = posture(CHECK, declared(deployment()), declared(account(**members)))
    assert verdicts(state) == {TEMPLATE: expected}
    assert {each.kind for each in state.citations} >= {"Deployment"}


def test_what_the_pod_says_wins() -> None:
    off = declared(account(automountServiceAccountToken=False))
    assert "fails" in verdicts(posture(CHECK, declared(deployment(automountServiceAccountToken=True)), off))[TEMPLATE]


def test_another_account_of_that_namespace_says_nothing() -> None:
    other = thing("ServiceAccount", "v1", "cart", "shop", automountServiceAccountToken=False)
    assert verdicts(posture(CHECK, declared(deployment()), declared(other)))[TEMPLATE].startswith("unknown")


def test_no_subjects() -> None:
    nothing = (empty("Pod", "v1"), listing("Namespace", "v1", namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND
    assert posture(CHECK, namespace()).state is PostureState.NOT_COLLECTED


def test_less_evidence_never_proves_more() -> None:
    files = (declared(deployment()), declared(deployment(name="till")), declared(account()))
    assert without_each(CHECK, *files) == []
    assert without_each(CHECK, listing("Pod", "v1", pod(volumes=[ACCESS])), account(automountServiceAccountToken=False)) == []
