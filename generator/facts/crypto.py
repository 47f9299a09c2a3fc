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
from generator.model.posture import Citation
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.entry import Entry
from generator.model.settings.mesh import CiliumEncryption, MeshDefaults, PeerAuthentication
from generator.model.settings.rest import OpenShiftApiServer, VolumeClass
from generator.model.settings.sensors import NodeState

_PROXIES = {"istio-proxy": "Istio mutual TLS", "linkerd-proxy": "Linkerd mutual TLS"}
_SECURE = ("HTTPS", "TLS", "SSL")


def with_crypto(facts: SystemFacts, modules: Sequence[CryptoModule] | None) -> SystemFacts:
    """With every use, and the module that a person names for it; `None` where there is no file."""
    uses = sorted(_uses(facts), key=lambda one: one.id)
    found = tuple(replace(one, module=module_for(one.id, modules or ())) for one in uses)
    return replace(facts, crypto=found, crypto_decided=modules is not None)


def _uses(facts: SystemFacts) -> Iterator[CryptoUse]:
    for each in facts.configurations:
        workloads = [one for one in facts.workloads if one.cluster == each.cluster]
        yield from _mesh(each, workloads)
        yield from _entries(each)
        yield from _rest(each)
        yield _interface(each)
    for snapshot in facts.clouds:
        for resource in snapshot.resources:
            yield from _of_cloud(snapshot, resource)


def _mesh(of: ClusterConfiguration, workloads: Sequence[Workload]) -> Iterator[CryptoUse]:
    policies = of.of(PeerAuthentication)
    kinds = [word for name, word in _PROXIES.items() if list(proxies(workloads, (name,)))]
    kinds += [_PROXIES["istio-proxy"]] if policies and not kinds else []
    kinds += [f"Cilium {word}" for one in of.of(CiliumEncryption) for word in _ciphers(one.says)]
    if not kinds:
        return
    images = [image for image in proxies(workloads, tuple(_PROXIES)) if image_claims(image)]
    policy = [f"compliance policy {one.says.compliance_policy}" for one in of.of(MeshDefaults) if one.says.compliance_policy]
    yield CryptoUse(
        id=f"mesh/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"Container traffic between services in {of.cluster}",
        mechanism=", ".join(kinds),
        indications=(*(f"image {image}" for image in images), *policy),
        citations=tuple(one.cited for one in policies),
    )


def _ciphers(says: CiliumEncryption) -> Iterator[str]:
    if says.wireguard:
        yield "WireGuard"
    if says.ipsec:
        yield "IPsec"


def _entries(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    for one in of.of(Entry):
        hosts = sorted({opening.host for opening in one.says.openings if opening.tls})
        if hosts:
            yield CryptoUse(
                id=f"ingress/{of.cluster}/{one.key}",
                area=CryptoArea.TRANSIT,
                where=f"Traffic from outside to {', '.join(hosts)}",
                mechanism=f"TLS at {one.kind} {one.name}",
                citations=(one.cited,),
            )


def _rest(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    servers: list[Citation] = [one.cited for one in of.of(ApiServer) if one.says.flag("encryption-provider-config")]
    servers += [one.cited for one in of.of(OpenShiftApiServer) if one.says.encryption not in ("", "identity")]
    if servers:
        yield CryptoUse(
            id=f"secrets/{of.cluster}",
            area=CryptoArea.REST,
            where=f"Secrets in etcd of {of.cluster}",
            mechanism="encryption provider of the API server",
            citations=tuple(servers),
        )
    for one in of.of(VolumeClass):
        if one.says.encrypted:
            yield CryptoUse(
                id=f"volumes/{of.cluster}/{one.name}",
                area=CryptoArea.REST,
                where=f"Volumes of storage class {one.name} in {of.cluster}",
                mechanism=one.says.provisioner,
                citations=(one.cited,),
            )


def _interface(of: ClusterConfiguration) -> CryptoUse:
    """Every cluster has one: its API is served with TLS only."""
    nodes = of.of(NodeState)
    claims = sorted({word for one in nodes for word in node_claims(one)})
    return CryptoUse(
        id=f"api/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"Kubernetes API of {of.cluster}, its nodes and etcd",
        mechanism="TLS",
        indications=tuple(claims),
        citations=tuple(one.cited for one in of.of(ApiServer)),
    )


def _of_cloud(snapshot: CloudSnapshot, resource: CloudResource) -> Iterator[CryptoUse]:
    cited = _cited(snapshot, resource)
    said = dict(resource.settings)
    if resource.kind is ResourceKind.LOAD_BALANCER and _listens(resource.settings):
        yield CryptoUse(
            id=f"load-balancer/{resource.name}",
            area=CryptoArea.TRANSIT,
            where=f"Traffic from outside to load balancer {resource.name}",
            mechanism=f"TLS policy {said['tls policy']}" if "tls policy" in said else "TLS",
            indications=tuple(value for key, value in resource.settings if key == "tls policy" and "FIPS" in value),
            citations=(cited,),
        )
    if said.get("encrypted") == "yes":
        yield CryptoUse(
            id=f"{resource.kind.replace(' ', '-')}/{resource.name}",
            area=CryptoArea.REST,
            where=f"{resource.kind.capitalize()} {resource.name}",
            mechanism=f"{snapshot.provider} encryption, {said.get('encryption key', 'key not named')}",
            citations=(cited,),
        )
    if "secrets encryption" in said:
        yield CryptoUse(
            id=f"secrets/{resource.name}",
            area=CryptoArea.REST,
            where=f"Secrets in etcd of {resource.name}",
            mechanism=f"{resource.product or 'managed cluster'}, {said['secrets encryption']}",
            citations=(cited,),
        )


def _listens(settings: Iterable[tuple[str, str]]) -> bool:
    return any(key.startswith("listener") and value.startswith(_SECURE) for key, value in settings)


def _cited(snapshot: CloudSnapshot, resource: CloudResource) -> Citation:
    return Citation(
        kind=resource.kind, name=resource.name, uid=resource.identifier, taken=snapshot.taken, source=resource.source
    )
