"""Reads a scan as the command line would, for the tests of scanner formats."""

from collections.abc import Iterable
from pathlib import Path

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetResult
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

EVIDENCE = EvidenceFile(path="evidence/scans/report.json", sha256="ab" * 32, size=1, media_type="application/json")
"""A file nobody dated."""
_DATA = Path(__file__).parent / "testdata"


def read(name: str, raw: bytes) -> tuple[str, ScanSnapshot]:
    """Recognise and read one scan, with the name of the format that took it; `StopIteration` where none does."""
    document = Document(name, raw)
    parser = next(parser for parser in SCANS if parser.recognizes(document))
    snapshot = parser.parse(document, EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return parser.name, snapshot


def snapshot_of(member: str, name: str = "many.json") -> ScanSnapshot:
    """What the test data of a format says, which no other format takes."""
    taker, snapshot = read(name, (_DATA / member / name).read_bytes())
    assert taker == member
    return snapshot


def read_by(members: Iterable[Parser], document: Document) -> None:
    """Reads it with each of these formats that takes it."""
    for parser in members:
        if parser.recognizes(document):
            parser.parse(document, EVIDENCE)


def named(snapshot: ScanSnapshot, identifier: str) -> list[TargetResult]:
    """All that was found under an identifier."""
    return [sighting for sighting in snapshot.results if sighting.identifier == identifier]


def by_id(snapshot: ScanSnapshot) -> dict[str, TargetResult]:
    """What was found, by its identifier."""
    return {sighting.identifier: sighting for sighting in snapshot.results}
