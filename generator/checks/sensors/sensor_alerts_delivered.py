"""Where a sensor's alerts go, and whether one was collected where it arrived."""

from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import sensors
from generator.checks.sensors.alert_outputs import COLLECT, FALCO, OPEN, SIDEKICK, arrived, leaving
from generator.checks.sensors.sensor_reach import DAEMON_SETS, RuntimeSensor, no_sensor, sensors_of
from generator.model.posture import JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs, NodeAgent
from generator.model.verdict_makers import fails, unknown

_CONFIG_MAP = ("", "ConfigMap")
_SHIPPERS = ("fluent", "vector", "otel", "opentelemetry", "promtail", "alloy", "filebeat", "logstash", "cloudwatch", "splunk")
"""Words in images of programs that read the logs of a node."""

_REQUIREMENT = PostureRequirement(
    id="sensor-alerts-delivered",
    area="Security sensors",
    title="Alerts of sensors are forwarded from the node",
    problem="Sensor alerts not forwarded from the node",
    asks="Do the alerts of the sensors leave the node for a place where people look, and did one arrive?",
    rationale="An alert without a recipient has no effect.",
    fix="Send the alerts to the monitoring system (Falcosidekick, a log shipper), and collect one that arrived.",
    reference="NIST SP 800-53 Rev. 5, SI-4(5) and AU-6",
    controls=mapped(nist="SI-4 AU-6", ours="IR-4"),
    subjects=("sensor", "sensors"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the sensors of the cluster. An output that is configured is a way, and not an arrival."""
    sensors = sensors_of(context.configuration, context.system)
    if sensors:
        return judged(_sensor(context, each) for each in sensors)
    return no_sensor(context, "No security sensor is known in this cluster by its image or in system.yaml.")


def _sensor(context: CheckContext, sensor: RuntimeSensor) -> JudgedSubject:
    delivered = arrived(context, sensor, sensor.key, "arrived in")
    if delivered is not None:
        return delivered
    outputs = context.of(AlertOutputs)
    own = [each for each in outputs if each.says.program in (FALCO, SIDEKICK)] if sensor.product == FALCO else []
    shippers = [each for each in outputs if each.says.program not in (FALCO, SIDEKICK)]
    ways = sorted({f"{each.says.program}: {target}" for each in (*own, *shippers) for target in leaving(each.says)})
    cited = (*sensor.cited, *(each.cited for each in (*own, *shippers)))
    if ways:
        text = f"an output is configured ({named(ways)}) but no alert was collected where it should arrive"
        return unknown(sensor.key, text, *cited, next_step=COLLECT)
    if not own:
        return unknown(
            sensor.key, "its outputs are set in a console or Secret, or were not collected", *cited, next_step=COLLECT
        )
    return _stays(context, sensor, own, cited)


def _stays(
    context: CheckContext, sensor: RuntimeSensor, own: Sequence[Setting[AlertOutputs]], cited: Sequence[ObjectCitation]
) -> JudgedSubject:
    """None of its own outputs is known to lead off the node. That nothing ships them takes whole lists to say."""
    elsewhere = next(_elsewhere([each.says for each in own]), "")
    if elsewhere:
        return unknown(sensor.key, elsewhere, *cited, next_step=COLLECT)
    targets = sorted({target for each in own for target in each.says.targets})
    shown = f"sends to {named(targets)} only" if targets else "has no output switched on"
    shipping = _shippers(context)
    if targets and shipping:
        text = f"it {shown}, and where {named(shipping)} sends the logs of nodes was not collected"
        return unknown(sensor.key, text, *cited, next_step=COLLECT)
    if targets and not (context.complete(_CONFIG_MAP) and any(context.complete(kind) for kind in DAEMON_SETS)):
        return unknown(sensor.key, f"it {shown}, and what ships the logs of nodes was not collected", *cited, next_step=COLLECT)
    text = f"{shown}, and nothing that was collected ships that off the node" if targets else shown
    return fails(sensor.key, text, *cited, certainty=context.certainty_of_all(own))


def _elsewhere(outputs: Sequence[AlertOutputs]) -> Iterator[str]:
    """What would have to be known to say that nothing leaves."""
    sidekicks = [each for each in outputs if each.program == SIDEKICK]
    targets = {target for each in outputs for target in each.targets}
    if any(each.more_elsewhere for each in sidekicks):
        yield "outputs are set in a console or Secret: those of Falcosidekick"
    elif not sidekicks and SIDEKICK in targets:
        yield "the Deployment of Falcosidekick, to which Falco sends, was not collected"
    yield from (what for target, what in OPEN.items() if target in targets)


def _shippers(context: CheckContext) -> list[str]:
    """DaemonSets that read logs, by their images, of which no output is known."""
    known = {each.namespace for each in context.of(AlertOutputs) if each.says.program not in (FALCO, SIDEKICK)}
    agents = (each for each in context.of(NodeAgent) if each.namespace not in known)
    return [each.key for each in agents if any(word in image for _, image in each.says.images for word in _SHIPPERS)]


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=sensors, per_cluster=True, kubernetes=True)
