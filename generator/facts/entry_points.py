"""Ways in from outside: web addresses under which something answers, and the load balancers of Services.

FedRAMP Vulnerability Scanning Requirements §3 asks for all web applications every month, whatever brings people there: an
Ingress, a route of the Gateway API, a VirtualService at a gateway of Istio, a Route of OpenShift, a Service's load balancer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.facts.same_machine import is_address, is_routed
from generator.model.asset import AssetKind, SystemAsset
from generator.model.evidence import EvidenceSource
from generator.model.facts import ClusterView
from generator.model.identifiers import AssetId
from generator.model.inventory import ClusterSnapshot, IngressObject, ServiceObject
from generator.model.settings.base import ClusterConfiguration, Setting, Settings
from generator.model.settings.cloud_ways import AppRoute, CloudWay
from generator.model.settings.entry import EntryPoint, Opening
from generator.model.settings.routes import RouteSetting

_BALANCER = "LoadBalancer"
_SERVICE, _INGRESS = "Service", "Ingress"
_WHOLE = frozenset({"ComposeService", "CloudFoundryApp"})
_GATEWAY = "Gateway"

Services = frozenset[tuple[str, str]]
"""(namespace, name) of services that ways lead to."""


def led_to(configurations: Iterable[ClusterConfiguration]) -> Mapping[str, Services]:
    """By cluster: the services that routes lead to from outside. An Ingress names services of its own namespace only."""
    services_by_cluster: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for configuration in configurations:
        for way in configuration.of(RouteSetting):
            if way.says.leads_in:
                services_by_cluster[configuration.cluster].update(
                    (address.namespace, address.name) for address in way.says.backends
                )
        for route in configuration.of(AppRoute):
            services_by_cluster[configuration.cluster].update((route.namespace, app) for app in route.says.apps)
    return {cluster: frozenset(services) for cluster, services in services_by_cluster.items()}


def opened_by_cloud(configurations: Iterable[ClusterConfiguration]) -> Mapping[str, frozenset[str]]:
    """By cluster: `namespace/Kind/name` of what a cloud's ways in end at: an API Gateway's, a balancer's, a function URL's."""
    return {
        configuration.cluster: frozenset(key for way in configuration.of(CloudWay) for key in way.says.leads_to)
        for configuration in configurations
    }


def unseen(views: Iterable[ClusterView]) -> frozenset[str]:
    """Clusters of which it is not known whether anything leads in: their Services or their Ingresses were not collected."""
    return frozenset(view.name for view in views if not _lists_entry_points(dict(view.kinds)))


def _lists_entry_points(kinds: Mapping[str, int]) -> bool:
    """NOTE: an empty list was listed too. Compose and Cloud Foundry say ways in where they say what runs."""
    return {_SERVICE, _INGRESS} <= set(kinds) or not _WHOLE.isdisjoint(kinds)


def web_addresses(
    clusters: Iterable[ClusterSnapshot], configurations: Sequence[ClusterConfiguration], namespaces: Collection[str]
) -> Iterator[SystemAsset]:
    """Hosts that lead in, each as often as something leads there. A pattern (`*.example`) is listed as it is."""
    for snapshot in clusters:
        for workload_spec in snapshot.objects:
            if isinstance(workload_spec, IngressObject) and (not namespaces or workload_spec.namespace in namespaces):
                description = (
                    f"Ingress {workload_spec.namespace}/{workload_spec.name}{'' if workload_spec.tls else ', without TLS'}"
                )
                for host in workload_spec.hosts:
                    yield _web(host, snapshot.cluster, description, workload_spec.source, public=_is_public(workload_spec))
    for configuration in configurations:
        yield from _routes(configuration, namespaces)


def balancers(clusters: Iterable[ClusterSnapshot], namespaces: Collection[str]) -> Iterator[SystemAsset]:
    """Load balancers that Services ask for, by the name or address that scanners say; where none is known, by the Service."""
    for snapshot in clusters:
        for service in snapshot.objects:
            if not isinstance(service, ServiceObject) or service.type != _BALANCER:
                continue
            if not namespaces or service.namespace in namespaces:
                yield _balancer(snapshot.cluster, service)


def _balancer(cluster: str, service: ServiceObject) -> SystemAsset:
    addresses = tuple(address for address in service.reached_at if is_address(address))
    named = [address for address in service.reached_at if address not in addresses]
    place = f"{service.namespace}/{service.name}"
    return SystemAsset(
        asset_id=AssetId((named or list(addresses) or [place])[0]),
        kind=AssetKind.LOAD_BALANCER,
        where=cluster,
        names=service.reached_at,
        addresses=addresses,
        public=_is_public(service),
        virtual=True,
        details=f"Service {place}, " + (", ".join(f"{port.number}/{port.protocol}" for port in service.ports) or "no port"),
        of_cluster=True,
        sources=(service.source,),
    )


def _routes(configuration: ClusterConfiguration, namespaces: Collection[str]) -> Iterator[SystemAsset]:
    """Of everything but Ingresses; a gateway's own hosts where no route says more."""
    routed: set[str] = set()
    for way in configuration.of(RouteSetting):
        if way.kind != _INGRESS and way.says.leads_in and _is_ours(way, namespaces):
            for host in filter(_is_whole, way.says.hosts):
                routed.add(host)
                yield _web(host, configuration.cluster, f"{way.kind} {way.namespace}/{way.name}", way.source, public=True)
    for app_route in configuration.of(AppRoute):
        for host in filter(_is_whole, app_route.says.hosts if _is_ours(app_route, namespaces) else ()):
            yield _web(host, configuration.cluster, f"route {host}", app_route.source, public=True)
    for entry in configuration.of(EntryPoint):
        if entry.kind == _GATEWAY and _is_ours(entry, namespaces):
            yield from (asset for asset in _of_gateway(configuration.cluster, entry) if asset.asset_id not in routed)


def _of_gateway(cluster: str, entry: Setting[EntryPoint]) -> Iterator[SystemAsset]:
    openings: dict[str, list[Opening]] = defaultdict(list)
    for address in entry.says.openings:
        openings[address.host].append(address)
    for host in filter(_is_whole, openings):
        plain = any(not address.tls and not address.sends_on for address in openings[host])
        description = f"Gateway {entry.namespace}/{entry.name}{', also without TLS' if plain else ''}"
        yield _web(host, cluster, description, entry.source, public=True)


def _is_whole(host: str) -> bool:
    """A host name or a pattern of them: not `*` for any, nor a service's short name."""
    return "." in host


def _is_ours(setting: Setting[Settings], namespaces: Collection[str]) -> bool:
    return not namespaces or setting.namespace in namespaces


def _is_public(service_object: ServiceObject | IngressObject) -> bool | None:
    """What an annotation says, else its addresses. An Ingress leads in from outside unless something says otherwise."""
    if service_object.inside_only is not None:
        return not service_object.inside_only
    addresses = [address for address in service_object.reached_at if is_address(address)]
    if addresses:
        return any(map(is_routed, addresses))
    return True if isinstance(service_object, IngressObject) else None


def _web(host: str, cluster: str, details: str, source: EvidenceSource, *, public: bool | None) -> SystemAsset:
    return SystemAsset(
        asset_id=AssetId(host),
        kind=AssetKind.WEB,
        where=cluster,
        names=(host.lower(),),
        public=public,
        virtual=True,
        details=details,
        sources=(source,),
    )
