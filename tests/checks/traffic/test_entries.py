"""TLS at hosts and ports reached from outside, and at the listeners of load balancers."""

from typing import Any

import pytest
from replacing import replace

from generator.checks.base import Check
from generator.checks.traffic import entry_tls, load_balancer_tls
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import posture, reply, resource, verdicts
from tests.checks.manifests import empty, namespace, refused, thing
from tests.checks.operation_manifests import as_lists, pod

ENTRY, BALANCER = entry_tls.CHECK, load_balancer_tls.CHECK
NGINX, ALB = "nginx.ingress.kubernetes.io/", "alb.ingress.kubernetes.io/"
FRONT = "shop/Ingress/front (a.example)"
NOT_SAID = "unknown: whether plain requests are redirected was not collected"
REDIRECTED, REFUSED = "passes (declared): plain requests are redirected", "passes (declared): plain requests are refused"
BESIDE, WITHOUT = "fails (observed): serves plain requests beside TLS", "fails (observed): serves without TLS"


def ingress(*hosts: str, tls: Any = (), of: str = "", **annotations: str) -> str:
    spec = {"rules": [{"host": host} for host in hosts], "tls": list(tls), **({"ingressClassName": of} if of else {})}
    made = thing("Ingress", "networking.k8s.io/v1", "front", "shop", spec=spec)
    texts = ", ".join(f'"{key}": {value!r}'.replace("'", '"') for key, value in annotations.items())
    return made.replace('"uid"', f'"annotations": {{{texts}}}, "uid"') if annotations else made


TLS = ({"hosts": ["a.example"]},)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ingress("a.example", tls=TLS), NOT_SAID, id="tls alone does not exclude HTTP"),
        pytest.param(ingress("a.example"), WITHOUT, id="plain"),
        pytest.param(ingress("a.example", tls=TLS, **{f"{NGINX}ssl-redirect": "true"}), REDIRECTED, id="nginx redirects"),
        pytest.param(ingress("a.example", tls=TLS, **{f"{NGINX}ssl-redirect": "false"}), BESIDE, id="nginx serves both"),
        pytest.param(ingress("a.example", **{f"{NGINX}ssl-redirect": "true"}), WITHOUT, id="a redirect needs TLS"),
        pytest.param(ingress("a.example", tls=[{"secretName": "x"}], **{f"{NGINX}ssl-redirect": "true"}), REDIRECTED),
        pytest.param(ingress("a.example", tls=TLS, of="gce"), BESIDE, id="GCE serves both"),
        pytest.param(
            ingress("a.example", tls=TLS, of="gce", **{"kubernetes.io/ingress.allow-http": "false"}), REFUSED, id="GCE refuses"
        ),
        pytest.param(
            ingress("a.example", tls=TLS, of="gce", **{"networking.gke.io/v1beta1.FrontendConfig": "x"}),
            NOT_SAID,
            id="GCE, unread",
        ),
        pytest.param(ingress("a.example", **{f"{ALB}certificate-arn": "x"}), REFUSED, id="ALB, 443 alone"),
        pytest.param(
            ingress("a.example", **{f"{ALB}certificate-arn": "x", f"{ALB}ssl-redirect": "443"}), REFUSED, id="ALB redirects"
        ),
        pytest.param(ingress("a.example", tls=TLS, **{f"{ALB}listen-ports": "what"}), BESIDE, id="ALB, any port"),
        pytest.param(
            ingress("a.example", tls=TLS, **{"traefik.ingress.kubernetes.io/router.entrypoints": "websecure"}),
            REFUSED,
            id="Traefik",
        ),
        pytest.param(
            ingress("a.example", tls=TLS, **{"traefik.ingress.kubernetes.io/router.entrypoints": "web"}),
            NOT_SAID,
            id="Traefik, both",
        ),
        pytest.param(ingress("a.example", tls=TLS, **{"konghq.com/protocols": "https"}), REDIRECTED, id="Kong"),
    ],
)
def test_an_ingress(text: str, expected: str) -> None:
    assert verdicts(posture(ENTRY, text)) == {FRONT: expected}


