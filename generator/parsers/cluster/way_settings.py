"""Routes, gateways, endpoints and hosts of outside. See `generator.model.settings.ways`."""

import re
from collections.abc import Iterator, Mapping

from generator.model.settings.ways import Backend, Backing, GatewayPods, IngressClass, Listeners, OutsideHosts, Way
from generator.parsers.cluster import foreign
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.plain import Plain, below, plain, truth
from generator.parsers.cluster.setting_subject import Subject

_CLASS = "kubernetes.io/ingress.class"
_DEFAULT = "ingressclass.kubernetes.io/is-default-class"
_SERVICE = "kubernetes.io/service-name"
_MESH = "mesh"
_POD_ENDS = re.compile(r"(?:-[a-z0-9]{6,10})?-[a-z0-9]{5}|-\d{1,5}")
"""Of a Deployment's pods a hash and five letters, of a DaemonSet's five letters, of a StatefulSet's a number."""
_MOST = 1_000
"""Addresses of one slice: the API allows no more."""
_PROTOCOLS = ("http", "tcp", "tls")

_Members = Mapping[str, object]


def read_ingress(subject: Subject) -> Way:
    """An Ingress, also of the older API."""
    found = plain(subject)
    rules = _listed(found.in_spec("rules"))
    paths = [path for rule in rules for path in _listed(below(rule, "http", "paths"))]
    said = [*(path.get("backend") for path in paths), found.in_spec("defaultBackend"), found.in_spec("backend")]
    hosts = {foreign.text(rule.get("host")) for rule in rules}
    return Way(
        hosts=tuple(sorted(hosts - {""})),
        backends=_sorted(_ingress_backend(foreign.members(each), _namespace(found)) for each in said),
        ingress_class=foreign.text(found.in_spec("ingressClassName")) or foreign.text(found.annotations().get(_CLASS)),
        tls=bool(foreign.entries(found.in_spec("tls"))),
    )


def read_route_of_gateway(subject: Subject) -> Way:
    """An HTTPRoute, GRPCRoute, TLSRoute or TCPRoute. A parent that is a Service makes it a route of the mesh."""
    found = plain(subject)
    own = _namespace(found)
    parents = _listed(found.in_spec("parentRefs"))
    gateways = {_place(each, own) for each in parents if foreign.text(each.get("kind")) in ("", "Gateway")}
    backends = [
        Backend(
            foreign.text(each.get("namespace")) or own, foreign.text(each.get("name")), foreign.number(each.get("port")) or 0
        )
        for rule in _listed(found.in_spec("rules"))
        for each in _listed(rule.get("backendRefs"))
        if foreign.text(each.get("kind")) in ("", "Service")
    ]
    return Way(
        hosts=_texts(found.in_spec("hostnames")),
        backends=_sorted(backends),
        gateways=tuple(sorted(gateways)),
        within=not gateways,
    )


def read_virtual_service(subject: Subject) -> Way:
    """Istio's VirtualService: without gateways it is for the mesh."""
    found = plain(subject)
    own = _namespace(found)
    gateways = [foreign.text(each) for each in foreign.entries(found.in_spec("gateways"))]
    routes = [route for key in _PROTOCOLS for rule in _listed(found.in_spec(key)) for route in _listed(rule.get("route"))]
    backends = [_destination(foreign.members(each.get("destination")), own) for each in routes]
    outside = sorted({each if "/" in each else f"{own}/{each}" for each in gateways if each and each != _MESH})
    return Way(hosts=_texts(found.in_spec("hosts")), backends=_sorted(backends), gateways=tuple(outside), within=not outside)


def read_route(subject: Subject) -> Way:
    """A Route of OpenShift, with its alternate backends."""
    found = plain(subject)
    said = [found.in_spec("to"), *foreign.entries(found.in_spec("alternateBackends"))]
    host = foreign.text(found.in_spec("host"))
    return Way(
        hosts=(host,) if host else (),
        backends=_sorted(Backend(_namespace(found), foreign.text(foreign.members(each).get("name"))) for each in said),
        tls=bool(foreign.members(found.in_spec("tls"))),
    )


def read_gateway(subject: Subject) -> Listeners:
    """A Gateway of the Gateway API."""
    found = plain(subject)
    ports = {
        (foreign.number(each.get("port")), foreign.text(each.get("protocol"))) for each in _listed(found.in_spec("listeners"))
    }
    return Listeners(ports=_ports(ports), gateway_class=foreign.text(found.in_spec("gatewayClassName")))


