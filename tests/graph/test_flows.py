"""Who calls whom, told from each kind of evidence: small invented manifests and logs, read as a build reads them."""

import json
from typing import Any

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.flow_names import FlowNames
from generator.graph.flow_policies import Policies
from generator.graph.flows import flow_graph
from generator.model.evidence import EvidenceFile
from generator.model.flow import EndKind, Flow, FlowEnd, FlowGraph, Strength
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot
from tests.checks.manifests import thing

_SYSTEM = """
external-services:
  - {name: Bank, hosts: ["*.bank.example"]}
"""


def _workload(name: str, kind: str = "Deployment", *, namespace: str = "shop", **pod: Any) -> str:
    container = {"name": name, "image": f"{name}:1", **{key: pod.pop(key) for key in ("env", "envFrom", "args") if key in pod}}
    pod = {"containers": [container], **pod}
    labels = {"app": name, **pod.pop("labels", {})}
    spec = {"selector": {}, "template": {"metadata": {"labels": labels}, "spec": pod}}
    return thing(kind, "apps/v1", name, namespace, spec=spec)


def _service(name: str, *ports: dict[str, Any], namespace: str = "shop", select: str | None = "", **spec: Any) -> str:
    chosen = {"selector": {"app": select or name}} if select is not None else {}
    return thing("Service", "v1", name, namespace, spec={**chosen, "ports": list(ports) or [{"port": 8080}], **spec})


def _env(**variables: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in variables.items()]


def _graph(*manifests: str, logs: tuple[str, ...] = (), system: str = _SYSTEM) -> FlowGraph:
    said = read_system(system, folder="x")
    read_: list[Snapshot] = [snapshot(text, f"file{number}.yaml") for number, text in enumerate(manifests)]
    for number, text in enumerate(logs):
        evidence = EvidenceFile(path=f"evidence/cluster/log{number}", sha256=f"{number}" * 64, size=1, media_type="text/plain")
        read_.append(read(Document(f"log{number}", text.encode()), evidence)[1])
    return flow_graph(flow_context(facts_of(History.of(read_), said, AS_OF), said))


def _name(key: str) -> str:
    return key.rpartition("/")[2] if key.count("/") == 2 else key


def _flows(graph: FlowGraph) -> dict[tuple[str, str], Flow]:
    return {(_name(flow.source.key), _name(flow.target.key)): flow for flow in graph.flows}


def _told(*manifests: str, **given: Any) -> dict[tuple[str, str], tuple[Strength, tuple[str, ...], str | None]]:
    return {
        ends: (flow.strength, tuple(port.shown for port in flow.ports), flow.encryption)
        for ends, flow in _flows(_graph(*manifests, **given)).items()
    }


DECLARED, PERMITTED, OBSERVED = Strength.DECLARED, Strength.PERMITTED, Strength.OBSERVED


def test_an_environment_names_a_service_with_port_and_scheme() -> None:
    web = _workload("web", env=_env(CART="http://cart:8080", DB="postgres://u:p@db.data/x?sslmode=require"))
    db = _workload("db", "StatefulSet", namespace="data")
    both = (_service("cart"), _service("db", {"port": 5432}, namespace="data"))
    assert _told(web, _workload("cart"), db, *both) == {
        ("web", "cart"): (DECLARED, ("TCP 8080 (http)",), "none"),
        ("web", "db"): (DECLARED, ("TCP 5432 (postgresql)",), "TLS"),
    }


def test_what_names_a_host_is_said_as_it_is_written() -> None:
    web = "{image: w, depends_on: [db], environment: {Q: 'amqp://queue:5672'}}"
    compose = f"services:\n  web: {web}\n  db: {{image: d}}\n  queue: {{image: q}}\n"
    reasons = {flow.target.name: [proof.because for proof in flow.proofs] for flow in _graph(compose).flows}
    assert reasons == {"default/ComposeService/queue": ["its environment or arguments name queue:5672"]}


