"""Services that a platform keeps for the system, as things that run: a database that an app is bound to, a bucket.

No pod stands behind them, so they are no workloads of the inventory; but people draw them, and FedRAMP's boundary guidance
wants every service drawn that the system uses. They count beside running clusters, too: no dump of a cluster can show them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model.asset import AssetKind, NoteKey, SystemAsset
from generator.model.facts import SystemFacts
from generator.model.inventory import (
    KEPT_BY_CLOUD,
    MANAGED_KIND,
    MANAGED_SERVICE,
    PRODUCT,
    ClusterSnapshot,
    ServiceObject,
    Workload,
)

_KINDS = {AssetKind.DATABASE: "Database", AssetKind.LOAD_BALANCER: "LoadBalancer", AssetKind.STORAGE: "Storage"}
_LABEL = "diagram-label"
_NOTHING_OPENED: Mapping[str, Collection[str]] = {}


def managed_services(
    snapshots: Sequence[ClusterSnapshot], opened: Mapping[str, Collection[str]] = _NOTHING_OPENED
) -> tuple[Workload, ...]:
    """Those that are declared in a file, sorted; several apps may be bound to one, and several files may name it.

    `opened` as in `roll_up`: a bucket may be what a distribution leads to.

    A database and a cache that were given one name are two, `shop:rds-postgres` and `shop:elasticache-redis`.
    """
    workloads: dict[tuple[str, str, str], dict[str, Workload]] = defaultdict(dict)
    for snapshot in snapshots:
        for each in snapshot.objects:
            if isinstance(each, ServiceObject) and each.type == MANAGED_SERVICE:
                of_name = workloads[snapshot.cluster, each.namespace, each.name]
                what = _what(each)
                of_name[what] = _joined(of_name.get(what), _as_running(snapshot.cluster, each))
    listed = (each for key in sorted(workloads) for each in _apart(workloads[key]))
    return tuple(replace(each, public=each.key in opened.get(each.cluster, ())) for each in listed)


def _what(service: ServiceObject) -> str:
    """The first word of what it is: `rds` of "RDS Aurora" and "RDS"; empty where that is not stated."""
    return next(iter((service.product or "").casefold().split()), "")


def _apart(of_name: dict[str, Workload]) -> Iterator[Workload]:
    """NOTE: a manifest that binds a service does not say what it is; where that leaves a choice, it says nothing."""
    stated = {what: each for what, each in sorted(of_name.items()) if what}
    unstated = of_name.get("")
    if len(stated) > 1:
        yield from (replace(each, name=f"{each.name}:{_slug(dict(each.labels)[PRODUCT])}") for each in stated.values())
    else:
        (known,) = stated.values() or (of_name[""],)
        yield known if unstated in (None, known) else _joined(unstated, known)


def runs(facts: SystemFacts) -> tuple[Workload, ...]:
    """All that a diagram is compared with, sorted by (cluster, key): workloads, and services that a platform keeps.

    What the cloud's API tells of a service beats what somebody declared under the same name.
    """
    kept = [service for asset in facts.assets if (service := of_asset(asset))]
    known = {each.name.casefold() for each in kept}
    declared = [each for each in facts.managed if each.name.casefold().partition(":")[0] not in known]
    return tuple(sorted((*facts.workloads, *kept, *declared), key=lambda each: (each.cluster, each.key)))


def of_asset(asset: SystemAsset) -> Workload | None:
    """The service that a cloud keeps, as something that runs; None for every other asset.

    NOTE: the last part of a key holds no slashes, and an asset's id may.
    """
    kind = _KINDS.get(asset.kind)
    if kind is None or asset.of_cluster:
        return None
    return Workload(
        cluster=asset.where,
        namespace=KEPT_BY_CLOUD,
        kind=kind,
        name=asset.asset_id.replace("/", ":"),
        containers=(),
        instances=None,
        labels=((PRODUCT, asset.product),) if asset.product else (),
        diagram_label=asset.notes.text(NoteKey.DIAGRAM_LABEL) or dict(asset.tags).get(_LABEL),
        services=asset.names,
        public=asset.public is True,
        addresses=asset.addresses,
        sources=asset.sources,
    )


def _slug(product: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", product.casefold())[:2])


def _joined(known: Workload | None, workload: Workload) -> Workload:
    """A manifest binds a service, the source that makes it says what it is."""
    if known is None:
        return workload
    return replace(
        known,
        labels=known.labels or workload.labels,
        diagram_label=known.diagram_label or workload.diagram_label,
        services=tuple(sorted({*known.services, *workload.services})),
        sources=tuple(sorted({*known.sources, *workload.sources})),
    )


def _as_running(cluster: str, service: ServiceObject) -> Workload:
    return Workload(
        cluster=cluster,
        namespace=service.namespace,
        kind=MANAGED_KIND,
        name=service.name,
        containers=(),
        instances=None,
        labels=((PRODUCT, service.product),) if service.product else (),
        diagram_label=service.diagram_label,
        services=tuple(sorted({service.name, service.external_name or service.name})),
        sources=(service.source,),
    )
