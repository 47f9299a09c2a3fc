"""Dates as Tenable and Qualys write them for people."""

from datetime import UTC, date, datetime

import pytest

from generator.parsers.scans.dates_spelled import is_day_first, slashed_day, slashed_moment, spelled_day, spelled_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04 Feb 2026 10:00AM GMT-0500", datetime(2026, 2, 4, 15, tzinfo=UTC)),
        ("12 Mar 2026 04:42PM GMT", datetime(2026, 3, 12, 16, 42, tzinfo=UTC)),
        ("12 Mar 2026 12:42AM GMT+0200", datetime(2026, 3, 11, 22, 42, tzinfo=UTC)),
        ("Feb 03, 2026 07:00 PM", datetime(2026, 2, 3, 19, tzinfo=UTC)),
        ("Jan 5, 2026 10:24:08 MST", datetime(2026, 1, 5, 17, 24, 8, tzinfo=UTC)),
        ("Oct 17, 2026 17:24:54 UTC", datetime(2026, 10, 17, 17, 24, 54, tzinfo=UTC)),
        ("Tue Jun 25 10:39:42 2026", datetime(2026, 6, 25, 10, 39, 42, tzinfo=UTC)),
        ("Tue Jun  2 10:39:42 2026", datetime(2026, 6, 2, 10, 39, 42, tzinfo=UTC)),
        ("September 2, 2026", datetime(2026, 9, 2, tzinfo=UTC)),
        ("Jan 5, 2026 25:24:08", None),
        ("Jan 5, 2026 10:24:08 GMT+9900", datetime(2026, 1, 5, 10, 24, 8, tzinfo=UTC)),
        ("Feb 30, 2026", None),
        ("Nix 3, 2026", None),
        ("Jan 5", None),
        ("N/A", None),
        ("", None),
        ("Jan 5, 2026" + " " * 100_000 + "x", None),
    ],
)
def test_spelled(text: str, expected: datetime | None) -> None:
    assert spelled_moment(text) == expected


def test_the_day_is_as_written() -> None:
    assert spelled_day("Jan 5, 2026 23:24:08 PST") == date(2026, 1, 5)
    assert spelled_day("Jan 5, 1969") is None


def test_only_a_number_above_twelve_tells_the_order() -> None:
    assert is_day_first(["", "01/02/2026", "22/09/2026 13:01"])
    assert not is_day_first(["01/02/2026", "05/13/2026 07:08:28", "22/09/2026"])
    assert not is_day_first(["01/02/2026", "yesterday"])


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("05/13/2026 07:08:28", False, datetime(2026, 5, 13, 7, 8, 28, tzinfo=UTC)),
        ("13/05/2026 07:08", True, datetime(2026, 5, 13, 7, 8, tzinfo=UTC)),
        ("02/18/2026 at 08:00:00 (GMT)", False, datetime(2026, 2, 18, 8, tzinfo=UTC)),
        ("13/05/2026", False, None),
        ("1 Main Street", False, None),
    ],
)
def test_slashed(text: str, day_first: bool, expected: datetime | None) -> None:
    assert slashed_moment(text, day_first=day_first) == expected
    assert slashed_day(text, day_first=day_first) == (expected.date() if expected else None)
