"""Ways in: what opens each, at which port, and what need not be drawn by itself."""

import json
from typing import Any

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.flow_drafts import NONE, TLS
from generator.graph.flows import flow_graph
from generator.graph.helper_ports import is_helper
from generator.model.asset import AssetKind
from generator.model.flow import FlowGraph
from generator.model.inventory import ContainerPort
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot
from tests.checks.manifests import thing
from tests.graph.graphs_made import graph_of, service, workload

_COMPOSE = """
services:
  proxy:
    image: nginx:1
    container_name: shop-proxy
    ports: ["8080:80", "8443:443"]
  db: {image: "postgres:16", ports: ["5432"]}
  cache: {image: "redis:7", ports: ["127.0.0.1:6379:6379"]}
  exporter: {image: "acme/watch:1", ports: ["9113:9113"]}
  agent: {image: "acme/agent:1", network_mode: host, expose: ["7000"]}
"""


def _ways(graph: FlowGraph) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    return {
        way.key: (way.shown, tuple(port.shown for target in way.targets for port in target.ports), bool(way.set_aside))
        for way in graph.ways_in
    }


def test_published_ports_are_one_way_a_service_by_the_ports_of_the_host() -> None:
    assert _ways(graph_of(_COMPOSE)) == {
        "default/ComposeService/proxy": (
            "published ports 8080 and 8443 of proxy",
            ("TCP 8080 (http)", "TCP 8443 (https)"),
            False,
        ),
        "default/ComposeService/db": (
            "published port 5432 (at a port of the host that is not stated) of db",
            ("TCP, port not stated (postgresql)",),
            False,
        ),
        "default/ComposeService/exporter": ("published port 9113 of exporter", ("TCP 9113",), True),
        "default/ComposeService/agent": ("published port 7000 of agent", ("TCP 7000",), False),
    }


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('"8080:80"', "TCP 8080 (http)"),
        ('"80:80/tcp"', "TCP 80 (http)"),
        ('"0.0.0.0:5300:53/udp"', "UDP 5300 (dns)"),
        ('"80"', "TCP, port not stated (http)"),
        ('"::80"', "TCP, port not stated (http)"),
        ('"${PORT}:80"', "TCP, port not stated (http)"),
        ('"${PORT:-8081}:80"', "TCP 8081 (http)"),
        ('"9000-9001:8000-8001"', "TCP 9000"),
        ('"9000-9010:80"', "TCP, port not stated (http)"),
        ('{target: 80, published: "8082"}', "TCP 8082 (http)"),
        ("{target: 80, published: 8082}", "TCP 8082 (http)"),
        ("{target: 80}", "TCP, port not stated (http)"),
    ],
)
def test_the_port_of_the_host_is_read_as_it_is_written(written: str, shown: str) -> None:
    graph = graph_of(f"services:\n  web: {{image: w, ports: [{written}]}}\n")
    assert [port.shown for way in graph.ways_in for target in way.targets for port in target.ports] == [shown]


def test_a_port_on_the_host_is_a_way_of_the_host_and_no_flow_from_outside() -> None:
    services = "open: {image: w, ports: ['80:80']}, own: {image: o, ports: ['127.0.0.1:81:81', '[::1]:82:82']}"
    graph = graph_of(f"services: {{{services}, host: {{image: h, network_mode: host}}}}\n")
    reached = "whether the host is reached from outside is not stated"
    assert {(way.key, way.conditional, way.because) for way in graph.ways_in} == {
        ("default/ComposeService/open", True, f"it publishes port 80 on its host; {reached}"),
        ("default/ComposeService/host", True, f"it opens its ports in the network of its host; {reached}"),
    }
    assert graph.flows == ()
    assert {end.name for end in graph.closed} == {"default/ComposeService/own"}


