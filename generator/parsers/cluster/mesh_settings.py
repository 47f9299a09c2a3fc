"""Istio, Linkerd and Cilium: what is encrypted between services, and every exception.

See `generator.model.settings.mesh` for the documentation of each.
"""

from collections.abc import Iterator, Mapping

from generator.model.settings.mesh import (
    CiliumEncryption,
    DestinationTls,
    LinkerdAuthorization,
    LinkerdServer,
    MeshDefaults,
    MeshMember,
    PeerAuthentication,
)
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping, named_data
from generator.parsers.cluster.objects import ObjectMetadata, pairs
from generator.parsers.cluster.plain_objects import below, plain, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_INJECTION = ("sidecar.istio.io/inject", "istio.io/dataplane-mode", "linkerd.io/inject")
_PAST = {
    "traffic.sidecar.istio.io/excludeInboundPorts": "inbound ports {}",
    "traffic.sidecar.istio.io/excludeOutboundPorts": "outbound ports {}",
    "traffic.sidecar.istio.io/excludeOutboundIPRanges": "outbound networks {}",
    "config.linkerd.io/skip-inbound-ports": "inbound ports {}",
    "config.linkerd.io/skip-outbound-ports": "outbound ports {}",
}
"""Annotations that lead traffic past the proxy."""
_OF_MESH = (*_INJECTION, *_PAST)
_ISTIO_MAP, _CILIUM_MAP, _LINKERD_MAP = "istio", "cilium-config", "linkerd-config"


def read_peer(subject: SettingSubject) -> PeerAuthentication:
    """A PeerAuthentication. `UNSET` is as good as nothing written."""
    peer = plain(subject)
    ports = {foreign.number(port): _mode(each) for port, each in foreign.members(peer.in_spec("portLevelMtls")).items()}
    return PeerAuthentication(
        mode=_mode(peer.in_spec("mtls")),
        selector=pairs(foreign.members(peer.in_spec("selector", "matchLabels"))),
        ports=tuple(sorted((port, mode) for port, mode in ports.items() if port is not None and mode)),
        created=str(foreign.members(peer.metadata).get("creationTimestamp") or ""),
    )


def read_destination(subject: SettingSubject) -> DestinationTls | None:
    """A DestinationRule; None where it says nothing about TLS."""
    destination = plain(subject)
    modes = tuple(sorted(_modes(destination.in_spec("trafficPolicy"), "")))
    for subset in map(foreign.members, foreign.entries(destination.in_spec("subsets"))):
        modes += tuple(sorted(_modes(subset.get("trafficPolicy"), f"subset {foreign.text(subset.get('name'))}, ")))
    return DestinationTls(host=foreign.text(destination.in_spec("host")), modes=modes) if modes else None


def read_config_map(subject: SettingSubject) -> MeshDefaults | CiliumEncryption | LinkerdServer | None:
    """The configuration of Istio, Cilium or Linkerd; None for every other ConfigMap."""
    name, data = named_data(subject)
    if name == _CILIUM_MAP:
        return _cilium(data)
    if name == _LINKERD_MAP:
        values = mapping(data.get("values", ""))
        return LinkerdServer(access=foreign.text(below(values, "proxy", "defaultInboundPolicy")), default=True)
    if name != _ISTIO_MAP and not name.startswith(f"{_ISTIO_MAP}-"):
        return None
    mesh = mapping(data["mesh"]) if "mesh" in data else None
    if mesh is None:
        return None
    return MeshDefaults(
        root_namespace=foreign.text(mesh.get("rootNamespace")),
        auto_mtls=truth(mesh.get("enableAutoMtls")) is not False,
        compliance_policy=foreign.text(below(mesh, "defaultConfig", "proxyMetadata", "COMPLIANCE_POLICY")),
    )


def read_server(subject: SettingSubject) -> LinkerdServer:
    """Linkerd's Server."""
    server = plain(subject)
    return LinkerdServer(
        access=foreign.text(server.in_spec("accessPolicy")),
        selector=pairs(foreign.members(server.in_spec("podSelector", "matchLabels"))),
    )


def read_authorization(subject: SettingSubject) -> LinkerdAuthorization:
    """Linkerd's ServerAuthorization: who may call without being known."""
    authorization = plain(subject)
    return LinkerdAuthorization(
        unauthenticated=truth(authorization.in_spec("client", "unauthenticated")) is True,
        server=foreign.text(authorization.in_spec("server", "name")),
    )


def member_of(meta: ObjectMetadata) -> MeshMember | None:
    """A pod or template, where its labels and annotations say something about a mesh; annotations win."""
    labels, annotations = meta.labels or {}, meta.annotations or {}
    if not any(key in annotations or key in labels for key in _OF_MESH):
        return None
    said = {key: annotations.get(key, labels.get(key)) for key in _OF_MESH if key in annotations or key in labels}
    injection = pairs({key: said[key] for key in _INJECTION if key in said})
    past = tuple(words.format(foreign.text(said[key])) for key, words in _PAST.items() if foreign.text(said.get(key)))
    return MeshMember(injection=injection, past_proxy=past) if injection or past else None


def _mode(value: object) -> str:
    mode = foreign.text(foreign.members(value).get("mode")).upper()
    return "" if mode == "UNSET" else mode


def _modes(policy: object, prefix: str) -> Iterator[tuple[str, str]]:
    settings = foreign.members(policy)
    if mode := _mode(settings.get("tls")):
        yield f"{prefix}every port", mode
    for each in map(foreign.members, foreign.entries(settings.get("portLevelSettings"))):
        if mode := _mode(each.get("tls")):
            yield f"{prefix}port {foreign.text(below(each, 'port', 'number'))}", mode


def _cilium(data: Mapping[str, str]) -> CiliumEncryption:
    return CiliumEncryption(
        wireguard=truth(data.get("enable-wireguard")) is True,
        ipsec=truth(data.get("enable-ipsec")) is True,
        strict=truth(data.get("enable-encryption-strict-mode")) is True,
        mutual_authentication=truth(data.get("mesh-auth-enabled")) is True,
    )
