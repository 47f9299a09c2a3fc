"""Ways in from outside: open services, Ingresses, routes and gateways, and the controllers that stand between.

https://kubernetes.io/docs/concepts/services-networking/ingress/, https://gateway-api.sigs.k8s.io/api-types/httproute/,
https://istio.io/latest/docs/reference/config/networking/gateway/
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, WorkloadId, end_of, identity
from generator.graph.flow_drafts import NONE, TLS, FlowEvidence
from generator.graph.flow_names import FlowNames
from generator.graph.served_ports import ServedPorts
from generator.model.flow import ANYONE, FlowPort, FlowProof, Strength
from generator.model.images import parse_reference
from generator.model.inventory import ClusterService, ContainerPort, Workload
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.entry import EntryPoint
from generator.model.settings.routes import GatewayPods, IngressClass, Listeners, RouteSetting

_CONTROLLERS: Mapping[str, tuple[str, ...]] = {
    "k8s.io/ingress-nginx": ("ingress-nginx/controller", "nginx-ingress-controller", "rke2-nginx-ingress-controller"),
    "nginx.org/ingress-controller": ("nginx/nginx-ingress", "nginx-ic/nginx-plus-ingress"),
    "traefik.io/ingress-controller": ("traefik",),
    "haproxy-ingress.github.io/controller": ("haproxy-ingress",),
    "haproxy.org/ingress-controller/haproxy": ("haproxytech/kubernetes-ingress",),
    "ingress-controllers.konghq.com/kong": ("kong", "kong/kong-gateway"),
    "projectcontour.io/ingress-controller": ("envoyproxy/envoy",),
    "istio.io/ingress-controller": ("istio/proxyv2",),
}
"""Controller of an IngressClass to the ends of its images' names. Controllers of clouds run outside of the cluster."""

_PLAIN = frozenset({"http", "http2", "grpc", "grpc-web"})
"""Protocols of a listener that ends no TLS; bytes of any other (`TCP`) may be encrypted from end to end."""


def entries(context: FlowContext, names: FlowNames) -> Iterator[FlowEvidence]:
    """All of them. *Permitted* from outside, *declared* from a controller or gateway to what it leads to."""
    yield from _open_services(context)
    for configuration in context.configurations:
        way_points = _WayPoints(context, configuration)
        for way in configuration.of(RouteSetting):
            if not way.says.within:
                yield from _led(way, configuration, names, way_points)
    yield from _else_public(context)


def _open_services(context: FlowContext) -> Iterator[FlowEvidence]:
    served = ServedPorts(context.workloads, context.configurations)
    for service in context.services:
        if service.is_open:
            ports = tuple(_open_port(service, each, served) for each in service.open_ports)
            because = f"the service {service.name} is of type {service.type}"
            proof = FlowProof(strength=Strength.PERMITTED, because=because, source=service.source)
            for key in service.workloads:
                yield FlowEvidence(source=ANYONE, target=end_of((service.cluster, key)), proof=proof, ports=ports)


def _open_port(service: ClusterService, port: ContainerPort, served: ServedPorts) -> FlowPort:
    """With what the workloads behind it say of TLS, where all of them say the same."""
    name = protocols.of_name(port.protocol_name) or protocols.of_name(port.name) or protocols.of_port(port.number)
    words = {
        "" if not behind else TLS if all(each.port.tls for each in behind) else NONE for behind in served.at(service, port)
    }
    return FlowPort(port.number, port.protocol, name, encryption=words.pop() if len(words) == 1 else "")


def _led(
    way: Setting[RouteSetting], configuration: ClusterConfiguration, names: FlowNames, way_points: "_WayPoints"
) -> Iterator[FlowEvidence]:
    cluster, route = configuration.cluster, way.says
    what = f"{way.kind} {way.name} leads " + (f"{', '.join(route.hosts[:3])} " if route.hosts else "") + "to it"
    let_in = FlowProof(strength=Strength.PERMITTED, because=what, source=way.source)
    passed_on = FlowProof(strength=Strength.DECLARED, because=what, source=way.source)
    through, ports = way_points.of(way)
    encryption = " and ".join(sorted({each.encryption for each in ports if each.encryption})) or None
    for backend in route.backends:
        service = names.service(cluster, backend.namespace, backend.name)
        inner = _port_behind(backend.port, [port.number for port in service.ports] if service else [])
        for workload in sorted(names.behind(cluster, backend.namespace, backend.name)):
            opened = tuple(replace(each, opened_by=f"{way.kind} {way.name}", leads_to=_number(inner)) for each in ports)
            yield FlowEvidence(source=ANYONE, target=end_of(workload), proof=let_in, ports=opened, encryption=encryption)
            for point in sorted(through):
                yield FlowEvidence(source=end_of(point), target=end_of(workload), proof=passed_on, ports=inner)


