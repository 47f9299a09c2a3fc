"""Ways between what runs and what is outside, and what answers behind names: routes, gateways, endpoints, named hosts.

https://kubernetes.io/docs/concepts/services-networking/, https://gateway-api.sigs.k8s.io/reference/spec/,
https://istio.io/latest/docs/reference/config/networking/
"""

import msgspec

from generator.model.container_settings import ServedPort
from generator.model.inventory import CalledHost
from generator.model.settings.base import Settings


class Backend(msgspec.Struct, frozen=True, order=True):
    """A service that a way leads to."""

    namespace: str
    name: str
    port: int = 0
    """0 where it is not stated."""


class RouteSetting(Settings, frozen=True, kw_only=True):
    """An Ingress, a route of the Gateway API, a VirtualService or a Route: from hosts to services."""

    hosts: tuple[str, ...] = ()
    backends: tuple[Backend, ...] = ()
    """Sorted."""
    gateways: tuple[str, ...] = ()
    """`namespace/name` of the gateways it hangs on; of an Ingress none."""
    ingress_class: str = ""
    within: bool = False
    """It leads inside the mesh, not in from outside."""
    inside_only: bool = False
    """An annotation keeps what answers for it in the provider's own network."""
    tls: bool = False

    @property
    def leads_in(self) -> bool:
        """From outside?"""
        return not self.within and not self.inside_only


class GatewayPods(Settings, frozen=True, kw_only=True):
    """Istio's Gateway: pods that its listeners are opened on."""

    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[tuple[int, str], ...] = ()
    """(port, protocol in upper case), sorted."""


class Listeners(Settings, frozen=True, kw_only=True):
    """A Gateway of the Gateway API."""

    ports: tuple[tuple[int, str], ...] = ()
    """(port, protocol in upper case), sorted."""


class IngressClass(Settings, frozen=True, kw_only=True):
    """Which controller serves the Ingresses of a class."""

    controller: str
    default: bool = False


class OutsideHosts(Settings, frozen=True, kw_only=True):
    """A ServiceEntry: hosts that the mesh knows beside its own services."""

    hosts: tuple[str, ...] = ()
    ports: tuple[tuple[int, str], ...] = ()
    """(port, protocol in upper case), sorted."""
    inside: bool = False
    """`MESH_INTERNAL`: they are part of the mesh."""


class Backing(Settings, frozen=True, kw_only=True):
    """An EndpointSlice or Endpoints: who answers for a service."""

    service: str
    addresses: tuple[str, ...] = ()
    """IP addresses or host names, sorted."""
    pods: tuple[str, ...] = ()
    """Names of pods without their random ends, sorted: `cart`, `store`."""
    ports: tuple[tuple[int, str], ...] = ()
    """(port, transport), sorted."""


class NamedHosts(Settings, frozen=True, kw_only=True):
    """A ConfigMap, as far as hosts are named in it."""

    calls: tuple[tuple[str, tuple[CalledHost, ...]], ...] = ()
    """(key, hosts in its value), sorted by key."""


class ServedByFile(Settings, frozen=True, kw_only=True):
    """A ConfigMap, as far as configuration files in it open ports."""

    ports: tuple[tuple[str, tuple[ServedPort, ...]], ...] = ()
    """(key, ports that its file opens), sorted by key."""


class NameForwarding(Settings, frozen=True, kw_only=True):
    """A Corefile: where a cluster's resolver sends look-ups of names that are not its own."""

    upstreams: tuple[str, ...] = ()
    """As written, sorted: `tls://9.9.9.9`, `10.0.0.2`, `/etc/resolv.conf`; empty where it forwards none."""


class ConfigUse(Settings, frozen=True, kw_only=True):
    """Which ConfigMaps the pods of a workload take."""

    maps: tuple[tuple[str, str], ...] = ()
    """(name, key or empty for all of it), sorted."""
