"""A row of a CSV report with more cells than the header costs that row, which is counted and stated, and not the file."""

from pathlib import Path

import pytest
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.scans.whole_rows import SHIFTED_ROW

_DATA = Path(__file__).parent / "testdata"
_FORMATS = sorted(
    path.parent.name for path in _DATA.glob("*-csv/one.csv") if path.parent.name not in {"blackduck-csv", "qualys-csv"}
)


def _with_shifted(name: str, times: int) -> tuple[bytes, int]:
    """The report with a row `times` over that has more cells than any header, and the line where the first of them stands."""
    raw = (_DATA / name / "one.csv").read_bytes().rstrip(b"\r\n")
    delimiter = max((b",", b";", b"\t"), key=raw.count)
    return raw + b"\n" + (delimiter.join([b"x"] * 200) + b"\n") * times, raw.count(b"\n") + 2


@pytest.mark.parametrize("name", _FORMATS)
def test_costs_the_row_and_not_the_file(name: str) -> None:
    whole = read("one.csv", (_DATA / name / "one.csv").read_bytes())[1]
    content, line = _with_shifted(name, 1)
    taken_by, snapshot = read("one.csv", content)
    assert taken_by == name
    assert snapshot.results == whole.results
    assert snapshot.tally.results == whole.tally.results + 1
    assert dict(snapshot.tally.dropped) == {**dict(whole.tally.dropped), SHIFTED_ROW: 1}
    stated = f"1 row of the report has more cells than the header, the first at line {line}, and is left out"
    assert stated in (snapshot.not_assessed_because or "")


def test_states_how_many_there_are() -> None:
    row = b"CVE-2026-50001,LOW,Open\n"
    header = b"Name,CVSSSeverity,FindingStatus,DetailedName,AssetName\n"
    shifted = b"CVE-2026-50002,LOW,Open,a,b,c\n"
    snapshot = read("wiz.csv", header + row * 3 + shifted + row + shifted)[1]
    assert dict(snapshot.tally.dropped) == {SHIFTED_ROW: 2}
    assert snapshot.tally.results == 6
    assert snapshot.not_assessed_because == (
        "2 rows of the report have more cells than the header, the first at line 5, and are left out"
    )


def test_more_shifted_rows_than_whole_ones_are_another_table() -> None:
    content, line = _with_shifted("wiz-csv", 2)
    with pytest.raises(ParseError, match="its cells are shifted") as caught:
        read("one.csv", content)
    assert caught.value.where == f"line {line}"


def test_cells_beyond_the_header_that_hold_nothing_shift_nothing() -> None:
    raw = (_DATA / "wiz-csv" / "one.csv").read_bytes().rstrip(b"\r\n")
    snapshot = read("one.csv", raw + b",, ,\n")[1]
    assert (snapshot.tally.dropped, snapshot.not_assessed_because) == ((), None)
