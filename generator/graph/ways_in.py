"""Ways in from outside: open services, Ingresses, routes and gateways, published ports, and the controllers that stand between.

https://kubernetes.io/docs/concepts/services-networking/ingress/, https://gateway-api.sigs.k8s.io/api-types/httproute/,
https://istio.io/latest/docs/reference/config/networking/gateway/,
https://github.com/compose-spec/compose-spec/blob/main/05-services.md (`ports`)
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, end_of, identity
from generator.graph.flow_drafts import NONE, TLS
from generator.graph.flow_names import FlowNames
from generator.graph.helper_ports import is_helper
from generator.graph.served_ports import ServedPorts
from generator.graph.way_points import WayPoints
from generator.model.flow import FlowEnd, FlowPort, WayIn, WayInTarget
from generator.model.inventory import DEFAULT_ROUTE, ClusterService, ContainerPort, Workload
from generator.model.platform import CLOUD_FOUNDRY_APP, words_of
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.cloud_ways import AppRoute, CloudWay
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.routes import RouteSetting
from generator.text import listed

_NODE_PORT = "NodePort"
_MOST_HOSTS, _MOST_PORTS = 3, 4
_WEB = frozenset({80, 443})
"""Ports of the node by which a controller without a Service is reached; others serve what runs beside it."""
_BY_DEFAULT = (
    "its manifest names neither `routes` nor `no-route`: `cf push` gives it a default route unless an option says otherwise"
)
_HELPERS_ONLY = "its ports are for metrics, health or debugging"


def ways_in(context: FlowContext, names: FlowNames) -> tuple[WayIn, ...]:
    """All of them, sorted by cluster and key."""
    routes = tuple(_routes(context, names))
    ways = [*routes, *_open_services(context, routes), *_node_ports(context), *_cloud_ways(context), *_app_routes(context)]
    covered = {target.end for way in ways for target in way.targets}
    ways += _known_as_public(context, covered)
    ways += _default_routes(context, {target.end for way in ways for target in way.targets})
    return tuple(sorted(ways, key=lambda way: (way.cluster, way.key, way.source)))


def _routes(context: FlowContext, names: FlowNames) -> Iterator[WayIn]:
    for configuration in context.configurations:
        points = WayPoints(context, configuration)
        for route in configuration.of(RouteSetting):
            if route.says.leads_in:
                yield _route(route, configuration, names, points)


def _route(route: Setting[RouteSetting], configuration: ClusterConfiguration, names: FlowNames, points: WayPoints) -> WayIn:
    cluster, says = configuration.cluster, route.says
    shown = f"{route.kind} {route.name}"
    through, ports = points.of(route)
    encryption = " and ".join(sorted({port.encryption for port in ports if port.encryption})) or None
    opened: dict[FlowEnd, set[FlowPort]] = defaultdict(set)
    inner: dict[FlowEnd, set[FlowPort]] = defaultdict(set)
    for backend in says.backends:
        service = names.service(cluster, backend.namespace, backend.name)
        behind = _port_behind(backend.port, [port.number for port in service.ports] if service else [])
        number, into = (behind[0].number if behind else 0), f"{backend.namespace}/{service.name if service else backend.name}"
        for workload in names.behind(cluster, backend.namespace, backend.name):
            inner[end_of(workload)].update(behind)
            opened[end_of(workload)].update(replace(port, opened_by=shown, leads_to=number, leads_into=into) for port in ports)
    hosts = f"{', '.join(says.hosts[:_MOST_HOSTS])} " if says.hosts else ""
    return WayIn(
        key=route.key,
        shown=shown,
        cluster=cluster,
        targets=tuple(
            WayInTarget(end=end, ports=tuple(sorted(opened[end])), inner=tuple(sorted(inner[end]))) for end in sorted(opened)
        ),
        through=tuple(sorted(map(end_of, through))),
        because=f"{shown} leads {hosts}to it",
        encryption=encryption,
        source=route.source,
    )


def _port_behind(port: int, numbers: Sequence[int]) -> tuple[FlowPort, ...]:
    number = port or (numbers[0] if len(numbers) == 1 else 0)
    return (FlowPort(number, "TCP", protocols.of_port(number)),) if number else ()


def _open_services(context: FlowContext, routes: Sequence[WayIn]) -> Iterator[WayIn]:
    points = {point for way in routes if way.targets for point in way.through}
    led_to = {
        (configuration.cluster, backend.namespace, backend.name): f"{route.kind} {route.name}"
        for configuration in context.configurations
        for route in configuration.of(RouteSetting)
        if route.says.leads_in
        for backend in route.says.backends
    }
    served = ServedPorts(context.workloads, context.configurations)
    for service in context.services:
        if service.is_open:
            ends = [end_of((service.cluster, key)) for key in service.workloads]
            route = led_to.get((service.cluster, service.namespace, service.name), "")
            yield _open_service(service, ends, served, route=route, is_point=bool(ends) and points.issuperset(ends))


def _open_service(
    service: ClusterService, ends: Sequence[FlowEnd], served: ServedPorts, *, route: str, is_point: bool
) -> WayIn:
    published = service.on_host
    shown = f"published {_numbers(service)} of {service.name}" if published else f"{service.type} service {service.name}"
    for_users = [port for port in service.open_ports if not is_helper(port, service.name)]
    set_aside = _HELPERS_ONLY if service.open_ports and not for_users else ""
    if is_point:
        set_aside = "the routes that lead in through it are judged"
    elif route and service.type == _NODE_PORT:
        set_aside = f"{route} leads to it"
    opened_by = shown if not published else f"published port of {service.name}"
    ports = tuple(sorted(_outside(port, service, opened_by, served) for port in service.open_ports))
    return WayIn(
        key=ends[0].name if published and len(ends) == 1 else f"{service.namespace}/Service/{service.name}",
        shown=shown,
        cluster=service.cluster,
        targets=tuple(WayInTarget(end=end, ports=ports) for end in sorted(ends)),
        because=_published(service) if published else f"the service {service.name} is of type {service.type}",
        conditional=published,
        set_aside=set_aside,
        source=service.source,
    )


def _published(service: ClusterService) -> str:
    """A service in the network of its host that names no port may open any."""
    opens = f"publishes {_numbers(service)} on" if service.open_ports else "opens its ports in the network of"
    return f"it {opens} its host; whether the host is reached from outside is not stated"


def _outside(port: ContainerPort, service: ClusterService, opened_by: str, served: ServedPorts) -> FlowPort:
    """By the port that outsiders call; a port of a host or node leads on to the service's own.

    With what the workloads behind it say of TLS, where all of them say the same.
    """
    protocol = protocols.of_name(port.protocol_name) or protocols.of_name(port.name) or protocols.of_port(port.number)
    words = {
        "" if not behind else TLS if all(each.port.tls for each in behind) else NONE for behind in served.at(service, port)
    }
    encryption = words.pop() if len(words) == 1 else ""
    if not (port.outside or port.outside_unknown):
        return FlowPort(port.number, port.protocol, protocol, encryption=encryption)
    into = f"{service.namespace}/{service.name}"
    return FlowPort(port.outside, port.protocol, protocol, opened_by, port.number, into, encryption=encryption)


def _numbers(service: ClusterService) -> str:
    """`port 5432`, `ports 5672 and 15672`, `port 80, at a port of the host that is not stated`: of users, where there are."""
    for_users = [port for port in service.open_ports if not is_helper(port, service.name)] or list(service.open_ports)
    known = [port for port in for_users if not port.outside_unknown]
    numbers = sorted({port.outside or port.number for port in known or for_users})
    several = len(numbers) > 1
    at = f"at {'ports' if several else 'a port'} of the host that {'are' if several else 'is'} not stated"
    return _ports(numbers) if known else f"{_ports(numbers)} ({at})"


def _ports(numbers: Sequence[int]) -> str:
    return f"{'port' if len(numbers) == 1 else 'ports'} {listed(map(str, numbers), _MOST_PORTS)}"


def _node_ports(context: FlowContext) -> Iterator[WayIn]:
    """Ports of containers that are opened on their node (`hostPort`)."""
    for configuration in context.configurations:
        running = {each.key: each for each in context.of_cluster(configuration.cluster)}
        for pods in configuration.of(PodIsolation):
            numbers = sorted({number for container in pods.says.containers for number in container.host_ports})
            if not numbers or pods.key not in running:
                continue
            yield _node_port(running[pods.key], numbers, pods)


def _node_port(workload: Workload, numbers: Sequence[int], pods: Setting[PodIsolation]) -> WayIn:
    ports = tuple(FlowPort(number, "TCP", protocols.of_port(number)) for number in numbers)
    shown = f"host {_ports(numbers)} of {workload.name}"
    return WayIn(
        key=f"{workload.key} (host port)",
        shown=shown,
        cluster=workload.cluster,
        targets=(WayInTarget(end=end_of(identity(workload)), ports=ports),),
        because=f"it opens {_ports(numbers)} of its node",
        set_aside="" if _WEB.intersection(numbers) else "its ports of the node are for what runs in the network of the nodes",
        source=pods.source,
    )


def _cloud_ways(context: FlowContext) -> Iterator[WayIn]:
    """What infrastructure code opens to the internet."""
    for configuration in context.configurations:
        cluster = configuration.cluster
        for way in configuration.of(CloudWay):
            says, shown = way.says, f"{way.says.what} {way.name}"
            ports = tuple(
                FlowPort(number, "TCP", protocols.of_port(number), opened_by=shown, encryption=TLS if encrypted else NONE)
                for number, encrypted in says.ports
            )
            words = {port.encryption for port in ports}
            yield WayIn(
                key=way.key,
                shown=shown,
                cluster=cluster,
                targets=tuple(WayInTarget(end=end_of((cluster, key)), ports=ports) for key in says.leads_to),
                through=tuple(end_of((cluster, key)) for key in says.through),
                because=f"the {shown} leads to it",
                encryption=words.pop() if len(words) == 1 else None,
                source=way.source,
            )


def _app_routes(context: FlowContext) -> Iterator[WayIn]:
    """Routes of Cloud Foundry that infrastructure code makes; one to an app that was not collected leads to nothing known."""
    for configuration in context.configurations:
        cluster = configuration.cluster
        apps = {(each.namespace, each.name): each for each in context.of_cluster(cluster) if each.kind == CLOUD_FOUNDRY_APP}
        for route in configuration.of(AppRoute):
            behind = [apps[route.namespace, name] for name in route.says.apps if (route.namespace, name) in apps]
            hosts = f"{listed(route.says.hosts, _MOST_HOSTS)} " if route.says.hosts else ""
            yield WayIn(
                key=behind[0].key if len(behind) == 1 else route.key,
                shown=f"route of {listed(each.name for each in behind)}" if behind else f"route {hosts or route.name}".strip(),
                cluster=cluster,
                targets=tuple(WayInTarget(end=end_of(identity(each))) for each in behind),
                because=f"route {hosts}leads to it",
                source=route.source,
            )


def _default_routes(context: FlowContext, covered: Iterable[FlowEnd]) -> Iterator[WayIn]:
    """Of apps whose manifest leaves it to `cf push` whether a route leads to them."""
    known = set(covered)
    for service in context.services:
        ends = [end_of((service.cluster, key)) for key in service.workloads]
        if service.type == DEFAULT_ROUTE and ends and known.isdisjoint(ends):
            yield WayIn(
                key=ends[0].name,
                shown=f"default route of {service.name}",
                cluster=service.cluster,
                targets=tuple(WayInTarget(end=end) for end in sorted(ends)),
                because=_BY_DEFAULT,
                conditional=True,
                source=service.source,
            )


def _known_as_public(context: FlowContext, covered: Iterable[FlowEnd]) -> Iterator[WayIn]:
    """What is known to be public and nothing more: apps with a route, what a cloud keeps and opens to the internet."""
    known = set(covered)
    for workload in context.workloads:
        end = end_of(identity(workload))
        if workload.public and workload.sources and end not in known:
            what = words_of(workload).public
            yield WayIn(
                key=workload.key,
                shown=f"{what} of {workload.name}",
                cluster=workload.cluster,
                targets=(WayInTarget(end=end),),
                because=f"{what} leads to it",
                source=workload.sources[0],
            )
