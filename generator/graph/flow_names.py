"""What a host name or an address stands for: a workload behind a service, a managed service, something outside.

A name is resolved as a pod's resolver does: first in the own namespace, `service.namespace` across namespaces
(https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/), then what routes of a mesh, endpoints and external
names lead to.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, WorkloadId, end_of, identity
from generator.model.flow import EndKind, FlowEnd, FlowPort
from generator.model.inventory import KEPT_BY_CLOUD, CalledHost, ClusterService, Workload
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.routes import Backing, OutsideHosts, RouteSetting

_Name = tuple[str, str, str]
"""Cluster, namespace, service."""

_DISCOVERS = ("EcsService", "EcsTaskDefinition", "EcsTask")
"""Kinds whose private DNS names lead to services of the same system, where one is called so: AWS Cloud Map gives a service a
name in a namespace such as `shop.local` (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html).
"""
_PRIVATE = (".local", ".internal")
"""Domains that are on no public DNS: RFC 6762; ICANN's resolution of 2024-07-29."""

_LABELS_OF_OUTSIDE = 3
"""Labels from which on a name that no service has is a host outside: of two it may be a service that was not collected."""


class Reached(msgspec.Struct, frozen=True):
    """What a call ends at."""

    end: FlowEnd
    ports: tuple[FlowPort, ...] = ()


