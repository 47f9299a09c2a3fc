"""Every reader of objects that configure something, by API group and kind: the one place where a kind is added.

A group and kind may have several readers; `*` stands for every kind of a group. Pods, and the pod templates of workloads, are
not here: `pod_settings` reads them, because they come by the ten thousand.
"""

from collections.abc import Mapping
from types import MappingProxyType

from generator.model.settings.base import GroupKind
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
from generator.parsers.cluster.setting_subject import ANY, SettingReader, SettingRow, SettingSubject, rows

__all__ = ["READERS", "SettingReader", "SettingSubject", "is_configured", "readers_of"]

READERS: tuple[SettingRow, ...] = (
    *rows("core", "Namespace", namespace_settings.read_namespace),
    *rows("core", "ResourceQuota", namespace_settings.read_quota),
    *rows("core", "LimitRange", namespace_settings.read_limits),
    *rows(
        "admissionregistration.k8s.io",
        "ValidatingWebhookConfiguration MutatingWebhookConfiguration",
        admission_settings.read_webhooks,
    ),
    *rows("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", admission_settings.read_policy),
    *rows("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", admission_settings.read_binding),
    *rows("templates.gatekeeper.sh", "ConstraintTemplate", gatekeeper_settings.read_template),
    *rows("constraints.gatekeeper.sh", ANY, gatekeeper_settings.read_constraint),
    *rows("config.gatekeeper.sh", "Config", gatekeeper_settings.read_config),
    *rows("kyverno.io", "ClusterPolicy Policy", kyverno_settings.read_policy),
    *rows("kyverno.io", "PolicyException", kyverno_settings.read_exception),
    *rows(
        "policies.kyverno.io",
        "ValidatingPolicy ImageValidatingPolicy NamespacedValidatingPolicy NamespacedImageValidatingPolicy",
        kyverno_settings.read_cel_policy,
    ),
    *rows("policies.kyverno.io", "PolicyException", kyverno_settings.read_cel_exception),
    *rows("policy.sigstore.dev", "ClusterImagePolicy", kyverno_settings.read_signature_policy),
    *rows("networking.k8s.io extensions", "NetworkPolicy", traffic_settings.read_kubernetes),
    *rows("cilium.io", "CiliumNetworkPolicy CiliumClusterwideNetworkPolicy", traffic_settings.read_cilium),
    *rows("crd.projectcalico.org projectcalico.org", "NetworkPolicy GlobalNetworkPolicy", traffic_settings.read_calico),
    *rows("policy.networking.k8s.io", "BaselineAdminNetworkPolicy", traffic_settings.read_baseline),
    *rows("policy.networking.k8s.io", "AdminNetworkPolicy", traffic_settings.read_admin),
    *rows("core", "ConfigMap", policy_agent_settings.read_config_map),
    *rows("audit.k8s.io", "Policy", server_file_settings.read_audit_policy),
    *rows("apiserver.config.k8s.io", "AuthenticationConfiguration", server_file_settings.read_authentication),
    *rows("apiserver.config.k8s.io", "AuthorizationConfiguration", server_file_settings.read_authorization),
    *rows("apiserver.config.k8s.io", "AdmissionConfiguration", server_file_settings.read_admission),
    *rows("core", "ServiceAccount", access_settings.read_account),
    *rows("rbac.authorization.k8s.io", "Role ClusterRole", access_settings.read_role),
    *rows("rbac.authorization.k8s.io", "RoleBinding ClusterRoleBinding", access_settings.read_binding),
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
