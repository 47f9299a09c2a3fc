"""The table of services, ports and protocols."""

import json
from typing import Any

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.flows import flow_graph
from generator.graph.ports import ports
from generator.model.diagram_labels import DiagramLabels
from generator.model.evidence import EvidenceFile
from generator.model.flow import HOST_CALLERS, ServicePort
from generator.parsers.document import Document
from generator.parsers.registry import read as read_file
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import AS_OF, snapshot
from tests.checks.manifests import deployment, thing

_SYSTEM = "external-services:\n  - {name: Bank, purpose: Takes payments, hosts: [api.bank.example]}\n"


def _container(name: str, *opened: int, **environment: str) -> dict[str, object]:
    env = [{"name": key, "value": value} for key, value in environment.items()]
    return {"name": name, "image": f"{name}:1", "env": env, "ports": [{"containerPort": port} for port in opened]}


def _service(name: str, *listed: dict[str, object], **spec: object) -> str:
    return thing("Service", "v1", name, "shop", spec={"selector": {"app": name}, "ports": list(listed), **spec})


def _table(*manifests: str, **given: Any) -> dict[tuple[str, int], ServicePort]:
    said = read(_SYSTEM, folder="x")
    facts = facts_of(History.of([snapshot(text, f"f{number}.yaml") for number, text in enumerate(manifests)]), said, AS_OF)
    ground = flow_context(facts, said)
    graph = flow_graph(ground)
    return {(row.service, row.port): row for row in ports(ground, graph.flows, graph.ways_in, **given)}


WEB = deployment(_container("web", 8080, CART="https://cart:443", BANK="https://api.bank.example"), name="web")
CART = deployment(_container("cart", 8443), name="cart")


def test_a_service_with_its_callers() -> None:
    found = _table(WEB, CART, _service("cart", {"port": 443, "targetPort": 8443, "name": "https"}))
    row = found["cart", 443]
    assert (row.transport, row.protocol, row.encryption, row.used_by) == ("TCP", "https", "TLS", ("web",))
    assert (row.crosses_boundary, row.external, str(row.strength)) == (False, False, "declared")


def test_what_is_open_and_not_called() -> None:
    found = _table(CART, _service("cart", {"port": 443}, {"port": 9090, "name": "metrics"}))
    assert (found["cart", 9090].used_by, found["cart", 9090].strength, found["cart", 9090].protocol) == ((), None, "http")
    assert ("cart", 8443) not in found
    assert _table(CART)["cart", 8443].used_by == ()


def test_a_port_that_a_host_publishes_is_no_port_of_the_internet() -> None:
    web = "web: {image: w, ports: ['8080:80', '443:443', '127.0.0.1:9000:9000'], environment: {DB: 'postgres://db:5432/x'}}"
    db = "db: {image: d, expose: [5432]}"
    found = {key: (row.used_by, row.crosses_boundary) for key, row in _table(f"services:\n  {web}\n  {db}\n").items()}
    assert found == {
        ("published port of web", 8080): ((HOST_CALLERS,), None),
        ("web", 80): (("published port of web",), False),
        ("web", 443): ((HOST_CALLERS,), None),
        ("web", 9000): ((), False),
        ("db", 5432): (("web",), False),
    }


def test_what_is_called_outside() -> None:
    row = _table(WEB)["Bank", 443]
    assert (row.external, row.crosses_boundary, row.purpose, row.used_by) == (True, True, "Takes payments", ("web",))
    assert row.reference == "Bank"


def test_what_is_open_to_outside() -> None:
    row = _table(WEB, _service("web", {"port": 443, "targetPort": 8080}, type="LoadBalancer"))["web", 443]
    assert (row.used_by, row.crosses_boundary, row.external) == (("Internet",), True, False)


def test_labels_and_purposes_of_people() -> None:
    key = "shop/Deployment/cart"
    row = _table(
        CART,
        _service("cart", {"port": 443}),
        labels=DiagramLabels(by_workload={key: ("C-01", "C-02")}),
        purposes={key: ("Keeps carts",)},
    )["cart", 443]
    assert (row.reference, row.purpose) == ("C-01, C-02", "Keeps carts")


def test_several_purposes_are_one_sentence_in_which_names_keep_their_letters() -> None:
    purposes = {"shop/Deployment/cart": ("Ends TLS", "Keeps carts", "API of lists")}
    row = _table(CART, _service("cart", {"port": 443}), purposes=purposes)["cart", 443]
    assert row.purpose == "API of lists; ends TLS; keeps carts"


def test_a_flow_log_knows_the_port_behind_the_service() -> None:
    said = read("", folder="x")
    log = (
        b'{"flow": {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED", "l4": {"TCP": {"destination_port": 8443}},'
        b' "source": {"namespace": "shop", "pod_name": "web-0"}, "destination": {"namespace": "shop", "pod_name": "cart-0"}}}'
    )
    evidence = EvidenceFile(path="evidence/cluster/log", sha256="1" * 64, size=1, media_type="text/plain")
    seen = read_file(Document("log", log), evidence)[1]
    texts = (WEB, CART, _service("cart", {"port": 443, "targetPort": 8443}))
    facts = facts_of(History.of([*(snapshot(text, f"f{n}.yaml") for n, text in enumerate(texts)), seen]), said, AS_OF)
    ground = flow_context(facts, said)
    found = {(row.service, row.port): row for row in ports(ground, flow_graph(ground).flows)}
    assert str(found["cart", 443].strength) == "observed"
    assert ("cart", 8443) not in found


