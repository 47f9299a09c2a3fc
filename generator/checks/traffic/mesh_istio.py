"""Istio, workload by workload: which policy decides, and what goes past the proxy.

The narrowest policy decides: port, then workload, then namespace, then mesh; without any, plain connections are taken too. A
policy with a selector in the root namespace does nothing, ports count only beside a selector, and of two policies of one scope
the older one counts. https://istio.io/latest/docs/concepts/security/#peer-authentication,
https://istio.io/latest/docs/reference/config/security/peer_authentication/
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.checks.base import POD, CheckContext, named
from generator.model.inventory import Workload
from generator.model.settings.base import Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.model.settings.mesh import (
    ISTIO_PROXY,
    STRICT,
    DestinationTls,
    MeshDefaults,
    MeshMember,
    PeerAuthentication,
    in_ambient,
    root_namespace,
)

PEERS = ("security.istio.io", "PeerAuthentication")
_INJECT = "sidecar.istio.io/inject"

Policy = Setting[PeerAuthentication]
Fault = tuple[str, Setting[PeerAuthentication] | Setting[DestinationTls] | Setting[MeshDefaults] | Setting[MeshMember]]
"""What is wrong, to follow the workload's name, and the object that says it."""


class Effective(msgspec.Struct, frozen=True, kw_only=True):
    """What the policies say of one workload."""

    mode: str
    """Empty where no policy says it."""
    by: tuple[Policy, ...]
    """Those that decide, the narrowest first."""
    undecided: str = ""
    """Why it is not known."""


class Istio(msgspec.Struct, frozen=True, kw_only=True):
    """What a cluster's evidence says about Istio."""

    context: CheckContext
    policies: tuple[Policy, ...]
    defaults: tuple[Setting[MeshDefaults], ...]
    rules: tuple[Setting[DestinationTls], ...]

    @classmethod
    def of(cls, context: CheckContext) -> "Istio":
        """Of the cluster that is asked about."""
        return cls(
            context=context,
            policies=context.of(PeerAuthentication),
            defaults=context.of(MeshDefaults),
            rules=context.of(DestinationTls),
        )

    @property
    def root(self) -> str:
        """The namespace whose policy is for the whole mesh."""
        return root_namespace(self.defaults)

    @property
    def is_there(self) -> bool:
        """Is it used at all?"""
        objects = (*self.policies, *self.defaults, *self.rules)
        return bool(objects) or any(has_container(each, (ISTIO_PROXY,)) for each in self.context.workloads)

    def effective(self, workload: Workload) -> Effective:
        """The mode for ports that no policy names."""
        labels = set(workload.labels)
        here = [each for each in self.policies if each.namespace == workload.namespace and workload.namespace != self.root]
        root = [each for each in self.policies if each.namespace == self.root and not each.says.selector]
        scopes = (
            [each for each in here if each.says.selector and labels.issuperset(each.says.selector)],
            [each for each in here if not each.says.selector],
            root,
        )
        by: list[Policy] = []
        for scope in scopes:
            if len({(each.says.mode, each.says.ports) for each in scope}) > 1 and not all(each.says.created for each in scope):
                return Effective(mode="", by=(), undecided="two policies select it, and which is older was not collected")
            by += sorted(scope, key=lambda each: (each.says.created, each.name))[:1]
        return Effective(mode=next((each.says.mode for each in by if each.says.mode), ""), by=tuple(by))

    def faults(self, workload: Workload, effective: Effective) -> Iterator[Fault]:
        """Every exception from mutual TLS that the evidence shows for a workload with a proxy."""
        yield from _opened(effective)
        for member in self.context.of_object(MeshMember, workload.key):
            if member.says.past_proxy:
                yield f"leads traffic past the mesh's proxy: {named(member.says.past_proxy)}", member
        for rule in self.rules:
            off = [where for where, mode in rule.says.modes if mode == "DISABLE"]
            if off and _names(rule, workload):
                yield f"is called without TLS: {rule.key} ({named(off)})", rule
        for each in self.defaults:
            if not each.says.auto_mtls:
                yield "is called in plain where no rule says otherwise: automatic mutual TLS is off", each


def joins(context: CheckContext, workload: Workload, names: Sequence[str]) -> bool | None:
    """Does a proxy of a mesh stand beside or below it? None where that was not collected."""
    own = dict(workload.labels)
    for member in sorted(context.of_object(MeshMember, workload.key), key=lambda each: each.read_from == POD):
        own |= member.says.injection
    if has_container(workload, names):
        return True
    ambient = in_ambient(own)
    if ambient is not None:
        return ambient
    namespace = next((each.says for each in context.of(NamespaceLabels) if each.name == workload.namespace), None)
    if namespace is not None and in_ambient(dict(namespace.labels)):
        return True
    if workload.instances:
        return False if namespace is not None else None
    injected = own.get(_INJECT) or own.get("linkerd.io/inject")
    if injected is not None:
        return injected in ("true", "enabled")
    chosen = namespace is not None and (
        namespace.label("istio-injection") == "enabled" or bool(namespace.label("istio.io/rev"))
    )
    return True if chosen else None


def has_container(workload: Workload, names: Sequence[str]) -> bool:
    """Has it a container that is called so?"""
    return any(container.name in names for container in workload.containers)


def _opened(effective: Effective) -> Iterator[Fault]:
    """By policies: of all ports, and of those that the narrowest names."""
    deciding = next((each for each in effective.by if each.says.mode), None)
    if deciding is not None and effective.mode != STRICT:
        yield f"takes plain connections: {deciding.key} is {effective.mode}", deciding
    for narrowest in effective.by[:1]:
        opened = [f"{port} {mode}" for port, mode in narrowest.says.ports if mode != STRICT]
        if opened and narrowest.says.selector:
            yield f"leaves ports open to plain connections: {named(opened)}", narrowest


def _names(rule: Setting[DestinationTls], workload: Workload) -> bool:
    """Is the rule's host a service of the workload: short, with its namespace, whole, or any?"""
    host, _, rest = rule.says.host.partition(".")
    if host == "*":
        return rest in ("", "local", "cluster.local", "svc.cluster.local", f"{workload.namespace}.svc.cluster.local")
    namespace = rest.removesuffix(".svc.cluster.local").removesuffix(".svc") or rule.namespace
    return host in workload.services and namespace == workload.namespace