def test_a_node_port_is_the_way_and_an_ingress_in_front_of_it_is_asked_in_its_place() -> None:
    node_port = service("web", {"port": 80, "nodePort": 30080}, type="NodePort")
    assert _ways(graph_of(workload("web"), node_port)) == {
        "shop/Service/web": ("NodePort service web", ("TCP 30080 (http)",), False)
    }
    found = _ways(graph_of(workload("web"), node_port, _ingress("front", "web", 80)))
    assert found["shop/Service/web"][2] is True
    assert found["shop/Ingress/front"] == ("Ingress front", ("TCP 80 (http)",), False)


def test_the_service_of_a_controller_is_no_way_of_its_own_where_routes_lead_in_through_it() -> None:
    controller = workload("edge", containers=[{"name": "c", "image": "registry.k8s.io/ingress-nginx/controller:v1"}])
    balancer = service("edge", {"port": 443}, type="LoadBalancer")
    found = _ways(graph_of(workload("web"), service("web"), controller, balancer, _ingress("front", "web", 8080)))
    assert {key: aside for key, (_, _, aside) in found.items()} == {"shop/Ingress/front": False, "shop/Service/edge": True}
    alone = _ways(graph_of(controller, balancer))
    assert alone["shop/Service/edge"][2] is False


def test_an_ingress_that_answers_inside_only_is_no_way_in() -> None:
    inside = {"alb.ingress.kubernetes.io/scheme": "internal"}
    ingress = json.loads(_ingress("front", "web", 8080))
    ingress["metadata"]["annotations"] = inside
    assert _ways(graph_of(workload("web"), service("web"), json.dumps(ingress))) == {}


@pytest.mark.parametrize(("number", "aside"), [(443, False), (9100, True)])
def test_ports_of_the_node_are_ways_where_users_call_them(number: int, aside: bool) -> None:
    ports = [{"containerPort": 8443, "hostPort": number}]
    pod = workload("edge", "DaemonSet", containers=[{"name": "edge", "image": "e", "ports": ports}])
    assert _ways(graph_of(pod)) == {
        "shop/DaemonSet/edge (host port)": (f"host port {number} of edge", (_shown(number),), aside)
    }


def _shown(number: int) -> str:
    return {443: "TCP 443 (https)", 9100: "TCP 9100"}[number]


def test_an_app_with_a_route_is_public_by_its_route() -> None:
    web, job = "name: web, memory: 64M, routes: [{route: web.example.gov}]", "name: job, memory: 64M, no-route: true"
    apps = f"applications:\n- {{{web}}}\n- {{{job}}}\n"
    assert _ways(graph_of(apps)) == {"default/CloudFoundryApp/web": ("route of web", (), False)}


@pytest.mark.parametrize(
    ("port", "service_name", "helper"),
    [
        (ContainerPort(number=8080, name="http"), "web", False),
        (ContainerPort(number=8080, name="http-metrics"), "web", True),
        (ContainerPort(number=9113), "web", True),
        (ContainerPort(number=9113, name="http"), "web", False),
        (ContainerPort(number=7777), "nats-exporter", True),
        (ContainerPort(number=8081, name="healthz"), "web", True),
        (ContainerPort(number=5005, name="debug"), "web", True),
        (ContainerPort(number=443), "healthcare", False),
        (ContainerPort(number=443), "debug", True),
        (ContainerPort(number=15672, name="management"), "queue", False),
    ],
)
def test_helpers_are_known_by_name_or_number(port: ContainerPort, service_name: str, helper: bool) -> None:
    assert is_helper(port, service_name) is helper


def test_what_is_closed_is_known_of_compose_files_alone_and_not_behind_a_proxy() -> None:
    web = "web: {image: w, ports: ['80:80'], depends_on: [api]}"
    compose = f"services:\n  {web}\n  api: {{image: a}}\n  job: {{image: j}}\n"
    assert {end.name for end in graph_of(compose).closed} == {"default/ComposeService/job"}
    assert graph_of(compose.replace("image: w,", "image: traefik,")).closed == frozenset()
    assert graph_of(workload("web"), workload("job")).closed == frozenset()


