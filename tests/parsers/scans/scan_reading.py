"""Reads a scan as the command line would, for the tests of scanner formats."""

from collections.abc import Iterable
from pathlib import Path

from generator.errors import ParseError
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


def assert_adds_up(snapshot: ScanSnapshot) -> None:
    """Every entry of the file is a result, repeats one, or is counted with the reason why it is none."""
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert all(count > 0 for _, count in tally.dropped)
    assert all(sighting.identifier for sighting in snapshot.results)


def survived(parser: Parser, document: Document) -> ScanSnapshot | None:
    """What is left of a damaged file, which adds up; None where the format does not take it, or refuses it with a reason."""
    try:
        snapshot = parser.parse(document, EVIDENCE) if parser.recognizes(document) else None
    except ParseError:
        return None
    if snapshot is None:
        return None
    assert isinstance(snapshot, ScanSnapshot)
    assert_adds_up(snapshot)
    return snapshot


def named(snapshot: ScanSnapshot, identifier: str) -> list[TargetResult]:
    """All that was found under an identifier."""
    return [sighting for sighting in snapshot.results if sighting.identifier == identifier]


def by_id(snapshot: ScanSnapshot) -> dict[str, TargetResult]:
    """What was found, by its identifier."""
    return {sighting.identifier: sighting for sighting in snapshot.results}
