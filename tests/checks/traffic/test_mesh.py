"""Mutual TLS between services, and the hop to the proxy, workload by workload."""

import json
from typing import Any

import pytest
from prerequisites import needs

from generator.checks.base import Check
from generator.checks.traffic import mesh_last_hop, mesh_mtls
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import CASES, of_case, posture, verdicts
from tests.checks.manifests import empty, namespace, refused, thing
from tests.checks.operation_manifests import as_lists, config_map, peer, pod

MESH, HOP = mesh_mtls.CHECK, mesh_last_hop.CHECK
APP, PROXY = ("cart", "registry.example/cart:1"), ("istio-proxy", "docker.io/istio/proxyv2:1.24")
MESHED = pod("cart", APP, PROXY, labels={"app": "cart"})
PLAIN = pod("cart", APP, labels={"app": "cart"})
LINKED = pod("cart", APP, ("linkerd-proxy", "cr.l5d.io/linkerd/proxy:2"), labels={"app": "cart"})
NO_PEERS, SHOP = empty("PeerAuthentication", "security.istio.io/v1"), namespace("shop")
STRICT = peer()
CART = "shop/Deployment/cart"
PASSES = "passes (observed): mutual TLS is STRICT"
NO_PROXY = "fails (observed): runs without a proxy of the mesh, so nothing encrypts its traffic for it"
AMBIENT = thing("Namespace", "v1", "shop", labels={"istio.io/dataplane-mode": "ambient"})


def destination(mode: str, host: str = "front", **spec: Any) -> str:
    policy = {"trafficPolicy": {"tls": {"mode": mode}}}
    return thing("DestinationRule", "networking.istio.io/v1", "legacy", "shop", spec={"host": host, **policy, **spec})


def service(name: str = "front", **members: Any) -> str:
    spec = {"selector": {"app": "cart"}, "ports": [{"port": 443}], **members}
    return thing("Service", "v1", name, "shop", spec=spec)


def cilium(**settings: str) -> str:
    return config_map("cilium-config", "kube-system", **settings)


def template(**metadata: Any) -> str:
    spec = {"containers": [{"name": "cart", "image": APP[1]}]}
    made = {"metadata": {"labels": {"app": "cart"}, **metadata}, "spec": spec}
    return thing("Deployment", "apps/v1", "cart", "shop", spec={"replicas": 1, "template": made})


def annotated(text: str, key: str, value: str) -> str:
    made = json.loads(text)
    made["metadata"]["annotations"] = {key: value}
    return json.dumps(made)


def manifest(text: str) -> str:
    made = json.loads(text)
    del made["metadata"]["uid"], made["metadata"]["resourceVersion"]
    return json.dumps(made)


def created(text: str, at: str) -> str:
    made = json.loads(text)
    made["metadata"]["creationTimestamp"] = at
    return json.dumps(made)