def _ingress(name: str, backend: str, port: int) -> str:
    to: dict[str, Any] = {"service": {"name": backend, "port": {"number": port}}}
    rules = [{"host": "shop.example", "http": {"paths": [{"backend": to}]}}]
    return thing("Ingress", "networking.k8s.io/v1", name, "shop", spec={"rules": rules})


def test_snapshots_of_compose_have_one_service_with_all_its_names() -> None:
    services = [each for each in snapshot(_COMPOSE, "compose.yaml").objects if type(each).__name__ == "ServiceObject"]
    assert [each.name for each in services] == ["proxy", "db", "cache", "exporter", "agent"]


_DEFAULT = (
    "its manifest names neither `routes` nor `no-route`: `cf push` gives it a default route unless an option says otherwise"
)


def _by_key(graph: FlowGraph) -> dict[str, tuple[str, str, bool]]:
    return {way.key.rpartition("/")[2]: (way.shown, way.because, way.conditional) for way in graph.ways_in}


def test_an_app_without_routes_gets_one_unless_its_manifest_says_otherwise() -> None:
    apps = """applications:
- {name: plain, memory: 64M}
- {name: closed, memory: 64M, no-route: true}
- {name: inner, memory: 64M, routes: [{route: inner.apps.internal}]}
- {name: routed, memory: 64M, routes: [{route: shop.example.gov}, {route: inner.apps.internal}]}
"""
    graph = graph_of(apps)
    assert _by_key(graph) == {
        "plain": ("default route of plain", _DEFAULT, True),
        "routed": ("route of routed", "route leads to it", False),
    }
    assert [flow.target.name for flow in graph.flows] == ["default/CloudFoundryApp/routed"]


_ROUTES = """
data "cloudfoundry_domain" "front" { name = "example.gov" }
data "cloudfoundry_domain" "inner" { name = "apps.internal" }
data "cloudfoundry_app" "shop" { name_or_id = "shop-${var.env}" }
data "cloudfoundry_app" "gone" { name_or_id = "gone" }
resource "cloudfoundry_route" "front" {
  domain   = data.cloudfoundry_domain.front.id
  hostname = "shop"
  target { app = data.cloudfoundry_app.shop.id }
}
resource "cloudfoundry_route" "inner" {
  domain = data.cloudfoundry_domain.inner.id
  target { app = data.cloudfoundry_app.shop.id }
}
resource "cloudfoundry_route" "gone" {
  domain       = data.cloudfoundry_domain.front.id
  destinations = [{ app_id = data.cloudfoundry_app.gone.id }]
}
resource "cloudfoundry_route" "unused" { domain = data.cloudfoundry_domain.front.id }
resource "cloudfoundry_route" "own" {
  domain   = var.domain
  hostname = "cart"
}
resource "cloudfoundry_app" "cart" {
  name   = "cart"
  routes { route = cloudfoundry_route.own.id }
}
resource "cloudfoundry_app" "job" { name = "job" }
"""


def test_routes_of_terraform_lead_to_apps_of_manifests_and_of_its_own() -> None:
    read = [
        snapshot("applications: [{name: shop-((env)), memory: 64M, no-route: true}]", "manifest.yml"),
        snapshot(_ROUTES, "main.tf"),
    ]
    described = read_system("", folder="x")
    facts = facts_of(History.of(read), described, AS_OF)
    graph = flow_graph(flow_context(facts, described))
    assert _by_key(graph) == {
        "shop-((env))": ("route of shop-((env))", "route shop.example.gov leads to it", False),
        "cart": ("route of cart", "route leads to it", False),
        "gone": ("route example.gov", "route example.gov leads to it", False),
    }
    assert {each.name: each.public for each in facts.workloads} == {"shop-((env))": True, "cart": True, "job": False}
    assert [asset.asset_id for asset in facts.assets if asset.kind is AssetKind.WEB] == ["example.gov", "shop.example.gov"]


