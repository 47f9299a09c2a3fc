"""draw.io files (.drawio, .xml): pages of mxGraph cells, plain or compressed.

https://www.drawio.com/doc/faq/diagram-source-edit
"""

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import xml
from generator.parsers.base import Family
from generator.parsers.diagrams import drawing, mxgraph
from generator.parsers.document import Document


class DrawioXml:
    """See `Parser`."""

    name = "drawio-xml"
    family: Family = "diagram"
    title = "draw.io (.drawio, .xml)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return document.xml_root is not None and document.xml_root.name in mxgraph.ROOTS

    def parse(self, document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
        """See `Parser.parse`."""
        return drawing.snapshot(xml.parse(document.data), evidence, self.name)
