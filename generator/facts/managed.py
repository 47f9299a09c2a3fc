"""Services that a platform keeps for the system, as things that run: a database that an app is bound to, a bucket.

No pod stands behind them and nothing of them is scanned, so they are no workloads of the inventory; but people draw them,
and FedRAMP's boundary guidance wants every service drawn that the system uses.
"""

from collections.abc import Sequence

from generator.model.inventory import MANAGED_KIND, MANAGED_SERVICE, ClusterSnapshot, ServiceObject, Workload


def managed_services(snapshots: Sequence[ClusterSnapshot]) -> tuple[Workload, ...]:
    """One entry a service, sorted; several apps may be bound to it, and several files may name it."""
    found: dict[tuple[str, str, str], Workload] = {}
    for snapshot in snapshots:
        for each in snapshot.objects:
            if isinstance(each, ServiceObject) and each.type == MANAGED_SERVICE:
                key = (snapshot.cluster, each.namespace, each.name)
                found.setdefault(key, _as_running(snapshot.cluster, each))
    return tuple(found[key] for key in sorted(found))


def _as_running(cluster: str, service: ServiceObject) -> Workload:
    return Workload(
        cluster=cluster,
        namespace=service.namespace,
        kind=MANAGED_KIND,
        name=service.name,
        containers=(),
        instances=None,
        labels=(("product", service.product),) if service.product else (),
        diagram_label=service.diagram_label,
        services=tuple(sorted({service.name, service.external_name or service.name})),
        sources=(service.source,),
    )