def test_a_policy_between_apps_of_which_one_was_not_collected() -> None:
    policies = """
data "cloudfoundry_app" "gone" { name_or_id = "gone" }
resource "cloudfoundry_app" "cart" { name = "cart" }
resource "cloudfoundry_network_policy" "out" {
  policy {
    source_app      = cloudfoundry_app.cart.id
    destination_app = data.cloudfoundry_app.gone.id
    port            = "8080"
  }
}
"""
    (flow,) = graph_of(policies, suffix=".tf").flows
    assert (flow.source.name, flow.target.kind, flow.target.name) == ("default/CloudFoundryApp/cart", "external", "gone")
    assert [port.shown for port in flow.ports] == ["TCP 8080"]


def test_routes_of_a_plan_lead_to_the_apps_that_they_refer_to() -> None:
    plan = {
        "format_version": "1.2",
        "planned_values": {
            "root_module": {
                "resources": [
                    {
                        "address": "cloudfoundry_app.shop",
                        "type": "cloudfoundry_app",
                        "name": "shop",
                        "values": {"name": "shop"},
                    },
                    {
                        "address": "cloudfoundry_route.front",
                        "type": "cloudfoundry_route",
                        "name": "front",
                        "values": {"hostname": "shop", "domain": "d-1", "target": [{}]},
                    },
                ]
            }
        },
        "prior_state": {
            "values": {
                "root_module": {
                    "resources": [
                        {
                            "address": "data.cloudfoundry_domain.front",
                            "mode": "data",
                            "type": "cloudfoundry_domain",
                            "name": "front",
                            "values": {"id": "d-1", "name": "example.gov"},
                        }
                    ]
                }
            }
        },
        "configuration": {
            "root_module": {
                "resources": [
                    {
                        "address": "cloudfoundry_route.front",
                        "expressions": {
                            "target": [{"app": {"references": ["cloudfoundry_app.shop.id", "cloudfoundry_app.shop"]}}]
                        },
                    }
                ]
            }
        },
    }
    graph = graph_of(json.dumps(plan), suffix=".json")
    assert _by_key(graph) == {"shop": ("route of shop", "route shop.example.gov leads to it", False)}


def test_what_a_program_serves_at_an_open_port_says_whether_it_is_encrypted() -> None:
    graph = graph_of("""
services:
  web: {image: acme/web, ports: ["8443:443", "8080:80"], environment: {ASPNETCORE_URLS: "https://+:443;http://+:80"}}
  api: {image: acme/api, ports: ["5000:5000"], environment: {ASPNETCORE_URLS: "http://+:80"}}
""")
    said = {port.shown: port.encryption for way in graph.ways_in for target in way.targets for port in target.ports}
    assert said == {"TCP 8443 (https)": TLS, "TCP 8080 (http)": NONE, "TCP 5000": ""}


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ({}, {"TCP 8443 (https)": TLS, "TCP 8080 (http)": NONE}),
        ({"items": [{"key": "site.conf", "path": "x"}]}, {"TCP 8443 (https)": TLS, "TCP 8080 (http)": ""}),
    ],
)
def test_of_a_config_map_what_the_pods_take_says_what_is_served(taken: dict[str, object], expected: dict[str, str]) -> None:
    files = {"site.conf": "server { listen 8443 ssl; }", "other.conf": "server { listen 8080; }"}
    config = thing("ConfigMap", "v1", "web", "shop", data=files)
    web = workload("web", volumes=[{"name": "conf", "configMap": {"name": "web", **taken}}])
    ports = ({"port": 8443, "name": "https"}, {"port": 8080, "name": "http"})
    graph = graph_of(web, service("web", *ports, type="LoadBalancer"), config)
    assert {port.shown: port.encryption for way in graph.ways_in for target in way.targets for port in target.ports} == expected
