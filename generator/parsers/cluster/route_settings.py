"""Routes, gateways, endpoints and hosts of outside. See `generator.model.settings.routes`."""

from collections.abc import Iterator, Mapping

from generator.model.settings.routes import Backend, Backing, GatewayPods, IngressClass, Listeners, OutsideHosts, RouteSetting
from generator.parsers.cluster import balancers, foreign
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.plain_objects import below, plain, truth
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_CLASS = "kubernetes.io/ingress.class"
_DEFAULT = "ingressclass.kubernetes.io/is-default-class"
_SERVICE = "kubernetes.io/service-name"
_MESH = "mesh"
_POD_ENDS = late_re(r"(?:-[a-z0-9]{6,10})?-[a-z0-9]{5}|-\d{1,5}")
"""Of a Deployment's pods a hash and five letters, of a DaemonSet's five letters, of a StatefulSet's a number."""
_MOST = 1_000
"""Addresses of one slice: the API allows no more."""
_PROTOCOLS = ("http", "tcp", "tls")

_Members = Mapping[str, object]


def read_ingress(subject: SettingSubject) -> RouteSetting:
    """An Ingress, also of the older API."""
    ingress = plain(subject)
    rules = foreign.rows(ingress.in_spec("rules"))
    paths = [path for rule in rules for path in foreign.rows(below(rule, "http", "paths"))]
    backends = [*(path.get("backend") for path in paths), ingress.in_spec("defaultBackend"), ingress.in_spec("backend")]
    hosts = {foreign.text(rule.get("host")) for rule in rules}
    return RouteSetting(
        hosts=tuple(sorted(hosts - {""})),
        backends=_sorted(_ingress_backend(foreign.members(each), ingress.namespace) for each in backends),
        ingress_class=foreign.text(ingress.in_spec("ingressClassName")) or foreign.text(ingress.annotations().get(_CLASS)),
        inside_only=balancers.inside_only(ingress.annotations()) is True,
        tls=bool(foreign.entries(ingress.in_spec("tls"))),
    )


def read_route_of_gateway(subject: SettingSubject) -> RouteSetting:
    """An HTTPRoute, GRPCRoute, TLSRoute or TCPRoute. A parent that is a Service makes it a route of the mesh."""
    route = plain(subject)
    own = route.namespace
    parents = foreign.rows(route.in_spec("parentRefs"))
    gateways = {_place(each, own) for each in parents if foreign.text(each.get("kind")) in ("", "Gateway")}
    backends = [
        Backend(
            foreign.text(each.get("namespace")) or own, foreign.text(each.get("name")), foreign.number(each.get("port")) or 0
        )
        for rule in foreign.rows(route.in_spec("rules"))
        for each in foreign.rows(rule.get("backendRefs"))
        if foreign.text(each.get("kind")) in ("", "Service")
    ]
    return RouteSetting(
        hosts=_texts(route.in_spec("hostnames")),
        backends=_sorted(backends),
        gateways=tuple(sorted(gateways)),
        within=not gateways,
    )


def read_virtual_service(subject: SettingSubject) -> RouteSetting:
    """Istio's VirtualService: without gateways it is for the mesh."""
    virtual_service = plain(subject)
    own = virtual_service.namespace
    gateways = [foreign.text(each) for each in foreign.entries(virtual_service.in_spec("gateways"))]
    routes = [
        route
        for key in _PROTOCOLS
        for rule in foreign.rows(virtual_service.in_spec(key))
        for route in foreign.rows(rule.get("route"))
    ]
    backends = [_destination(foreign.members(each.get("destination")), own) for each in routes]
    outside = sorted({each if "/" in each else f"{own}/{each}" for each in gateways if each and each != _MESH})
    return RouteSetting(
        hosts=_texts(virtual_service.in_spec("hosts")), backends=_sorted(backends), gateways=tuple(outside), within=not outside
    )


def read_route(subject: SettingSubject) -> RouteSetting:
    """A Route of OpenShift, with its alternate backends."""
    route = plain(subject)
    alternate_backends = [route.in_spec("to"), *foreign.entries(route.in_spec("alternateBackends"))]
    host = foreign.text(route.in_spec("host"))
    return RouteSetting(
        hosts=(host,) if host else (),
        backends=_sorted(
            Backend(route.namespace, foreign.text(foreign.members(each).get("name"))) for each in alternate_backends
        ),
        tls=bool(foreign.members(route.in_spec("tls"))),
    )


