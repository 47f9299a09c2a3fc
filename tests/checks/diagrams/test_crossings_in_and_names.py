"""Calls from outside and look-ups of names, as calls across the boundary."""

import json
from typing import Any

import pytest

from generator.checks.diagrams import crossing_not_encrypted
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import verdicts
from tests.checks.diagrams.drawings import CLUSTER, state

PLAIN = crossing_not_encrypted.CHECK
IN = "outside->shop/Deployment/cart"
NAMES = "look-ups of names by the resolver of the cluster"
QUIET = CLUSTER.replace("smtps://mail.example.org", "").replace("http://news.example.net", "")
OPEN = QUIET.replace("spec: {selector: {app: cart}", "spec: {type: LoadBalancer, selector: {app: cart}")


def made(kind: str, version: str, name: str, **members: Any) -> str:
    return "\n---\n" + json.dumps(
        {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "shop"}, **members}
    )


def ingress(*, tls: bool, **annotations: str) -> str:
    backend = {"service": {"name": "cart", "port": {"number": 8443}}}
    rule = {"host": "a.example", "http": {"paths": [{"path": "/", "backend": backend}]}}
    text = made("Ingress", "networking.k8s.io/v1", "front", spec={"rules": [rule], "tls": [{}] if tls else []})
    notes = {f"nginx.ingress.kubernetes.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    return text.replace('"namespace": "shop"}', f'"namespace": "shop", "annotations": {json.dumps(notes)}}}')


def gateway(*protocols: str) -> str:
    listeners = [{"name": each.lower(), "port": 443, "protocol": each} for each in protocols]
    rule = {"backendRefs": [{"name": "cart", "port": 8443}]}
    return made("Gateway", "gateway.networking.k8s.io/v1", "g", spec={"listeners": listeners}) + made(
        "HTTPRoute", "gateway.networking.k8s.io/v1", "r", spec={"parentRefs": [{"name": "g"}], "rules": [rule]}
    )


def corefile(text: str) -> str:
    return made("ConfigMap", "v1", "coredns", data={"Corefile": text})


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        pytest.param(ingress(tls=True, ssl_redirect="true"), "passes (declared)", id="redirects"),
        pytest.param(
            ingress(tls=True, ssl_redirect="false"),
            "fails (declared): comes in without encryption: shop/Ingress/front (a.example) serves plain requests beside TLS",
            id="serves both",
        ),
        pytest.param(
            ingress(tls=True), "unknown: whether plain requests are redirected was not collected", id="it is not known"
        ),
        pytest.param(
            ingress(tls=False),
            "fails (declared): comes in without encryption: shop/Ingress/front (a.example) serves without TLS",
            id="plain",
        ),
        pytest.param(gateway("HTTPS"), "passes (declared)", id="a gateway that a route hangs on"),
        pytest.param(
            gateway("HTTPS", "HTTP"), "unknown: whether plain requests are redirected was not collected", id="one listener"
        ),
    ],
)
def test_a_call_from_outside_is_as_encrypted_as_the_worst_way_in(way: str, expected: str) -> None:
    assert verdicts(state(PLAIN, cluster=QUIET + way))[IN] == expected


def test_a_service_that_is_open_by_itself() -> None:
    assert verdicts(state(PLAIN, cluster=OPEN))[IN] == "unknown: what it speaks was not collected"
    served = OPEN.replace(
        'image: "registry.example/cart:1"', 'image: "registry.example/cart:1", args: ["--urls", "http://0.0.0.0:8443"]'
    )
    verdict = verdicts(state(PLAIN, cluster=served))[IN]
    assert verdict == (
        "fails (declared): comes in without encryption: shop/Service/cart (8443) serves without TLS "
        "(an argument: http, port 8443)"
    )


def test_what_only_a_policy_lets_in_is_no_call() -> None:
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}
    policy = made("NetworkPolicy", "networking.k8s.io/v1", "p", spec=spec)
    assert state(PLAIN, cluster=QUIET + policy).state is PostureState.NOT_COLLECTED


def test_a_flow_log_of_a_call_from_outside_names_ports_only() -> None:
    log = (
        '{"flow": {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED", "source": {}, '
        '"destination": {"namespace": "shop", "pod_name": "cart-0"}, "IP": {"source": "198.51.100.9"}, '
        '"l4": {"TCP": {"destination_port": 8443}}}, "node_name": "n"}'
    )
    assert verdicts(state(PLAIN, cluster=QUIET, log=log))[IN].startswith("unknown: a flow log saw it, which names ports only")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(".:53 {\n  forward . tls://9.9.9.9 {\n    tls_servername x\n  }\n}", "passes (declared)", id="TLS"),
        pytest.param(".:53 {\n  forward . 8.8.8.8\n}", "fails (declared): are forwarded to 8.8.8.8 in plain text", id="plain"),
        pytest.param(
            ".:53 {\n  forward . [2001:4860:4860::8888]:53 tls://9.9.9.9\n}",
            "fails (declared): are forwarded to [2001:4860:4860::8888]:53 in plain text",
            id="one of two",
        ),
        pytest.param(
            ".:53 {\n  forward . /etc/resolv.conf\n}",
            "unknown: they are forwarded to /etc/resolv.conf in plain text, and whether that lies outside the boundary is not "
            "known",
            id="the node's resolvers",
        ),
        pytest.param(
            ".:53 {\n  forward corp.example 8.8.8.8\n  # forward . 8.8.8.8\n}",
            "unknown: its configuration forwards none, and who looks names up outside was not collected",
            id="of one zone",
        ),
    ],
)
def test_look_ups_of_names_are_forwarded_with_encryption_or_without(text: str, expected: str) -> None:
    assert verdicts(state(PLAIN, cluster=QUIET + corefile(text)))[NAMES].partition(": forwarded to")[0] == expected


def test_a_log_of_look_ups_by_a_workload_is_a_subject_of_its_own() -> None:
    log = (
        '{"flow": {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED", '
        '"source": {"namespace": "shop", "pod_name": "web-0"}, "destination": {}, "IP": {"destination": "198.51.100.53"}, '
        '"l4": {"UDP": {"destination_port": 53}}}, "node_name": "n"}'
    )
    found = verdicts(state(PLAIN, cluster=QUIET, log=log))
    assert found == {
        "shop/Deployment/web->198.51.100.53": (
            "unknown: it was called at the port of look-ups of names (53), and the protocol was not logged"
        )
    }


def test_a_call_from_outside_follows_from_the_way_in_that_serves_it() -> None:
    (call,) = [each for each in state(PLAIN, cluster=QUIET + ingress(tls=False)).subjects if each.name == IN]
    assert {(each.check, each.name) for each in call.follows_from} == {
        ("entry-tls", "shop/Ingress/front (a.example)"),
        ("entry-tls", "cluster/shop/Ingress/front (a.example)"),
    }
