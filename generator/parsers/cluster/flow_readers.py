"""Readers of calls between workloads: policies, routes, endpoints, hosts in configuration. See `setting_readers`."""

from collections.abc import Callable

from generator.model.settings.base import Settings
from generator.parsers.cluster import named_hosts_settings, permit_settings, way_settings
from generator.parsers.cluster.setting_subject import Subject

_WORKLOADS = (
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("argoproj.io", "Rollout"),
)
_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")

FLOWS: tuple[tuple[str, str, Callable[[Subject], Settings | None]], ...] = (
    ("networking.k8s.io", "NetworkPolicy", permit_settings.read_kubernetes),
    ("extensions", "NetworkPolicy", permit_settings.read_kubernetes),
    ("cilium.io", "CiliumNetworkPolicy", permit_settings.read_cilium),
    ("cilium.io", "CiliumClusterwideNetworkPolicy", permit_settings.read_cilium),
    ("security.istio.io", "AuthorizationPolicy", permit_settings.read_authorization),
    ("networking.istio.io", "ServiceEntry", way_settings.read_service_entry),
    ("networking.istio.io", "VirtualService", way_settings.read_virtual_service),
    ("networking.istio.io", "Gateway", way_settings.read_istio_gateway),
    ("networking.k8s.io", "Ingress", way_settings.read_ingress),
    ("extensions", "Ingress", way_settings.read_ingress),
    ("networking.k8s.io", "IngressClass", way_settings.read_ingress_class),
    ("gateway.networking.k8s.io", "Gateway", way_settings.read_gateway),
    *(("gateway.networking.k8s.io", kind, way_settings.read_route_of_gateway) for kind in _ROUTES),
    ("route.openshift.io", "Route", way_settings.read_route),
    ("discovery.k8s.io", "EndpointSlice", way_settings.read_slice),
    ("", "Endpoints", way_settings.read_endpoints),
    ("", "ConfigMap", named_hosts_settings.read_config_map),
    *((group, kind, named_hosts_settings.read_use) for group, kind in _WORKLOADS),
)
"""API group, kind and reader."""