CHOSEN = {"matchLabels": {"app": "cart"}}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((STRICT, MESHED), PASSES, id="strict mesh"),
        pytest.param((peer(where="shop"), MESHED), PASSES, id="strict namespace"),
        pytest.param(
            (peer("PERMISSIVE"), MESHED),
            "fails (observed): takes plain connections: istio-system/PeerAuthentication/default is PERMISSIVE",
            id="permissive mesh",
        ),
        pytest.param(
            (MESHED, NO_PEERS), "fails (observed): takes plain connections as well: no policy requires mutual TLS", id="default"
        ),
        pytest.param(
            (MESHED, refused("peerauthentications", "security.istio.io")),
            "unknown: its policy (PeerAuthentication) was not collected",
            id="policies not collected",
        ),
        pytest.param(
            (STRICT, peer("DISABLE", "shop"), MESHED),
            "fails (observed): takes plain connections: shop/PeerAuthentication/default is DISABLE",
            id="a namespace opens",
        ),
        pytest.param((STRICT, peer("DISABLE", "other"), MESHED), PASSES, id="another namespace opens"),
        pytest.param(
            (STRICT, peer("", "shop", selector=CHOSEN, portLevelMtls={"8080": {"mode": "DISABLE"}}), MESHED),
            "fails (observed): leaves ports open to plain connections: 8080 DISABLE",
            id="a port opens",
        ),
        pytest.param(
            (STRICT, peer("", "shop", portLevelMtls={"8080": {"mode": "DISABLE"}}), MESHED), PASSES, id="ports need a selector"
        ),
        pytest.param(
            (STRICT, peer("", "shop", selector=CHOSEN, portLevelMtls={"8080": {"mode": "STRICT"}}), MESHED),
            PASSES,
            id="a strict port",
        ),
        pytest.param(
            (STRICT, peer("PERMISSIVE", "shop", "old", selector=CHOSEN), MESHED),
            "fails (observed): takes plain connections: shop/PeerAuthentication/old is PERMISSIVE",
            id="a workload opens",
        ),
        pytest.param(
            (STRICT, peer("PERMISSIVE", "shop", "old", selector={"matchLabels": {"app": "old"}}), MESHED),
            PASSES,
            id="another workload opens",
        ),
        pytest.param(
            (STRICT, peer("PERMISSIVE", name="ignored", selector=CHOSEN), MESHED), PASSES, id="a selector in the root namespace"
        ),
        pytest.param((STRICT, peer("UNSET", "shop"), MESHED), PASSES, id="unset inherits"),
        pytest.param(
            (peer("STRICT", "shop", "a"), peer("PERMISSIVE", "shop", "b"), MESHED),
            "unknown: two policies select it, and which is older was not collected",
            id="two policies of one scope",
        ),
        pytest.param(
            (
                created(peer("STRICT", "shop", "z"), "2026-01-01T00:00:00Z"),
                created(peer("PERMISSIVE", "shop", "a"), "2026-02-01T00:00:00Z"),
                MESHED,
            ),
            PASSES,
            id="the older policy counts",
        ),
        pytest.param(
            (STRICT, destination("DISABLE"), service(), MESHED),
            "fails (observed): is called without TLS: shop/DestinationRule/legacy (every port)",
            id="a rule calls in plain",
        ),
        pytest.param(
            (STRICT, destination("DISABLE", "front.shop.svc.cluster.local"), service(), MESHED),
            "fails (observed): is called without TLS: shop/DestinationRule/legacy (every port)",
            id="by its whole name",
        ),
        pytest.param(
            (STRICT, destination("DISABLE", "*.local"), MESHED),
            "fails (observed): is called without TLS: shop/DestinationRule/legacy (every port)",
            id="every host",
        ),
        pytest.param((STRICT, destination("DISABLE", "front.other"), service(), MESHED), PASSES, id="another's service"),
        pytest.param((STRICT, destination("ISTIO_MUTUAL"), service(), MESHED), PASSES, id="a rule calls with TLS"),
        pytest.param(
            (STRICT, config_map("istio", "istio-system", mesh="enableAutoMtls: false\n"), MESHED),
            "fails (observed): is called in plain where no rule says otherwise: automatic mutual TLS is off",
            id="automatic TLS off",
        ),
        pytest.param(
            (peer(where="mesh-root"), config_map("istio", "istio-system", mesh="rootNamespace: mesh-root\n"), MESHED),
            PASSES,
            id="another root namespace",
        ),
        pytest.param((STRICT, PLAIN, SHOP), NO_PROXY, id="a pod without a proxy"),
        pytest.param((STRICT, PLAIN), "unknown: whether its pods have a proxy was not collected", id="namespace unseen"),
        pytest.param((STRICT, PLAIN, AMBIENT), "passes (declared): mutual TLS is STRICT", id="ambient"),
        pytest.param(
            (STRICT, pod("cart", APP, labels={"istio.io/dataplane-mode": "none"}), AMBIENT), NO_PROXY, id="opted out of ambient"
        ),
        pytest.param(
            (STRICT, MESHED, template(annotations={"traffic.sidecar.istio.io/excludeInboundPorts": "9090"})),
            "fails (observed): leads traffic past the mesh's proxy: inbound ports 9090",
            id="past the proxy",
        ),
        pytest.param(
            (STRICT, annotated(MESHED, "traffic.sidecar.istio.io/excludeInboundPorts", "9090")),
            "fails (observed): leads traffic past the mesh's proxy: inbound ports 9090",
            id="past the proxy, as the pod alone says",
        ),
    ],
)
def test_istio(files: tuple[str, ...], expected: str) -> None:
    assert verdicts(posture(MESH, *files)) == {CART: expected}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((STRICT, template(), SHOP), "unknown: whether its pods have a proxy was not collected", id="no label"),
        pytest.param(
            (STRICT, template(), thing("Namespace", "v1", "shop", labels={"istio-injection": "enabled"})),
            "passes (declared): mutual TLS is STRICT",
            id="injected",
        ),
        pytest.param(
            (STRICT, template(annotations={"sidecar.istio.io/inject": "false"}), AMBIENT.replace("ambient", "none")),
            "fails (declared): runs without a proxy of the mesh, so nothing encrypts its traffic for it",
            id="opted out",
        ),
    ],
)
def test_manifests_are_declared(files: tuple[str, ...], expected: str) -> None:
    assert verdicts(posture(MESH, *map(manifest, files))) == {CART: expected}