class FlowNames:
    """Looks names and addresses up."""

    def __init__(self, context: FlowContext) -> None:
        self._services = {
            (each.cluster, each.namespace, name): each
            for each in sorted(context.services, key=lambda service: service.name, reverse=True)
            for name in (*each.aliases, each.name)
        }
        self._by_service: dict[_Name, set[WorkloadId]] = defaultdict(set)
        self._by_address: dict[tuple[str, str], set[WorkloadId]] = defaultdict(set)
        self._by_pod: dict[_Name, set[WorkloadId]] = defaultdict(set)
        self._hosts = _external_hosts(context)
        self._kept: dict[str, set[WorkloadId]] = defaultdict(set)
        self._known_hosts: dict[str, FlowEnd] = {}
        for workload in context.workloads:
            self._enter(workload)
        for service in context.services:
            self._enter_service(service)
        for configuration in context.configurations:
            self._enter_configuration(configuration)

    def called(self, call: CalledHost, asking: Workload) -> Iterator[Reached]:
        """What a workload's call ends at; nothing where the name is no host that anybody knows."""
        service = self._service(call.host, asking)
        if service is not None:
            yield from self._behind(service, call)
            return
        end = self.outside(call.host)
        if end is not None:
            yield Reached(end, _ports(call, None))

    def behind(self, cluster: str, namespace: str, service: str) -> frozenset[WorkloadId]:
        """The workloads that answer for a service."""
        return frozenset(self._by_service.get((cluster, namespace, service), ()))

    def service(self, cluster: str, namespace: str, name: str) -> ClusterService | None:
        """A service by its name."""
        return self._services.get((cluster, namespace, name))

    def at(self, cluster: str, address: str) -> frozenset[WorkloadId]:
        """Workloads that have an address, of this cluster or, where it names none, of any."""
        return frozenset(self._by_address.get((cluster, address)) or self._by_address.get(("", address)) or ())

    def outside(self, host: str) -> FlowEnd | None:
        """What is outside of what runs: a managed service, a named external service, else the host itself.

        None for an unknown short name, which may be a service that was not collected.
        """
        name = host.lower()
        kept = self._kept.get(name, set())
        if len(kept) == 1:
            return end_of(min(kept))
        known = self._known_hosts.get(name) or self._named(name)
        if known is not None:
            return known
        return self._outside(name) if _is_address(name) or name.count(".") >= _LABELS_OF_OUTSIDE - 1 else None

    def _outside(self, name: str) -> FlowEnd:
        return self._named(name) or FlowEnd(EndKind.EXTERNAL, name)

    def _named(self, name: str) -> FlowEnd | None:
        """By the hosts that system.yaml gives for a service: itself, and what is below it."""
        labels = name.split(".")
        for start in range(len(labels)):
            host = self._hosts.get(".".join(labels[start:]))
            if host:
                return FlowEnd(EndKind.EXTERNAL, host)
        return None

    def _enter_configuration(self, configuration: ClusterConfiguration) -> None:
        for backing in configuration.of(Backing):
            self._enter_backing(configuration.cluster, backing.namespace, backing.says)
        for way in configuration.of(RouteSetting):
            if way.says.within:
                self._enter_route(configuration.cluster, way.namespace, way.says)
        for entry in configuration.of(OutsideHosts):
            for host in () if entry.says.inside else entry.says.hosts:
                self._known_hosts.setdefault(host.lower(), self._outside(host.lower()))

    def _enter(self, workload: Workload) -> None:
        for service in workload.services:
            self._by_service[workload.cluster, workload.namespace, service].add(identity(workload))
            if workload.namespace == KEPT_BY_CLOUD:
                self._kept[service].add(identity(workload))
        self._by_pod[workload.cluster, workload.namespace, workload.name].add(identity(workload))
        for address in workload.addresses:
            self._by_address[workload.cluster, address].add(identity(workload))
            self._by_address["", address].add(identity(workload))

    def _enter_service(self, service: ClusterService) -> None:
        for name in (service.name, *service.aliases):
            own = self._by_service[service.cluster, service.namespace, name]
            own.update((service.cluster, each) for each in service.workloads)
        for address in service.addresses:
            self._by_address[service.cluster, address] |= self._by_service[service.cluster, service.namespace, service.name]
        if service.external_name:
            host = service.external_name.lower().rstrip(".")
            self._known_hosts.setdefault(host, self.outside(host) or self._outside(host))

    def _enter_backing(self, cluster: str, namespace: str, says: Backing) -> None:
        """Pods by address, else by what is left of their names; of a service that selects some itself nothing is new."""
        key = (cluster, namespace, says.service)
        if self._by_service.get(key):
            return
        for address in says.addresses:
            self._by_service[key] |= self._by_address.get((cluster, address), set())
        if not self._by_service[key]:
            self._by_service[key] |= {workload for pod in says.pods for workload in self.of_pod(cluster, namespace, pod)}

    def of_pod(self, cluster: str, namespace: str, pod: str) -> set[WorkloadId]:
        """Pods of a Deployment, StatefulSet or DaemonSet begin with its name; a bare pod is called so."""
        return self._by_pod.get((cluster, namespace, pod), set())

    def _enter_route(self, cluster: str, namespace: str, says: RouteSetting) -> None:
        """A route of the mesh: its hosts lead to other services as well."""
        behind = {
            workload
            for backend in says.backends
            for workload in self._by_service.get((cluster, backend.namespace, backend.name), ())
        }
        for host in says.hosts:
            name, _, rest = host.partition(".")
            self._by_service[cluster, rest.partition(".")[0] or namespace, name] |= behind

    def _service(self, host: str, asking: Workload) -> _Name | None:
        """`cart`, `cart.shop`, and `cart-0.cart`: a pod of a headless service of the own namespace."""
        first, dot, second = host.partition(".")
        cluster, namespace = asking.cluster, asking.namespace
        tried = [(cluster, namespace, host)]
        if dot:
            tried += [(cluster, second, first), (cluster, namespace, second)]
        if asking.kind in _DISCOVERS and host.endswith(_PRIVATE):
            space = second.partition(".")[0]
            tried += [(cluster, namespace, name) for name in (first, f"{space}-{first}")]
        return next((each for each in tried if each in self._services or self._by_service.get(each)), None)

    def _behind(self, name: _Name, call: CalledHost) -> Iterator[Reached]:
        service = self._services.get(name)
        workloads = self._by_service.get(name, set())
        for workload in sorted(workloads):
            yield Reached(FlowEnd(EndKind.WORKLOAD, workload[1], workload[0]), _ports(call, service))
        if not workloads and service is not None and service.external_name:
            yield Reached(self._known_hosts[service.external_name.lower().rstrip(".")], _ports(call, service))


@lru_cache(maxsize=4096)
def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _ports(call: CalledHost, service: ClusterService | None) -> tuple[FlowPort, ...]:
    """The port that is written, else the scheme's, else the service's where it has one only."""
    usual, support, _ = protocols.BY_SCHEME.get(call.scheme, (0, "", None))
    listed = service.ports if service else ()
    number = call.port or (usual if usual and (not listed or usual in {each.number for each in listed}) else 0)
    if not number and len(listed) == 1:
        number = listed[0].number
    if not number:
        return ()
    own = next((each for each in listed if each.number == number), None)
    name = (protocols.of_name(own.protocol_name) or protocols.of_name(own.name)) if own else ""
    return (FlowPort(number, own.protocol if own else "TCP", support or name or protocols.of_port(number)),)


def _external_hosts(context: FlowContext) -> dict[str, str]:
    return {host.lower().removeprefix("*.").strip("."): each.name for each in context.externals for host in each.hosts}