def test_a_certificate_for_a_wildcard_is_for_the_host() -> None:
    state = posture(ENTRY, ingress("a.example", tls=[{"hosts": ["*.example"]}], **{f"{NGINX}ssl-redirect": "true"}))
    assert verdicts(state) == {FRONT: REDIRECTED, "shop/Ingress/front (*.example)": REDIRECTED}


def test_ports_of_an_alb() -> None:
    both = ingress("a.example", **{f"{ALB}certificate-arn": "x", f"{ALB}listen-ports": "PORTS"})
    ports = '[{\\"HTTP\\": 80}, {\\"HTTPS\\": 443}]'
    assert verdicts(posture(ENTRY, both.replace("PORTS", ports))) == {FRONT: BESIDE}
    assert verdicts(posture(ENTRY, both.replace("PORTS", '[{\\"HTTPS\\": 443}]'))) == {FRONT: REFUSED}
    sent = ingress("a.example", **{f"{ALB}certificate-arn": "x", f"{ALB}listen-ports": "PORTS", f"{ALB}ssl-redirect": "443"})
    assert verdicts(posture(ENTRY, sent.replace("PORTS", ports))) == {FRONT: REDIRECTED}


def test_each_host_is_a_subject() -> None:
    state = posture(ENTRY, ingress("a.example", "b.example", tls=TLS, **{f"{NGINX}ssl-redirect": "true"}))
    assert verdicts(state) == {FRONT: REDIRECTED, "shop/Ingress/front (b.example)": WITHOUT}
    assert state.notes == ("Which protocol versions and cipher suites the entry points accept is not in these objects.",)


def gateway(*listeners: dict[str, Any]) -> str:
    return thing("Gateway", "gateway.networking.k8s.io/v1", "front", "shop", spec={"listeners": list(listeners)})


def http_route(*backends: str) -> str:
    rules = [{"backendRefs": [{"name": name, "port": 80} for name in backends]}]
    return thing(
        "HTTPRoute", "gateway.networking.k8s.io/v1", "r", "shop", spec={"parentRefs": [{"name": "front"}], "rules": rules}
    )


def istio_gateway(**server: Any) -> str:
    spec = {"servers": [{"hosts": ["shop/a.example"], **server}]}
    return thing("Gateway", "networking.istio.io/v1", "front", "shop", spec=spec)


def route(**tls: str) -> str:
    return thing("Route", "route.openshift.io/v1", "front", "shop", spec={"host": "a.example", **({"tls": tls} if tls else {})})


