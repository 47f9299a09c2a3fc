"""Encryption between services: Istio, Linkerd, Cilium.

https://istio.io/latest/docs/reference/config/security/peer_authentication/,
https://linkerd.io/2/features/automatic-mtls/, https://docs.cilium.io/en/stable/security/network/encryption/
"""

from collections.abc import Iterable, Mapping

from generator.model.settings.base import Setting, Settings

ISTIO_PROXY, LINKERD_PROXY = "istio-proxy", "linkerd-proxy"
"""Names of the containers."""
STRICT = "STRICT"
"""The mode in which a proxy of Istio takes nothing but mutual TLS."""


class PeerAuthentication(Settings, frozen=True, kw_only=True):
    """What Istio's proxies accept from their peers."""

    mode: str = ""
    """`STRICT`, `PERMISSIVE`, `DISABLE`; empty: as the namespace or the mesh has it."""
    selector: tuple[tuple[str, str], ...] = ()
    """Labels of the workloads it is for; empty: all of the namespace, or of the mesh."""
    ports: tuple[tuple[int, str], ...] = ()
    """(port, mode) of ports that differ."""
    created: str = ""
    """As the API wrote it: of two policies of one scope the older one counts."""


class DestinationTls(Settings, frozen=True, kw_only=True):
    """A DestinationRule, as far as it says how Istio's proxies call a host."""

    host: str
    modes: tuple[tuple[str, str], ...] = ()
    """(where, mode): (`every port`, `DISABLE`), (`port 8080`, `SIMPLE`), (`subset v1`, …)."""


class MeshDefaults(Settings, frozen=True, kw_only=True):
    """Istio's mesh configuration."""

    root_namespace: str = ""
    """Empty: `istio-system`."""
    auto_mtls: bool = True
    """Do proxies call each other with TLS wherever they can?"""

    compliance_policy: str = ""
    """`fips-140-2`: only cipher suites of that standard, which says nothing of the module."""


class LinkerdServer(Settings, frozen=True, kw_only=True):
    """A port behind Linkerd's proxy, and who may call it."""

    access: str = ""
    """`deny`, `all-authenticated`, `all-unauthenticated`, `audit` …; empty: the cluster's default."""
    default: bool = False
    """It is that default, out of Linkerd's own configuration."""
    selector: tuple[tuple[str, str], ...] = ()
    """Labels of the pods it is for; empty: all of the namespace."""


class LinkerdAuthorization(Settings, frozen=True, kw_only=True):
    """A ServerAuthorization or AuthorizationPolicy that lets callers in."""

    unauthenticated: bool = False
    """Callers without a mesh identity may come in, too."""
    server: str = ""
    """Name of the Server that it is for; empty where labels choose them."""


class CiliumEncryption(Settings, frozen=True, kw_only=True):
    """What Cilium's agents encrypt between nodes."""

    wireguard: bool = False
    ipsec: bool = False
    strict: bool = False
    """Unencrypted packets between pods are dropped."""
    mutual_authentication: bool = False
    """Switched on for policies that ask for it; identities are proven by it, packets are not encrypted."""


class MeshMember(Settings, frozen=True, kw_only=True):
    """The pod template of a workload, as far as it joins or leaves a mesh by itself."""

    injection: tuple[tuple[str, str], ...] = ()
    """Labels and annotations that say whether a proxy is put in, sorted."""
    past_proxy: tuple[str, ...] = ()
    """What is led past the proxy: `inbound ports 9090`."""


def root_namespace(defaults: Iterable[Setting[MeshDefaults]]) -> str:
    """Of Istio in one cluster: the policies there are for the whole mesh."""
    return next((each.says.root_namespace for each in defaults if each.says.root_namespace), "istio-system")


def in_ambient(labels: Mapping[str, str]) -> bool | None:
    """Do labels of a pod or of a namespace put it into an ambient mesh of Istio? None where they say nothing of it."""
    mode = labels.get("istio.io/dataplane-mode")
    return mode == "ambient" if mode else None
