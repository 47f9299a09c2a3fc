"""What stands between outside and the services that a route leads to: controllers of Ingresses, and gateways.

https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/
"""

from collections.abc import Iterator, Mapping

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, WorkloadId, identity
from generator.graph.flow_drafts import NONE, TLS
from generator.model.flow import FlowPort
from generator.model.images import parse_reference
from generator.model.inventory import Workload
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

_OWN_KINDS: Mapping[str, str] = {
    "IngressRoute": "traefik.io/ingress-controller",
    "IngressRouteTCP": "traefik.io/ingress-controller",
    "HTTPProxy": "projectcontour.io/ingress-controller",
}
"""Routes that one controller alone serves."""

_PLAIN = frozenset({"http", "http2", "grpc", "grpc-web"})
"""Protocols of a listener that ends no TLS; bytes of any other (`TCP`) may be encrypted from end to end."""


class WayPoints:
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
            return self._answering(way), tuple(self._opened(way))
        controllers: set[WorkloadId] = set()
        listened: set[tuple[int, str]] = set()
        for name in way.says.gateways:
            if name in self._gateways:
                controllers |= self._carrying(self._gateways[name].labels)
                listened |= set(self._gateways[name].ports)
            if name in self._listeners:
                listened |= set(self._listeners[name].ports)
        return frozenset(controllers), tuple(_listened(number, protocol) for number, protocol in sorted(listened))

    def _answering(self, way: Setting[RouteSetting]) -> frozenset[WorkloadId]:
        """The controller that serves an Ingress of its class, or the kind that is its own."""
        if way.kind == "Ingress":
            return self._controllers(way.says.ingress_class)
        endings = _CONTROLLERS.get(_OWN_KINDS.get(way.kind, ""), ())
        return frozenset(identity(each) for each in self._workloads if each.public and _is_of(each, endings))

    def _opened(self, way: Setting[RouteSetting]) -> Iterator[FlowPort]:
        """By an Ingress or Route: the port of HTTPS; that of HTTP where there is no TLS or plain requests are served too."""
        says = self._openings.get((way.kind, way.namespace, way.name), EntryPoint())
        served = any(each.plain == "served" for each in says.openings)
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
