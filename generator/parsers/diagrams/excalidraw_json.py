"""Excalidraw files (.excalidraw). https://docs.excalidraw.com/docs/codebase/json-schema"""

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import excalidraw_scene
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.JSON or b'"excalidraw' not in document.start:
        return False
    try:
        members = document.members
    except ParseError:
        return str(document.opening.get("type", "")).startswith("excalidraw")
    return "elements" in members and bytes(members.get("type", b"")).startswith(b'"excalidraw')


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    return excalidraw_scene.snapshot(document.data, evidence, "excalidraw-json")