def test_an_order_of_starting_and_a_link_are_dependencies_and_no_flows() -> None:
    compose = """
services:
  web: {image: w, depends_on: {db: {condition: service_healthy}, queue: {}}, links: ["db:database"], environment: {Q: "amqp://queue:5672"}}
  db: {image: d, ports: ["5432:5432"], depends_on: [gone]}
  queue: {image: q, depends_on: [queue]}
  job: {image: j, depends_on: [Db2]}
  Db2: {image: d}
"""
    graph = _graph(compose)
    assert {(flow.source.name, flow.target.name) for flow in graph.flows if flow.source.name} == {
        ("default/ComposeService/web", "default/ComposeService/queue")
    }
    assert [(each.source.name, each.target.name, each.because) for each in graph.dependencies] == [
        (
            "default/ComposeService/job",
            "default/ComposeService/Db2",
            "`depends_on` of job names Db2, which is an order of starting",
        ),
        (
            "default/ComposeService/web",
            "default/ComposeService/db",
            "`links` of web names db, which gives it the name and opens nothing",
        ),
    ]
    assert {each.place for each in (dependency.evidence for dependency in graph.dependencies)} == {
        "services.job",
        "services.web",
    }
    assert graph.neighbors == (*graph.flows, *graph.dependencies)


def test_a_service_says_its_protocol_where_the_url_does_not() -> None:
    web = _workload("web", env=_env(CART_ADDR="cart"))
    assert _told(web, _workload("cart"), _service("cart", {"port": 9000, "name": "grpc-api"})) == {
        ("web", "cart"): (DECLARED, ("TCP 9000 (grpc)",), None)
    }
    two = ({"port": 9000, "name": "grpc-api"}, {"port": 9001, "name": "metrics"})
    assert _told(web, _workload("cart"), _service("cart", *two)) == {("web", "cart"): (DECLARED, (), None)}


@pytest.mark.parametrize(
    "pod",
    [
        {"envFrom": [{"configMapRef": {"name": "web"}}]},
        {"env": [{"name": "URL", "valueFrom": {"configMapKeyRef": {"name": "web", "key": "url"}}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "web"}}]},
        {"volumes": [{"name": "v", "projected": {"sources": [{"configMap": {"name": "web", "items": [{"key": "url"}]}}]}}]},
    ],
)
def test_a_config_map_names_a_service(pod: dict[str, Any]) -> None:
    config = thing("ConfigMap", "v1", "web", "shop", data={"url": "http://cart:8080"})
    found = _graph(_workload("web", **pod), config, _workload("cart"), _service("cart"))
    flow = _flows(found)["web", "cart"]
    assert flow.strength is DECLARED
    assert flow.proofs[0].because == "ConfigMap web names cart:8080 under url"


def test_a_config_map_that_a_pod_alone_is_known_to_take() -> None:
    config = thing("ConfigMap", "v1", "web", "shop", data={"url": "http://cart:8080"})
    taking = {"name": "web", "image": "web:1", "envFrom": [{"configMapRef": {"name": "web"}}]}
    web = thing("Pod", "v1", "web", "shop", {"app": "web"}, spec={"containers": [taking]}, status={"phase": "Running"})
    flow = _flows(_graph(web, config, _workload("cart"), _service("cart")))["web", "cart"]
    assert flow.proofs[0].because == "ConfigMap web names cart:8080 under url"


def test_config_maps_of_a_template_and_of_its_pods_count_together() -> None:
    config = thing("ConfigMap", "v1", "web", "shop", data={"url": "http://cart:8080"})
    taking = {"name": "web", "image": "web:1", "envFrom": [{"configMapRef": {"name": "added"}}]}
    pod = thing("Pod", "v1", "web-5d4f-x", "shop", {"pod-template-hash": "5d4f"}, spec={"containers": [taking]})
    made = json.loads(pod)
    made["metadata"]["ownerReferences"] = [{"kind": "ReplicaSet", "name": "web-5d4f", "controller": True}]
    web = _workload("web", envFrom=[{"configMapRef": {"name": "web"}}])
    found = _graph(web, json.dumps({**made, "status": {"phase": "Running"}}), config, _workload("cart"), _service("cart"))
    assert _flows(found)["web", "cart"].proofs[0].because == "ConfigMap web names cart:8080 under url"


def test_a_host_and_its_port_in_two_variables_are_one_flow() -> None:
    cart = _service("cart", {"port": 9000}, {"port": 9001})
    apart = _workload("web", env=_env(CART_HOST="cart", CART_PORT="9001"))
    assert _told(apart, _workload("cart"), cart) == {("web", "cart"): (DECLARED, ("TCP 9001",), None)}
    config = thing("ConfigMap", "v1", "web", "shop", data={"CART_HOST": "cart", "CART_PORT": "9001"})
    taken = _workload("web", envFrom=[{"configMapRef": {"name": "web"}}])
    assert _told(taken, config, _workload("cart"), cart) == {("web", "cart"): (DECLARED, ("TCP 9001",), None)}


