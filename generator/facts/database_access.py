"""Databases that workloads run, and what leads to them from outside: open Services, published ports, routes, ports of nodes.

A database belongs behind the application (NIST SP 800-53 Rev. 5, SC-7(b): subnetworks for publicly accessible components).
What tells that a workload runs one: `facts.database_kinds`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.facts.database_kinds import HeldDatabases, declared_ports, kind_of
from generator.facts.entry_points import unseen
from generator.facts.managed import runs
from generator.model.database_access import DatabaseAccess, OutsideWay
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.inventory import MANAGED_KIND, PRODUCT, ClusterService, ContainerPort, Workload
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.routes import RouteSetting

_COMPOSE = "ComposeService"
_PORT_DIGITS = 5
_KEPT = frozenset(
    "rds aurora postgres postgresql psql mysql mariadb redis valkey elasticache memcached mongodb documentdb docdb "
    "elasticsearch opensearch sqlserver mssql database databases".split()
)
"""Words of the services of platforms and clouds that are databases."""
_NOTHING_HELD: Mapping[AssetId, HeldDatabases] = MappingProxyType({})


def database_access(facts: SystemFacts, held: Mapping[AssetId, HeldDatabases] = _NOTHING_HELD) -> tuple[DatabaseAccess, ...]:
    """Every workload that runs a database, sorted by (cluster, key). `held`: by image, what lists of packages name."""
    unknown = unseen(facts.clusters)
    running = {view.name: view.running for view in facts.clusters}
    configurations = {configuration.cluster: configuration for configuration in facts.configurations}
    return tuple(
        DatabaseAccess(
            cluster=workload.cluster,
            workload=workload.key,
            product=kind.product,
            known_by=kind.known_by,
            shown=kind.shown,
            certainty=kind.certainty,
            listens=declared_ports(workload),
            ways=tuple(sorted(_ways(workload, facts.services, configurations.get(workload.cluster)))),
            known=workload.cluster not in unknown,
            running=running.get(workload.cluster, False),
            sources=workload.sources,
            lists=kind.lists,
        )
        for workload in facts.workloads
        if (kind := kind_of(workload, held)) is not None
    )


def kept_databases(facts: SystemFacts) -> tuple[Workload, ...]:
    """Databases that a platform keeps and a file declares, by what they are (`aws-rds medium-gp-psql`); sorted.

    Those that the API of a cloud lists are assets.
    """
    declared = (each for each in runs(facts) if each.kind == MANAGED_KIND)
    return tuple(each for each in declared if _KEPT & set(re.findall(r"[a-z]+", dict(each.labels).get(PRODUCT, "").casefold())))


def _ways(
    workload: Workload, services: Sequence[ClusterService], configuration: ClusterConfiguration | None
) -> Iterator[OutsideWay]:
    own = [each for each in services if each.cluster == workload.cluster and workload.key in each.workloads]
    for service in own:
        numbers = tuple(sorted({port.outside or port.number for port in service.open_ports if not port.outside_unknown}))
        inner = _behind(service.open_ports, workload)
        if service.open_ports:
            kind = "published port of" if service.on_host else f"{service.type} service"
            name = f"{kind} {service.namespace}/{service.name}"
            yield OutsideWay(name=name, ports=numbers, inner=inner, source=service.source, on_host=service.on_host)
    if configuration is None:
        return
    names = {(service.namespace, service.name): service for service in own}
    for way in configuration.of(RouteSetting):
        led = [each for each in way.says.backends if (each.namespace, each.name) in names]
        if led and way.says.leads_in:
            ports = tuple(sorted({each.port for each in led if each.port}))
            called = [port for each in led for port in names[each.namespace, each.name].ports if each.port in (0, port.number)]
            inner = _behind(called, workload)
            yield OutsideWay(name=f"{way.kind} {way.namespace}/{way.name}", ports=ports, inner=inner, source=way.source)
    for pods in configuration.of(PodIsolation):
        numbers = tuple(sorted({port for container in pods.says.containers for port in container.host_ports}))
        if pods.key == workload.key and numbers:
            yield OutsideWay(name="port of the node", ports=numbers, source=pods.source)


def _behind(ports: Iterable[ContainerPort], workload: Workload) -> tuple[int, ...]:
    """Ports of the workload's containers behind those of a service; empty where one of them is not known."""
    numbers: set[int] = set()
    for port in ports:
        behind = _target(port, workload)
        if not behind:
            return ()
        numbers |= behind
    return tuple(sorted(numbers))


def _target(port: ContainerPort, workload: Workload) -> set[int]:
    if not port.target:
        return {port.number}
    if port.target.isdecimal():
        return {int(port.target[:_PORT_DIGITS])}
    return {each.number for container in workload.containers for each in container.ports if each.name == port.target}
