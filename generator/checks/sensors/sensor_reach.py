"""On which nodes a cluster's sensors run: what keeps a DaemonSet away, and how many are ready."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts.sensors import product_of
from generator.model.posture import Problem
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.sensors import NodeAgent, NodeState, Taint
from generator.model.system import System
from generator.posture.base import named
from generator.text import counted

DAEMON_SETS = (("apps", "DaemonSet"), ("extensions", "DaemonSet"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The sensors of a cluster, and its nodes."""

    sensors: tuple[tuple[Setting[NodeAgent], str], ...]
    """(DaemonSet, product)."""
    nodes: tuple[Setting[NodeState], ...]

    @classmethod
    def of(cls, configuration: ClusterConfiguration, system: System) -> "Reach":
        """As the cluster's configuration says it."""
        agents = ((agent, product_of(agent.says.images, key=agent.key, system=system)) for agent in configuration.of(NodeAgent))
        recognized = tuple((agent, product) for agent, product in agents if product)
        return cls(sensors=recognized, nodes=configuration.of(NodeState))

    @property
    def objects(self) -> tuple[Setting[NodeAgent], ...]:
        """The DaemonSets."""
        return tuple(setting for setting, _ in self.sensors)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Nodes without a sensor, and sensors that are not ready everywhere."""
        short = [problem for sensor, _ in self.sensors for problem in self._short(sensor)]
        return (*short, *self._without())

    @property
    def held(self) -> tuple[int, int]:
        """On how many of how many nodes a sensor runs, as far as it is known; of one that is only declared, as declared."""
        wanted = [setting.says.desired for setting in self.objects if setting.says.desired is not None]
        ready = [setting.says.ready or 0 for setting in self.objects if setting.says.desired is not None]
        total = len(self.nodes) or max(wanted, default=1)
        return max(ready, default=total), total

    @property
    def summary(self) -> str:
        """`Falco (falco/DaemonSet/falco) is ready on 3 of 3 nodes`."""
        parts = [f"{product} ({sensor.key}) {self._ready(sensor)}" for sensor, product in self.sensors]
        return named(parts)

    def _ready(self, sensor: Setting[NodeAgent]) -> str:
        if sensor.says.desired is None:
            return "is declared"
        total = len(self.nodes) or sensor.says.desired
        return f"is ready on {sensor.says.ready} of {counted(total, 'node')}"

    def _short(self, sensor: Setting[NodeAgent]) -> Iterator[Problem]:
        says, reached = sensor.says, [node for node in self.nodes if keeps_away(sensor, node) is None]
        if says.desired is None:
            return
        if (says.ready or 0) < says.desired:
            yield _problem(sensor, f"is ready on {says.ready or 0} of the {says.desired} nodes on which it should run")
        if says.desired < len(reached):
            why = ": its node affinity keeps it off the rest" if says.chooses_nodes else ""
            yield _problem(sensor, f"is wanted on {says.desired} of the {len(reached)} nodes that would take it{why}")

    def _without(self) -> Iterator[Problem]:
        for node in self.nodes:
            reasons = [keeps_away(sensor, node) for sensor, _ in self.sensors]
            if reasons and all(reasons):
                text = f"has no sensor: {named(sorted({reason for reason in reasons if reason}))}"
                yield Problem(
                    subject=node.key, text=text, citations=(node.cited, *(setting.cited for setting, _ in self.sensors))
                )


def keeps_away(sensor: Setting[NodeAgent], node: Setting[NodeState]) -> str | None:
    """Why the sensor does not run on the node, in words; None where nothing known keeps it away."""
    labels = dict(node.says.labels)
    missing = [f"{key}={value}" for key, value in sensor.says.node_selector if labels.get(key) != value]
    if missing:
        return f"{sensor.name} runs on nodes with {named(missing)} only"
    taints = [taint for taint in node.says.taints if taint.matters and not _tolerated(sensor.says, taint)]
    return f"{sensor.name} does not tolerate {named([taint.shown for taint in taints])}" if taints else None


def _tolerated(agent: NodeAgent, taint: Taint) -> bool:
    return any(each.allows(taint) for each in agent.tolerations)


def _problem(sensor: Setting[NodeAgent], text: str) -> Problem:
    return Problem(subject=sensor.key, text=text, citations=(sensor.cited,))
