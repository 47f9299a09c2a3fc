"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.diagrams.drawio_png import DrawioPng
from generator.parsers.diagrams.drawio_svg import DrawioSvg
from generator.parsers.diagrams.drawio_xml import DrawioXml
from generator.parsers.diagrams.mermaid_flowchart import MermaidFlowchart
from generator.parsers.diagrams.picture import Picture

DIAGRAMS: tuple[Parser, ...] = (DrawioXml(), DrawioPng(), DrawioSvg(), MermaidFlowchart(), Picture())