def read_istio_gateway(subject: Subject) -> GatewayPods:
    """A Gateway of Istio."""
    found = plain(subject)
    said = [foreign.members(each.get("port")) for each in _listed(found.in_spec("servers"))]
    ports = {(foreign.number(each.get("number")), foreign.text(each.get("protocol"))) for each in said}
    return GatewayPods(labels=pairs(foreign.members(found.in_spec("selector"))), ports=_ports(ports))


def read_ingress_class(subject: Subject) -> IngressClass:
    """An IngressClass."""
    found = plain(subject)
    return IngressClass(
        controller=foreign.text(found.in_spec("controller")), default=truth(found.annotations().get(_DEFAULT)) is True
    )


def read_service_entry(subject: Subject) -> OutsideHosts:
    """Istio's ServiceEntry."""
    found = plain(subject)
    ports = {
        (foreign.number(each.get("number")), foreign.text(each.get("protocol"))) for each in _listed(found.in_spec("ports"))
    }
    return OutsideHosts(
        hosts=_texts(found.in_spec("hosts")),
        ports=_ports(ports),
        inside=foreign.text(found.in_spec("location")).upper() == "MESH_INTERNAL",
    )


def read_slice(subject: Subject) -> Backing | None:
    """An EndpointSlice; None where it says of no service that it is its own."""
    found = plain(subject)
    service = foreign.text(foreign.members(foreign.members(found.metadata).get("labels")).get(_SERVICE))
    return _backing(service, _listed(found.endpoints), "addresses", _listed(found.ports)) if service else None


def read_endpoints(subject: Subject) -> Backing | None:
    """The older Endpoints, named like their service; None where nothing answers."""
    found = plain(subject)
    subsets = _listed(found.subsets)
    said = [each for subset in subsets for each in _listed(subset.get("addresses"))]
    ports = [each for subset in subsets for each in _listed(subset.get("ports"))]
    return _backing(found.name, said, "ip", ports) if said else None


def _backing(service: str, said: list[_Members], key: str, ports: list[_Members]) -> Backing:
    addresses = {foreign.text(one) for each in said[:_MOST] for one in _several(each.get(key))}
    targets = [foreign.members(each.get("targetRef")) for each in said[:_MOST]]
    pods = {foreign.text(each.get("name")) for each in targets if foreign.text(each.get("kind")) == "Pod"}
    found = {(foreign.number(each.get("port")), foreign.text(each.get("protocol")) or "TCP") for each in ports}
    return Backing(
        service=service,
        addresses=tuple(sorted(addresses - {""})),
        pods=tuple(sorted({_POD_ENDS.sub("", each) if _POD_ENDS.search(each) else each for each in pods} - {""})),
        ports=_ports(found),
    )


def _ingress_backend(said: _Members, namespace: str) -> Backend:
    service = foreign.members(said.get("service"))
    name = foreign.text(service.get("name")) or foreign.text(said.get("serviceName"))
    port = foreign.number(below(service, "port", "number")) or foreign.number(said.get("servicePort"))
    return Backend(namespace, name, port or 0)


def _destination(said: _Members, namespace: str) -> Backend:
    """`cart`, `cart.shop`, `cart.shop.svc.cluster.local`."""
    name, _, rest = foreign.text(said.get("host")).partition(".")
    return Backend(rest.partition(".")[0] or namespace, name, foreign.number(below(said, "port", "number")) or 0)


def _place(said: _Members, namespace: str) -> str:
    return f"{foreign.text(said.get('namespace')) or namespace}/{foreign.text(said.get('name'))}"


def _namespace(found: Plain) -> str:
    return foreign.text(foreign.members(found.metadata).get("namespace")) or "default"


def _sorted(backends: Iterator[Backend] | list[Backend]) -> tuple[Backend, ...]:
    return tuple(sorted({each for each in backends if each.name}))


def _listed(value: object) -> list[_Members]:
    return [foreign.members(each) for each in foreign.entries(value)]


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(sorted({text for each in foreign.entries(value) if (text := foreign.text(each))}))


def _ports(found: set[tuple[int | None, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((number, protocol.upper()) for number, protocol in found if number))
