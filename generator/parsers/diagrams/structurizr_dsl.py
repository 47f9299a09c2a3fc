"""Structurizr DSL files (.dsl). https://docs.structurizr.com/dsl/language

Files that include others, run scripts or load plug-ins are refused: what they draw is not in them.
"""

import re

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import fences, outline, structurizr_model, structurizr_reader, structurizr_words
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.outline import Drawing
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_HEADER = late_re(
    r"(?:\s|//[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|!\w+[ \t][^\n{]*(?:\n|$)|/\*.{0,20000}?\*/)*+workspace\b[^\n{]{0,2000}\{",
    re.I | re.S,
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.TEXT:
        return False
    return bool(_HEADER.match(document.start[:40_000].decode(errors="replace")))


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Lines that are not understood are named beside the page."""
    drawings, remarks = drawn(fences.whole(document.text, "structurizr"), 1)
    return outline.snapshot(drawings, evidence, "structurizr-dsl", remarks=remarks)


def drawn(body: Body, number: int) -> tuple[tuple[Drawing, ...], tuple[str, ...]]:  # noqa: ARG001 - as every language
    """The pages of a workspace."""
    workspace = structurizr_reader.read(structurizr_words.statements(body.text, first_line=body.first_line))
    return structurizr_model.drawings(workspace), ()