def read_gateway(subject: SettingSubject) -> Listeners:
    """A Gateway of the Gateway API."""
    gateway = plain(subject)
    ports = {
        (foreign.number(each.get("port")), foreign.text(each.get("protocol")))
        for each in foreign.rows(gateway.in_spec("listeners"))
    }
    return Listeners(ports=_ports(ports))


def read_istio_gateway(subject: SettingSubject) -> GatewayPods:
    """A Gateway of Istio."""
    gateway = plain(subject)
    server_ports = [foreign.members(each.get("port")) for each in foreign.rows(gateway.in_spec("servers"))]
    ports = {(foreign.number(each.get("number")), foreign.text(each.get("protocol"))) for each in server_ports}
    return GatewayPods(labels=pairs(foreign.members(gateway.in_spec("selector"))), ports=_ports(ports))


def read_ingress_class(subject: SettingSubject) -> IngressClass:
    """An IngressClass."""
    ingress_class = plain(subject)
    return IngressClass(
        controller=foreign.text(ingress_class.in_spec("controller")),
        default=truth(ingress_class.annotations().get(_DEFAULT)) is True,
    )


def read_service_entry(subject: SettingSubject) -> OutsideHosts:
    """Istio's ServiceEntry."""
    service_entry = plain(subject)
    ports = {
        (foreign.number(each.get("number")), foreign.text(each.get("protocol")))
        for each in foreign.rows(service_entry.in_spec("ports"))
    }
    return OutsideHosts(
        hosts=_texts(service_entry.in_spec("hosts")),
        ports=_ports(ports),
        inside=foreign.text(service_entry.in_spec("location")).upper() == "MESH_INTERNAL",
    )


def read_slice(subject: SettingSubject) -> Backing | None:
    """An EndpointSlice; None where it says of no service that it is its own."""
    endpoint_slice = plain(subject)
    service = foreign.text(subject.labels.get(_SERVICE))
    return (
        _backing(service, foreign.rows(endpoint_slice.endpoints), "addresses", foreign.rows(endpoint_slice.ports))
        if service
        else None
    )


def read_endpoints(subject: SettingSubject) -> Backing | None:
    """The older Endpoints, named like their service; None where nothing answers."""
    endpoints = plain(subject)
    subsets = foreign.rows(endpoints.subsets)
    addresses = [each for subset in subsets for each in foreign.rows(subset.get("addresses"))]
    ports = [each for subset in subsets for each in foreign.rows(subset.get("ports"))]
    return _backing(endpoints.name, addresses, "ip", ports) if addresses else None


def _backing(service: str, endpoints: list[_Members], key: str, ports: list[_Members]) -> Backing:
    addresses = {foreign.text(address) for endpoint in endpoints[:_MOST] for address in _several(endpoint.get(key))}
    targets = [foreign.members(endpoint.get("targetRef")) for endpoint in endpoints[:_MOST]]
    pods = {foreign.text(port.get("name")) for port in targets if foreign.text(port.get("kind")) == "Pod"}
    named_ports = {(foreign.number(port.get("port")), foreign.text(port.get("protocol")) or "TCP") for port in ports}
    return Backing(
        service=service,
        addresses=tuple(sorted(addresses - {""})),
        pods=tuple(sorted({_POD_ENDS.sub("", port) if _POD_ENDS.search(port) else port for port in pods} - {""})),
        ports=_ports(named_ports),
    )


def _ingress_backend(members: _Members, namespace: str) -> Backend:
    service = foreign.members(members.get("service"))
    name = foreign.text(service.get("name")) or foreign.text(members.get("serviceName"))
    port = foreign.number(below(service, "port", "number")) or foreign.number(members.get("servicePort"))
    return Backend(namespace, name, port or 0)


def _destination(members: _Members, namespace: str) -> Backend:
    """`cart`, `cart.shop`, `cart.shop.svc.cluster.local`."""
    name, _, rest = foreign.text(members.get("host")).partition(".")
    return Backend(rest.partition(".")[0] or namespace, name, foreign.number(below(members, "port", "number")) or 0)


def _place(members: _Members, namespace: str) -> str:
    return f"{foreign.text(members.get('namespace')) or namespace}/{foreign.text(members.get('name'))}"


def _sorted(backends: Iterator[Backend] | list[Backend]) -> tuple[Backend, ...]:
    return tuple(sorted({each for each in backends if each.name}))


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(sorted({text for each in foreign.entries(value) if (text := foreign.text(each))}))


def _ports(numbered: set[tuple[int | None, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((number, protocol.upper()) for number, protocol in numbered if number))
