"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

MONITORING: tuple[Parser, ...] = (
    LateParser(
        "atopack-monitor-json",
        "monitoring.atopack_monitor_json:AtopackMonitorJson",
        "monitoring",
        Signs(json=("atopackMonitor",)),
    ),
)
