"""draw.io files (.drawio, .xml): pages of mxGraph cells, plain or compressed.

https://www.drawio.com/doc/faq/diagram-source-edit
"""

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import xml
from generator.parsers.diagrams import drawing, mxgraph
from generator.parsers.document import Document


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.xml_root is not None and document.xml_root.name in mxgraph.ROOTS


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    return drawing.snapshot(xml.parse(document.data), evidence, "drawio-xml")
