"""Falco's log as text: its alerts, and the messages of the program between them. See `falco_log`."""

from dataclasses import dataclass

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Container, Document
from generator.parsers.scans import falco_log


@dataclass(frozen=True, slots=True)
class FalcoText:
    """See `Parser`."""

    name: str = "falco-text"
    family: Family = "scan"
    title: str = "Falco log (text lines)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container is not Container.TEXT:
            return False
        return falco_log.begins(document.start.lstrip()[:400].partition(b"\n")[0].decode(errors="replace"))

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return falco_log.read(document, evidence)
