"""PNG pictures that draw.io exported with a copy of the drawing: a text chunk `mxfile` holds it, URL-encoded.

https://www.drawio.com/doc/faq/export-diagram
"""

import urllib.parse

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import xml
from generator.parsers.diagrams import drawing, mxgraph, png
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return carries(document)


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    for name in mxgraph.ROOTS:
        text = png.embedded(document.raw, name)
        if text is not None:
            return drawing.snapshot(xml.parse(urllib.parse.unquote(text).encode()), evidence, "drawio-png")
    raise ParseError("the picture holds no copy of the drawing", next_step="export it from draw.io with a copy of it")


def carries(document: Document) -> bool:
    """Does a PNG picture say that it has a drawing?"""
    return document.container is FileContainer.PNG and any(png.carries(document.raw, name) for name in mxgraph.ROOTS)
