"""What the system runs on beside images: nodes, web addresses and clusters from the cluster, the rest from the cloud's API.

Identifiers are what scanners call a thing (Integrated Inventory Workbook v3.1, INSTRUCTIONS B12): the node's name, the host
of an Ingress, an instance's DNS name or id. Where two things have the same, the place is put before it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from generator.model.asset import AssetKind, SystemAsset
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.facts import ClusterView
from generator.model.inventory import ClusterSnapshot, IngressObject, NodeObject

_KINDS = {
    ResourceKind.VIRTUAL_MACHINE: AssetKind.HOST,
    ResourceKind.DATABASE: AssetKind.DATABASE,
    ResourceKind.LOAD_BALANCER: AssetKind.LOAD_BALANCER,
    ResourceKind.STORAGE: AssetKind.STORAGE,
    ResourceKind.CLUSTER: AssetKind.CLUSTER,
}
"""An image repository is no asset: the images in it are."""


def system_assets(
    views: Sequence[ClusterView],
    clusters: Sequence[ClusterSnapshot],
    clouds: Sequence[CloudSnapshot],
    namespaces: Collection[str],
) -> tuple[SystemAsset, ...]:
    """All of them, without scans, sorted by (kind, asset_id). `namespaces` are those inside the boundary; empty for all.

    `clusters` and `clouds` are the snapshots that count on the day.
    """
    cloud = [asset for snapshot in clouds for asset in _of_cloud(snapshot)]
    found = [*_clusters(views, cloud), *_nodes(views, cloud), *_web(clusters, namespaces)]
    taken = {name for asset in found for name in asset.names}
    found += [asset for asset in cloud if taken.isdisjoint(asset.names)]
    return tuple(sorted(_distinct(found), key=lambda asset: (asset.kind, asset.asset_id)))


def _distinct(assets: Sequence[SystemAsset]) -> Iterator[SystemAsset]:
    """Equal things that several files tell of are one; different things of one name get their place before it."""
    by_place: dict[tuple[str, str, str], SystemAsset] = {}
    for asset in assets:
        key = (asset.kind, asset.where, asset.asset_id)
        known = by_place.get(key)
        by_place[key] = asset if known is None else _joined(known, asset)
    counts = Counter(asset.asset_id for asset in by_place.values())
    for asset in by_place.values():
        yield asset if counts[asset.asset_id] == 1 else replace(asset, asset_id=f"{asset.where}/{asset.asset_id}")


def _joined(one: SystemAsset, two: SystemAsset) -> SystemAsset:
    """One thing of which two places tell: the first speaks, the other fills in."""
    return replace(
        one,
        names=tuple(sorted({*one.names, *two.names})),
        addresses=tuple(sorted({*one.addresses, *two.addresses})),
        public=one.public if two.public is None else bool(one.public) or two.public,
        os_name=one.os_name or two.os_name,
        product=one.product or two.product,
        version=one.version or two.version,
        location=one.location or two.location,
        tags=tuple(sorted({*one.tags, *two.tags})),
        details="; ".join(dict.fromkeys(part for part in (one.details, two.details) if part)),
        sources=tuple(sorted({*one.sources, *two.sources})),
    )


def _names(*names: str | None) -> tuple[str, ...]:
    return tuple(sorted({name.lower() for name in names if name}))


def _nodes(views: Iterable[ClusterView], cloud: Sequence[SystemAsset]) -> Iterator[SystemAsset]:
    """A node that is also a virtual machine of the account is one asset: they share a name or an address."""
    machines = [asset for asset in cloud if asset.kind is AssetKind.HOST]
    for view in views:
        for node in view.nodes:
            asset = _node(view.name, node)
            for machine in machines:
                if not set(machine.names).isdisjoint(asset.names):
                    asset = _joined(asset, machine)
            yield asset


def _node(cluster: str, node: NodeObject) -> SystemAsset:
    said = (node.kernel, node.kubelet and f"kubelet {node.kubelet}", node.runtime)
    return SystemAsset(
        asset_id=node.name,
        kind=AssetKind.NODE,
        where=cluster,
        names=_names(node.name, *node.addresses),
        addresses=node.addresses,
        public=False,
        os_name=node.os_image,
        details=", ".join(part for part in said if part),
        sources=(node.source,),
    )


def _clusters(views: Iterable[ClusterView], cloud: Sequence[SystemAsset]) -> Iterator[SystemAsset]:
    for view in views:
        if not view.running:
            continue
        versions = sorted({node.kubelet for node in view.nodes if node.kubelet})
        asset = SystemAsset(
            asset_id=view.name,
            kind=AssetKind.CLUSTER,
            where=view.name,
            names=_names(view.name),
            product="Kubernetes",
            version=versions[-1] if versions else None,
            details=f"{len(view.nodes)} nodes" if view.nodes else "",
            sources=tuple(sorted({node.source for node in view.nodes})),
        )
        for other in cloud:
            if other.kind is AssetKind.CLUSTER and not set(other.names).isdisjoint(asset.names):
                asset = _joined(asset, other)
        yield asset


def _web(clusters: Iterable[ClusterSnapshot], namespaces: Collection[str]) -> Iterator[SystemAsset]:
    """Hosts under which an Ingress answers. A pattern (`*.example`) is listed as it is."""
    for snapshot in clusters:
        for one in snapshot.objects:
            if isinstance(one, IngressObject) and (not namespaces or one.namespace in namespaces):
                for host in one.hosts:
                    yield SystemAsset(
                        asset_id=host,
                        kind=AssetKind.WEB,
                        where=snapshot.cluster,
                        names=_names(host),
                        public=True,
                        details=f"Ingress {one.namespace}/{one.name}{'' if one.tls else ', without TLS'}",
                        sources=(one.source,),
                    )


def _of_cloud(snapshot: CloudSnapshot) -> Iterator[SystemAsset]:
    for resource in snapshot.resources:
        kind = _KINDS.get(resource.kind)
        if kind is not None:
            yield _resource(snapshot, resource, kind)


def _resource(snapshot: CloudSnapshot, resource: CloudResource, kind: AssetKind) -> SystemAsset:
    where = " ".join(part for part in (snapshot.provider, snapshot.account, snapshot.region) if part)
    return SystemAsset(
        asset_id=resource.name,
        kind=kind,
        where=where,
        names=_names(resource.name, resource.identifier, *resource.addresses, *resource.host_names),
        addresses=resource.addresses,
        public=resource.public,
        os_name=resource.os_name,
        product=resource.product,
        version=resource.version,
        location=resource.location or snapshot.region,
        tags=resource.tags,
        details=", ".join(f"{key} {value}" for key, value in resource.settings),
        sources=(resource.source,),
    )
