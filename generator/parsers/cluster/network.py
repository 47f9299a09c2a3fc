"""Services and Ingresses: the names by which workloads are reached, inside and from outside.

https://kubernetes.io/docs/reference/kubernetes-api/service-resources/
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import ContainerPort, IngressObject, ServiceObject
from generator.parsers.cluster.balancers import inside_only, reached_at
from generator.parsers.cluster.objects import KubernetesObject, ObjectReader, pairs

_NODE_PORT = "NodePort"
"""Outsiders reach such a service by a port of each node (Kubernetes documentation, Service, type: NodePort)."""


class _ServicePort(msgspec.Struct, rename="camel"):
    port: int | None = None
    protocol: str | None = None
    name: str | None = None
    target_port: int | str | None = None
    app_protocol: str | None = None
    node_port: int | None = None


class _ServiceSpec(msgspec.Struct, rename="camel"):
    type: str | None = None
    selector: dict[str, object] | None = None
    ports: tuple[_ServicePort, ...] | None = None
    external_name: str | None = None
    cluster_ip: str | None = msgspec.field(name="clusterIP", default=None)


class _NamedObject(msgspec.Struct):
    name: str | None = None


class _Backend(msgspec.Struct, rename="camel"):
    service: _NamedObject | None = None
    service_name: str | None = None
    """Before networking.k8s.io/v1."""


class _Path(msgspec.Struct):
    backend: _Backend | None = None


class _Http(msgspec.Struct):
    paths: tuple[_Path, ...] | None = None


class _IngressRule(msgspec.Struct):
    host: str | None = None
    http: _Http | None = None


class _Tls(msgspec.Struct):
    hosts: tuple[str, ...] | None = None


class _IngressSpec(msgspec.Struct, rename="camel"):
    rules: tuple[_IngressRule, ...] | None = None
    tls: tuple[_Tls, ...] | None = None
    default_backend: _Backend | None = None
    backend: _Backend | None = None

    def backends(self) -> Iterator[_Backend | None]:
        """All of them, the default's two spellings included."""
        yield self.default_backend
        yield self.backend
        for rule in self.rules or ():
            for path in (rule.http.paths if rule.http else None) or ():
                yield path.backend


def read_service(reader: ObjectReader, head: KubernetesObject, source: EvidenceSource) -> ServiceObject:
    """One Service."""
    spec = reader.typed(head.spec, _ServiceSpec, place=f"{source.place}/spec")
    ports = {
        ContainerPort(
            number=each.port,
            protocol=each.protocol or "TCP",
            name=each.name or "",
            target="" if each.target_port is None else str(each.target_port),
            protocol_name=each.app_protocol or "",
            outside=each.node_port or 0 if spec.type == _NODE_PORT and each.node_port != each.port else 0,
        )
        for each in spec.ports or ()
        if each.port is not None
    }
    return ServiceObject(
        namespace=head.meta.place,
        name=head.meta.called,
        type=spec.type or "ClusterIP",
        selector=pairs(spec.selector),
        ports=tuple(sorted(ports)),
        external_name=spec.external_name,
        addresses=(spec.cluster_ip,) if spec.cluster_ip and spec.cluster_ip != "None" else (),
        reached_at=reached_at(reader, head, place=source.place),
        inside_only=inside_only(head.meta.annotations),
        source=source,
    )


def read_ingress(reader: ObjectReader, head: KubernetesObject, source: EvidenceSource) -> IngressObject:
    """One Ingress."""
    spec = reader.typed(head.spec, _IngressSpec, place=f"{source.place}/spec")
    hosts = {rule.host for rule in spec.rules or () if rule.host}
    secured = {host for each in spec.tls or () for host in each.hosts or ()}
    services = {name for each in spec.backends() if each and (name := each.service_name or _name(each))}
    return IngressObject(
        namespace=head.meta.place,
        name=head.meta.called,
        hosts=tuple(sorted(hosts | secured)),
        services=tuple(sorted(services)),
        tls=bool(spec.tls),
        reached_at=reached_at(reader, head, place=source.place),
        inside_only=inside_only(head.meta.annotations),
        source=source,
    )


def _name(backend: _Backend) -> str | None:
    return backend.service.name if backend.service else None
