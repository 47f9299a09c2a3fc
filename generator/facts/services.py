"""Services of the clusters, with the workloads that answer for them: what names and ports resolve to."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from generator.facts.file_precedence import by_cluster, newest
from generator.model.grouping import grouped
from generator.model.inventory import MANAGED_SERVICE, ClusterService, ClusterSnapshot, ServiceObject, Workload


def cluster_services(snapshots: Sequence[ClusterSnapshot], workloads: Sequence[Workload]) -> tuple[ClusterService, ...]:
    """All services of all clusters, sorted; those that a platform keeps are `managed`'s matter."""
    behind = _behind(workloads)
    services: dict[tuple[str, str, str], ClusterService] = {}
    for cluster, of_one in by_cluster(snapshots):
        for what in sorted(
            (observed_object.what for observed_object in newest(of_one) if isinstance(observed_object.what, ServiceObject)),
            key=lambda service: service.source,
        ):
            if what.type != MANAGED_SERVICE:
                key = (cluster, what.namespace, what.name)
                services.setdefault(key, _service(cluster, what, behind.get(key, ())))
    return tuple(services[key] for key in sorted(services))


def started(services: Sequence[ClusterService], not_started: Sequence[Workload]) -> tuple[ClusterService, ...]:
    """The services with what starts behind them: one that leads to nothing else opens nothing."""
    idle = {(each.cluster, each.key) for each in not_started}
    kept = ((each, tuple(workload for workload in each.workloads if (each.cluster, workload) not in idle)) for each in services)
    return tuple(replace(each, workloads=left) for each, left in kept if left or not each.workloads)


def _behind(workloads: Sequence[Workload]) -> Mapping[tuple[str, str, str], list[str]]:
    return grouped(
        ((workload.cluster, workload.namespace, name), workload.key) for workload in workloads for name in workload.services
    )


def _service(cluster: str, each: ServiceObject, behind: Sequence[str]) -> ClusterService:
    return ClusterService(
        cluster=cluster,
        namespace=each.namespace,
        name=each.name,
        type=each.type,
        aliases=each.aliases,
        ports=each.ports,
        inside_ports=each.inside_ports,
        inside_only=each.inside_only,
        external_name=each.external_name,
        addresses=each.addresses,
        workloads=tuple(sorted(behind)),
        source=each.source,
    )
