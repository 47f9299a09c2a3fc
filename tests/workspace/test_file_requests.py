"""Who sends which file by when: due days, and what closes a request."""

from datetime import date

import pytest

from generator.errors import ConfigError
from generator.workspace.file_requests import RequestedFile, RequestPeriod, read_file_requests, request_states

DUE = date(2026, 12, 5)
SCANS = "evidence/scans/*.nessus"


def requested(each: RequestPeriod | None = RequestPeriod.MONTH, due: date = DUE) -> RequestedFile:
    return RequestedFile(file=SCANS, person="Kwame Boateng", due=due, each=each, note="", line=1)


@pytest.mark.parametrize(
    ("collected", "each", "expected"),
    [
        (None, RequestPeriod.MONTH, DUE),
        (date(2026, 11, 5), RequestPeriod.MONTH, DUE),
        (date(2026, 11, 6), RequestPeriod.MONTH, date(2027, 1, 5)),
        (date(2026, 12, 7), RequestPeriod.MONTH, date(2027, 2, 5)),
        (date(2026, 12, 5), RequestPeriod.MONTH, date(2027, 1, 5)),
        (date(2027, 3, 5), RequestPeriod.MONTH, date(2027, 4, 5)),
        (date(2026, 9, 6), RequestPeriod.QUARTER, date(2027, 3, 5)),
        (date(2025, 12, 5), RequestPeriod.YEAR, DUE),
        (date(2025, 12, 6), RequestPeriod.YEAR, date(2027, 12, 5)),
    ],
)
def test_the_day_that_no_file_serves_yet(collected: date | None, each: RequestPeriod, expected: date) -> None:
    files = {"evidence/scans/a.nessus": collected, "evidence/scans/a.json": date(2030, 1, 1)}
    (state,) = request_states((requested(each),), files)
    assert (state.expected, state.collected, state.newest) == (expected, collected, "evidence/scans/a.nessus")


def test_the_newest_file_counts_and_an_undated_one_does_not() -> None:
    files = {"evidence/scans/z.nessus": None, "evidence/scans/a.nessus": date(2026, 11, 8)}
    (state,) = request_states((requested(),), files)
    assert (state.newest, state.expected) == ("evidence/scans/a.nessus", date(2027, 1, 5))


def test_the_last_day_of_short_months() -> None:
    (state,) = request_states((requested(due=date(2026, 1, 31)),), {"evidence/scans/a.nessus": date(2026, 2, 28)})
    assert state.expected == date(2026, 3, 31)


def test_once_is_closed_by_any_file_that_fits() -> None:
    assert [request_states((requested(None),), files)[0].expected for files in ({}, {"evidence/scans/a.nessus": None})] == [
        DUE,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- {file: ' ', from: A, due: 2026-12-01}", 1, "nothing is said"),
        ("- {file: a, from: '', due: 2026-12-01}", 1, "nothing is said"),
        ("- {file: ../a, from: A, due: 2026-12-01}", 1, "outside of the workspace"),
        ("- {file: a, from: A, due: 0001-12-01}", 1, "far off"),
        ("- {file: b, from: A, due: 2026-12-01}\n- {file: /etc/a, from: A, due: 2026-12-01}", 2, "outside"),
    ],
)
def test_what_is_refused(text: str, line: int, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as refused:
        read_file_requests(text)
    assert f"line {line}" in (refused.value.where or "")


def test_no_file_and_an_empty_file() -> None:
    assert read_file_requests(None) == read_file_requests("# nothing\n") == ()
