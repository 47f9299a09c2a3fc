"""Rows about encryption between services and at the ways in."""

from typing import Any

import pytest

from generator.model.posture import PostureState
from tests.posture.ground import postures, problems
from tests.posture.manifests import empty, namespace, refused, thing
from tests.posture.operation_manifests import config_map, peer, pod

APP = ("cart", "registry.example/cart:1")
MESHED = pod("cart", APP, ("istio-proxy", "docker.io/istio/proxyv2:1.24"))
PLAIN = pod("cart", APP)
LINKED = pod("cart", APP, ("linkerd-proxy", "cr.l5d.io/linkerd/proxy:2"))
NO_PEERS = empty("PeerAuthentication", "security.istio.io/v1")
MESH, HOP, ENTRY = "mesh-mtls", "mesh-last-hop", "entry-tls"
STRICT = peer()
AMBIENT = thing("Namespace", "v1", "shop", labels={"istio.io/dataplane-mode": "ambient"})


def destination(mode: str, **spec: Any) -> str:
    policy = {"trafficPolicy": {"tls": {"mode": mode}}}
    return thing("DestinationRule", "networking.istio.io/v1", "legacy", "shop", spec={"host": "legacy", **policy, **spec})


def cilium(**settings: str) -> str:
    return config_map("cilium-config", "kube-system", **settings)


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="nothing that tells"),
        pytest.param((NO_PEERS, namespace()), PostureState.NONE_FOUND, {}, id="no mesh"),
        pytest.param((PLAIN,), PostureState.NOT_COLLECTED, {}, id="pods alone, without a proxy"),
        pytest.param((STRICT, MESHED), PostureState.ENFORCING, {}, id="strict mesh"),
        pytest.param((peer(where="shop"), MESHED), PostureState.ENFORCING, {}, id="strict namespace"),
        pytest.param(
            (peer("PERMISSIVE"), MESHED),
            PostureState.NOT_ENFORCING,
            {"istio-system/PeerAuthentication/default": "is PERMISSIVE for the whole mesh"},
            id="permissive mesh",
        ),
        pytest.param(
            (MESHED, NO_PEERS),
            PostureState.NOT_ENFORCING,
            {"shop": "has no policy that requires mutual TLS, so its proxies take plain connections as well"},
            id="the default",
        ),
        pytest.param(
            (STRICT, peer("DISABLE", "shop"), MESHED),
            PostureState.NOT_ENFORCING,
            {"shop/PeerAuthentication/default": "is DISABLE for namespace shop"},
            id="a namespace opens",
        ),
        pytest.param(
            (STRICT, peer("", "shop", portLevelMtls={"8080": {"mode": "DISABLE"}, "9090": {"mode": "STRICT"}}), MESHED),
            PostureState.NOT_ENFORCING,
            {"shop/PeerAuthentication/default": "leaves ports open to plain connections: 8080 DISABLE"},
            id="a port opens",
        ),
        pytest.param(
            (STRICT, peer("PERMISSIVE", "shop", "old", selector={"matchLabels": {"app": "old"}}), MESHED),
            PostureState.NOT_ENFORCING,
            {"shop/PeerAuthentication/old": "is PERMISSIVE for workloads with app=old"},
            id="a workload opens",
        ),
        pytest.param(
            (STRICT, peer("PERMISSIVE", name="ignored", selector={"matchLabels": {"app": "old"}}), MESHED),
            PostureState.ENFORCING,
            {},
            id="a selector in the root namespace does nothing",
        ),
        pytest.param((STRICT, peer("UNSET", "shop"), MESHED), PostureState.ENFORCING, {}, id="unset inherits"),
        pytest.param(
            (STRICT, destination("DISABLE"), MESHED),
            PostureState.NOT_ENFORCING,
            {"shop/DestinationRule/legacy": "calls legacy without TLS (every port)"},
            id="a rule calls in plain",
        ),
        pytest.param((STRICT, destination("ISTIO_MUTUAL"), MESHED), PostureState.ENFORCING, {}, id="a rule calls with TLS"),
        pytest.param(
            (STRICT, config_map("istio", "istio-system", mesh="enableAutoMtls: false\n"), MESHED),
            PostureState.NOT_ENFORCING,
            {
                "istio-system/ConfigMap/istio": (
                    "switches automatic mutual TLS off: proxies call each other in plain unless a rule says otherwise"
                )
            },
            id="automatic TLS off",
        ),
        pytest.param(
            (peer(where="mesh-root"), config_map("istio", "istio-system", mesh="rootNamespace: mesh-root\n"), MESHED),
            PostureState.ENFORCING,
            {},
            id="another root namespace",
        ),
        pytest.param(
            (STRICT, PLAIN),
            PostureState.NOT_ENFORCING,
            {"shop/Deployment/cart": "runs without a proxy of the mesh, so nothing encrypts its traffic for it"},
            id="a pod without a proxy",
        ),
        pytest.param((STRICT, PLAIN, AMBIENT), PostureState.ENFORCING, {}, id="ambient needs none"),
    ],
)
def test_istio(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[MESH]
    assert (found.state, problems(found)) == (state, wrong)


def test_ports_that_go_past_the_proxy() -> None:
    annotations = {"traffic.sidecar.istio.io/excludeInboundPorts": "9090"}
    template = {"metadata": {"annotations": annotations}, "spec": {"containers": [{"name": "cart", "image": "cart:1"}]}}
    workload = thing("Deployment", "apps/v1", "cart", "shop", spec={"replicas": 1, "template": template})
    found = postures(STRICT, MESHED, workload)[MESH]
    assert problems(found) == {"shop/Deployment/cart": "leads traffic past the mesh's proxy: inbound ports 9090"}


def test_a_refusal_is_told_as_one() -> None:
    found = postures(refused("peerauthentications", "security.istio.io"), namespace())[MESH]
    assert (found.state, found.summary) == (
        PostureState.NOT_COLLECTED,
        "The API refused to list the settings of a service mesh.",
    )


def authorization(**client: Any) -> str:
    return thing("ServerAuthorization", "policy.linkerd.io/v1beta1", "in", "shop", spec={"client": client})


LINKERD = config_map("linkerd-config", "linkerd", values="proxy:\n  defaultInboundPolicy: {}\n")


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((LINKED, LINKERD.replace("{}", "all-authenticated")), PostureState.ENFORCING, {}, id="authenticated"),
        pytest.param(
            (LINKED, LINKERD.replace("{}", "all-unauthenticated")),
            PostureState.NOT_ENFORCING,
            {
                "linkerd/ConfigMap/linkerd-config": (
                    "lets callers in that are not in the mesh, without TLS (all-unauthenticated)"
                )
            },
            id="anybody",
        ),
        pytest.param(
            (LINKED, LINKERD.replace("{}", "deny"), authorization(unauthenticated=True)),
            PostureState.NOT_ENFORCING,
            {"shop/ServerAuthorization/in": "lets callers in that are not known"},
            id="a server lets anybody in",
        ),
        pytest.param(
            (LINKED, LINKERD.replace("{}", "deny"), pod("old", APP)),
            PostureState.NOT_ENFORCING,
            {"shop/Deployment/old": "runs without a proxy of the mesh, so nothing encrypts its traffic for it"},
            id="a pod without a proxy",
        ),
        pytest.param((cilium(enable_wireguard="true"), PLAIN), PostureState.ENFORCING, {}, id="WireGuard"),
        pytest.param((cilium(enable_ipsec="true"), PLAIN), PostureState.ENFORCING, {}, id="IPsec"),
        pytest.param(
            (cilium(enable_ipsec="false"), PLAIN),
            PostureState.NOT_ENFORCING,
            {"kube-system/ConfigMap/cilium-config": "encrypts nothing between nodes"},
            id="Cilium without encryption",
        ),
    ],
)
def test_linkerd_and_cilium(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[MESH]
    assert (found.state, problems(found)) == (state, wrong)


def test_wireguard_tells_what_it_does_not_show() -> None:
    missing = postures(cilium(enable_wireguard="true"), PLAIN)[MESH].missing
    assert "traffic between pods of one node, which Cilium does not encrypt" in missing
    assert any("FIPS" in one for one in missing)


def test_the_last_hop_stays_unproven_where_there_is_one() -> None:
    assert postures()[HOP].state is PostureState.NOT_COLLECTED
    assert postures(PLAIN)[HOP].state is PostureState.NONE_FOUND
    found = postures(STRICT, MESHED)[HOP]
    assert found.state is PostureState.NOT_COLLECTED
    assert "in 1 workload a proxy beside the application ends the TLS" in found.summary
    assert postures(STRICT, MESHED)[MESH].state is PostureState.ENFORCING, "the mesh itself is judged apart"


def ingress(*hosts: str, tls: Any = (), **annotations: str) -> str:
    spec = {"rules": [{"host": host} for host in hosts], "tls": list(tls)}
    made = thing("Ingress", "networking.k8s.io/v1", "front", "shop", spec=spec)
    return made if not annotations else made.replace('"uid"', f'"annotations": {{"{annotations["key"]}": "x"}}, "uid"')


def gateway(*listeners: dict[str, Any]) -> str:
    return thing("Gateway", "gateway.networking.k8s.io/v1", "front", "shop", spec={"listeners": list(listeners)})


def istio_gateway(**server: Any) -> str:
    return thing(
        "Gateway", "networking.istio.io/v1", "front", "shop", spec={"servers": [{"hosts": ["shop/a.example"], **server}]}
    )


def route(**tls: str) -> str:
    return thing("Route", "route.openshift.io/v1", "front", "shop", spec={"host": "a.example", **({"tls": tls} if tls else {})})


HTTPS = {"name": "s", "protocol": "HTTPS", "port": 443, "hostname": "a.example"}
HTTP = {"name": "p", "protocol": "HTTP", "port": 80, "hostname": "a.example"}
WITHOUT = {"shop/Ingress/front": "serves a.example without TLS"}


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("Ingress", "networking.k8s.io/v1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((ingress("a.example", tls=[{"hosts": ["a.example"]}]),), PostureState.ENFORCING, {}, id="by name"),
        pytest.param((ingress("a.example", tls=[{"hosts": ["*.example"]}]),), PostureState.ENFORCING, {}, id="by wildcard"),
        pytest.param((ingress("a.example", tls=[{"secretName": "x"}]),), PostureState.ENFORCING, {}, id="for all hosts"),
        pytest.param((ingress("a.example"),), PostureState.NOT_ENFORCING, WITHOUT, id="plain"),
        pytest.param(
            (ingress("a.example", tls=[{"hosts": ["b.example"]}]),), PostureState.NOT_ENFORCING, WITHOUT, id="another host"
        ),
        pytest.param(
            (ingress("a.example", key="alb.ingress.kubernetes.io/certificate-arn"),),
            PostureState.ENFORCING,
            {},
            id="annotation",
        ),
        pytest.param((gateway(HTTPS),), PostureState.ENFORCING, {}, id="a gateway"),
        pytest.param(
            (gateway(HTTPS, HTTP),),
            PostureState.NOT_ENFORCING,
            {
                "shop/Gateway/front": (
                    "takes plain requests for a.example beside TLS; whether a route only redirects them was not looked at"
                )
            },
            id="a gateway with both",
        ),
        pytest.param((istio_gateway(tls={"mode": "SIMPLE"}),), PostureState.ENFORCING, {}, id="Istio"),
        pytest.param(
            (istio_gateway(tls={"httpsRedirect": True}, port={"protocol": "HTTP"}),), PostureState.ENFORCING, {}, id="redirect"
        ),
        pytest.param(
            (istio_gateway(port={"protocol": "HTTP"}),),
            PostureState.NOT_ENFORCING,
            {"shop/Gateway/front": "serves a.example without TLS"},
            id="Istio in plain",
        ),
        pytest.param((route(termination="edge"),), PostureState.ENFORCING, {}, id="a route"),
        pytest.param(
            (route(termination="edge", insecureEdgeTerminationPolicy="Allow"),),
            PostureState.NOT_ENFORCING,
            {"shop/Route/front": "serves a.example without TLS"},
            id="a route that takes both",
        ),
    ],
)
def test_the_ways_in(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[ENTRY]
    assert (found.state, problems(found)) == (state, wrong)
