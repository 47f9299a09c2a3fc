"""Ways in from outside as rows of the inventory, whatever kind of object leads in; read from manifests and dumps."""

from datetime import date

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.asset import AssetKind, SystemAsset
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.workspace.system_yaml import read as read_system
from tests.facts.assets_made import cloud, resource
from tests.facts.scans_made import day

AS_OF = date(2026, 11, 20)
NO_INGRESS = """---
apiVersion: networking.k8s.io/v1
kind: IngressList
items: []
"""
DEPLOYMENT = """
apiVersion: v1
kind: Pod
metadata: {name: cart-0, namespace: shop, uid: u1, labels: {app: cart}}
spec: {containers: [{name: cart, image: "registry.example/cart:1"}]}
status: {phase: Running}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, uid: u2}
spec: {type: ClusterIP, selector: {app: cart}, ports: [{port: 80}]}
"""
BALANCER = """
apiVersion: v1
kind: Service
metadata: {{name: front, namespace: shop, uid: u3, annotations: {{{annotations}}}}}
spec: {{type: LoadBalancer, selector: {{app: cart}}, ports: [{{port: 443}}, {{port: 80}}]}}
status: {{loadBalancer: {{ingress: [{points}]}}}}
"""


def facts(text: str, *clouds: CloudSnapshot, system: str = "") -> SystemFacts:
    evidence = EvidenceFile(
        path="evidence/cluster/prod/a.yaml", sha256="a" * 64, size=1, media_type="text/plain", collected=day(19)
    )
    _, snapshot = read(Document("a.yaml", text.encode()), evidence)
    return facts_of(History.of((snapshot, *clouds)), read_system(system, folder="x"), AS_OF)


def assets(text: str, kind: AssetKind, *clouds: CloudSnapshot, system: str = "") -> dict[str, SystemAsset]:
    return {one.asset_id: one for one in facts(text, *clouds, system=system).assets if one.kind is kind}


ROUTES = {
    "HTTPRoute": """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: front, namespace: shop, uid: r}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  hostnames: [shop.example]
  rules: [{backendRefs: [{name: cart, port: 80}]}]
""",
    "VirtualService": """
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop, uid: r}
spec:
  hosts: [shop.example, cart]
  gateways: [infra/edge]
  http: [{route: [{destination: {host: cart}}]}]
""",
    "Route": """
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: front, namespace: shop, uid: r}
spec: {host: shop.example, to: {kind: Service, name: cart}, tls: {termination: edge}}
""",
    "Ingress": """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front, namespace: shop, uid: r}
spec:
  tls: [{hosts: [shop.example]}]
  rules: [{host: shop.example, http: {paths: [{backend: {service: {name: cart, port: {number: 80}}}}]}}]
""",
}


@pytest.mark.parametrize("kind", list(ROUTES))
def test_a_host_is_a_web_address_whatever_leads_there(kind: str) -> None:
    found = facts(f"{DEPLOYMENT}---{ROUTES[kind]}")
    (web,) = [one for one in found.assets if one.kind is AssetKind.WEB]
    assert (web.asset_id, web.names, web.public) == ("shop.example", ("shop.example",), True)
    assert web.details == f"{kind} shop/front"
    (image,) = found.inventory
    assert image.public is True, "what it leads to can be reached from outside"


def test_a_way_inside_the_mesh_is_none() -> None:
    inside = ROUTES["VirtualService"].replace("  gateways: [infra/edge]\n", "")
    found = facts(f"{DEPLOYMENT}---{inside}")
    assert [one for one in found.assets if one.kind is AssetKind.WEB] == []
    assert [image.public for image in facts(f"{DEPLOYMENT}---{inside}{NO_INGRESS}").inventory] == [False]


def test_a_gateway_speaks_for_hosts_that_no_route_names() -> None:
    gateway = """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra, uid: g}
spec:
  gatewayClassName: x
  listeners:
    - {name: a, port: 443, protocol: HTTPS, hostname: shop.example}
    - {name: b, port: 80, protocol: HTTP, hostname: old.example}
    - {name: c, port: 81, protocol: HTTP}
"""
    found = assets(f"{DEPLOYMENT}---{ROUTES['HTTPRoute']}---{gateway}", AssetKind.WEB)
    assert {name: one.details for name, one in found.items()} == {
        "shop.example": "HTTPRoute shop/front",
        "old.example": "Gateway infra/edge, also without TLS",
    }
    assert set(assets(f"{DEPLOYMENT}---{gateway}", AssetKind.WEB, system="boundary: {namespaces: [shop]}")) == set()


