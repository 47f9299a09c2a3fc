"""A CSV report that was cut off is never a clean or whole one, wherever nothing else than a line end was lost."""

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers import registry
from generator.parsers.document import Document

_HEADER = b"Rule code,Rule,Priority,CWE,File,Line number,Status\n"
_ROW = b'OPT.JAVA.X,Injection,High,643,"src/%d.java",144,none\n'
_TABLE = _HEADER + b"".join(_ROW % number for number in range(3))
_QUOTED = b'"Plugin","Plugin Name","Family","Severity","VPR","Total","Host Total"\n'
_QUOTED_ROW = b'"%d","SSL Self-Signed Certificate","General","Medium","","14","9"\n'


@pytest.mark.parametrize("content", [_TABLE, _QUOTED + b"".join(_QUOTED_ROW % number for number in range(3))])
def test_no_cut_of_it_is_empty_and_whole(content: bytes) -> None:
    header = content.index(b"\n") + 1
    for end in range(1, len(content)):
        try:
            _, snapshot = registry.read(Document("report.csv", content[:end]), EVIDENCE)
        except ParseError:
            continue
        assert isinstance(snapshot, ScanSnapshot)
        whole = snapshot.not_assessed_because is None
        assert not whole or end >= header, end
        assert not whole or snapshot.tally.results >= content[:end].count(b"\n") - 1, end


def test_an_opening_quote_alone_is_a_row_that_is_cut_off() -> None:
    snapshot = read("report.csv", _QUOTED + _QUOTED_ROW % 1 + b'"')[1]
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (2, {"cut off": 1})


def test_a_short_row_without_a_line_end_is_cut_off_behind_a_closed_cell_too() -> None:
    rows = b"".join(_QUOTED_ROW % number for number in range(3))
    snapshot = read("report.csv", (_QUOTED + rows)[: -len(b',"9"\n')])[1]
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (3, {"cut off": 1})


def test_quotes_that_no_row_closes_are_said() -> None:
    """Of which the rest of the file would be a single cell."""
    content = _TABLE + b'OPT.JAVA.Y,Injection,High,643,src/A.java,144,"open\n' + (_ROW % 8).replace(b'"', b"") * 2
    snapshot = read("report.csv", content)[1]
    assert dict(snapshot.tally.dropped) == {"cut off": 1}
    assert "the file ends inside its last entry" in (snapshot.not_assessed_because or "")


def test_a_header_without_rows_is_whole_with_its_line_end() -> None:
    assert read("report.csv", _HEADER)[1].not_assessed_because is None
    assert "inside its header" in (read("report.csv", _HEADER.rstrip())[1].not_assessed_because or "")


def test_a_tool_that_writes_no_line_end_is_known_by_its_last_column() -> None:
    header = _HEADER.rstrip() + b",Framework"
    assert read("report.csv", header)[1].not_assessed_because is None
