"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.monitoring.atopack_monitor_json import AtopackMonitorJson

MONITORING: tuple[Parser, ...] = (AtopackMonitorJson(),)