@pytest.mark.parametrize(
    ("points", "annotations", "name", "public"),
    [
        ("{hostname: a1b2.elb.example}", "", "a1b2.elb.example", None),
        ("{ip: 8.8.8.8}", "", "8.8.8.8", True),
        ("{ip: 10.0.0.9}", "", "10.0.0.9", False),
        (
            "{hostname: a1b2.elb.example}",
            "service.beta.kubernetes.io/aws-load-balancer-scheme: internal",
            "a1b2.elb.example",
            False,
        ),
        ("{ip: 10.0.0.9}", "networking.gke.io/load-balancer-type: External", "10.0.0.9", True),
        ("", "", "shop/front", None),
    ],
)
def test_the_load_balancer_of_a_service(points: str, annotations: str, name: str, *, public: bool | None) -> None:
    found = assets(DEPLOYMENT + "---" + BALANCER.format(points=points, annotations=annotations), AssetKind.LOAD_BALANCER)
    (balancer,) = found.values()
    assert (balancer.asset_id, balancer.public, balancer.of_cluster) == (name, public, True)
    assert balancer.details == "Service shop/front, 80/TCP, 443/TCP"


def test_an_internal_load_balancer_makes_nothing_public() -> None:
    internal = "service.beta.kubernetes.io/azure-load-balancer-internal: 'true'"
    for annotations, public in ((internal, False), ("", True)):
        text = DEPLOYMENT + "---" + BALANCER.format(points="", annotations=annotations) + NO_INGRESS
        assert [image.public for image in facts(text).inventory] == [public]


def test_the_clouds_load_balancer_is_the_services_where_they_share_a_name() -> None:
    theirs = resource(ResourceKind.LOAD_BALANCER, "front-lb", host_names=("a1b2.elb.example",), public=True)
    text = DEPLOYMENT + "---" + BALANCER.format(points="{hostname: A1b2.elb.example}", annotations="")
    found = assets(text, AssetKind.LOAD_BALANCER, cloud(theirs))
    (balancer,) = found.values()
    assert (balancer.asset_id, balancer.public, balancer.of_cluster) == ("front-lb", True, False)
    assert balancer.where == "AWS 111122223333 us-gov-west-1"
    assert "Service shop/front" in balancer.details
    assert len(balancer.sources) == 2


def test_a_load_balancer_that_is_called_like_a_web_address_is_not_what_a_scan_of_it_means() -> None:
    text = "---".join((DEPLOYMENT, ROUTES["Ingress"], BALANCER.format(points="{hostname: shop.example}", annotations="")))
    found = {(one.kind, one.where): one for one in facts(text).assets}
    assert found[AssetKind.WEB, "prod"].names == ("shop.example",)
    assert found[AssetKind.LOAD_BALANCER, "prod"].names == ()
    assert len({one.asset_id for one in found.values()}) == len(found)


def test_where_services_or_ingresses_were_not_collected_nobody_knows_what_is_public() -> None:
    pod = DEPLOYMENT.partition("---")[0]
    assert [image.public for image in facts(pod).inventory] == [None]
    assert [image.public for image in facts(pod + NO_INGRESS).inventory] == [None]
    assert [image.public for image in facts(DEPLOYMENT).inventory] == [None]
    assert [image.public for image in facts(DEPLOYMENT + NO_INGRESS).inventory] == [False], "an empty list was listed"


def test_a_compose_file_says_its_ways_in_with_what_runs() -> None:
    found = facts("services: {cart: {image: 'registry.example/cart:1'}}")
    assert [image.public for image in found.inventory] == [False]


def test_a_host_name_of_the_cloud_is_one_balancer_in_whatever_cluster_it_stands() -> None:
    text = DEPLOYMENT + "---" + BALANCER.format(points="{hostname: a1b2.elb.example}", annotations="")
    other = "---" + BALANCER.replace("front", "other").format(points="{hostname: a1b2.elb.example}", annotations="")
    (balancer,) = assets(text + other, AssetKind.LOAD_BALANCER).values()
    assert (balancer.asset_id, balancer.host_name) == ("a1b2.elb.example", "a1b2.elb.example")
    assert balancer.details == "Service shop/front, 80/TCP, 443/TCP; Service shop/other, 80/TCP, 443/TCP"
    inside = DEPLOYMENT + "---" + BALANCER.format(points="{ip: 10.0.0.9}", annotations="")
    (private,) = assets(inside, AssetKind.LOAD_BALANCER).values()
    assert private.host_name == "", "an address is no name"