def test_a_pod_in_the_network_of_its_node() -> None:
    made = json.loads(MESHED)
    made["spec"]["hostNetwork"] = True
    state = posture(MESH, STRICT, json.dumps(made))
    assert verdicts(state) == {CART: "fails (observed): is in its node's network, where no proxy of the mesh reaches it"}


def test_what_opens_a_workload_is_named_as_contesting() -> None:
    (subject,) = posture(MESH, STRICT, peer("PERMISSIVE", "shop"), MESHED).subjects
    assert [source.path for source in subject.contested_by] == ["evidence/cluster/file1.yaml"]


def authorization(**client: Any) -> str:
    spec = {"client": client, "server": {"name": "cart"}}
    return thing("ServerAuthorization", "policy.linkerd.io/v1beta1", "in", "shop", spec=spec)


def server(access: str, app: str = "cart", name: str = "cart") -> str:
    spec = {"podSelector": {"matchLabels": {"app": app}}, "accessPolicy": access}
    return thing("Server", "policy.linkerd.io/v1beta3", name, "shop", spec=spec)


def linkerd(access: str) -> str:
    return config_map("linkerd-config", "linkerd", values=f"proxy:\n  defaultInboundPolicy: {access}\n")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((LINKED, linkerd("all-authenticated")), "passes (observed)", id="authenticated"),
        pytest.param((LINKED,), "unknown: the mesh's default was not collected", id="default unknown"),
        pytest.param(
            (LINKED, linkerd("all-unauthenticated")),
            "fails (observed): lets callers in that are not in the mesh, without TLS: "
            "linkerd/ConfigMap/linkerd-config is all-unauthenticated",
            id="anybody",
        ),
        pytest.param((LINKED, linkerd("all-unauthenticated"), server("deny")), "passes (observed)", id="a Server is narrower"),
        pytest.param(
            (LINKED, linkerd("deny"), server("all-unauthenticated")),
            "fails (observed): lets callers in that are not in the mesh, without TLS: shop/Server/cart is all-unauthenticated",
            id="a Server opens",
        ),
        pytest.param(
            (LINKED, linkerd("deny"), server("all-unauthenticated", "other", "other")), "passes (observed)", id="another's"
        ),
        pytest.param(
            (LINKED, linkerd("deny"), server("deny"), authorization(unauthenticated=True)),
            "fails (observed): lets callers in that are not known: shop/ServerAuthorization/in",
            id="an authorization lets anybody in",
        ),
        pytest.param(
            (LINKED, linkerd("deny"), server("deny", "other", "other"), authorization(unauthenticated=True)),
            "passes (observed)",
            id="an authorization of another Server",
        ),
        pytest.param(
            (LINKED, linkerd("all-unauthenticated"), server("")),
            "fails (observed): lets callers in that are not in the mesh, without TLS: "
            "linkerd/ConfigMap/linkerd-config is all-unauthenticated",
            id="a Server that does not say it has the default",
        ),
        pytest.param(
            (LINKED, linkerd("deny"), authorization(unauthenticated=False), server("deny")),
            "passes (observed)",
            id="an authorization of known callers",
        ),
        pytest.param(
            (LINKED, linkerd("deny"), server("deny"), authorization(unauthenticated=True).replace('"shop"', '"other"')),
            "passes (observed)",
            id="an authorization in another namespace",
        ),
        pytest.param((PLAIN, SHOP, linkerd("deny")), NO_PROXY, id="no proxy"),
    ],
)
def test_linkerd(files: tuple[str, ...], expected: str) -> None:
    assert verdicts(posture(MESH, *files)) == {CART: expected}


