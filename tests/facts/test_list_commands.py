"""How much of a cluster a command asked for."""

import pytest

from generator.facts.list_commands import ListRequest, request_of


@pytest.mark.parametrize(
    "command",
    [
        "kubectl get pods -A -o json",
        "kubectl get pods -Ao json > pods.json",
        "kubectl --context prod get pods,deployments --all-namespaces=true -ojson",
        "/usr/local/bin/oc get pods --all-namespaces -o json | tee pods.json",
        "GET https://c.example/api/v1/pods?limit=500",
        "GET /apis/apps/v1/deployments",
    ],
)
def test_everything_was_asked(command: str) -> None:
    assert request_of(command) == ListRequest(everywhere=True)


@pytest.mark.parametrize(
    ("command", "namespaces"),
    [
        ("kubectl get pods -n shop -o json", {"shop"}),
        ("kubectl -nshop get pods -o json", {"shop"}),
        ("kubectl get pods --namespace=shop", {"shop"}),
        ("kubectl get pods -o json", set()),
        ("kubectl get pods --all-namespaces=false", set()),
        ("kubectl get --raw '/api/v1/namespaces/shop/pods?limit=500'", {"shop"}),
        ("GET /api/v1/namespaces/shop/pods, /api/v1/namespaces/till/pods?limit=250", {"shop", "till"}),
    ],
)
def test_some_namespaces_were_asked(command: str, namespaces: set[str]) -> None:
    assert request_of(command) == ListRequest(some_namespaces=True, namespaces=frozenset(namespaces))


@pytest.mark.parametrize(
    "command",
    [
        "kubectl get pods -A -l app=cart -o json",
        "kubectl get pods -A --selector app=cart",
        "kubectl get pods -A --field-selector=status.phase=Running",
        "kubectl get pods cart till -o json",
        "kubectl get deployment/cart -o json",
        "kubectl get pods -A -o json | jq '.items[:3]'",
        "kubectl get --raw '/api/v1/pods?labelSelector=app%3Dcart'",
        "curl https://c.example/api/v1/pods?fieldSelector=x",
        "GET /api/v1/namespaces/shop/pods/cart",
        "kubectl get pods -A 'unclosed | head -5",
    ],
)
def test_a_part_was_asked(command: str) -> None:
    assert request_of(command).selected


@pytest.mark.parametrize(
    "command", ["", "|", "| |", "kubectl", "atopack monitor", "hubble observe --since 24h -o json", "-n", "'"]
)
def test_nothing_is_said(command: str) -> None:
    assert request_of(command) == ListRequest()
