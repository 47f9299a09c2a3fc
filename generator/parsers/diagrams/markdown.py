"""Markdown documents with fenced diagrams, each a page: Mermaid, PlantUML, Graphviz and Structurizr."""

from collections.abc import Callable, Mapping

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import d2, dot, fences, mermaid, outline, plantuml, structurizr_dsl
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.outline import Drawing
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_TEXTS = (FileContainer.TEXT, FileContainer.YAML, FileContainer.XML)
"""Front matter makes a Markdown file look like YAML, a comment or picture on top like XML."""
_READ: Mapping[str, Callable[[Body, int], tuple[tuple[Drawing, ...], tuple[str, ...]]]] = {
    "mermaid": mermaid.drawn,
    "plantuml": plantuml.drawn,
    "dot": dot.drawn,
    "structurizr": structurizr_dsl.drawn,
    "d2": d2.drawn,
}


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in _TEXTS:
        return False
    data = document.data if isinstance(document.content, bytes) else document.start
    is_fenced = any(mark in data for mark in (b"```", b"~~~", b":::"))
    return is_fenced and fences.has_fences(data.decode(errors="replace"))


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. What is not understood is named beside the first page; one broken text loses no other."""
    drawings: list[Drawing] = []
    remarks: list[str] = []
    for number, body in enumerate(fences.fenced(document.text), start=1):
        try:
            pages, page_gaps = _READ[body.language](body, number)
        except ParseError as error:
            pages, page_gaps = (), (f"Not read: the {body.language} text from line {body.first_line} on: {error}.",)
        drawings += pages
        remarks += page_gaps
    return outline.snapshot(drawings, evidence, "markdown", remarks=remarks)