def test_what_lets_callers_in_is_cited() -> None:
    (failing,) = posture(MESH, LINKED, linkerd("all-unauthenticated")).failing
    assert [(each.kind, each.name) for each in failing.citations] == [("ConfigMap", "linkerd-config")]


NO_MESH = "unknown: no mesh; whether services encrypt themselves was not collected"


@pytest.mark.parametrize("setting", ["enable_wireguard", "enable_ipsec"])
def test_encryption_between_nodes_is_no_mutual_tls(setting: str) -> None:
    state = posture(MESH, cilium(**{setting: "true"}), PLAIN)
    assert verdicts(state) == {CART: NO_MESH}
    assert state.notes[0].startswith("Cilium encrypts between nodes with")
    assert (len(state.notes) == 2) is (setting == "enable_wireguard"), "FIPS 140 approves no algorithm of WireGuard's"


def test_without_a_mesh() -> None:
    assert verdicts(posture(MESH, PLAIN, NO_PEERS)) == {CART: NO_MESH}
    assert verdicts(posture(MESH, PLAIN)) == {CART: "unknown: the settings of a service mesh were not collected"}
    assert posture(MESH, empty("Pod", "v1")).state is PostureState.NONE_FOUND
    assert posture(MESH, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(MESH, refused("pods", "")).summary == "The API refused to list workloads."
    other = posture(MESH, STRICT, MESHED, pod("gate", PROXY, where="istio-system"), pod("dns", APP, where="kube-system"))
    assert list(verdicts(other)) == [CART]
    assert other.notes == ("Workloads of istio-system, the mesh's own namespace, are left out.",)


def test_the_last_hop() -> None:
    reason = "unknown: nothing shows what protects traffic between application and proxy"
    assert verdicts(posture(HOP, STRICT, MESHED)) == {CART: reason}
    assert verdicts(posture(HOP, LINKED)) == {CART: reason}
    assert verdicts(posture(HOP, PLAIN, AMBIENT)) == {CART: reason}
    assert posture(HOP, *as_lists(PLAIN, SHOP)).state is PostureState.NONE_FOUND
    assert posture(HOP, PLAIN).state is PostureState.NOT_COLLECTED, "an ambient mesh shows in the namespace alone"
    assert posture(HOP, refused("pods", "")).summary == "The API refused to list pods and namespaces."


def test_a_proxy_that_the_team_put_into_the_pod_is_a_hop_too() -> None:
    proxy = ("tls", "registry.example/platform/tls-proxy:1")
    reason = "unknown: the proxy tls stands in its pod, and how the hop to it is protected was not collected"
    assert verdicts(posture(HOP, pod("web", APP, proxy))) == {"shop/Deployment/web": reason}
    alone = posture(HOP, *as_lists(pod("edge", proxy), SHOP))
    assert alone.state is PostureState.NONE_FOUND, "a proxy alone in its pod has no hop there"


@pytest.mark.parametrize("check", [MESH, HOP], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    files = (STRICT, peer("PERMISSIVE", "shop"), MESHED, SHOP, template(), service(), destination("DISABLE"))
    whole = posture(check, *files)
    contested = {each.name: {source.path for source in each.contested_by} for each in whole.subjects}
    before = {name for name, text in verdicts(whole).items() if text.startswith("passes")}
    for left_out in range(len(files)):
        rest = [each for number, each in enumerate(files) if number != left_out]
        after = {name for name, text in verdicts(posture(check, *rest)).items() if text.startswith("passes")}
        assert {name for name in after if f"evidence/cluster/file{left_out}.yaml" not in contested[name]} <= before


@needs(CASES)
def test_istios_mixed_policies_without_workloads() -> None:
    assert of_case(MESH, "istio_peerauth_mixed.yaml").state is PostureState.NOT_COLLECTED


@needs(CASES)
def test_online_boutique() -> None:
    """Twelve Deployments: they do not tell whether a mesh is there."""
    found = set(verdicts(of_case(MESH, "online-boutique.yaml")).values())
    assert found == {"unknown: the settings of a service mesh were not collected"}
