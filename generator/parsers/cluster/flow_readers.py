"""Readers of calls between workloads: policies, routes, endpoints, hosts in configuration. See `setting_readers`."""

from collections.abc import Callable

from generator.model.settings.base import Settings
from generator.parsers.cluster import (
    name_forwarding_settings,
    named_hosts_settings,
    permit_settings,
    proxy_routes,
    route_settings,
)
from generator.parsers.cluster.setting_subject import SettingSubject

_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")
TRAEFIK = ("traefik.io", "traefik.containo.us")
"""Traefik's API groups, of its third and its second version."""
TRAEFIK_ROUTES = ("IngressRoute", "IngressRouteTCP")

FLOWS: tuple[tuple[str, str, Callable[[SettingSubject], Settings | None]], ...] = (
    ("networking.k8s.io", "NetworkPolicy", permit_settings.read_kubernetes),
    ("extensions", "NetworkPolicy", permit_settings.read_kubernetes),
    ("cilium.io", "CiliumNetworkPolicy", permit_settings.read_cilium),
    ("cilium.io", "CiliumClusterwideNetworkPolicy", permit_settings.read_cilium),
    ("security.istio.io", "AuthorizationPolicy", permit_settings.read_authorization),
    ("networking.istio.io", "ServiceEntry", route_settings.read_service_entry),
    ("networking.istio.io", "VirtualService", route_settings.read_virtual_service),
    ("networking.istio.io", "Gateway", route_settings.read_istio_gateway),
    ("networking.k8s.io", "Ingress", route_settings.read_ingress),
    ("extensions", "Ingress", route_settings.read_ingress),
    ("networking.k8s.io", "IngressClass", route_settings.read_ingress_class),
    ("gateway.networking.k8s.io", "Gateway", route_settings.read_gateway),
    *(("gateway.networking.k8s.io", kind, route_settings.read_route_of_gateway) for kind in _ROUTES),
    ("route.openshift.io", "Route", route_settings.read_route),
    *((group, kind, proxy_routes.read_ingress_route) for group in TRAEFIK for kind in TRAEFIK_ROUTES),
    ("projectcontour.io", "HTTPProxy", proxy_routes.read_http_proxy),
    ("discovery.k8s.io", "EndpointSlice", route_settings.read_slice),
    ("", "Endpoints", route_settings.read_endpoints),
    ("", "ConfigMap", named_hosts_settings.read_config_map),
    ("", "ConfigMap", named_hosts_settings.read_served),
    ("", "ConfigMap", name_forwarding_settings.read_config_map),
)
"""API group, kind and reader."""
