"""Falco's alerts as JSON: one a line (`json_output: true`), in a list, or a single one; from Falcosidekick, too."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import falco_event, outline
from generator.parsers.scans.falco_event import FalcoEvent

_KEYS = {"output", "priority", "rule", "time"}


def recognizes(document: Document) -> bool:
    return set(document.members or document.first_members) >= _KEYS


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if document.container is FileContainer.JSON_LINES:
        return falco_event.read(document, evidence)
    reader = falco_event.AlertReader(evidence)
    for place, event in outline.records(document, FalcoEvent):
        reader.add(event, place)
    return reader.finish()
