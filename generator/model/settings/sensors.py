"""Programs that are meant to run on every node, the nodes themselves, and where a sensor sends what it sees.

https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/,
https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
"""

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Settings

_ADDED = "node.kubernetes.io/"
"""Taints of a node's momentary state: the DaemonSet controller gives every pod what it needs to stay there."""
_KEEPS_AWAY = ("NoSchedule", "NoExecute")


class Taint(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What keeps pods away from a node."""

    key: str
    value: str = ""
    effect: str = "NoSchedule"

    @property
    def shown(self) -> str:
        """`dedicated=gpu:NoSchedule`."""
        return f"{self.key}={self.value}:{self.effect}" if self.value else f"{self.key}:{self.effect}"

    @property
    def matters(self) -> bool:
        """Does it keep a DaemonSet's pods away for good?"""
        return self.effect in _KEEPS_AWAY and not self.key.startswith(_ADDED)


class Toleration(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A taint that a pod does not mind."""

    key: str = ""
    """Empty: any."""
    value: str = ""
    any_value: bool = False
    effect: str = ""
    """Empty: any."""

    def allows(self, taint: Taint) -> bool:
        """Does a pod with it run in spite of the taint?"""
        if self.effect and self.effect != taint.effect:
            return False
        if not self.key:
            return self.any_value
        return self.key == taint.key and (self.any_value or self.value == taint.value)


class NodeAgent(Settings, frozen=True, kw_only=True):
    """A DaemonSet: on which nodes it is meant to run, and on how many it does."""

    images: tuple[tuple[str, str], ...]
    """(container, image), without those that only prepare the pod."""
    desired: int | None = None
    """Nodes on which the controller wants it; None where the status was not collected."""
    ready: int | None = None
    tolerations: tuple[Toleration, ...] = ()
    node_selector: tuple[tuple[str, str], ...] = ()


class PodOnNode(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A pod of a DaemonSet, by the node that its `nodeName` names."""

    node: str
    pod: str
    """Its name."""
    uid: str = ""
    resource_version: str = ""
    ready: bool
    """Does the kubelet say that it is ready?"""
    source: EvidenceSource


class AgentPods(Settings, frozen=True, kw_only=True):
    """The pods of a DaemonSet, node by node, as far as they stand in one file."""

    images: tuple[tuple[str, str], ...]
    """(container, image), without those that only prepare the pod."""
    pods: tuple[PodOnNode, ...] = ()
    """Sorted by node and name."""

    def ready_on(self, node: str) -> PodOnNode | None:
        """The pod that runs there, ready; None also where one that is not ready stands beside it."""
        there = [each for each in self.pods if each.node == node]
        return there[0] if there and all(each.ready for each in there) else None

    def waiting_on(self, node: str) -> PodOnNode | None:
        """A pod that is there and not ready."""
        return next((each for each in self.pods if each.node == node and not each.ready), None)


class NodeState(Settings, frozen=True, kw_only=True):
    """A Node as far as it decides what runs there, and what its labels claim."""

    labels: tuple[tuple[str, str], ...] = ()
    taints: tuple[Taint, ...] = ()
    ready: bool | None = None
    os_image: str = ""
    kernel: str = ""


class AlertOutputs(Settings, frozen=True, kw_only=True):
    """Where a sensor, or what ships its alerts, sends them; names only, never an address with a credential."""

    program: str
    """`Falco`, `Falcosidekick`, `Fluent Bit`, `Vector`."""
    targets: tuple[str, ...] = ()
    """`http`, `cloudwatch_logs`, sorted; `stdout` alone leaves the node only where something collects it."""
    log_groups: tuple[str, ...] = ()
    """Names of log groups of Amazon CloudWatch to which it sends, as far as they are written out; sorted."""
    more_elsewhere: bool = False
    """More may be switched on by a Secret or a file that is not read."""
    on_loss: tuple[str, ...] | None = None
    """Of Falco: what it does when it loses events (`log`, `alert`, `exit`); None where the file does not say."""