def test_a_key_of_a_config_map_that_nobody_takes_says_nothing() -> None:
    config = thing("ConfigMap", "v1", "web", "shop", data={"url": "http://cart:8080", "other": "x"})
    env = [{"name": "URL", "valueFrom": {"configMapKeyRef": {"name": "web", "key": "other"}}}]
    assert _told(_workload("web", env=env), config, _workload("cart"), _service("cart")) == {}


def test_hosts_outside_are_known_by_name_and_others_by_themselves() -> None:
    env = _env(A="https://api.bank.example/v1", B="https://api.other.example", C="amqps://10.9.8.7", D="http://nobody:80")
    assert _told(_workload("web", env=env)) == {
        ("web", "10.9.8.7"): (DECLARED, ("TCP 5671 (amqp)",), "TLS"),
        ("web", "Bank"): (DECLARED, ("TCP 443 (https)",), "TLS"),
        ("web", "api.other.example"): (DECLARED, ("TCP 443 (https)",), "TLS"),
    }


def test_external_names_and_service_entries_are_outside() -> None:
    out = _service("pay", select=None, type="ExternalName", externalName="pay.bank.example")
    entry = thing(
        "ServiceEntry", "networking.istio.io/v1", "e", "shop", spec={"hosts": ["tax.example"], "location": "MESH_EXTERNAL"}
    )
    web = _workload("web", env=_env(A="https://pay", B="https://tax.example"))
    assert set(_told(web, out, entry)) == {("web", "Bank"), ("web", "tax.example")}
    assert set(_told(_workload("web", env=_env(B="https://tax.example")))) == set()


def test_endpoints_answer_for_a_service_that_selects_nothing() -> None:
    slice_ = thing(
        "EndpointSlice",
        "discovery.k8s.io/v1",
        "legacy-x",
        "shop",
        labels={"kubernetes.io/service-name": "legacy"},
        endpoints=[{"addresses": ["10.0.0.9"], "targetRef": {"kind": "Pod", "name": "db-0"}}],
        ports=[{"port": 5432}],
    )
    web = _workload("web", env=_env(DB="legacy:5432"))
    assert set(_told(web, _workload("db", "StatefulSet"), _service("legacy", select=None), slice_)) == {("web", "db")}


