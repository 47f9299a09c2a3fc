"""Where the evidence shows cryptography at work: the rows of Appendix Q before a person names the modules.

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30): data in transit, data at rest, other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.facts.crypto_flows import flow_uses
from generator.facts.crypto_modules import module_for
from generator.facts.crypto_places import CryptoPlaces
from generator.facts.fips import image_claims, node_claims, proxies
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse, ShownMode
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.flow import NO_FLOWS, EndKind, FlowGraph
from generator.model.grouping import grouped_sets
from generator.model.inventory import Workload
from generator.model.platform import place_name
from generator.model.posture import ObjectCitation
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.control_plane import Etcd
from generator.model.settings.entry import EntryPoint
from generator.model.settings.mesh import ISTIO_PROXY, LINKERD_PROXY, STRICT, CiliumEncryption, MeshDefaults, PeerAuthentication
from generator.model.settings.rest import NodeFips, OpenShiftApiServer, SecretsEncryption, VolumeClass
from generator.model.settings.sensors import NodeState

_PROXIES = {ISTIO_PROXY: "Istio mutual TLS", LINKERD_PROXY: "Linkerd mutual TLS"}
_PLAIN = "identity"
"""The provider that writes what it is given."""
_WIREGUARD = "WireGuard's algorithms are not among those that FIPS 140 approves"
_SECRETBOX = "the algorithms of the provider secretbox are not among those that FIPS 140 approves"
_SECURE = ("HTTPS", "TLS", "SSL")


def with_crypto(facts: SystemFacts, modules: Sequence[CryptoModule] | None, flows: FlowGraph = NO_FLOWS) -> SystemFacts:
    """With every use, and the module that a person names for it; `None` where there is no file."""
    uses = sorted(_uses(facts, flows), key=lambda use: use.id)
    uses_with_modules = tuple(replace(use, module=module_for(use.id, modules or ())) for use in uses)
    return replace(facts, crypto=uses_with_modules, crypto_decided=modules is not None)


def _uses(facts: SystemFacts, flows: FlowGraph) -> Iterator[CryptoUse]:
    places = CryptoPlaces(facts.workloads)
    passed_on = _passed_on(flows)
    for configuration in facts.configurations:
        workloads = [workload for workload in facts.workloads if workload.cluster == configuration.cluster]
        yield from _mesh(configuration, workloads, places)
        yield from _between_nodes(configuration)
        yield from _entries(configuration, places, passed_on)
        yield from _rest(configuration)
        yield from _interface(configuration)
    yield from flow_uses(flows, places)
    for snapshot in facts.clouds:
        for resource in snapshot.resources:
            yield from _of_cloud(snapshot, resource)


def _passed_on(flows: FlowGraph) -> Mapping[EvidenceSource, frozenset[tuple[str, str]]]:
    """By the object that leads in: the controllers and gateways that end its TLS and call what is behind."""
    by_source = grouped_sets(
        (proof.source, (flow.source.cluster, flow.source.name))
        for flow in flows.flows
        if flow.source.kind is EndKind.WORKLOAD
        for proof in flow.proofs
    )
    return {source: frozenset(workloads) for source, workloads in by_source.items()}


def _mesh(of: ClusterConfiguration, workloads: Sequence[Workload], places: CryptoPlaces) -> Iterator[CryptoUse]:
    policies = [setting for setting in of.of(PeerAuthentication) if setting.says.mode != "DISABLE"]
    kinds = [word for name, word in _PROXIES.items() if list(proxies(workloads, (name,)))]
    kinds += [f"{_PROXIES[ISTIO_PROXY]}, declared by a policy; no proxy was collected"] if policies and not kinds else []
    if not kinds:
        return
    required = any(setting.says.mode == STRICT for setting in policies)
    if _PROXIES[ISTIO_PROXY] in kinds and not required:
        kinds[kinds.index(_PROXIES[ISTIO_PROXY])] += " where both ends can (no policy requires it)"
    images = [image for image in proxies(workloads, tuple(_PROXIES)) if image_claims(image)]
    policy = [
        f"compliance policy {setting.says.compliance_policy}"
        for setting in of.of(MeshDefaults)
        if setting.says.compliance_policy
    ]
    ends = [(workload.cluster, workload.key) for workload in workloads]
    yield CryptoUse(
        id=f"mesh/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"Container traffic between services in {place_name(of.cluster)}",
        mechanism=", ".join(kinds),
        indications=(*(f"image {image}" for image in images), *policy),
        citations=tuple(setting.cited for setting in policies) or _proxied(workloads),
        images=places.images(ends, tuple(_PROXIES)),
        modes=places.modes(ends, tuple(_PROXIES)),
    )


def _between_nodes(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    """Cilium's encryption between nodes, a use of its own: it is done by the nodes' kernels, not by proxies."""
    settings = [setting for setting in of.of(CiliumEncryption) if setting.says.wireguard or setting.says.ipsec]
    if settings:
        kinds = sorted({word for setting in settings for word in _ciphers(setting.says)})
        yield CryptoUse(
            id=f"node-traffic/{of.cluster}",
            area=CryptoArea.TRANSIT,
            where=f"Container traffic between nodes of {place_name(of.cluster)}",
            mechanism=", ".join(f"Cilium {word}" for word in kinds),
            citations=tuple(setting.cited for setting in settings),
            unapproved=_WIREGUARD if "WireGuard" in kinds else "",
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


def _entries(
    of: ClusterConfiguration, places: CryptoPlaces, passed_on: Mapping[EvidenceSource, frozenset[tuple[str, str]]]
) -> Iterator[CryptoUse]:
    for setting in of.of(EntryPoint):
        secured = [opening for opening in setting.says.openings if opening.tls]
        if secured:
            plain = " (plain requests are served too)" if any(each.plain == "served" for each in secured) else ""
            ends = passed_on.get(setting.source, frozenset())
            yield CryptoUse(
                id=f"ingress/{of.cluster}/{setting.key}",
                area=CryptoArea.TRANSIT,
                where=f"Traffic from outside to {', '.join(sorted({opening.host for opening in secured}))}",
                mechanism=f"TLS at {setting.kind} {setting.name}{plain}",
                citations=(setting.cited,),
                images=places.images(ends),
                modes=places.modes(ends),
            )


def _rest(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    written = of.of(SecretsEncryption)
    first = [each.says.providers[0] if each.says.providers else _PLAIN for each in written]
    flags = [setting.cited for setting in of.of(ApiServer) if setting.says.flag("encryption-provider-config")]
    servers = [] if _PLAIN in first else [*flags, *(each.cited for each in written if flags)]
    servers += [setting.cited for setting in of.of(OpenShiftApiServer) if setting.says.encryption not in ("", _PLAIN)]
    if servers:
        named = f" ({', '.join(sorted(set(first)))})" if first else ""
        yield CryptoUse(
            id=f"secrets/{of.cluster}",
            area=CryptoArea.REST,
            where=f"Secrets in etcd of {place_name(of.cluster)}",
            mechanism=f"encryption provider of the API server{named}",
            citations=tuple(servers),
            unapproved=_SECRETBOX if "secretbox" in first else "",
        )
    for setting in of.of(VolumeClass):
        if setting.says.encrypted:
            yield CryptoUse(
                id=f"volumes/{of.cluster}/{setting.name}",
                area=CryptoArea.REST,
                where=f"Volumes of storage class {setting.name} in {place_name(of.cluster)}",
                mechanism=setting.says.provisioner,
                citations=(setting.cited,),
            )


def _interface(of: ClusterConfiguration) -> Iterator[CryptoUse]:
    """A Kubernetes API is served with TLS only. Its nodes and etcd are named where they were collected; of Compose files and
    manifests alone nothing is known of one."""
    servers, nodes, stores = of.of(ApiServer), of.of(NodeState), of.of(Etcd)
    if not (servers or nodes or stores):
        return
    api = f"Kubernetes API of {place_name(of.cluster)}"
    *parts, last = [api, *(["its nodes"] if nodes else []), *(["etcd"] if stores else [])]
    claims = sorted({word for node in nodes for word in node_claims(node)})
    yield CryptoUse(
        id=f"api/{of.cluster}",
        area=CryptoArea.TRANSIT,
        where=f"{', '.join(parts)} and {last}" if parts else last,
        mechanism="TLS",
        indications=tuple(claims),
        citations=tuple(setting.cited for setting in (*servers, *stores)) or tuple(setting.cited for setting in nodes),
        modes=tuple(
            ShownMode(
                text=f"{setting.key}: fips {'true' if setting.says.fips else 'false'}",
                on=setting.says.fips,
                source=setting.source,
            )
            for setting in of.of(NodeFips)
        ),
    )


def _of_cloud(snapshot: CloudSnapshot, resource: CloudResource) -> Iterator[CryptoUse]:
    cited = snapshot.cite(resource)
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
