"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

MONITORING: tuple[Parser, ...] = (
    LateParser(
        "monitoring.atopack_monitor_json",
        "Record of a run of the registry monitor, as `atopack monitor` writes it (JSON)",
        Signs(json=("atopackMonitor",)),
    ),
)
