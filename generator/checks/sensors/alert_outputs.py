"""Where alerts of sensors go by configuration, and which of them were collected where they arrived."""

from collections.abc import Iterator
from datetime import timedelta

from generator.checks.base import CheckContext, named
from generator.checks.sensors.sensor_reach import RuntimeSensor, is_about
from generator.facts.sensors import PRODUCTS
from generator.model.operation import SensorLog
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation
from generator.model.settings.sensors import AlertOutputs
from generator.model.verdict_makers import passes
from generator.text import counted

FALCO, SIDEKICK, LOCAL = "Falco", "Falcosidekick", "syslog"
"""Falco's own syslog channel is the local one, inside its container or on its node."""
OPEN = {
    "grpc": "who asks for the alerts that Falco offers over gRPC was not collected",
    "program": "what the program that Falco starts does with alerts was not collected",
}
COLLECT = "collect a finding or log line from where the alerts go, with the node or cluster that it is about"
_STAYS = frozenset(
    {"stdout", "file", "null", "counter", "console", "blackhole", "debug", "logging", "nop", "prometheus_exporter"}
)
_WINDOW = timedelta(days=30)


def leaving(says: AlertOutputs) -> Iterator[str]:
    """Targets off the node. Falcosidekick is no destination of Falco's: what it sends on is."""
    for target in says.targets:
        if target in _STAYS or target in OPEN or (says.program, target) in ((FALCO, LOCAL), (FALCO, SIDEKICK)):
            continue
        yield target


def arrived(context: CheckContext, sensor: RuntimeSensor, name: str, how: str) -> JudgedSubject | None:
    """That alerts of the sensor arrived, where some did; `how` leads to where."""
    logs = [log for log in _arrivals(context) if sensor.writes(log)]
    if not logs:
        return None
    reason = f"{counted(sum(log.alerts for log in logs), 'alert')} {how} {named(sorted({log.tool for log in logs}))}"
    return passes(name, *sensor.cited, *map(_cited, logs), certainty=Certainty.REPORTED, reason=reason)


def _arrivals(context: CheckContext) -> Iterator[SensorLog]:
    """Alerts about this cluster, of the last 30 days, that were collected where they arrived and not from the sensor itself."""
    own = {product.name for product in PRODUCTS}
    nodes = context.nodes(context.cluster)
    for log in context.facts.sensor_logs:
        recent = log.last is not None and log.last >= context.facts.as_of - _WINDOW
        if log.alerts and log.tool not in own and recent and is_about(log, context.cluster, nodes):
            yield log


def _cited(log: SensorLog) -> ObjectCitation:
    """A file of alerts as evidence."""
    return ObjectCitation(kind="Alerts", name=log.tool, taken=log.taken, source=log.source)
