"""Falco's log as text: its alerts, and the messages of the program between them. See `falco_log`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Container, Document
from generator.parsers.scans import falco_log


def recognizes(document: Document) -> bool:
    if document.container is not Container.TEXT:
        return False
    return falco_log.begins(document.start.lstrip()[:400].partition(b"\n")[0].decode(errors="replace"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return falco_log.read(document, evidence)
