"""Nodes and Namespaces.

https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/
"""

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import NamespaceObject, NodeObject
from generator.parsers.cluster.objects import KubernetesObject, ObjectReader, our_annotations, pairs

_ZONE = "topology.kubernetes.io/zone"
_ADDRESS_TYPES = ("InternalIP", "ExternalIP")


class _NodeInfo(msgspec.Struct, rename="camel"):
    os_image: str | None = None
    kernel_version: str | None = None
    kubelet_version: str | None = None
    container_runtime_version: str | None = None
    architecture: str | None = None


class _NodeSpec(msgspec.Struct, rename="camel"):
    provider_id: str | None = msgspec.field(name="providerID", default=None)


class _NodeAddress(msgspec.Struct):
    type: str = ""
    address: str = ""


class _NodeStatus(msgspec.Struct, rename="camel"):
    node_info: _NodeInfo | None = None
    addresses: tuple[_NodeAddress, ...] | None = None


def read_node(reader: ObjectReader, head: KubernetesObject, source: EvidenceSource) -> NodeObject:
    """One Node, with what its kubelet reports."""
    status = reader.typed(head.status, _NodeStatus, place=f"{source.place}/status")
    info = status.node_info or _NodeInfo()
    spec = reader.typed(head.spec, _NodeSpec, place=f"{source.place}/spec")
    return NodeObject(
        name=head.meta.called,
        os_image=info.os_image,
        kernel=info.kernel_version,
        kubelet=info.kubelet_version,
        runtime=info.container_runtime_version,
        architecture=info.architecture,
        addresses=tuple(sorted({each.address for each in status.addresses or () if each.type in _ADDRESS_TYPES})),
        provider_id=spec.provider_id or None,
        zone=dict(pairs(head.meta.labels)).get(_ZONE),
        annotations=our_annotations(head.meta),
        source=source,
    )


def read_namespace(_reader: ObjectReader, head: KubernetesObject, source: EvidenceSource) -> NamespaceObject:
    """One Namespace."""
    return NamespaceObject(name=head.meta.called, labels=pairs(head.meta.labels), source=source)
