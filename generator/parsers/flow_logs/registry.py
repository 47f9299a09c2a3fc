"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

FLOW_LOGS: tuple[Parser, ...] = (
    LateParser(
        "flow_logs.cilium_hubble_json",
        "Cilium Hubble flows (`hubble observe -o json`, the exporter's files), JSON lines",
        Signs(json=("flow", "lost_events", "node_status", "agent_event", "verdict")),
    ),
    LateParser(
        "flow_logs.aws_vpc_flow_text",
        "Amazon VPC flow logs, text with or without the line of field names",
        Signs(start=(b"srcaddr", b" eni-")),
    ),
)