HTTPS = {"name": "s", "protocol": "HTTPS", "port": 443, "hostname": "a.example"}
HTTP = {"name": "p", "protocol": "HTTP", "port": 80, "hostname": "a.example"}
AT_443, AT_80 = "shop/Gateway/front (a.example:443)", "shop/Gateway/front (a.example:80)"
ROUTE = "shop/Route/front (a.example)"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((gateway(HTTPS),), {AT_443: REFUSED}, id="a gateway"),
        pytest.param((gateway(HTTPS, HTTP),), {AT_443: REFUSED, AT_80: NOT_SAID}, id="routes not collected"),
        pytest.param((gateway(HTTP), http_route()), {AT_80: REDIRECTED}, id="a route without a backend redirects"),
        pytest.param((gateway(HTTP), http_route("cart")), {AT_80: NOT_SAID}, id="a route with a backend"),
        pytest.param(
            (gateway(HTTP), http_route(), refused("httproutes", "gateway.networking.k8s.io")), {AT_80: NOT_SAID}, id="in part"
        ),
        pytest.param(
            (gateway({**HTTP, "protocol": "TCP"}),),
            {AT_80: "unknown: which protocol is used there was not collected"},
            id="TCP",
        ),
        pytest.param((istio_gateway(tls={"mode": "SIMPLE"}, port={"number": 443}),), {AT_443: REFUSED}, id="Istio"),
        pytest.param(
            (istio_gateway(tls={"httpsRedirect": True}, port={"protocol": "HTTP", "number": 80}),),
            {AT_80: REDIRECTED},
            id="Istio redirects",
        ),
        pytest.param((istio_gateway(port={"protocol": "HTTP", "number": 80}),), {AT_80: WITHOUT}, id="Istio in plain"),
        pytest.param(
            (istio_gateway(port={"protocol": "MONGO", "number": 80}),),
            {AT_80: "unknown: which protocol is used there was not collected"},
            id="Istio, another protocol",
        ),
        pytest.param((route(termination="edge"),), {ROUTE: REFUSED}, id="a route refuses"),
        pytest.param(
            (route(termination="edge", insecureEdgeTerminationPolicy="Redirect"),), {ROUTE: REDIRECTED}, id="a route redirects"
        ),
        pytest.param(
            (route(termination="edge", insecureEdgeTerminationPolicy="Allow"),), {ROUTE: BESIDE}, id="a route takes both"
        ),
        pytest.param((route(),), {ROUTE: WITHOUT}, id="a plain route"),
    ],
)
def test_gateways_and_routes(files: tuple[str, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(ENTRY, *as_lists(*files))) == expected


def service(kind: str = "LoadBalancer", app: str = "cart") -> str:
    spec = {"type": kind, "selector": {"app": app}, "ports": [{"port": 443}, {"port": 80}]}
    return thing("Service", "v1", "front", "shop", spec=spec)


def test_services_that_no_controller_answers_for() -> None:
    spoken = "unknown: what it speaks was not collected"
    cart = pod("cart", ("cart", "registry.example/cart:1"), labels={"app": "cart"})
    expected = {"shop/Service/front (443)": spoken, "shop/Service/front (80)": spoken}
    assert verdicts(posture(ENTRY, service(), cart)) == expected
    assert verdicts(posture(ENTRY, service("NodePort"))) == expected
    assert posture(ENTRY, service("ClusterIP")).state is PostureState.NOT_COLLECTED
    assert verdicts(posture(ENTRY, service(), system="boundary: {namespaces: [other]}\n")) == {}
    controller = pod("gate", ("controller", "registry.k8s.io/ingress-nginx/controller:v1"), labels={"app": "gate"})
    state = posture(ENTRY, service(app="gate"), controller, ingress("a.example"))
    assert list(verdicts(state)) == [FRONT]
    assert state.notes[0] == "Services of controllers are left out, whose hosts are judged: shop/Service/front."


def test_without_a_way_in() -> None:
    nothing = empty("Ingress", "networking.k8s.io/v1")
    assert posture(ENTRY, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(ENTRY, nothing).state is PostureState.NOT_COLLECTED, "Services may be open"
    assert posture(ENTRY, nothing, empty("Service", "v1")).state is PostureState.NONE_FOUND
    state = posture(ENTRY, refused("ingresses", "networking.k8s.io"))
    assert state.summary == "The API refused to list Ingresses, Gateways, Routes and Services."


def balancer(product: str = "", **settings: str) -> CloudSnapshot:
    made = replace(resource(ResourceKind.LOAD_BALANCER, "front", **settings), product=product or None)
    return reply(made, operation="elbv2 describe-listeners")


def policies(**protocols: str) -> CloudSnapshot:
    account = replace(resource(ResourceKind.ACCOUNT, "1"), settings=tuple((f"tls policy {k}", v) for k, v in protocols.items()))
    return reply(account, operation="elbv2 describe-ssl-policies")


AT = "load balancer front listener 443"
PREDEFINED = "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04"


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        pytest.param(
            (balancer(listener_443="HTTPS", policy_of_listener_443=PREDEFINED),),
            {AT: f"passes (declared): {PREDEFINED}"},
            id="a name of AWS's table",
        ),
        pytest.param(
            (balancer(listener_443="TLS", tls_policy="own"), policies(own="TLSv1.2, TLSv1.3")),
            {AT: "passes (observed): own"},
            id="its protocols",
        ),
        pytest.param(
            (balancer(listener_443="HTTPS", tls_policy="own"), policies(own="TLSv1.1, TLSv1.2")),
            {AT: "fails (observed): accepts TLS before 1.2 (own)"},
            id="its old protocols",
        ),
        pytest.param(
            (balancer(listener_443="HTTPS", tls_policy="own"),),
            {AT: "unknown: the protocols of policy own were not collected"},
            id="another name",
        ),
        *(
            pytest.param(
                (balancer(listener_443="HTTPS", tls_policy=name),),
                {AT: f"fails (declared): accepts TLS before 1.2 ({name})"},
                id=name,
            )
            for name in ("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-FS-2018-06")
        ),
        pytest.param((balancer(listener_443="HTTPS"),), {AT: "unknown: its policy was not collected"}, id="no policy"),
        pytest.param(
            (balancer("classic load balancer", listener_443="SSL"),),
            {AT: "unknown: classic policy was not collected"},
            id="classic",
        ),
        pytest.param(
            (balancer("classic load balancer", listener_443="SSL"), balancer(listener_443="SSL")),
            {AT: "unknown: classic policy was not collected"},
            id="classic by one of two replies",
        ),
        pytest.param(
            (balancer(listener_80="HTTP, redirects to HTTPS"),),
            {"load balancer front listener 80": "passes (observed): redirects to HTTPS"},
            id="a redirect",
        ),
        pytest.param(
            (balancer(listener_80="HTTP, redirects to HTTP"),),
            {"load balancer front listener 80": "fails (observed): takes plain connections"},
            id="a redirect to plain",
        ),
        pytest.param(
            (balancer(listener_80="HTTP", listener_443="HTTPS", policy_of_listener_443=PREDEFINED),),
            {
                "load balancer front listener 80": "fails (observed): takes plain connections",
                AT: f"passes (declared): {PREDEFINED}",
            },
            id="plain beside TLS",
        ),
        pytest.param(
            (balancer(listener_443="TCP"),),
            {AT: "unknown: TCP is passed on; what the service speaks was not collected"},
            id="passed on",
        ),
        pytest.param(
            (balancer(),),
            {"load balancer front": "unknown: listeners of load balancer front were not collected"},
            id="no listeners",
        ),
    ],
)
def test_listeners(replies: tuple[CloudSnapshot, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(BALANCER, *replies)) == expected


def test_balancers_of_one_name_in_two_accounts_are_two() -> None:
    one, two = (
        reply(
            replace(resource(ResourceKind.LOAD_BALANCER, "front", listener_80="HTTP"), identifier=f"arn:{number}"),
            operation="elbv2 describe-listeners",
            account=number,
        )
        for number in ("1", "2")
    )
    assert list(verdicts(posture(BALANCER, one, two))) == [f"load balancer front (arn:{number}) listener 80" for number in "12"]


def test_without_a_balancer() -> None:
    new, old = reply(operation="elbv2 describe-load-balancers"), reply(operation="elb describe-load-balancers")
    assert posture(BALANCER).state is PostureState.NOT_COLLECTED
    assert posture(BALANCER, new).state is PostureState.NOT_COLLECTED, "the older generation may have some"
    assert posture(BALANCER, new, old).state is PostureState.NONE_FOUND


@pytest.mark.parametrize("check", [ENTRY, BALANCER], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    files = (
        gateway(HTTP, HTTPS),
        http_route("cart"),
        service(),
        balancer(listener_443="HTTPS", tls_policy="own"),
        policies(own="TLSv1.1"),
    )
    before = {name for name, text in verdicts(posture(check, *files)).items() if text.startswith("passes")}
    for left_out in range(len(files)):
        rest = [each for number, each in enumerate(files) if number != left_out]
        after = {name for name, text in verdicts(posture(check, *rest)).items() if text.startswith("passes")}
        assert after <= before, f"without file {left_out}"
