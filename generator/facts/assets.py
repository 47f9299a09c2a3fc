"""What the system runs on beside images: nodes, web addresses and clusters from the cluster, the rest from the cloud's API.

Identifiers are what scanners call a thing (Integrated Inventory Workbook v3.1, INSTRUCTIONS B12): the node's name, the host
of an Ingress, an instance's DNS name or id. Where two things have the same, the place is put before it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.facts import entry_points
from generator.facts.image_makers import kubernetes_maker
from generator.facts.same_machine import is_routed, partners_of
from generator.model.asset import AssetKind, SystemAsset
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.facts import ClusterView
from generator.model.identifiers import AssetId
from generator.model.inventory import ClusterSnapshot, NodeObject
from generator.model.platform import Platform, platform_of
from generator.model.settings.base import ClusterConfiguration

_KINDS = {
    ResourceKind.VIRTUAL_MACHINE: AssetKind.HOST,
    ResourceKind.DATABASE: AssetKind.DATABASE,
    ResourceKind.LOAD_BALANCER: AssetKind.LOAD_BALANCER,
    ResourceKind.STORAGE: AssetKind.STORAGE,
    ResourceKind.CLUSTER: AssetKind.CLUSTER,
}
"""An image repository is no asset: the images in it are."""
_WORLDWIDE = re.compile(r"i-[0-9a-f]{8,17}")
"""The id of an Amazon EC2 instance: some replies name it without account or region."""
_DETAILS = ("state", "machine image", "member of", "encrypted", "public access", "endpoint")
"""Settings that a reader of the inventory wants to see; the others are evidence for controls."""
_VIRTUAL = frozenset({"aws", "azure", "gce", "openstack", "vsphere"})
"""Schemes of a node's provider id whose machines are virtual."""


def system_assets(
    views: Sequence[ClusterView],
    clusters: Sequence[ClusterSnapshot],
    clouds: Sequence[CloudSnapshot],
    namespaces: Collection[str],
    configurations: Sequence[ClusterConfiguration] = (),
) -> tuple[SystemAsset, ...]:
    """All of them, without scans, sorted by (kind, asset_id). `namespaces` are those inside the boundary; empty for all.

    `clusters` and `clouds` are the snapshots that count on the day, `configurations` what configures the clusters then.
    """
    cloud = _united(asset for snapshot in clouds for asset in _of_cloud(snapshot))
    nodes = [_node(view.name, node) for view in views for node in view.nodes]
    balancers = _united(entry_points.balancers(clusters, namespaces))
    assets, left = _with_cloud([*_clusters(views), *nodes, *balancers], cloud)
    web = _united(entry_points.web_addresses(clusters, configurations, namespaces))
    taken = {name for asset in web for name in asset.names}
    assets = [*web, *(_without(asset, taken) for asset in (*assets, *left))]
    return in_order(_distinct(assets))


def in_order(assets: Iterable[SystemAsset]) -> tuple[SystemAsset, ...]:
    """By kind and identifier."""
    return tuple(sorted(assets, key=lambda asset: (asset.kind, asset.asset_id)))


def _without(asset: SystemAsset, taken: Collection[str]) -> SystemAsset:
    """What scans call by the name of a web address is the web address: a balancer in front of it is called so as well."""
    return replace(asset, names=tuple(name for name in asset.names if name not in taken))


_SAME_AS = {
    AssetKind.NODE: AssetKind.HOST,
    AssetKind.CLUSTER: AssetKind.CLUSTER,
    AssetKind.LOAD_BALANCER: AssetKind.LOAD_BALANCER,
}
"""What the cloud calls a node, a cluster or a load balancer."""


def _with_cloud(ours: Sequence[SystemAsset], cloud: Sequence[SystemAsset]) -> tuple[list[SystemAsset], list[SystemAsset]]:
    """Nodes, clusters and load balancers joined with what the cloud says of them, and what of the cloud is left.

    Joined only where one shares a name or an address with one.
    """
    partners = partners_of(ours, cloud, _SAME_AS)
    claims = Counter(index for partner in partners for index in partner)
    rows, used = [], set()
    for asset, partner in zip(ours, partners, strict=True):
        sole = min(partner) if len(partner) == 1 else None
        if sole is not None and claims[sole] == 1:
            used.add(sole)
            rows.append(_merged(asset, cloud[sole]))
        else:
            rows.append(asset)
    return rows, [other for index, other in enumerate(cloud) if index not in used]


def _merged(asset: SystemAsset, other: SystemAsset) -> SystemAsset:
    """A load balancer is the cloud's, which names it; a node or cluster is ours."""
    if asset.kind is AssetKind.LOAD_BALANCER:
        return replace(_joined(other, asset), public=asset.public if other.public is None else other.public)
    return _joined(asset, other)


def _united(assets: Iterable[SystemAsset]) -> list[SystemAsset]:
    """Equal things in several files are one. A web address is one wherever it leads, and so is a load balancer by
    its host name; an instance's id is one everywhere."""
    by_place: dict[tuple[str, str, str], SystemAsset] = {}
    for asset in assets:
        worldwide = asset.kind is AssetKind.WEB or asset.host_name == asset.asset_id or _WORLDWIDE.fullmatch(asset.asset_id)
        key = (asset.kind, "" if worldwide else asset.where, asset.asset_id)
        known = by_place.get(key)
        by_place[key] = asset if known is None else _joined(known, asset)
    return list(by_place.values())


