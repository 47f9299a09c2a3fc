"""Where alerts of sensors go by configuration, and which of them were collected where they arrived."""

from collections.abc import Iterator
from datetime import timedelta

from generator.checks.base import CheckContext
from generator.checks.sensors.sensor_reach import is_about
from generator.facts.sensors import PRODUCTS
from generator.model.operation import SensorLog
from generator.model.posture import ObjectCitation
from generator.model.settings.sensors import AlertOutputs

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


def arrivals(context: CheckContext) -> Iterator[SensorLog]:
    """Alerts about this cluster, of the last 30 days, that were collected where they arrived and not from the sensor itself."""
    own = {product.name for product in PRODUCTS}
    nodes = context.nodes(context.cluster)
    for log in context.facts.sensor_logs:
        recent = log.last is not None and log.last >= context.facts.as_of - _WINDOW
        if log.alerts and log.tool not in own and recent and is_about(log, context.cluster, nodes):
            yield log


def cited_log(log: SensorLog) -> ObjectCitation:
    """A file of alerts as evidence."""
    return ObjectCitation(kind="Alerts", name=log.tool, taken=log.taken, source=log.source)
