"""Every scanner format against its reviewed results."""

from pathlib import Path

import golden
import pytest
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"


def cases(parser: Parser) -> list[Path]:
    """The files of a format."""
    return [path for path in sorted((_DATA / parser.name).glob("*")) if not path.name.endswith(".expected.json")]


@pytest.mark.parametrize("parser", SCANS, ids=[parser.name for parser in SCANS])
def test_reads_as_reviewed(parser: Parser) -> None:
    for path in cases(parser):
        _reads_as_reviewed(parser, path)


def _reads_as_reviewed(parser: Parser, path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    assert parser.recognizes(document), f"{path.name}: every file of the test data is recognized, `broken` and `empty` as well"
    try:
        snapshot = parser.parse(document, EVIDENCE)
    except ParseError as error:
        found: object = {"error": error.what, "where": error.where, "next": error.next_step}
    else:
        assert isinstance(snapshot, ScanSnapshot)
        assert all(len(set(result.cvss)) == len(result.cvss) for result in snapshot.results), (
            f"{path.name}: a score stands twice"
        )
        found = {
            "row": inspect.row(snapshot),
            "scanner": snapshot.scanner,
            "taken": snapshot.taken,
            "configuration": snapshot.configuration,
            "because": snapshot.not_assessed_because,
            "targets": snapshot.targets,
            "sightings": snapshot.results,
        }
    assert ("error" in found) == (path.stem == "broken"), (  # type: ignore[operator]
        f"{path.name}: `parse` refuses `broken` and no other file; a bad value costs its entry, and does not break a file"
    )
    golden.check(found, path.with_suffix(".expected.json"))


@pytest.mark.parametrize("parser", SCANS, ids=[parser.name for parser in SCANS])
def test_only_its_own_format_takes_it(parser: Parser) -> None:
    for path in cases(parser):
        document = Document(path.name, path.read_bytes())
        assert [other.name for other in SCANS if other.recognizes(document)] == [parser.name], path.name
