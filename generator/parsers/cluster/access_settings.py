"""Roles and bindings: how wide they are, never more than that.

https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from collections.abc import Iterator

import msgspec

from generator.model.settings.access import AccessBinding, AccessRole, Holder, ServiceAccount, Width
from generator.parsers.cluster.setting_subject import Subject

_BOOTSTRAPPED = "kubernetes.io/bootstrapping"
_READS = frozenset({"*", "get", "list", "watch"})
_CORE = frozenset({"*", ""})
_RBAC = "rbac.authorization.k8s.io"


class _Labelled(msgspec.Struct):
    labels: dict[str, object] | None = None


class _Rule(msgspec.Struct, rename="camel"):
    api_groups: frozenset[str] | None = None
    resources: frozenset[str] | None = None
    resource_names: tuple[str, ...] | None = None
    verbs: frozenset[str] | None = None


class _Role(msgspec.Struct):
    metadata: _Labelled | None = None
    rules: tuple[_Rule, ...] | None = None


class _Ref(msgspec.Struct):
    kind: str = ""
    name: str = ""


class _Subject(msgspec.Struct):
    kind: str = ""
    name: str = ""
    namespace: str | None = None


class _Binding(msgspec.Struct, rename="camel"):
    metadata: _Labelled | None = None
    role_ref: _Ref | None = None
    subjects: tuple[_Subject, ...] | None = None


class _Account(msgspec.Struct, rename="camel"):
    automount_service_account_token: bool | None = None


def read_account(subject: Subject) -> ServiceAccount:
    """A ServiceAccount."""
    return ServiceAccount(mounts_token=subject.typed(_Account).automount_service_account_token)


def read_role(subject: Subject) -> AccessRole:
    """A Role or ClusterRole."""
    found = subject.typed(_Role)
    widths = {width for rule in found.rules or () for width in _widths(rule)}
    return AccessRole(widths=tuple(width for width in Width if width in widths), built_in=_built_in(found.metadata))


def read_binding(subject: Subject) -> AccessBinding:
    """A RoleBinding or ClusterRoleBinding."""
    found = subject.typed(_Binding)
    role = found.role_ref or _Ref()
    holders = {Holder(kind=each.kind, namespace=each.namespace or "", name=each.name) for each in found.subjects or ()}
    return AccessBinding(
        role_kind=role.kind, role=role.name, holders=tuple(sorted(holders)), built_in=_built_in(found.metadata)
    )


def _built_in(meta: _Labelled | None) -> bool:
    return bool(meta and meta.labels and _BOOTSTRAPPED in meta.labels)


def _widths(rule: _Rule) -> Iterator[Width]:
    """Rights to named objects only are narrow, whatever they are, but for what leads to more rights."""
    verbs, resources, groups = (each or frozenset() for each in (rule.verbs, rule.resources, rule.api_groups))
    if not resources:
        return
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
