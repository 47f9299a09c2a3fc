"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.flow_logs.aws_vpc_flow_text import AwsVpcFlowText
from generator.parsers.flow_logs.cilium_hubble_json import CiliumHubbleJson

FLOW_LOGS: tuple[Parser, ...] = (
    CiliumHubbleJson(),
    AwsVpcFlowText(),
)
