"""Readers of calls between workloads: policies, routes, endpoints, hosts in configuration. See `setting_readers`."""

from generator.parsers.cluster import (
    name_forwarding_settings,
    named_hosts_settings,
    permit_settings,
    proxy_routes,
    route_settings,
)
from generator.parsers.cluster.setting_subject import SettingRow, rows

_ROUTES = "HTTPRoute GRPCRoute TLSRoute TCPRoute UDPRoute"
TRAEFIK = "traefik.io traefik.containo.us"
"""Traefik's API groups, of its third and its second version."""
TRAEFIK_ROUTES = "IngressRoute IngressRouteTCP"

FLOWS: tuple[SettingRow, ...] = (
    *rows("networking.k8s.io extensions", "NetworkPolicy", permit_settings.read_kubernetes),
    *rows("cilium.io", "CiliumNetworkPolicy CiliumClusterwideNetworkPolicy", permit_settings.read_cilium),
    *rows("security.istio.io", "AuthorizationPolicy", permit_settings.read_authorization),
    *rows("networking.istio.io", "ServiceEntry", route_settings.read_service_entry),
    *rows("networking.istio.io", "VirtualService", route_settings.read_virtual_service),
    *rows("networking.istio.io", "Gateway", route_settings.read_istio_gateway),
    *rows("networking.k8s.io extensions", "Ingress", route_settings.read_ingress),
    *rows("networking.k8s.io", "IngressClass", route_settings.read_ingress_class),
    *rows("gateway.networking.k8s.io", "Gateway", route_settings.read_gateway),
    *rows("gateway.networking.k8s.io", _ROUTES, route_settings.read_route_of_gateway),
    *rows("route.openshift.io", "Route", route_settings.read_route),
    *rows(TRAEFIK, TRAEFIK_ROUTES, proxy_routes.read_ingress_route),
    *rows("projectcontour.io", "HTTPProxy", proxy_routes.read_http_proxy),
    *rows("discovery.k8s.io", "EndpointSlice", route_settings.read_slice),
    *rows("core", "Endpoints", route_settings.read_endpoints),
    *rows("core", "ConfigMap", named_hosts_settings.read_config_map),
    *rows("core", "ConfigMap", named_hosts_settings.read_served),
    *rows("core", "ConfigMap", name_forwarding_settings.read_config_map),
)