def _distinct(assets: Sequence[SystemAsset]) -> Iterator[SystemAsset]:
    """Different things of one name get their place before it, and where that is not enough their kind."""
    counts = Counter(asset.asset_id for asset in assets)
    places = Counter((asset.where, asset.asset_id) for asset in assets)
    for asset in assets:
        kind = f"{asset.kind}/" if places[asset.where, asset.asset_id] > 1 else ""
        alone = counts[asset.asset_id] == 1
        yield asset if alone else replace(asset, asset_id=AssetId(f"{asset.where}/{kind}{asset.asset_id}"))


def _joined(asset: SystemAsset, two: SystemAsset) -> SystemAsset:
    """One thing from two sources: the first has precedence, the other fills in."""
    places = dict.fromkeys((*asset.where.split(", "), *two.where.split(", ")))
    return replace(
        asset,
        where=", ".join(places) if asset.kind is AssetKind.WEB or asset.host_name == asset.asset_id else asset.where,
        names=tuple(sorted({*asset.names, *two.names})),
        addresses=tuple(sorted({*asset.addresses, *two.addresses})),
        public=asset.public if two.public is None else bool(asset.public) or two.public,
        virtual=asset.virtual if two.virtual is None else bool(asset.virtual) or two.virtual,
        os_name=asset.os_name or two.os_name,
        product=asset.product or two.product,
        vendor=asset.vendor or two.vendor,
        version=asset.version or two.version,
        location=asset.location or two.location,
        tags=tuple(sorted({*asset.tags, *two.tags})),
        details="; ".join(dict.fromkeys(part for part in (asset.details, two.details) if part)),
        sources=tuple(sorted({*asset.sources, *two.sources})),
    )


def _names(*names: str | None) -> tuple[str, ...]:
    return tuple(sorted({name.lower() for name in names if name}))


def _node(cluster: str, node: NodeObject) -> SystemAsset:
    details = (node.kernel and f"kernel {node.kernel}", node.kubelet and f"kubelet {node.kubelet}", node.runtime)
    scheme, _, path = (node.provider_id or "").partition("://")
    machine = path.rsplit("/", 1)[-1]
    return SystemAsset(
        asset_id=AssetId(node.name),
        kind=AssetKind.NODE,
        where=cluster,
        names=_names(node.name, machine, *node.addresses),
        addresses=node.addresses,
        public=_is_public(node.addresses),
        virtual=(scheme in _VIRTUAL and "metal" not in (node.provider_id or "")) or None,
        os_name=node.os_image,
        product=", ".join(part for part in (node.kubelet and f"kubelet {node.kubelet}", _runtime(node)) if part) or None,
        vendor=kubernetes_maker(node.kubelet),
        location=node.zone,
        details=", ".join(part for part in details if part),
        annotations=node.annotations,
        machine=machine,
        sources=(node.source,),
    )


def _runtime(node: NodeObject) -> str:
    """`containerd 1.7.24` of `containerd://1.7.24`."""
    return " ".join((node.runtime or "").split("://"))


def _is_public(addresses: Sequence[str]) -> bool | None:
    """Has it an address that the internet routes to? A firewall may still be before it. None where none is known."""
    return any(map(is_routed, addresses)) if addresses else None


def _clusters(views: Iterable[ClusterView]) -> Iterator[SystemAsset]:
    for view in views:
        if not view.running:
            continue
        versions = sorted({node.kubelet for node in view.nodes if node.kubelet}, key=_version)
        yield SystemAsset(
            asset_id=AssetId(view.name),
            kind=AssetKind.CLUSTER,
            where=view.name,
            names=_names(view.name),
            virtual=True,
            product=_orchestrator(view),
            version=versions[-1] if versions else None,
            vendor=kubernetes_maker(versions[-1] if versions else None),
            details=f"{len(view.nodes)} {'node' if len(view.nodes) == 1 else 'nodes'}" if view.nodes else "",
            sources=tuple(sorted({node.source for node in view.nodes})),
        )


def _orchestrator(view: ClusterView) -> str:
    """`Kubernetes`, or the service whose API listed tasks and no node."""
    tasks = any(platform_of(kind) is Platform.ECS for kind, _ in view.kinds)
    return str(Platform.ECS) if tasks and not view.nodes else "Kubernetes"


def _version(text: str) -> tuple[tuple[int, ...], str]:
    """In order of numbers: v1.9 comes before v1.10."""
    return tuple(int(part) for part in re.findall(r"\d+", text, re.ASCII)[:3]), text


def _of_cloud(snapshot: CloudSnapshot) -> Iterator[SystemAsset]:
    for resource in snapshot.resources:
        kind = _KINDS.get(resource.kind)
        if kind is not None:
            yield _resource(snapshot, resource, kind)


def _resource(snapshot: CloudSnapshot, resource: CloudResource, kind: AssetKind) -> SystemAsset:
    where = " ".join(part for part in (snapshot.provider, snapshot.account, snapshot.region) if part)
    return SystemAsset(
        asset_id=AssetId(resource.name),
        kind=kind,
        where=where,
        names=_names(resource.name, resource.identifier, *resource.addresses, *resource.host_names),
        addresses=resource.addresses,
        public=resource.public,
        virtual=True,
        os_name=resource.os_name,
        product=resource.product,
        version=resource.version,
        location=resource.location or snapshot.region,
        tags=resource.tags,
        details=", ".join(f"{key} {value}" for key, value in resource.settings if key in _DETAILS),
        sources=(resource.source,),
    )
