"""Flows that Istio's proxies encrypt, because the called workload takes nothing else.

The narrowest policy decides: workload, then namespace, then mesh, and a policy says nothing where no proxy stands before the
workload (https://istio.io/latest/docs/concepts/security/#peer-authentication). It states nothing of a workload of which a port
differs or is led past the proxy, since a policy names ports of the workload and a flow those of a service. The hop from the
application to its own proxy stays plain.
"""

from collections import defaultdict

from generator.graph.flow_context import FlowContext, WorkloadId, by_id
from generator.model.flow import EndKind, Flow
from generator.model.inventory import Workload
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.model.settings.mesh import (
    ISTIO_PROXY,
    STRICT,
    MeshDefaults,
    MeshMember,
    PeerAuthentication,
    in_ambient,
    root_namespace,
)

_WORDS = f"mutual TLS (Istio, {STRICT})"


def is_of_mesh(words: str) -> bool:
    """Do the words on encryption say that a mesh does it?"""
    return words == _WORDS


class Mesh:
    """What is known of Istio in all clusters."""

    def __init__(self, context: FlowContext) -> None:
        self._workloads = by_id(context.workloads)
        self._policies: dict[tuple[str, str], list[Setting[PeerAuthentication]]] = defaultdict(list)
        self._roots: dict[str, str] = {}
        self._ambient: set[tuple[str, str]] = set()
        self._past: set[WorkloadId] = set()
        for configuration in context.configurations:
            self._enter(configuration)

    def encryption(self, flow: Flow) -> str | None:
        """How the mesh encrypts the flow; None where nothing shows that it does."""
        if not EndKind.WORKLOAD is flow.source.kind is flow.target.kind:
            return None
        target = self._workloads.get((flow.target.cluster, flow.target.name))
        source = (flow.source.cluster, flow.source.name)
        if target is None or not self._is_member(target) or source not in self._workloads:
            return None
        past = {source, (target.cluster, target.key)} & self._past
        return _WORDS if not past and self._mode(target) == STRICT else None

    def _enter(self, configuration: ClusterConfiguration) -> None:
        cluster = configuration.cluster
        self._roots[cluster] = root_namespace(configuration.of(MeshDefaults))
        for policy in configuration.of(PeerAuthentication):
            self._policies[cluster, policy.namespace].append(policy)
        for member in configuration.of(MeshMember):
            if member.says.past_proxy:
                self._past.add((cluster, member.key))
        for labels in configuration.of(NamespaceLabels):
            if in_ambient(dict(labels.says.labels)):
                self._ambient.add((cluster, labels.name))

    def _is_member(self, workload: Workload) -> bool:
        """By its own label before that of its namespace, since a pod may leave an ambient mesh."""
        if any(each.name == ISTIO_PROXY for each in workload.containers):
            return True
        own = in_ambient(dict(workload.labels))
        return (workload.cluster, workload.namespace) in self._ambient if own is None else own

    def _mode(self, workload: Workload) -> str:
        """Of every port; empty where a port differs, or two policies of one scope do not say the same."""
        policies = self._policies.get((workload.cluster, workload.namespace), [])
        carried = set(workload.labels)
        own = [each for each in policies if each.says.selector and set(each.says.selector) <= carried]
        if any(mode != STRICT for policy in own for _, mode in policy.says.ports):
            return ""
        root = self._policies.get((workload.cluster, self._roots.get(workload.cluster, "")), [])
        scopes = (own, *([each for each in listed if not each.says.selector] for listed in (policies, root)))
        modes = next((found for scope in scopes if (found := {each.says.mode for each in scope if each.says.mode})), set())
        return modes.pop() if len(modes) == 1 else ""
