"""Services of the clusters, with the workloads that answer for them: what names and ports resolve to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.facts.newest import by_cluster, newest
from generator.model.inventory import MANAGED_SERVICE, ClusterService, ClusterSnapshot, ServiceObject, Workload


def cluster_services(snapshots: Sequence[ClusterSnapshot], workloads: Sequence[Workload]) -> tuple[ClusterService, ...]:
    """All services of all clusters, sorted; those that a platform keeps are `managed`'s matter."""
    behind = _behind(workloads)
    found: dict[tuple[str, str, str], ClusterService] = {}
    for cluster, of_one in by_cluster(snapshots):
        for each in sorted(
            (one.what for one in newest(of_one) if isinstance(one.what, ServiceObject)), key=lambda one: one.source
        ):
            if each.type != MANAGED_SERVICE:
                key = (cluster, each.namespace, each.name)
                found.setdefault(key, _service(cluster, each, behind.get(key, ())))
    return tuple(found[key] for key in sorted(found))


def _behind(workloads: Sequence[Workload]) -> Mapping[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for workload in workloads:
        for name in workload.services:
            found[workload.cluster, workload.namespace, name].append(workload.key)
    return found


def _service(cluster: str, each: ServiceObject, behind: Sequence[str]) -> ClusterService:
    return ClusterService(
        cluster=cluster,
        namespace=each.namespace,
        name=each.name,
        type=each.type,
        ports=each.ports,
        external_name=each.external_name,
        addresses=each.addresses,
        workloads=tuple(sorted(behind)),
        source=each.source,
    )