def test_open_services_ingresses_and_the_controller_between() -> None:
    ingress = thing(
        "Ingress",
        "networking.k8s.io/v1",
        "web",
        "shop",
        spec={
            "ingressClassName": "nginx",
            "tls": [{"hosts": ["shop.example"]}],
            "rules": [
                {"host": "shop.example", "http": {"paths": [{"backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}
            ],
        },
    )
    class_ = thing("IngressClass", "networking.k8s.io/v1", "nginx", spec={"controller": "k8s.io/ingress-nginx"})
    controller = _workload("gate", namespace="edge").replace("gate:1", "registry.k8s.io/ingress-nginx/controller:v1.11.0")
    open_ = _service("gate", {"port": 443, "name": "https"}, namespace="edge", type="LoadBalancer")
    web = (_workload("web"), _service("web", {"port": 80}))
    assert _told(*web, ingress, class_, controller, open_) == {
        ("outside", "gate"): (PERMITTED, ("TCP 443 (https)",), None),
        ("outside", "web"): (PERMITTED, ("TCP 443 (https)",), "TLS"),
        ("gate", "web"): (DECLARED, ("TCP 80 (http)",), None),
    }


def test_routes_of_gateways() -> None:
    gateway = thing(
        "Gateway", "gateway.networking.k8s.io/v1", "main", "edge", spec={"listeners": [{"port": 443, "protocol": "HTTPS"}]}
    )
    route = thing(
        "HTTPRoute",
        "gateway.networking.k8s.io/v1",
        "web",
        "shop",
        spec={"parentRefs": [{"name": "main", "namespace": "edge"}], "rules": [{"backendRefs": [{"name": "web", "port": 80}]}]},
    )
    assert _told(_workload("web"), _service("web", {"port": 80}), gateway, route) == {
        ("outside", "web"): (PERMITTED, ("TCP 443 (https)",), "TLS")
    }


def test_virtual_services_at_a_gateway_and_inside_the_mesh() -> None:
    pods = _workload("entry", namespace="istio-system", labels={"istio": "ingressgateway"})
    gateway = thing(
        "Gateway",
        "networking.istio.io/v1",
        "main",
        "istio-system",
        spec={"selector": {"istio": "ingressgateway"}, "servers": [{"port": {"number": 443, "protocol": "HTTPS"}}]},
    )
    outer = thing(
        "VirtualService",
        "networking.istio.io/v1",
        "web",
        "shop",
        spec={
            "gateways": ["istio-system/main"],
            "hosts": ["shop.example"],
            "http": [{"route": [{"destination": {"host": "web.shop.svc.cluster.local", "port": {"number": 80}}}]}],
        },
    )
    inner = thing(
        "VirtualService",
        "networking.istio.io/v1",
        "cart",
        "shop",
        spec={"hosts": ["cart"], "http": [{"route": [{"destination": {"host": "cart-v2"}}]}]},
    )
    web = (_workload("web", env=_env(CART="http://cart:8080")), _service("web", {"port": 80}))
    cart = (_workload("cart-v2"), _service("cart-v2"), _service("cart", select="none"))
    assert _told(*web, pods, gateway, outer, inner, *cart) == {
        ("outside", "web"): (PERMITTED, ("TCP 443 (https)",), "TLS"),
        ("entry", "web"): (DECLARED, ("TCP 80 (http)",), None),
        ("web", "cart-v2"): (DECLARED, ("TCP 8080 (http)",), "none"),
    }


@pytest.mark.parametrize("host", ["cart", "cart.shop", "cart.shop.svc.cluster.local"])
def test_a_route_inside_the_mesh_names_its_host_in_short_or_in_full(host: str) -> None:
    spec = {"hosts": [host], "http": [{"route": [{"destination": {"host": "cart-v2"}}]}]}
    route = thing("VirtualService", "networking.istio.io/v1", "cart", "shop", spec=spec)
    web = _workload("web", env=_env(CART="http://cart:8080"))
    assert ("web", "cart-v2") in _told(web, route, _workload("cart-v2"), _service("cart-v2"), _service("cart", select="none"))


def _policy(name: str, chosen: str, namespace: str = "shop", **spec: Any) -> str:
    pods = {"matchLabels": {"app": chosen}} if chosen else {}
    return thing("NetworkPolicy", "networking.k8s.io/v1", name, namespace, spec={"podSelector": pods, **spec})


def _from(*names: str, port: int = 8080) -> list[dict[str, Any]]:
    return [{"from": [{"podSelector": {"matchLabels": {"app": each}}} for each in names], "ports": [{"port": port}]}]


THREE = (_workload("web"), _workload("cart"), _workload("db"))


def test_a_policy_that_names_who_may_call() -> None:
    assert _told(*THREE, _policy("cart", "cart", ingress=_from("web"))) == {("web", "cart"): (PERMITTED, ("TCP 8080",), None)}


@pytest.mark.parametrize(
    "ingress",
    [
        [{}],
        [{"ports": [{"port": 8080}]}],
        [{"from": [{"podSelector": {}}]}],
        [{"from": [{"namespaceSelector": {}}]}],
        [],
    ],
)
def test_a_policy_that_names_nobody_tells_of_no_flow(ingress: list[dict[str, Any]]) -> None:
    assert _told(*THREE, _policy("cart", "cart", ingress=ingress)) == {}


def test_what_the_other_side_stops_is_not_permitted() -> None:
    stop = _policy("web", "web", policyTypes=["Egress"], egress=[])
    assert _told(*THREE, _policy("cart", "cart", ingress=_from("web")), stop) == {}


def test_expressions_and_namespaces_choose() -> None:
    labels = thing("Namespace", "v1", "ops", labels={"team": "ops"})
    watcher = _workload("watcher", namespace="ops")
    peer = {
        "namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["ops", "dev"]}]},
        "podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
    }
    assert set(_told(*THREE, watcher, labels, _policy("cart", "cart", ingress=[{"from": [peer]}]))) == {("watcher", "cart")}
    other = {**peer, "podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["watcher"]}]}}
    assert _told(*THREE, watcher, labels, _policy("cart", "cart", ingress=[{"from": [other]}])) == {}


def test_networks_in_a_policy() -> None:
    block = [{"from": [{"ipBlock": {"cidr": "203.0.113.0/24"}}, {"ipBlock": {"cidr": "0.0.0.0/0"}}]}]
    egress = [{"to": [{"ipBlock": {"cidr": "198.51.100.0/24"}}, {"ipBlock": {"cidr": "0.0.0.0/0"}}]}]
    policy = _policy("web", "web", policyTypes=["Ingress", "Egress"], ingress=block, egress=egress)
    assert set(_told(*THREE, policy)) == {("203.0.113.0/24", "web"), ("outside", "web"), ("web", "198.51.100.0/24")}


def test_cilium_names_endpoints_hosts_and_the_world() -> None:
    policy = thing(
        "CiliumNetworkPolicy",
        "cilium.io/v2",
        "web",
        "shop",
        spec={
            "endpointSelector": {"matchLabels": {"app": "web"}},
            "ingress": [{"fromEntities": ["world"], "toPorts": [{"ports": [{"port": "443", "protocol": "TCP"}]}]}],
            "egress": [
                {"toEndpoints": [{"matchLabels": {"k8s:app": "db", "k8s:io.kubernetes.pod.namespace": "data"}}]},
                {"toFQDNs": [{"matchName": "api.bank.example"}, {"matchPattern": "*.other.example"}]},
                {},
            ],
        },
    )
    db = _workload("db", namespace="data")
    assert _told(*THREE, db, policy) == {
        ("outside", "web"): (PERMITTED, ("TCP 443 (https)",), None),
        ("web", "db"): (PERMITTED, (), None),
        ("web", "Bank"): (PERMITTED, (), None),
        ("web", "*.other.example"): (PERMITTED, (), None),
    }


def test_istio_names_service_accounts() -> None:
    policy = thing(
        "AuthorizationPolicy",
        "security.istio.io/v1",
        "cart",
        "shop",
        spec={
            "selector": {"matchLabels": {"app": "cart"}},
            "rules": [
                {
                    "from": [{"source": {"principals": ["cluster.local/ns/shop/sa/web"]}}],
                    "to": [{"operation": {"ports": ["8080"]}}],
                }
            ],
        },
    )
    web = _workload("web", serviceAccountName="web")
    assert _told(web, *THREE[1:], policy) == {("web", "cart"): (PERMITTED, ("TCP 8080",), None)}
    deny = policy.replace('"selector"', '"action": "DENY", "selector"')
    assert _told(web, *THREE[1:], deny) == {}


def test_policies_say_whether_a_flow_may_be() -> None:
    said = read_system("", folder="x")
    texts = (*THREE, _policy("cart", "cart", ingress=_from("web")))
    facts = facts_of(History.of([snapshot(text, f"f{number}.yaml") for number, text in enumerate(texts)]), said, AS_OF)
    policies = Policies(flow_context(facts, said), facts.configurations[0])
    web, cart, db = (f"shop/Deployment/{name}" for name in ("web", "cart", "db"))
    assert policies.says(web, cart) == "allowed"
    assert policies.says(db, cart) == "denied by shop/NetworkPolicy/cart"
    assert policies.says(cart, db) == ""


def test_strict_mutual_tls_of_the_mesh() -> None:
    strict = thing("PeerAuthentication", "security.istio.io/v1", "default", "shop", spec={"mtls": {"mode": "STRICT"}})
    ambient = thing("Namespace", "v1", "shop", labels={"istio.io/dataplane-mode": "ambient"})
    web = _workload("web", env=_env(CART="http://cart:8080"))
    both = (web, _workload("cart"), _service("cart"), strict)
    assert _told(*both, ambient)["web", "cart"][2] == "mutual TLS (Istio, STRICT)"
    assert _told(*both)["web", "cart"][2] == "none"
    left = _workload("cart").replace('"app": "cart"', '"app": "cart", "istio.io/dataplane-mode": "none"')
    assert _told(web, left, _service("cart"), strict, ambient)["web", "cart"][2] == "none"
    ports = {"portLevelMtls": {"8080": {"mode": "PERMISSIVE"}}, "selector": {"matchLabels": {"app": "cart"}}}
    opened = thing("PeerAuthentication", "security.istio.io/v1", "cart", "shop", spec={"mtls": {"mode": "STRICT"}, **ports})
    assert _told(*both, ambient, opened)["web", "cart"][2] == "none"


def _seen(source: dict[str, Any], target: dict[str, Any], port: int, **more: Any) -> str:
    flow = {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED", "is_reply": False, "source": source, "destination": target}
    return json.dumps({"flow": {**flow, "l4": {"TCP": {"destination_port": port}}, **more}, "node_name": "n"})


def test_what_hubble_saw() -> None:
    web = {"namespace": "shop", "pod_name": "web-5d9c7b6f4-x2x9z"}
    cart = {"namespace": "shop", "workloads": [{"name": "cart", "kind": "Deployment"}]}
    world = {"labels": ["reserved:world"]}
    log = "\n".join(
        (
            _seen(web, cart, 8080),
            _seen(cart, world, 443, IP={"destination": "203.0.113.7"}, destination_names=["api.bank.example"]),
            _seen(world, web, 443, IP={"source": "198.51.100.2"}),
            _seen(cart, {"namespace": "gone", "pod_name": "old-0"}, 1234),
        )
    )
    found = _graph(*THREE, logs=(log,))
    assert {ends: (flow.strength, flow.ports[0].number) for ends, flow in _flows(found).items()} == {
        ("web", "cart"): (OBSERVED, 8080),
        ("cart", "Bank"): (OBSERVED, 443),
        ("outside", "web"): (OBSERVED, 443),
        ("cart", "old"): (OBSERVED, 1234),
    }
    assert [each.shown for each in found.windows] == ["2026-11-18 06:00 to 2026-11-18 06:00 UTC"]
    assert _flows(found)["web", "cart"].proofs[0].because == "Cilium Hubble saw it once"


def test_what_a_network_of_the_cloud_saw() -> None:
    pods = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [
                {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                        "name": f"{name}-0",
                        "namespace": "shop",
                        "uid": name,
                        "ownerReferences": [{"kind": "StatefulSet", "name": name, "controller": True}],
                    },
                    "spec": {"containers": [{"name": name, "image": name}]},
                    "status": {"phase": "Running", "podIP": address},
                }
                for name, address in (("web", "10.0.0.1"), ("db", "10.0.0.2"))
            ]
            + [
                {
                    "apiVersion": "v1",
                    "kind": "Node",
                    "metadata": {"name": "node-1", "uid": "n1"},
                    "status": {"addresses": [{"type": "InternalIP", "address": "10.0.9.9"}]},
                }
            ],
        }
    )
    record = "2 123456789012 eni-0a1b2c3d4e5f60718 {} {} 41000 {} 6 10 840 1795000000 1795000060 ACCEPT OK"
    lines = [record.format("10.0.0.1", "10.0.0.2", 5432), record.format("10.0.9.9", "10.0.0.1", 8080)]
    lines += [record.format("198.51.100.1", "10.0.0.1", 443), record.format("10.0.0.1", "10.20.0.4", 5432)]
    lines += [record.format("10.0.0.2", f"198.51.100.{number}", 443) for number in range(1, 40)]
    assert set(_flows(_graph(pods, logs=("\n".join(lines),)))) == {
        ("web", "db"),
        ("outside", "web"),
        ("web", "10.20.0.4"),
        ("db", "the internet"),
    }


def test_two_ways_of_knowing_one_flow_are_one_flow_with_two_proofs() -> None:
    web = _workload("web", env=_env(CART="http://cart:8080"))
    log = _seen({"namespace": "shop", "pod_name": "web-0"}, {"namespace": "shop", "pod_name": "cart-0"}, 8080)
    found = _graph(web, *THREE[1:], _service("cart"), _policy("c", "cart", ingress=_from("web")), logs=(log + "\n" + log,))
    flow = _flows(found)["web", "cart"]
    assert [each.strength for each in flow.proofs] == [OBSERVED, DECLARED, PERMITTED]
    assert [each.shown for each in flow.ports] == ["TCP 8080 (http)"]


def test_a_reference_to_nothing_is_named() -> None:
    web = _workload("web", env=_env(A="http://cart_api:8080", B="http://cart:80", C="http://x.other:80", D_HOST="word"))
    found = _graph(web, _workload("cart"), _service("cart")).unanswered
    assert [(each.workload, each.host) for each in found] == [("shop/Deployment/web", "cart_api")]
    assert found[0].because == "its environment or arguments name cart_api:8080"


@pytest.mark.parametrize(
    ("host", "is_outside"),
    [("192.0.2.7", True), ("2001:db8::7", True), ("api.pay.example", True), ("cart.shop", False), ("cart", False)],
)
def test_a_name_that_nothing_has_is_outside_where_it_is_an_address_or_has_three_labels(host: str, is_outside: bool) -> None:
    names = FlowNames(flow_context(facts_of(History.of(()), read_system("", folder="x"), AS_OF), read_system("", folder="x")))
    assert names.outside(host) == (FlowEnd(EndKind.EXTERNAL, host) if is_outside else None)
