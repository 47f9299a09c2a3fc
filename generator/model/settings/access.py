"""Who may do what: how wide roles are, and who holds them.

https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from enum import StrEnum

import msgspec

from generator.model.settings.base import Settings


class Width(StrEnum):
    """What makes a role wide."""

    EVERYTHING = "may do everything with everything"
    WILDCARD_VERBS = "may do everything with some kinds"
    WILDCARD_RESOURCES = "names every kind of some API group"
    SECRETS = "may read secrets"
    ESCALATE = "may give itself more rights (escalate, bind)"
    IMPERSONATE = "may act as somebody else"
    WORKLOADS = "may create pods, or what makes them"
    EXEC = "may run commands in pods"
    NODES = "may reach every kubelet past the API server's rules (nodes/proxy)"
    TOKENS = "may issue tokens of service accounts"
    CERTIFICATES = "may approve certificates"
    WEBHOOKS = "may change admission webhooks"


class AccessRole(Settings, frozen=True, kw_only=True):
    """A Role or ClusterRole."""

    widths: tuple[Width, ...] = ()

    aggregated: bool = False
    """Its rules are those of other roles, which a controller of the cluster fills in."""
    empty: bool = False
    """It has no rules."""


class Holder(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A subject of a binding."""

    kind: str
    """`User`, `Group`, `ServiceAccount`."""
    namespace: str
    name: str

    @property
    def shown(self) -> str:
        """`ServiceAccount shop/cart`."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


class AccessBinding(Settings, frozen=True, kw_only=True):
    """A RoleBinding or ClusterRoleBinding."""

    role_kind: str
    role: str
    holders: tuple[Holder, ...] = ()


class ServiceAccount(Settings, frozen=True, kw_only=True):
    """A ServiceAccount."""

    mounts_token: bool | None = None
    """`automountServiceAccountToken`; None means yes, unless the pod says otherwise."""
