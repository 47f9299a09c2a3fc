"""Falco's log as text: its alerts, and the messages of the program between them. See `falco_event`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import falco_event


def recognizes(document: Document) -> bool:
    if document.container is not FileContainer.TEXT:
        return False
    return falco_event.begins(document.start.lstrip()[:400].partition(b"\n")[0].decode(errors="replace"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return falco_event.read(document, evidence)
