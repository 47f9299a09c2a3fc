"""Where the evidence shows cryptography at work: the rows of Appendix Q before a person names the modules.

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30): data in transit, data at rest, other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.facts.crypto_modules import module_for
from generator.facts.fips import image_claims, node_claims, proxies
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse
from generator.model.facts import SystemFacts
from generator.model.inventory import Workload
from generator.model.posture import ObjectCitation
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.control_plane import Etcd
from generator.model.settings.entry import EntryPoint
from generator.model.settings.mesh import CiliumEncryption, MeshDefaults, PeerAuthentication
from generator.model.settings.rest import OpenShiftApiServer, VolumeClass
from generator.model.settings.sensors import NodeState

_PROXIES = {"istio-proxy": "Istio mutual TLS", "linkerd-proxy": "Linkerd mutual TLS"}
_SECURE = ("HTTPS", "TLS", "SSL")


def with_crypto(facts: SystemFacts, modules: Sequence[CryptoModule] | None) -> SystemFacts:
    """With every use, and the module that a person names for it; `None` where there is no file."""
    uses = sorted(_uses(facts), key=lambda use: use.id)
    uses_with_modules = tuple(replace(use, module=module_for(use.id, modules or ())) for use in uses)
    return replace(facts, crypto=uses_with_modules, crypto_decided=modules is not None)


def _uses(facts: SystemFacts) -> Iterator[CryptoUse]:
    for configuration in facts.configurations:
        workloads = [workload for workload in facts.workloads if workload.cluster == configuration.cluster]
        yield from _mesh(configuration, workloads)
        yield from _entries(configuration)
        yield from _rest(configuration)
        yield from _interface(configuration)
    for snapshot in facts.clouds:
        for resource in snapshot.resources:
            yield from _of_cloud(snapshot, resource)


def _mesh(of: ClusterConfiguration, workloads: Sequence[Workload]) -> Iterator[CryptoUse]:
    policies = [setting for setting in of.of(PeerAuthentication) if setting.says.mode != "DISABLE"]
    kinds = [word for name, word in _PROXIES.items() if list(proxies(workloads, (name,)))]
    kinds += [f"{_PROXIES['istio-proxy']}, declared by a policy; no proxy was collected"] if policies and not kinds else []
    kinds += [f"Cilium {word}" for setting in of.of(CiliumEncryption) for word in _ciphers(setting.says)]
    if not kinds:
        return
    images = [image for image in proxies(workloads, tuple(_PROXIES)) if image_claims(image)]
    policy = [
        f"compliance policy {setting.says.compliance_policy}"
        for setting in of.of(MeshDefaults)
        if setting.says.compliance_policy
    ]
    yield CryptoUse(
        id=f"mesh/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"Container traffic between services in {of.cluster}",
        mechanism=", ".join(kinds),
        indications=(*(f"image {image}" for image in images), *policy),
        citations=tuple(setting.cited for setting in (*policies, *of.of(CiliumEncryption))) or _proxied(workloads),
    )


def _proxied(workloads: Sequence[Workload]) -> tuple[ObjectCitation, ...]:
    """The first workload with a proxy of a mesh."""
    cited = (
        ObjectCitation(kind=workload.kind, name=workload.name, namespace=workload.namespace, source=workload.sources[0])
        for workload in workloads
        if workload.sources and any(container.name in _PROXIES for container in workload.containers)
    )
    return tuple(cited)[:1]


def _ciphers(says: CiliumEncryption) -> Iterator[str]:
    if says.wireguard:
        yield "WireGuard"
    if says.ipsec:
        yield "IPsec"


def _entries(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    for setting in of.of(EntryPoint):
        hosts = sorted({opening.host for opening in setting.says.openings if opening.tls})
        if hosts:
            yield CryptoUse(
                id=f"ingress/{of.cluster}/{setting.key}",
                area=CryptoArea.TRANSIT,
                where=f"Traffic from outside to {', '.join(hosts)}",
                mechanism=f"TLS at {setting.kind} {setting.name}",
                citations=(setting.cited,),
            )


def _rest(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    servers: list[ObjectCitation] = [
        setting.cited for setting in of.of(ApiServer) if setting.says.flag("encryption-provider-config")
    ]
    servers += [setting.cited for setting in of.of(OpenShiftApiServer) if setting.says.encryption not in ("", "identity")]
    if servers:
        yield CryptoUse(
            id=f"secrets/{of.cluster}",
            area=CryptoArea.REST,
            where=f"Secrets in etcd of {of.cluster}",
            mechanism="encryption provider of the API server",
            citations=tuple(servers),
        )
    for setting in of.of(VolumeClass):
        if setting.says.encrypted:
            yield CryptoUse(
                id=f"volumes/{of.cluster}/{setting.name}",
                area=CryptoArea.REST,
                where=f"Volumes of storage class {setting.name} in {of.cluster}",
                mechanism=setting.says.provisioner,
                citations=(setting.cited,),
            )


def _interface(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    """A Kubernetes API is served with TLS only. Its nodes and etcd are named where they were collected; of Compose files and
    manifests alone nothing is known of one."""
    servers, nodes, stores = of.of(ApiServer), of.of(NodeState), of.of(Etcd)
    if not (servers or nodes or stores):
        return
    *parts, last = [f"Kubernetes API of {of.cluster}", *(["its nodes"] if nodes else []), *(["etcd"] if stores else [])]
    claims = sorted({word for node in nodes for word in node_claims(node)})
    yield CryptoUse(
        id=f"api/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"{', '.join(parts)} and {last}" if parts else last,
        mechanism="TLS",
        indications=tuple(claims),
        citations=tuple(setting.cited for setting in (*servers, *stores)) or tuple(setting.cited for setting in nodes),
    )


def _of_cloud(snapshot: CloudSnapshot, resource: CloudResource) -> Iterator[CryptoUse]:
    cited = _cited(snapshot, resource)
    settings = dict(resource.settings)
    if resource.kind is ResourceKind.LOAD_BALANCER and _listens(resource.settings):
        yield CryptoUse(
            id=f"load-balancer/{resource.name}",
            area=CryptoArea.TRANSIT,
            where=f"Traffic from outside to load balancer {resource.name}",
            mechanism=f"TLS policy {settings['tls policy']}" if "tls policy" in settings else "TLS",
            indications=tuple(value for key, value in resource.settings if key == "tls policy" and "FIPS" in value),
            citations=(cited,),
        )
    if settings.get("encrypted") == "yes":
        yield CryptoUse(
            id=f"{resource.kind.replace(' ', '-')}/{resource.name}",
            area=CryptoArea.REST,
            where=f"{resource.kind.capitalize()} {resource.name}",
            mechanism=f"{snapshot.provider} encryption, {settings.get('encryption key', 'key not named')}",
            citations=(cited,),
        )
    if settings.get("secrets encryption", "").startswith("customer-managed"):
        yield CryptoUse(
            id=f"secrets/{resource.name}",
            area=CryptoArea.REST,
            where=f"Secrets in etcd of {resource.name}",
            mechanism=f"{resource.product or 'managed cluster'}, {settings['secrets encryption']}",
            citations=(cited,),
        )


def _listens(settings: Iterable[tuple[str, str]]) -> bool:
    return any(key.startswith("listener") and value.startswith(_SECURE) for key, value in settings)


def _cited(snapshot: CloudSnapshot, resource: CloudResource) -> ObjectCitation:
    return ObjectCitation(
        kind=resource.kind, name=resource.name, uid=resource.identifier, taken=snapshot.taken, source=resource.source
    )
