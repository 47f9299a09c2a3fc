"""What sensors report as missed, and what they are configured to do then."""

from collections.abc import Sequence

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import sensors
from generator.checks.sensors.sensor_reach import DAEMON_SETS, RuntimeSensor, is_about, sensors_of
from generator.facts.sensors import PRODUCTS
from generator.model.inventory import NodeObject
from generator.model.operation import SensorLog
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.sensors import AlertOutputs
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted

_TELLS = frozenset({"alert", "log", "exit"})
_DAYS = 2
"""From the day of the oldest alert to that of the newest: at least 24 hours lie between."""

_REQUIREMENT = PostureRequirement(
    id="sensor-losses",
    area="Security sensors",
    title="Sensors do not lose events",
    problem="Sensor lost events",
    asks="Do the sensors' own logs say that they dropped events, and do they report it when they do?",
    rationale="What a sensor dropped it did not see: its silence over that time proves nothing.",
    fix="Give the sensor a larger buffer or fewer system calls to watch, and let it alert when it drops events.",
    reference="https://falco.org/docs/event-sources/kernel/dropped-events",
    controls=mapped(nist="SI-4 AU-5", article="SI-7"),
    subjects=("sensor", "sensors"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the sensors of all clusters. A log with losses that names no node of a cluster is a subject of its own:
    some sensor lost events, and the log does not say which.
    """
    several = len(context.facts.configurations) > 1
    logs = [log for log in context.facts.sensor_logs if log.tool in {product.name for product in PRODUCTS}]
    subjects: list[JudgedSubject] = []
    placed: set[SensorLog] = set()
    for configuration in context.facts.configurations:
        nodes = context.nodes(configuration.cluster)
        for sensor in sensors_of(configuration, context.system):
            own = [log for log in logs if sensor.writes(log) and is_about(log, configuration.cluster, nodes)]
            placed.update(own)
            name = f"{configuration.cluster}/{sensor.key}" if several else sensor.key
            subjects.append(_sensor(context, name, sensor, _Seen(configuration, tuple(own), nodes)))
    subjects += [_lost(log) for log in logs if log.losses and log not in placed]
    if subjects:
        return judged(subjects)
    if any(kind in each.complete for each in context.facts.configurations for kind in DAEMON_SETS):
        return none_found("No security sensor is known in any cluster by its image or in system.yaml.")
    return not_collected(context.words.sensors)


class _Seen(msgspec.Struct, frozen=True):
    """What was collected of one sensor."""

    configuration: ClusterConfiguration
    logs: tuple[SensorLog, ...]
    nodes: Sequence[NodeObject]

    @property
    def covers_all(self) -> bool:
        """Do alerts name every node, over at least 24 hours? A file of alerts says no more of the time that it covers."""
        about = {each for log in self.logs for each in log.about}
        first = min((log.first for log in self.logs if log.first), default=None)
        last = max((log.taken.date() for log in self.logs if log.taken), default=None)
        names = {node.name for node in self.nodes}
        return bool(names) and names <= about and first is not None and last is not None and (last - first).days >= _DAYS


def _sensor(context: CheckContext, name: str, sensor: RuntimeSensor, seen: _Seen) -> JudgedSubject:
    logs = seen.logs
    outputs = [each for each in seen.configuration.of(AlertOutputs) if each.says.program == sensor.product]
    on_loss = [each for each in outputs if each.says.on_loss is not None]
    silent = [each for each in on_loss if not _TELLS & set(each.says.on_loss or ())]
    losing = [log for log in logs if log.losses]
    cited = (*sensor.cited, *(_cited(log) for log in logs), *(each.cited for each in on_loss))
    if losing:
        return fails(name, _text(losing), *cited, certainty=Certainty.REPORTED)
    if silent:
        text = "sends no alert when the sensor loses events (`syscall_event_drops.actions`)"
        return fails(name, text, *cited, certainty=context.certainty_of_all(silent))
    if not logs:
        return unknown(name, "no log of this sensor was collected", *cited)
    if not seen.covers_all:
        return unknown(name, "the log covers only part of the nodes or hours", *cited)
    if not on_loss:
        return unknown(name, "what it does when it loses events was not collected", *cited)
    return passes(name, *cited, certainty=Certainty.REPORTED, reason="no loss in the logs of all nodes")


def _lost(log: SensorLog) -> JudgedSubject:
    return fails(log.source.path, _text((log,)), _cited(log), certainty=Certainty.REPORTED)


def _text(logs: Sequence[SensorLog]) -> str:
    number = sum(log.losses for log in logs)
    return f"reports {counted(number, 'loss', 'losses')}: {named(sorted({each for log in logs for each in log.lost}))}"


def _cited(log: SensorLog) -> ObjectCitation:
    return ObjectCitation(kind="SensorLog", name=log.tool, taken=log.taken, source=log.source)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=sensors)
