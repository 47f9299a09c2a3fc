"""Readers of what is evidence of operation: sensors, encryption, change control, credentials. See `setting_readers`."""

from collections.abc import Callable

from generator.model.settings.base import Settings
from generator.parsers.cluster import (
    agent_settings,
    change_settings,
    credential_settings,
    entry_settings,
    kubelet_settings,
    mesh_settings,
    output_settings,
    proxy_routes,
    rest_settings,
    shipper_settings,
)
from generator.parsers.cluster.flow_readers import TRAEFIK, TRAEFIK_ROUTES
from generator.parsers.cluster.setting_subject import SettingSubject

_Reader = Callable[[SettingSubject], Settings | None]

_WORKLOADS = (
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("argoproj.io", "Rollout"),
)

OPERATION: tuple[tuple[str, str, _Reader], ...] = (
    ("apps", "DaemonSet", agent_settings.read_agent),
    ("extensions", "DaemonSet", agent_settings.read_agent),
    ("", "Node", agent_settings.read_node),
    ("", "ConfigMap", output_settings.read_config_map),
    ("", "ConfigMap", mesh_settings.read_config_map),
    ("", "ConfigMap", kubelet_settings.read_config_map),
    ("logging.openshift.io", "ClusterLogForwarder", shipper_settings.read_log_forwarder),
    ("observability.openshift.io", "ClusterLogForwarder", shipper_settings.read_log_forwarder),
    *((group, kind, change_settings.read_managers) for group, kind in _WORKLOADS),
    ("security.istio.io", "PeerAuthentication", mesh_settings.read_peer),
    ("networking.istio.io", "DestinationRule", mesh_settings.read_destination),
    ("policy.linkerd.io", "Server", mesh_settings.read_server),
    ("policy.linkerd.io", "ServerAuthorization", mesh_settings.read_authorization),
    ("networking.k8s.io", "Ingress", entry_settings.read_ingress),
    ("extensions", "Ingress", entry_settings.read_ingress),
    ("gateway.networking.k8s.io", "Gateway", entry_settings.read_gateway),
    ("networking.istio.io", "Gateway", entry_settings.read_istio_gateway),
    ("route.openshift.io", "Route", entry_settings.read_route),
    *((group, kind, proxy_routes.open_ingress_route) for group in TRAEFIK for kind in TRAEFIK_ROUTES),
    ("projectcontour.io", "HTTPProxy", proxy_routes.open_http_proxy),
    ("storage.k8s.io", "StorageClass", rest_settings.read_class),
    ("", "PersistentVolume", rest_settings.read_volume),
    ("apiserver.config.k8s.io", "EncryptionConfiguration", rest_settings.read_encryption),
    ("config.openshift.io", "APIServer", rest_settings.read_api_server),
    ("machineconfiguration.openshift.io", "MachineConfig", rest_settings.read_machine_config),
    ("argoproj.io", "Application", change_settings.read_application),
    ("kustomize.toolkit.fluxcd.io", "Kustomization", change_settings.read_kustomization),
    ("helm.toolkit.fluxcd.io", "HelmRelease", change_settings.read_release),
    ("wgpolicyk8s.io", "PolicyReport", change_settings.read_report),
    ("wgpolicyk8s.io", "ClusterPolicyReport", change_settings.read_report),
    ("openreports.io", "Report", change_settings.read_report),
    ("openreports.io", "ClusterReport", change_settings.read_report),
    ("external-secrets.io", "ExternalSecret", credential_settings.read_external),
    ("external-secrets.io", "ClusterExternalSecret", credential_settings.read_external),
    ("bitnami.com", "SealedSecret", credential_settings.read_sealed),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass", credential_settings.read_provider_class),
    ("", "Secret", credential_settings.read_secret),
    ("", "ConfigMap", credential_settings.read_held),
    ("cert-manager.io", "Certificate", credential_settings.read_certificate),
)
"""API group, kind and reader."""
