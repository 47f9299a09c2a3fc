"""Istio: where proxies take plain connections, and what goes past them.

The narrowest policy decides: port, then workload, then namespace, then mesh; without any, plain connections are taken too. A
policy with a selector in the root namespace does nothing. https://istio.io/latest/docs/concepts/security/#peer-authentication
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.inventory import Workload
from generator.model.posture import Problem
from generator.model.settings.base import Setting, Settings
from generator.model.settings.isolation import NamespaceLabels
from generator.model.settings.mesh import DestinationTls, MeshDefaults, MeshMember, PeerAuthentication
from generator.posture.base import PostureContext, named

PROXY = "istio-proxy"
_ROOT = "istio-system"
_STRICT = "STRICT"
_AMBIENT = ("istio.io/dataplane-mode", "ambient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Istio:
    """What a cluster's evidence says about Istio."""

    context: PostureContext
    policies: tuple[Setting[PeerAuthentication], ...]
    defaults: tuple[Setting[MeshDefaults], ...]
    rules: tuple[Setting[DestinationTls], ...]

    @classmethod
    def of(cls, context: PostureContext) -> "Istio":
        """Policies of the mesh, and those of the system's namespaces."""
        defaults = context.of(MeshDefaults)
        root = _root(defaults)
        policies = tuple(
            setting
            for setting in context.of(PeerAuthentication)
            if setting.namespace == root or context.is_ours(setting.namespace)
        )
        return cls(context=context, policies=policies, defaults=defaults, rules=context.inside(DestinationTls))

    @property
    def objects(self) -> tuple[Setting[Settings], ...]:
        """All of them."""
        return (*self.policies, *self.defaults, *self.rules)

    @property
    def root(self) -> str:
        """The namespace whose policy is for the whole mesh."""
        return _root(self.defaults)

    @property
    def is_there(self) -> bool:
        """Is it used at all?"""
        return bool(self.objects) or any(_has_proxy(each) for each in self.context.workloads)

    def problems(self) -> Iterator[Problem]:
        """Every exception from mutual TLS that the evidence shows."""
        yield from self._open_namespaces()
        for policy in self.policies:
            yield from (Problem(subject=policy.key, text=text, citations=(policy.cited,)) for text in self._open(policy))
        for rule in self.rules:
            off = [where for where, mode in rule.says.modes if mode == "DISABLE"]
            if off:
                text = f"calls {rule.says.host} without TLS ({named(off)})"
                yield Problem(subject=rule.key, text=text, citations=(rule.cited,))
        for each in self.defaults:
            if not each.says.auto_mtls:
                text = "switches automatic mutual TLS off: proxies call each other in plain unless a rule says otherwise"
                yield Problem(subject=each.key, text=text, citations=(each.cited,))
        yield from self._past()

    def strict(self, namespace: str) -> bool:
        """Is mutual TLS required of what has no policy of its own there?"""
        return (self._mode(namespace) or self._mode(self.root)) == _STRICT

    def _mode(self, namespace: str) -> str:
        whole = (policy for policy in self.policies if policy.namespace == namespace and not policy.says.selector)
        return next((setting.says.mode for setting in whole if setting.says.mode), "")

    def _open_namespaces(self) -> Iterator[Problem]:
        """Those that nothing but the default decides; a policy that opens one is reported by its own name."""
        if self._mode(self.root):
            return
        for namespace in self._names():
            if not self._mode(namespace):
                text = "has no policy that requires mutual TLS, so its proxies take plain connections as well"
                yield Problem(subject=namespace, text=text)

    def _names(self) -> tuple[str, ...]:
        named_so = {policy.namespace for policy in self.policies if policy.namespace != self.root}
        return tuple(sorted({*self.context.namespaces, *named_so} - {self.root}))

    def _open(self, policy: Setting[PeerAuthentication]) -> Iterator[str]:
        says = policy.says
        if policy.namespace == self.root and says.selector:
            return
        what = "the whole mesh" if policy.namespace == self.root else f"namespace {policy.namespace}"
        chosen = " and ".join(f"{key}={value}" for key, value in says.selector)
        if says.mode and says.mode != _STRICT:
            yield f"is {says.mode} for {f'workloads with {chosen}' if chosen else what}"
        opened = [f"{port} {mode}" for port, mode in says.ports if mode != _STRICT]
        if opened:
            yield f"leaves ports open to plain connections: {named(opened)}"

    def _past(self) -> Iterator[Problem]:
        for member in self.context.inside(MeshMember):
            if member.says.past_proxy:
                text = f"leads traffic past the mesh's proxy: {named(member.says.past_proxy)}"
                yield Problem(subject=member.key, text=text, citations=(member.cited,))


def without_proxy(context: PostureContext, names: tuple[str, ...]) -> Iterator[Problem]:
    """Workloads that run without a proxy of the mesh; ambient namespaces need none in the pod."""
    if not context.configuration.running:
        return
    ambient = {setting.name for setting in context.of(NamespaceLabels) if setting.says.label(_AMBIENT[0]) == _AMBIENT[1]}
    for workload in context.workloads:
        ours = context.is_ours(workload.namespace) and workload.namespace not in ambient
        if (
            ours
            and workload.instances
            and dict(workload.labels).get(_AMBIENT[0]) != _AMBIENT[1]
            and not has_container(workload, names)
        ):
            yield Problem(subject=workload.key, text="runs without a proxy of the mesh, so nothing encrypts its traffic for it")


def has_container(workload: Workload, names: tuple[str, ...]) -> bool:
    """Has it a container that is called so?"""
    return any(container.name in names for container in workload.containers)


def _has_proxy(workload: Workload) -> bool:
    return has_container(workload, (PROXY,))


def _root(defaults: tuple[Setting[MeshDefaults], ...]) -> str:
    return next((default.says.root_namespace for default in defaults if default.says.root_namespace), _ROOT)
