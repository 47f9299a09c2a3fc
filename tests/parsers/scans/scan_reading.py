"""Reads a scan as the command line would, for the tests of scanner formats."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

EVIDENCE = EvidenceFile(path="evidence/scans/report.json", sha256="ab" * 32, size=1, media_type="application/json")
"""A file nobody dated."""


def read(name: str, raw: bytes) -> tuple[str, ScanSnapshot]:
    """Recognise and read one scan, with the name of the format that took it; `StopIteration` where none does."""
    document = Document(name, raw)
    parser = next(parser for parser in SCANS if parser.recognizes(document))
    snapshot = parser.parse(document, EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return parser.name, snapshot
