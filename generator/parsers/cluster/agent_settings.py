"""DaemonSets and Nodes: what is meant to run on every node, what keeps it away, and what the nodes say of themselves.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/, …/cluster-resources/node-v1/
"""

import msgspec

from generator.model.settings.sensors import NodeAgent, NodeState, Taint, Toleration
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.setting_subject import SettingSubject


class _AgentContainer(msgspec.Struct):
    name: str = ""
    image: str | None = None


class _Toleration(msgspec.Struct):
    key: str | None = None
    operator: str | None = None
    value: object = None
    effect: str | None = None

    def read(self) -> Toleration:
        """As it is meant: without an operator it is `Equal`."""
        value = self.value if isinstance(self.value, str) else ""
        return Toleration(key=self.key or "", value=value, any_value=self.operator == "Exists", effect=self.effect or "")


class _AgentPodSpec(msgspec.Struct, rename="camel"):
    containers: tuple[_AgentContainer, ...] | None = None
    tolerations: tuple[_Toleration, ...] | None = None
    node_selector: dict[str, object] | None = None


class _AgentTemplate(msgspec.Struct):
    spec: _AgentPodSpec | None = None


class _AgentSpec(msgspec.Struct):
    template: _AgentTemplate | None = None


class _DaemonSetStatus(msgspec.Struct, rename="camel"):
    desired_number_scheduled: int | None = None
    number_ready: int | None = None


class _Taint(msgspec.Struct):
    key: str = ""
    value: str | None = None
    effect: str = ""


class _AgentNodeSpec(msgspec.Struct):
    taints: tuple[_Taint, ...] | None = None


class _Condition(msgspec.Struct):
    type: str = ""
    status: str = ""


class _AgentNodeInfo(msgspec.Struct, rename="camel"):
    os_image: str | None = None
    kernel_version: str | None = None


class _AgentNodeStatus(msgspec.Struct, rename="camel"):
    conditions: tuple[_Condition, ...] | None = None
    node_info: _AgentNodeInfo | None = None


def read_agent(subject: SettingSubject) -> NodeAgent:
    """A DaemonSet. Go writes no zero: a status without a number of ready pods has none."""
    template, status = subject.spec(_AgentSpec).template, subject.status(_DaemonSetStatus)
    pod = (template.spec if template else None) or _AgentPodSpec()
    desired = status.desired_number_scheduled
    return NodeAgent(
        images=tuple((each.name, each.image) for each in pod.containers or () if each.image),
        desired=desired,
        ready=None if desired is None else status.number_ready or 0,
        tolerations=tuple(each.read() for each in pod.tolerations or ()),
        node_selector=pairs(pod.node_selector),
    )


def read_node(subject: SettingSubject) -> NodeState:
    """A Node."""
    status, taints = subject.status(_AgentNodeStatus), subject.spec(_AgentNodeSpec).taints or ()
    info = status.node_info or _AgentNodeInfo()
    ready = {each.status for each in status.conditions or () if each.type == "Ready"}
    return NodeState(
        labels=pairs(subject.labels),
        taints=tuple(Taint(key=each.key, value=each.value or "", effect=each.effect) for each in taints),
        ready="True" in ready if ready else None,
        os_image=info.os_image or "",
        kernel=info.kernel_version or "",
    )
