"""SVG pictures that draw.io exported with a copy of the drawing: the root element's `content` attribute holds it.

https://www.drawio.com/doc/faq/export-diagram
"""

import urllib.parse

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import xml
from generator.parsers.diagrams import drawing, mxgraph
from generator.parsers.document import Document


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return carries(document)


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    text = _content(document)
    if not text:
        raise ParseError("the picture holds no copy of the drawing", next_step="export it from draw.io with a copy of it")
    return drawing.snapshot(xml.parse(text.encode()), evidence, "drawio-svg")


def carries(document: Document) -> bool:
    """Does an SVG picture have a drawing?"""
    return document.xml_root is not None and document.xml_root.name == "svg" and bool(_content(document))


def _content(document: Document) -> str:
    root = document.xml_root
    text = dict(root.attributes).get("content", "").strip() if root is not None else ""
    text = urllib.parse.unquote(text) if text[:3].upper() == "%3C" else text
    return text if text.startswith(tuple(f"<{name}" for name in mxgraph.ROOTS)) else ""
