"""Flows that Istio's proxies encrypt, because the called workload takes nothing else.

The narrowest policy decides: port, then workload, then namespace, then mesh, and a policy says nothing where no proxy stands
before the workload (https://istio.io/latest/docs/concepts/security/#peer-authentication). The hop from the application to its
own proxy stays plain.
"""

from collections import defaultdict
from collections.abc import Sequence

from generator.graph.flow_context import FlowContext, WorkloadId, by_id
from generator.model.flow import EndKind, Flow
from generator.model.inventory import Workload
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.model.settings.mesh import MeshDefaults, PeerAuthentication

_PROXY = "istio-proxy"
_STRICT = "STRICT"
_ROOT = "istio-system"
_AMBIENT = ("istio.io/dataplane-mode", "ambient")
_WORDS = "mutual TLS (Istio, STRICT)"


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
        ports = [each.number for each in flow.ports] or [0]
        return _WORDS if all(self._mode(target, port) == _STRICT for port in ports) else None

    def _enter(self, configuration: ClusterConfiguration) -> None:
        cluster = configuration.cluster
        self._roots[cluster] = next((each.says.root_namespace for each in configuration.of(MeshDefaults)), "") or _ROOT
        for policy in configuration.of(PeerAuthentication):
            self._policies[cluster, policy.namespace].append(policy)
        for labels in configuration.of(NamespaceLabels):
            if labels.says.label(_AMBIENT[0]) == _AMBIENT[1]:
                self._ambient.add((cluster, labels.name))

    def _is_member(self, workload: Workload) -> bool:
        ambient: WorkloadId = (workload.cluster, workload.namespace)
        return ambient in self._ambient or any(each.name == _PROXY for each in workload.containers)

    def _mode(self, workload: Workload, port: int) -> str:
        policies = self._policies.get((workload.cluster, workload.namespace), [])
        carried = set(workload.labels)
        own = [each for each in policies if each.says.selector and set(each.says.selector) <= carried]
        for policy in own:
            mode = dict(policy.says.ports).get(port) or policy.says.mode
            if mode:
                return mode
        return _whole(policies) or _whole(self._policies.get((workload.cluster, self._roots.get(workload.cluster, _ROOT)), []))


def _whole(policies: Sequence[Setting[PeerAuthentication]]) -> str:
    return next((each.says.mode for each in policies if not each.says.selector and each.says.mode), "")
