"""Roles and bindings: how wide they are, never more than that.

https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from collections.abc import Iterator

import msgspec

from generator.model.settings.access import AccessBinding, AccessRole, Holder, ServiceAccount, Width
from generator.parsers.cluster.setting_subject import SettingSubject

_READS = frozenset({"*", "get", "list", "watch"})
_CORE = frozenset({"*", ""})
_RBAC = "rbac.authorization.k8s.io"
_CHANGES = ("create", "update", "patch", "delete", "deletecollection")
_POWERS: tuple[tuple[Width, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (Width.WORKLOADS, ("create",), ("",), ("pods", "replicationcontrollers")),
    (Width.WORKLOADS, ("create",), ("apps",), ("deployments", "daemonsets", "statefulsets", "replicasets")),
    (Width.WORKLOADS, ("create",), ("batch",), ("jobs", "cronjobs")),
    (Width.EXEC, ("create", "get"), ("",), ("pods/exec", "pods/attach")),
    (Width.NODES, ("create", "get", "update", "patch", "delete"), ("",), ("nodes/proxy",)),
    (Width.TOKENS, ("create",), ("",), ("serviceaccounts/token",)),
    (Width.CERTIFICATES, ("update", "patch"), ("certificates.k8s.io",), ("certificatesigningrequests/approval",)),
    (
        Width.WEBHOOKS,
        _CHANGES,
        ("admissionregistration.k8s.io",),
        ("validatingwebhookconfigurations", "mutatingwebhookconfigurations"),
    ),
)
"""Width, and verbs, API groups and resources of a rule that gives it."""


class _RoleRule(msgspec.Struct, rename="camel"):
    api_groups: frozenset[str] | None = None
    resources: frozenset[str] | None = None
    resource_names: tuple[str, ...] | None = None
    verbs: frozenset[str] | None = None


class _Role(msgspec.Struct):
    rules: tuple[_RoleRule, ...] | None = None
    aggregation_rule: object = msgspec.field(name="aggregationRule", default=None)


class _Ref(msgspec.Struct):
    kind: str = ""
    name: str = ""


class _BindingSubject(msgspec.Struct):
    kind: str = ""
    name: str = ""
    namespace: str | None = None


class _RoleBinding(msgspec.Struct, rename="camel"):
    role_ref: _Ref | None = None
    subjects: tuple[_BindingSubject, ...] | None = None


class _ServiceAccount(msgspec.Struct, rename="camel"):
    automount_service_account_token: bool | None = None


def read_account(subject: SettingSubject) -> ServiceAccount:
    """A ServiceAccount."""
    return ServiceAccount(mounts_token=subject.typed(_ServiceAccount).automount_service_account_token)


def read_role(subject: SettingSubject) -> AccessRole:
    """A Role or ClusterRole."""
    role = subject.typed(_Role)
    widths = {width for rule in role.rules or () for width in _widths(rule)}
    widths = {Width.EVERYTHING} if Width.EVERYTHING in widths else widths
    return AccessRole(
        widths=tuple(width for width in Width if width in widths),
        aggregated=role.aggregation_rule is not None,
        empty=not role.rules,
    )


def read_binding(subject: SettingSubject) -> AccessBinding:
    """A RoleBinding or ClusterRoleBinding."""
    binding = subject.typed(_RoleBinding)
    role = binding.role_ref or _Ref()
    holders = {Holder(kind=each.kind, namespace=each.namespace or "", name=each.name) for each in binding.subjects or ()}
    return AccessBinding(role_kind=role.kind, role=role.name, holders=tuple(sorted(holders)))


def _powers(rule: _RoleRule, verbs: frozenset[str], resources: frozenset[str], groups: frozenset[str]) -> Iterator[Width]:
    """What leads to more than the rule names, where it is not restricted to objects by their names."""
    for width, verbs_needed, group, named in () if rule.resource_names else _POWERS:
        if verbs & {"*", *verbs_needed} and groups & {"*", *group} and _names(resources, named):
            yield width


def _names(resources: frozenset[str], wanted: tuple[str, ...]) -> bool:
    """`pods/exec` is also named by `*` and by `*/exec`."""
    return any({name, "*", f"*/{name.partition('/')[2]}"} & resources for name in wanted)


def _widths(rule: _RoleRule) -> Iterator[Width]:
    """Rights to named objects only are narrow, whatever they are, but for what leads to more rights."""
    verbs, resources, groups = (each or frozenset() for each in (rule.verbs, rule.resources, rule.api_groups))
    if not resources:
        return
    yield from _powers(rule, verbs, resources, groups)
    if "*" in verbs:
        yield Width.EVERYTHING if "*" in resources and "*" in groups else Width.WILDCARD_VERBS
    if "*" in resources:
        yield Width.WILDCARD_RESOURCES
    if not rule.resource_names and verbs & _READS and groups & _CORE and resources & {"*", "secrets"}:
        yield Width.SECRETS
    if verbs & {"*", "escalate", "bind"} and groups & {"*", _RBAC} and resources & {"*", "roles", "clusterroles"}:
        yield Width.ESCALATE
    if verbs & {"*", "impersonate"} and groups & _CORE and resources & {"*", "users", "groups", "serviceaccounts"}:
        yield Width.IMPERSONATE
