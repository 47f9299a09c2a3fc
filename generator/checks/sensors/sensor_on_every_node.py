"""A runtime sensor on every node, node by node."""

from collections.abc import Iterator, Sequence

from generator.checks.base import NODE, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import nodes
from generator.checks.sensors.sensor_reach import DAEMON_SETS, NAME_IT, NOT_KNOWN, RuntimeSensor, keeps_away, sensors_of
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.sensors import NodeState
from generator.model.verdict_makers import fails, passes, unknown

_ALL = "the nodes of the cluster"
_READY = "A ready pod does not show that the sensor's driver is loaded and sees system calls."

_REQUIREMENT = PostureRequirement(
    id="sensor-on-every-node",
    area="Security sensors",
    title="A runtime sensor watches every node",
    problem="Node without a runtime sensor",
    asks="Does a runtime sensor run, ready, on every node of the cluster?",
    rationale="Containers on a node without a sensor run unobserved; sensors that are used belong wherever containers run.",
    fix="Let the sensor's DaemonSet tolerate every taint and choose every node; repair the nodes on which it is not ready.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors",
    controls=mapped(article="SI-7 CM-6", nist="SI-4"),
    subjects=("node", "nodes"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the Node objects. A DaemonSet that reports fewer ready pods than it wants, where no pod says on which
    node that is, is a subject of its own: the shortfall is known, the node is not.
    """
    sensors, nodes = sensors_of(context.configuration, context.system), context.of(NodeState)
    if nodes:
        notes = (_READY,) if sensors else ()
        return judged((*_nodes(context, sensors, nodes), *_short(sensors)), notes=notes)
    if sensors:
        cited = tuple(cited for sensor in sensors for cited in sensor.cited)
        manifest = not context.configuration.running
        reason = "only a manifest of the sensor was collected" if manifest else "the nodes were not collected"
        return judged((unknown(_ALL, reason, *cited, next_step="collect the nodes and the sensor's pods"), *_short(sensors)))
    refusing = (NODE, DAEMON_SETS[0])
    return context.absent("The cluster has no nodes.", "nodes, DaemonSets and their pods", NODE, refusing=refusing)


def cluster_nodes(context: CheckContext) -> tuple[JudgedSubject, ...]:
    """The verdicts of one cluster, for what asks of the cluster as a whole."""
    return _judge(context).subjects


def _nodes(
    context: CheckContext, sensors: Sequence[RuntimeSensor], nodes: Sequence[Setting[NodeState]]
) -> Iterator[JudgedSubject]:
    full = {sensor.key: _reached(context, sensor, nodes) for sensor in sensors}
    for node in nodes:
        yield _node(context, node, sensors, full)


def _node(
    context: CheckContext, node: Setting[NodeState], sensors: Sequence[RuntimeSensor], full: dict[str, frozenset[str]]
) -> JudgedSubject:
    if not sensors:
        return unknown(node.key, NOT_KNOWN, node.cited, next_step=NAME_IT)
    for sensor in sensors:
        pod = sensor.ready_on(node.name)
        if pod:
            certainty = context.certainty_of(pod)
            return passes(node.key, pod, node.cited, certainty=certainty, reason=f"{sensor.product} is ready there")
    return _without_ready_pod(context, node, sensors, full)


def _without_ready_pod(
    context: CheckContext, node: Setting[NodeState], sensors: Sequence[RuntimeSensor], full: dict[str, frozenset[str]]
) -> JudgedSubject:
    products, certainty = [sensor.product for sensor in sensors], context.certainty_of(node)
    cited = (node.cited, *(cited for sensor in sensors for cited in sensor.cited))
    counting = [sensor for sensor in sensors if node.name in full[sensor.key] and not sensor.waits_on(node.name)]
    if counting:
        return passes(node.key, *cited, certainty=Certainty.REPORTED, reason="the DaemonSet counts a ready pod for each node")
    waiting = [(sensor.product, pod) for sensor in sensors if (pod := sensor.waits_on(node.name))]
    if waiting:
        cited, products = (node.cited, *(pod for _, pod in waiting)), [product for product, _ in waiting]
        return fails(node.key, f"runs {named(products)}, which is not ready there", *cited, certainty=certainty)
    away = [keeps_away(sensor, node) for sensor in sensors]
    if all(away):
        text = f"has no sensor: {named(sorted({reason for reason in away if reason}))}"
        return fails(node.key, text, *cited, certainty=certainty)
    if all(sensor.pods and context.pods_listed(sensor.namespace) for sensor in sensors):
        return fails(node.key, f"has no pod of {named(products)}", *cited, certainty=certainty)
    return unknown(node.key, "the sensor's pods, which say on which nodes it is ready, were not collected", *cited)


def _reached(context: CheckContext, sensor: RuntimeSensor, nodes: Sequence[Setting[NodeState]]) -> frozenset[str]:
    """Nodes of which the counts in the DaemonSet's status say that each has a ready pod; none where they do not add up."""
    says, reached = (
        sensor.agent.says if sensor.agent else None,
        [node.name for node in nodes if keeps_away(sensor, node) is None],
    )
    whole = context.complete(NODE) and says is not None and says.desired == says.ready == len(reached)
    return frozenset(reached) if whole else frozenset()


def _short(sensors: Sequence[RuntimeSensor]) -> Iterator[JudgedSubject]:
    for sensor in sensors:
        agent = sensor.agent
        if agent is None or sensor.pods or agent.says.desired is None or (agent.says.ready or 0) >= agent.says.desired:
            continue
        text = f"is ready on {agent.says.ready or 0} of the {agent.says.desired} nodes on which it should run"
        yield fails(sensor.key, text, agent.cited, certainty=Certainty.REPORTED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=nodes, per_cluster=True, kubernetes=True)
