"""A cluster's runtime sensors: DaemonSets by their image or by name in system.yaml, their pods, and what keeps them off a node.

https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
"""

import re
from collections.abc import Iterable

import msgspec

from generator.checks.base import CheckContext, Judgment, named, none_found, not_collected, resources
from generator.facts.sensors import product_of
from generator.model.grouping import grouped
from generator.model.inventory import NodeObject
from generator.model.operation import SensorLog
from generator.model.posture import ObjectCitation
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.sensors import AgentPods, NodeAgent, NodeState, PodOnNode, Taint
from generator.model.system import System

DAEMON_SETS = (("apps", "DaemonSet"), ("extensions", "DaemonSet"))
NOT_KNOWN = "no sensor is known by its image or in system.yaml, and a host agent may run"
NAME_IT = "name sensors of other makers under `security-sensors` in system.yaml, or collect the console's list of agents"
_PARTS = re.compile(r"[:/]")
_FARGATE = "eks.amazonaws.com/compute-type", "fargate"
"""https://docs.aws.amazon.com/eks/latest/userguide/fargate.html: a Fargate node takes no DaemonSet."""


class RuntimeSensor(msgspec.Struct, frozen=True, kw_only=True):
    """One sensor of a cluster."""

    key: str
    """`falco/DaemonSet/falco`."""
    product: str
    agent: Setting[NodeAgent] | None
    """The DaemonSet; None where only its pods were collected."""
    pods: tuple[Setting[AgentPods], ...]

    @property
    def name(self) -> str:
        """Of the DaemonSet, without its namespace."""
        return self.key.rpartition("/")[2]

    @property
    def namespace(self) -> str:
        """Of the DaemonSet and its pods."""
        return self.key.partition("/")[0]

    @property
    def cited(self) -> tuple[ObjectCitation, ...]:
        """The DaemonSet, else its pods."""
        return (self.agent.cited,) if self.agent else tuple(each.cited for each in self.pods[:1])

    def ready_on(self, node: str) -> ObjectCitation | None:
        """The pod that runs on a node, ready."""
        return next((_cited(each, pod) for each in self.pods if (pod := each.says.ready_on(node))), None)

    def waits_on(self, node: str) -> ObjectCitation | None:
        """A pod that is on a node, and not ready."""
        return next((_cited(each, pod) for each in self.pods if (pod := each.says.waiting_on(node))), None)

    def writes(self, log: SensorLog) -> bool:
        """Is it named in the file, as its tool or by the rules of its alerts?"""
        text = " ".join((log.tool, *log.rules, *log.lost)).lower()
        return any(word in text for word in self.product.lower().split() if word not in _ANY_PRODUCT)


_ANY_PRODUCT = frozenset("agent aqua amazon microsoft cloud defender enforcer node or protection sensor workload".split())
"""Words that more than one product has in its name."""


def sensors_of(configuration: ClusterConfiguration, system: System) -> tuple[RuntimeSensor, ...]:
    """All that are known, sorted by key."""
    agents = {each.key: each for each in configuration.of(NodeAgent)}
    pods = grouped((each.key, each) for each in configuration.of(AgentPods))
    found = []
    for key in sorted({*agents, *pods}):
        images = agents[key].says.images if key in agents else pods[key][0].says.images
        product = product_of(images, key=key, system=system)
        if product:
            found.append(RuntimeSensor(key=key, product=product, agent=agents.get(key), pods=tuple(pods.get(key, ()))))
    return tuple(found)


def no_sensor(context: CheckContext, none: str) -> Judgment:
    """There is none in this cluster: `none` where DaemonSets were listed whole."""
    if any(context.complete(kind) for kind in DAEMON_SETS):
        return none_found(none)
    refused = context.refused(*resources(DAEMON_SETS[0]))
    return not_collected("security sensors, which DaemonSets show", refused=refused)


def keeps_away(sensor: RuntimeSensor, node: Setting[NodeState]) -> str | None:
    """Why it does not run on the node, in words; None where nothing known keeps it away."""
    labels = dict(node.says.labels)
    if labels.get(_FARGATE[0]) == _FARGATE[1]:
        return "a Fargate node takes no DaemonSet"
    if sensor.agent is None:
        return None
    agent = sensor.agent.says
    missing = [f"{key}={value}" for key, value in agent.node_selector if labels.get(key) != value]
    if missing:
        return f"{sensor.name} runs on nodes with {named(missing)} only"
    taints = [taint for taint in node.says.taints if taint.matters and not _tolerated(agent, taint)]
    return f"{sensor.name} does not tolerate {named([taint.shown for taint in taints])}" if taints else None


def is_about(log: SensorLog, cluster: str, nodes: Iterable[NodeObject]) -> bool:
    """Does it name a node of the cluster, by name or machine, or the cluster itself in a cloud's name of a resource?"""
    machines = {name for node in nodes for name in (node.name, (node.provider_id or "").rpartition("/")[2]) if name}
    parts = {part for about in log.about for part in _PARTS.split(about)}
    named_so = re.compile(rf"(?:^|[:/])cluster/{re.escape(cluster)}(?:$|[:/])")
    return not machines.isdisjoint(parts) or any(named_so.search(about) for about in log.about)


def _cited(agents: Setting[AgentPods], pod: PodOnNode) -> ObjectCitation:
    return ObjectCitation(
        kind="Pod",
        name=pod.pod,
        namespace=agents.namespace,
        uid=pod.uid,
        resource_version=pod.resource_version,
        taken=agents.taken,
        source=pod.source,
    )


def _tolerated(agent: NodeAgent, taint: Taint) -> bool:
    return any(each.allows(taint) for each in agent.tolerations)
