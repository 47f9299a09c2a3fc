"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

FLOW_LOGS: tuple[Parser, ...] = (
    LateParser(
        "cilium-hubble-json",
        "flow_logs.cilium_hubble_json:CiliumHubbleJson",
        "flow",
        Signs(json=("flow", "lost_events", "node_status", "agent_event", "verdict")),
    ),
    LateParser("aws-vpc-flow-text", "flow_logs.aws_vpc_flow_text:AwsVpcFlowText", "flow", Signs(start=(b"srcaddr", b" eni-"))),
)