def test_a_target_that_no_port_has_is_none() -> None:
    """A Service is evidence like any other: digits without end must not end the build."""
    found = _table(WEB, CART, _service("cart", {"port": 443, "targetPort": "9" * 5_000}))
    assert found["cart", 443].used_by == ("web",)


def test_an_address_with_a_port_of_any_length_is_read() -> None:
    web = deployment(_container("web", CART="http://cart:00080" + "9" * 5_000), name="web")
    assert ("cart", 443) in _table(web, CART, _service("cart", {"port": 443}))


def test_an_ingress_opens_a_port_of_its_own_and_none_of_another_service() -> None:
    backend = {"service": {"name": "web", "port": {"number": 30080}}}
    rules = [{"host": "shop.example", "http": {"paths": [{"backend": backend}]}}]
    ingress = thing("Ingress", "networking.k8s.io/v1", "front", "shop", spec={"rules": rules})
    web = _service("web", {"port": 30080, "targetPort": 8080}, {"port": 9090})
    other = thing("Service", "v1", "inner", "shop", spec={"selector": {"app": "web"}, "ports": [{"port": 80}]})
    found = _table(WEB, web, other, ingress)
    assert found["Ingress front", 80].used_by == ("Internet",)
    assert (found["Ingress front", 80].encryption, found["Ingress front", 80].crosses_boundary) == ("none", True)
    assert (found["web", 30080].used_by, found["web", 30080].crosses_boundary) == (("Ingress front",), False)
    assert (found["inner", 80].used_by, found["web", 9090].used_by) == ((), ())


def _ingress(**annotations: str) -> str:
    backend = {"service": {"name": "cart", "port": {"number": 443}}}
    rules = [{"host": "a.example", "http": {"paths": [{"path": "/", "backend": backend}]}}]
    made = json.loads(thing("Ingress", "networking.k8s.io/v1", "front", "shop", spec={"rules": rules, "tls": [{}]}))
    made["metadata"]["annotations"] = {f"nginx.ingress.kubernetes.io/{key}": value for key, value in annotations.items()}
    return json.dumps(made)


def test_an_ingress_that_also_serves_plain_requests_has_both_ports_each_with_its_own_words() -> None:
    service = _service("cart", {"port": 443})
    both = _table(CART, service, _ingress(**{"ssl-redirect": "false"}))
    assert {port: row.encryption for (name, port), row in both.items() if name == "Ingress front"} == {443: "TLS", 80: "none"}
    sent_on = _table(CART, service, _ingress(**{"ssl-redirect": "true"}))
    assert {port: row.encryption for (name, port), row in sent_on.items() if name == "Ingress front"} == {443: "TLS"}


def test_a_listener_for_bytes_of_any_protocol_is_not_said_to_be_plain() -> None:
    listeners = [{"name": name, "port": port, "protocol": name} for name, port in (("HTTP", 80), ("HTTPS", 443), ("TCP", 5432))]
    gateway = thing("Gateway", "gateway.networking.k8s.io/v1", "g", "shop", spec={"listeners": listeners})
    rule = {"backendRefs": [{"name": "cart", "port": 443}]}
    route = thing(
        "HTTPRoute", "gateway.networking.k8s.io/v1", "r", "shop", spec={"parentRefs": [{"name": "g"}], "rules": [rule]}
    )
    rows = _table(CART, _service("cart", {"port": 443}), gateway, route)
    words = {port: row.encryption for (name, port), row in rows.items() if name == "HTTPRoute r"}
    assert (words[80], words[443]) == ("none", "TLS")
    assert words[5432] is None


def test_a_caller_whose_connection_shows_no_encryption_is_named() -> None:
    callers = (
        deployment(_container("web", DB="postgresql://db.shop.svc:5432/x?sslmode=verify-full"), name="web"),
        deployment(_container("backup", DB="db.shop.svc:5432"), name="backup"),
    )
    table = _table(deployment(_container("db", 5432), name="db"), _service("db", {"port": 5432}), *callers)
    row = table["db", 5432]
    assert row.used_by == ("backup", "web")
    assert (row.encryption, row.encryption_known) == ("TLS", "TLS (declared), not shown for backup")


def test_an_app_with_a_default_route_is_not_said_to_be_internal() -> None:
    apps = """applications:
- {name: plain, memory: 64M, docker: {image: shop/plain}, command: serve -listen 0.0.0.0:8080}
- {name: closed, memory: 64M, no-route: true, docker: {image: shop/closed}, command: serve -listen 0.0.0.0:8080}
"""
    said = read(_SYSTEM, folder="x")
    facts = facts_of(History.of([snapshot(apps, "manifest.yml")]), said, AS_OF)
    ground = flow_context(facts, said)
    graph = flow_graph(ground)
    rows = {row.service: row for row in ports(ground, graph.flows, graph.ways_in)}
    assert {name: (row.port, row.crosses_boundary, row.used_by) for name, row in rows.items()} == {
        "plain": (8080, None, ()),
        "closed": (8080, False, ()),
    }
