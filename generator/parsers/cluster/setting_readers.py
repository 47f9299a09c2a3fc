"""Every reader of objects that configure something, by API group and kind: the one place where a kind is added.

A group and kind may have several readers; `*` stands for every kind of a group. Pods, and the pod templates of workloads, are
not here: `pod_settings` reads them, because they come by the ten thousand.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generator.model.settings.base import GroupKind, Settings
from generator.parsers.cluster import (
    access_settings,
    admission_settings,
    gatekeeper_settings,
    kyverno_settings,
    namespace_settings,
    policy_agent_settings,
    server_file_settings,
    traffic_settings,
)
from generator.parsers.cluster.flow_readers import FLOWS
from generator.parsers.cluster.operation_readers import OPERATION
from generator.parsers.cluster.setting_subject import SettingSubject

__all__ = ["READERS", "SettingReader", "SettingSubject", "is_configured", "readers_of"]

SettingReader = Callable[[SettingSubject], Settings | None]

ANY = "*"

READERS: tuple[tuple[str, str, SettingReader], ...] = (
    ("", "Namespace", namespace_settings.read_namespace),
    ("", "ResourceQuota", namespace_settings.read_quota),
    ("", "LimitRange", namespace_settings.read_limits),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", admission_settings.read_webhooks),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration", admission_settings.read_webhooks),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", admission_settings.read_policy),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", admission_settings.read_binding),
    ("templates.gatekeeper.sh", "ConstraintTemplate", gatekeeper_settings.read_template),
    ("constraints.gatekeeper.sh", ANY, gatekeeper_settings.read_constraint),
    ("config.gatekeeper.sh", "Config", gatekeeper_settings.read_config),
    ("kyverno.io", "ClusterPolicy", kyverno_settings.read_policy),
    ("kyverno.io", "Policy", kyverno_settings.read_policy),
    ("kyverno.io", "PolicyException", kyverno_settings.read_exception),
    ("policies.kyverno.io", "ValidatingPolicy", kyverno_settings.read_cel_policy),
    ("policies.kyverno.io", "ImageValidatingPolicy", kyverno_settings.read_cel_policy),
    ("policies.kyverno.io", "NamespacedValidatingPolicy", kyverno_settings.read_cel_policy),
    ("policies.kyverno.io", "NamespacedImageValidatingPolicy", kyverno_settings.read_cel_policy),
    ("policies.kyverno.io", "PolicyException", kyverno_settings.read_cel_exception),
    ("policy.sigstore.dev", "ClusterImagePolicy", kyverno_settings.read_signature_policy),
    ("networking.k8s.io", "NetworkPolicy", traffic_settings.read_kubernetes),
    ("extensions", "NetworkPolicy", traffic_settings.read_kubernetes),
    ("cilium.io", "CiliumNetworkPolicy", traffic_settings.read_cilium),
    ("cilium.io", "CiliumClusterwideNetworkPolicy", traffic_settings.read_cilium),
    ("crd.projectcalico.org", "NetworkPolicy", traffic_settings.read_calico),
    ("crd.projectcalico.org", "GlobalNetworkPolicy", traffic_settings.read_calico),
    ("projectcalico.org", "NetworkPolicy", traffic_settings.read_calico),
    ("projectcalico.org", "GlobalNetworkPolicy", traffic_settings.read_calico),
    ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy", traffic_settings.read_baseline),
    ("policy.networking.k8s.io", "AdminNetworkPolicy", traffic_settings.read_admin),
    ("", "ConfigMap", policy_agent_settings.read_config_map),
    ("audit.k8s.io", "Policy", server_file_settings.read_audit_policy),
    ("apiserver.config.k8s.io", "AuthenticationConfiguration", server_file_settings.read_authentication),
    ("apiserver.config.k8s.io", "AuthorizationConfiguration", server_file_settings.read_authorization),
    ("apiserver.config.k8s.io", "AdmissionConfiguration", server_file_settings.read_admission),
    ("", "ServiceAccount", access_settings.read_account),
    ("rbac.authorization.k8s.io", "Role", access_settings.read_role),
    ("rbac.authorization.k8s.io", "ClusterRole", access_settings.read_role),
    ("rbac.authorization.k8s.io", "RoleBinding", access_settings.read_binding),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding", access_settings.read_binding),
    *OPERATION,
    *FLOWS,
)


def readers_of(group: str, kind: str) -> tuple[SettingReader, ...]:
    """The readers of one kind; none for most."""
    return _BY_KIND.get((group, kind)) or _BY_KIND.get((group, ANY)) or ()


def is_configured(kind: str, group: str) -> bool:
    """Is anything read of objects of this kind?"""
    return bool(readers_of(group, kind))


def _by_kind() -> Mapping[GroupKind, tuple[SettingReader, ...]]:
    readers: dict[GroupKind, tuple[SettingReader, ...]] = {}
    for group, kind, read in READERS:
        readers[group, kind] = (*readers.get((group, kind), ()), read)
    return MappingProxyType(readers)


_BY_KIND = _by_kind()