def _port_behind(port: int, listed: list[int]) -> tuple[FlowPort, ...]:
    number = port or (listed[0] if len(listed) == 1 else 0)
    return (FlowPort(number, "TCP", protocols.of_port(number)),) if number else ()


def _number(ports: tuple[FlowPort, ...]) -> int:
    return ports[0].number if ports else 0


def _else_public(context: FlowContext) -> Iterator[FlowEvidence]:
    """What is known to be public and nothing more: apps with a route, containers of a cloud."""
    for workload in context.workloads:
        if workload.public and workload.sources:
            proof = FlowProof(
                strength=Strength.PERMITTED, because="a way in from outside leads to it", source=workload.sources[0]
            )
            yield FlowEvidence(source=ANYONE, target=end_of(identity(workload)), proof=proof)


class _WayPoints:
    """What stands between outside and the services that a way leads to."""

    def __init__(self, context: FlowContext, configuration: ClusterConfiguration) -> None:
        self._workloads = context.of_cluster(configuration.cluster)
        self._classes = {each.name: each.says for each in configuration.of(IngressClass)}
        self._openings = {(each.kind, each.namespace, each.name): each.says for each in configuration.of(EntryPoint)}
        self._listeners = {f"{each.namespace}/{each.name}": each.says for each in configuration.of(Listeners)}
        self._gateways = {f"{each.namespace}/{each.name}": each.says for each in configuration.of(GatewayPods)}

    def of(self, way: Setting[RouteSetting]) -> tuple[frozenset[WorkloadId], tuple[FlowPort, ...]]:
        """(workloads between, ports that are open to outside, each with how it is encrypted)."""
        if not way.says.gateways:
            through = self._controllers(way.says.ingress_class) if way.kind == "Ingress" else frozenset()
            return through, tuple(self._opened(way))
        controllers: set[WorkloadId] = set()
        listened: set[tuple[int, str]] = set()
        for name in way.says.gateways:
            if name in self._gateways:
                controllers |= self._carrying(self._gateways[name].labels)
                listened |= set(self._gateways[name].ports)
            if name in self._listeners:
                listened |= set(self._listeners[name].ports)
        return frozenset(controllers), tuple(_listened(number, protocol) for number, protocol in sorted(listened))

    def _opened(self, way: Setting[RouteSetting]) -> Iterator[FlowPort]:
        """By an Ingress or Route: the port of HTTPS; that of HTTP where there is no TLS or plain requests are served too."""
        says = self._openings.get((way.kind, way.namespace, way.name))
        served = any(each.plain == "served" for each in says.openings) if says else not way.says.tls
        if way.says.tls:
            yield FlowPort(443, "TCP", "https", encryption=TLS)
        if served or not way.says.tls:
            yield FlowPort(80, "TCP", "http", encryption=NONE)

    def _carrying(self, labels: tuple[tuple[str, str], ...]) -> set[WorkloadId]:
        wanted = set(labels)
        return {identity(each) for each in self._workloads if wanted and wanted <= set(each.labels)}

    def _controllers(self, name: str) -> frozenset[WorkloadId]:
        """By the image that the class's controller is known by; without a class that is known, by any such image."""
        ingress_class = self._classes.get(name) or next(
            (each for each in self._classes.values() if each.default and not name), None
        )
        if ingress_class is not None:
            endings = _CONTROLLERS.get(ingress_class.controller, ())
        else:
            endings = tuple(each for listed in _CONTROLLERS.values() for each in listed if each != "istio/proxyv2")
        identities = {identity(each) for each in self._workloads if each.public and _is_of(each, endings)}
        return frozenset(identities) if ingress_class is not None or len(identities) == 1 else frozenset()


def _listened(number: int, protocol: str) -> FlowPort:
    name = protocols.of_name(protocol) or protocol.lower()
    words = TLS if protocol.lower() in protocols.ENCRYPTED_NAMES else NONE if protocol.lower() in _PLAIN else ""
    return FlowPort(number, "TCP", name, encryption=words)


def _is_of(workload: Workload, endings: tuple[str, ...]) -> bool:
    for container in workload.containers:
        reference = parse_reference(container.image)
        if reference and any(f"/{reference.repository}".endswith(f"/{each}") for each in endings):
            return True
    return False
