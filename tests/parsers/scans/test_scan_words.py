"""Severities and dates as scanners write them."""

from datetime import UTC, date, datetime

import pytest

from generator.model.scan import Severity
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.severity import severity


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("CRITICAL", Severity.CRITICAL),
        ("High", Severity.HIGH),
        ("important", Severity.HIGH),
        ("Medium", Severity.MODERATE),
        ("moderate", Severity.MODERATE),
        (" low ", Severity.LOW),
        ("Negligible", Severity.INFORMATIONAL),
        ("UNKNOWN", Severity.UNKNOWN),
        ("unassigned", Severity.UNKNOWN),
        ("", Severity.UNKNOWN),
    ],
)
def test_severity(word: str, expected: Severity) -> None:
    assert severity(word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T06:05:06.123456789+02:00", datetime(2026, 3, 2, 4, 5, 6, 123456, tzinfo=UTC)),
        ("2026-03-02T04:05:06Z", datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)),
        ("2026-03-02 04:05:06", datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_moment(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1999-12-31T23:59:59Z", date(1999, 12, 31)),
        ("2026-03-02", date(2026, 3, 2)),
        ("0001-01-01T00:00:00Z", None),
        ("2026-13-01", None),
        ("", None),
        (None, None),
    ],
)
def test_day(text: str | None, expected: date | None) -> None:
    assert day(text) == expected
